"""Findings about what a transform made, told of the resource that is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint.linter import Options, lint
from srm_lint.model.finding import Report, Verdict

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.12, Handler: a.b, CodeUri: src, Tracing: PassThrough}
Resources:
  ApiOff:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      TracingEnabled: false
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        A: {Type: SNS, Properties: {Topic: "arn:aws:sns:eu-west-1:111122223333:a"}}
  T:
    Type: AWS::Serverless::SimpleTable
  H:
    Type: AWS::Serverless::HttpApi
"""

Told = tuple[str, str, str, int]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def run(template: str, *rules: str, **options: object) -> Report:
        (tmp_path / "t.yaml").write_text(template, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return lint(["t.yaml"], Options(today="2026-01-01", strict=True, select=rules, use_cache=False, **options))

    return run


def gaps(report: Report) -> list[Told]:
    """(type, address, attribute, line) of each gap."""
    return [
        (finding.subject.type, finding.subject.address, finding.attribute, finding.location.line)
        for finding in report.findings
        if finding.verdict is Verdict.FAIL
    ]


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("CKV_AWS_73", [("AWS::Serverless::Api", "ApiOff", "TracingEnabled", 9)]),
        (
            "CKV_AWS_76",
            [
                ("AWS::Serverless::Api", "ApiOff", "AccessLogSetting.DestinationArn", 5),
            ],
        ),
        ("CKV_AWS_50", [("AWS::Serverless::Function", "Fn", "Tracing", 3)]),
        ("CKV_AWS_115", [("AWS::Serverless::Function", "Fn", "ReservedConcurrentExecutions", 10)]),
        ("CKV_AWS_116", [("AWS::Serverless::Function", "Fn", "DeadLetterQueue.TargetArn", 10)]),
        ("CKV_AWS_117", [("AWS::Serverless::Function", "Fn", "VpcConfig", 10)]),
        (
            "CKV_AWS_28",
            [
                (
                    "AWS::Serverless::SimpleTable",
                    "T",
                    "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
                    15,
                ),
            ],
        ),
        ("CKV_AWS_95", [("AWS::Serverless::HttpApi", "H", "AccessLogSettings.DestinationArn", 17)]),
    ],
)
def test_gaps_are_told_of_the_resource_that_is_written(check, id: str, told: list[Told]) -> None:
    assert [gap for gap in gaps(check(TEMPLATE, id)) if gap[0] == told[0][0]] == told


def test_subjects_are_the_resources_that_are_written(check) -> None:
    assert {(subject.address, subject.type, subject.service) for subject in check(TEMPLATE).subjects} == {
        ("ApiOff", "AWS::Serverless::Api", "Amazon API Gateway"),
        ("Fn", "AWS::Serverless::Function", "AWS Lambda"),
        ("T", "AWS::Serverless::SimpleTable", "Amazon DynamoDB"),
        ("H", "AWS::Serverless::HttpApi", "Amazon API Gateway"),
    }


def test_what_several_made_resources_share_is_told_once(check) -> None:
    queues = TEMPLATE.replace(
        'Events:\n        A: {Type: SNS, Properties: {Topic: "arn:aws:sns:eu-west-1:111122223333:a"}}',
        'Events:\n        A: {Type: SNS, Properties: {SqsSubscription: true, Topic: "arn:aws:sns:eu-west-1:111122223333:a"}}\n'
        '        B: {Type: SNS, Properties: {SqsSubscription: true, Topic: "arn:aws:sns:eu-west-1:111122223333:b"}}',
    )
    report = check(queues, keep_passes=True)
    told = [(finding.rule, finding.message) for finding in report.findings if finding.rule.startswith("aws-sqs")]
    assert told
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    "metadata",
    [
        "srm-lint: {ignore: [{id: aws-lambda-tracing-off, reason: traced elsewhere}]}",
        "checkov: {skip: [{id: CKV_AWS_50, comment: traced elsewhere}]}",
    ],
)
def test_metadata_of_the_written_resource_holds_for_what_is_made_of_it(check, metadata: str) -> None:
    template = TEMPLATE.replace(
        "    Type: AWS::Serverless::Function\n", f"    Type: AWS::Serverless::Function\n    Metadata: {{{metadata}}}\n"
    )
    [finding] = check(template, "aws-lambda-tracing-off").findings
    assert finding.suppression is not None
    assert finding.suppression.justification == "traced elsewhere"
