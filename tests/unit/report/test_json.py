"""The JSON contract, guarded by the schemas in docs/schemas."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from report_samples import BROKEN, EMPTY, FULL, SHARED, TEMPLATE, UNKNOWN, VIEW, finding, report

from srm_lint.model.finding import Report
from srm_lint.model.source import Location
from srm_lint.report.contract import DOCUMENTS, schema
from srm_lint.report.json import render
from srm_lint.report.view import View

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"


def as_json(given: Report, view: View = VIEW) -> dict:
    stream = io.StringIO()
    render(given, stream, view)
    return json.loads(stream.getvalue())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_published_schema_is_the_contract(name: str) -> None:
    committed = (SCHEMAS / f"{name}.schema.json").read_text("utf-8")
    assert committed == schema(name), "the contract changed: fields may be added, never renamed or removed"
    Draft202012Validator.check_schema(json.loads(committed))


@pytest.mark.parametrize("given", [FULL, BROKEN, EMPTY], ids=["full", "broken", "empty"])
@pytest.mark.parametrize("show_all", [False, True])
def test_every_report_is_valid(given: Report, show_all: bool) -> None:
    committed = json.loads((SCHEMAS / "check.schema.json").read_text("utf-8"))
    Draft202012Validator(committed).validate(as_json(given, View(show_all=show_all)))


def test_the_shape_is_the_same_when_nothing_was_found() -> None:
    assert as_json(EMPTY).keys() == as_json(FULL).keys()
    assert as_json(EMPTY)["findings"] == []


def test_a_finding_carries_what_the_contract_names() -> None:
    found = as_json(report(TEMPLATE))["findings"][0]
    assert found | {"instances": []} == {
        "rule": "aws-s3-public-access-open",
        "title": "Bucket can be opened to the public",
        "duty": "identity-access",
        "severity": "critical",
        "confidence": "high",
        "verdict": "fail",
        "message": "`PublicAccessBlockConfiguration` is not set",
        "attribute": "",
        "file": "stack.yaml",
        "line": 7,
        "column": 3,
        "end_line": 7,
        "end_column": 9,
        "fingerprint": "f-Bucket",
        "suppression": None,
        "settle": [],
        "fix": "PublicAccessBlockConfiguration:\n  BlockPublicAcls: true\n",
        "assumptions": ["IsProd is false"],
        "related": [],
        "resource": {
            "address": "Bucket",
            "type": "AWS::S3::Bucket",
            "framework": "cloudformation",
            "provider": "aws",
            "service": "Amazon S3",
            "model": "PaaS",
            "kind": "data",
            "state": "primary",
            "file": "stack.yaml",
            "line": 7,
            "construct": "Stack/Store/Bucket",
        },
        "instances": [],
    }


def test_instances_of_one_cause_are_listed_with_the_calls_that_made_them() -> None:
    document = as_json(report(*SHARED))
    assert [each["address"] for each in document["findings"][0]["instances"]] == [
        "module.a.aws_db_instance.this",
        "module.b.aws_db_instance.this",
        "module.c.aws_db_instance.this",
    ]
    assert document["findings"][0]["instances"][1]["calls"] == [{"address": "module.b", "file": "main.tf", "line": 20}]
    assert (document["summary"]["findings"], document["summary"]["instances"]) == (1, 3)


def test_gaps_only_unless_all_and_the_summary_counts_everything() -> None:
    brief, full = as_json(FULL), as_json(FULL, View(show_all=True))
    assert {each["verdict"] for each in brief["findings"]} == {"fail"}
    assert {each["verdict"] for each in full["findings"]} == {"fail", "pass", "unknown"}
    assert brief["summary"] == full["summary"]
    assert brief["summary"]["unknown"] == 1
    assert brief["summary"]["suppressed"] == 1
    assert brief["summary"]["by_duty"] == {"backup": 1, "encryption": 1, "identity-access": 1}
    assert brief["summary"]["by_severity"] == {"critical": 1, "high": 1, "medium": 0, "low": 1}


def test_an_accepted_gap_says_why_and_until_when() -> None:
    found = as_json(FULL, View(show_all=True))["findings"]
    assert [each["suppression"] for each in found if each["suppression"]] == [
        {
            "kind": "inSource",
            "justification": "rebuilt nightly",
            "expires": "2027-01-31",
            "source": {"file": "db/main.tf", "line": 19},
        }
    ]


def test_an_unknown_says_what_would_settle_it() -> None:
    found = as_json(report(UNKNOWN), View(show_all=True))["findings"][0]
    assert found["settle"] == ["set variable `days`, declared at variables.tf:1"]


def test_unread_files_make_the_answer_incomplete() -> None:
    document = as_json(BROKEN)
    assert document["files"] == {
        "found": 4,
        "read": 3,
        "unread": [{"file": "broken.tf", "line": 9, "message": "unexpected `}`, expected a name"}],
        "values": [],
        "digest": "",
    }
    assert document["summary"]["complete"] is False


def test_a_place_without_a_line_is_given_the_first() -> None:
    found = as_json(report(finding(location=Location("plan.json", 0, 0))))["findings"][0]
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (1, 1, 1, 1)
