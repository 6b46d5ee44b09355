"""Templates that import from each other are judged as one estate, each in its own place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from srm_lint.linter import cache

RULE = "aws-s3-bucket-transport-unencrypted"
STORE = """\
Resources:
  Logs: {Type: AWS::S3::Bucket}
Outputs:
  Name: {Value: !Ref Logs, Export: {Name: %s}}
"""
POLICY = """\
Parameters:
  Stack: {Type: String}
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: {"Fn::ImportValue": %s}
      PolicyDocument:
        Statement:
          - Effect: %s
            Principal: "*"
            Action: "s3:*"
            Resource: "*"
            Condition: {Bool: {"aws:SecureTransport": "false"}}
"""


@pytest.fixture
def findings(tmp_path, monkeypatch, call):
    """Writes files and gives the findings of the rule."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def found(files: dict[str, str], *options: str, path: str = ".") -> list[dict]:
        for name, text in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        answer = call("check", path, "--select", RULE, "--all", "--format", "json", *(options or ("--no-cache",)))
        return json.loads(answer.out)["findings"]

    return found


def verdicts(findings: list[dict]) -> list[tuple[str, str, str]]:
    return [(finding["file"], finding["resource"]["address"], finding["verdict"]) for finding in findings]


@pytest.mark.parametrize(
    ("exported", "imported", "effect", "verdict"),
    [
        pytest.param("logs", "logs", "Deny", "pass", id="the policy is in the other template"),
        pytest.param("logs", "logs", "Allow", "fail", id="and does not do what is needed"),
        pytest.param('!Sub "${AWS::StackName}-logs"', '!Sub "${Stack}-logs"', "Deny", "unknown", id="it may be"),
        pytest.param('!Sub "${AWS::StackName}-logs"', '!Sub "${Stack}-data"', "Deny", "fail", id="it cannot be"),
        pytest.param("logs", "others", "Deny", "fail", id="it is that of another bucket"),
    ],
)
def test_a_bucket_is_judged_with_the_policy_of_another_template(findings, exported, imported, effect, verdict):
    templates = {"store.yaml": STORE % exported, "access/policy.yaml": POLICY % (imported, effect)}
    assert verdicts(findings(templates)) == [("store.yaml", "Logs", verdict)]


def test_a_bucket_that_two_templates_export_by_one_name_may_have_the_policy(findings):
    templates = {"eu.yaml": STORE % "logs", "us.yaml": STORE % "logs", "policy.yaml": POLICY % ("logs", "Deny")}
    assert verdicts(findings(templates)) == [("eu.yaml", "Logs", "unknown"), ("us.yaml", "Logs", "unknown")]


def test_a_finding_stays_in_its_template_though_the_other_has_what_is_wrong(findings):
    [found] = findings({"store.yaml": STORE % "logs", "policy.yaml": POLICY % ("logs", "Allow")})
    assert (found["file"], found["line"], found["resource"]["file"]) == ("store.yaml", 2, "store.yaml")
    assert "`policy.yaml:Policy`" in found["message"]


def test_each_template_keeps_its_own_configuration(findings):
    files = {"store/t.yaml": STORE % "logs", "policy.yaml": POLICY % ("logs", "Allow")}
    [found] = findings({**files, "store/.srm-lint.yaml": f"severities: {{{RULE}: critical}}\n"})
    assert found["severity"] == "critical"


def test_processes_and_the_cache_do_not_show(findings, monkeypatch, tmp_path):
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")
    files = {f"{name}/{part}.yaml": text for name in "ab" for part, text in (("s", STORE), ("p", POLICY))}
    files = {name: text % ("logs" if text is STORE else ("logs", "Deny")) for name, text in files.items()}
    runs = [findings(files, "--jobs", jobs) for jobs in ("1", "2", "2")]
    assert runs[0] == runs[1] == runs[2] == findings(files)
    assert [found["verdict"] for found in runs[0]] == ["unknown", "unknown"]


def test_a_template_that_is_named_is_judged_with_those_beside_it(findings):
    files = {"store.yaml": STORE % "logs", "access/policy.yaml": POLICY % ("logs", "Deny"), "other.yaml": STORE % "x"}
    assert verdicts(findings(files, path="store.yaml")) == [("store.yaml", "Logs", "pass")]
    assert findings({}, path="access/policy.yaml") == []
