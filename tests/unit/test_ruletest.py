"""The runner of rules' tests: what it accepts, and what it will not let pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from srm_lint import ruletest
from srm_lint.errors import RuleError
from srm_lint.model.finding import Finding, Report, Subject, Verdict
from srm_lint.model.resource import Framework, Kind, Model, State
from srm_lint.model.rule import Confidence, Duty, Severity
from srm_lint.model.source import Diagnostic, Location
from srm_lint.rules import load_rules
from srm_lint.ruletest.corrections import corrected

RULE = """\
- id: own-thing-gap
  title: Thing has a gap
  duty: backup
  severity: high
  why: Because.
  checks:
    - on: aws_thing
      expect: {days: 7}
  examples:
    terraform:
      fail: 'resource "aws_thing" "a" { days = 1 }'
      pass: 'resource "aws_thing" "a" { days = 7 }'
      unknown: 'resource "aws_thing" "a" { days = var.d }'
"""

CASE = """\
- name: two things
  rule: own-thing-gap
  terraform: |
    resource "aws_thing" "a" { days = 1 }
    resource "aws_thing" "b" { days = 7 }
  verdicts: {aws_thing.a: fail, aws_thing.b: pass}
"""

VERDICTS = {"days = 1": Verdict.FAIL, "days = 7": Verdict.PASS, "days = var": Verdict.UNKNOWN}


class LineLinter:
    """Judges each line that declares a thing by what it says; a stand-in for the whole linter."""

    def __init__(self, rule: str = "own-thing-gap", fix: str = "days = 7") -> None:
        self._rule = rule
        self._fix = fix

    def __call__(self, folder: Path) -> Report:
        findings: list[Finding] = []
        subjects: list[Subject] = []
        diagnostics: list[Diagnostic] = []
        for file in sorted(folder.rglob("*.tf")):
            for number, line in enumerate(file.read_text().splitlines(), 1):
                if line.startswith("crash"):
                    diagnostics.append(Diagnostic(str(file), number, "rule-crashed", f"rule {self._rule} broke"))
                if line.startswith('resource "aws_thing"'):
                    subject = self._subject(line.split('"')[3], Location(str(file), number))
                    subjects.append(subject)
                    findings += self._findings(file.read_text() if line.endswith("{") else line, subject)
        return Report(tuple(findings), tuple(subjects), tuple(diagnostics), (), 0, 0)

    def _subject(self, name: str, location: Location) -> Subject:
        tag = (Framework.TERRAFORM, "aws", "Things", Model.PAAS, Kind.DATA, State.PRIMARY)
        return Subject(f"aws_thing.{name}", "aws_thing", *tag, location)

    def _findings(self, text: str, subject: Subject) -> list[Finding]:
        return [
            Finding(
                self._rule,
                "t",
                Duty.BACKUP,
                Severity.HIGH,
                Confidence.HIGH,
                verdict,
                "m",
                "days",
                subject.location,
                subject,
                "f",
                fix=self._fix,
            )
            for words, verdict in VERDICTS.items()
            if words in text
        ]


def outcome_of(folder: Path, rule: str = RULE, case: str = "", lint: LineLinter | None = None) -> ruletest.Outcome:
    (folder / "tests").mkdir(parents=True)
    (folder / "things.yaml").write_text(rule)
    (folder / "tests" / "things.yaml").write_text(case)
    rules = load_rules([folder]).all()
    examples = [*ruletest.examples_of(rules)]
    return ruletest.run_rule_tests(rules, examples, ruletest.cases_in(folder / "tests"), lint or LineLinter())


def messages(outcome: ruletest.Outcome) -> Sequence[str]:
    return [f"{failure.what}: {failure.message}" for failure in outcome.failures]


def test_a_rule_that_keeps_its_word_has_no_failures(tmp_path):
    outcome = outcome_of(tmp_path / "rules", case=CASE)
    assert messages(outcome) == []
    assert (outcome.rules, outcome.examples, outcome.cases, outcome.corrections) == (1, 3, 1, 1)
    assert outcome.without_case == ()


def test_rules_without_a_case_are_named(tmp_path):
    assert outcome_of(tmp_path / "rules").without_case == ("own-thing-gap",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fail: 'resource \"aws_thing\" \"a\" { days = 1 }'", "fail: 'resource \"aws_thing\" \"a\" { days = 7 }'",
         "terraform example `fail`: expected fail, got pass for aws_thing.a (m)"),
        ("{ days = 7 }'", "{ days = 1 }'", "terraform example `pass`: expected no finding, got fail for aws_thing.a (m)"),
        ("{ days = 7 }'", "{ days = var.x }'", "terraform example `pass`: expected no finding, got unknown for aws_thing.a (m)"),
        ("{ days = var.d }'", "{ days = 7 }'", "terraform example `unknown`: expected unknown, got pass for aws_thing.a (m)"),
        ("fail: 'resource \"aws_thing\"", "fail: 'resource \"other\"", "terraform example `fail`: it holds none of aws_thing"),
        ("{ days = 1 }'", "{ }'", "terraform example `fail`: expected fail, got nothing: the rule does not apply"),
        ("pass: 'resource", "pass: 'crash resource", "terraform example `pass`: line 1: rule own-thing-gap broke"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_give_what_it_says_fails(tmp_path, old, new, message):
    assert RULE.replace(old, new) != RULE
    assert message in messages(outcome_of(tmp_path / "rules", RULE.replace(old, new)))


def test_a_fix_that_does_not_close_the_gap_fails(tmp_path):
    outcome = outcome_of(tmp_path / "rules", lint=LineLinter(fix="days = 1"))
    assert messages(outcome) == ["terraform example `pass`: expected no finding, got fail for aws_thing.a (m)"]
    assert outcome.failures[0].place.endswith("with its fix `days = 1`")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("aws_thing.b: pass", "aws_thing.b: fail", "aws_thing.b: expected fail, got pass (m)"),
        (", aws_thing.b: pass", "", "says nothing of aws_thing.b, which is pass"),
        ("aws_thing.b: pass", "aws_thing.b: pass, aws_thing.c: none", "aws_thing.c matches nothing; there are aws_thing.a, aws_thing.b"),
        ("days = 7", "hours = 7", "aws_thing.b: expected pass, got none"),
        ("rule: own-thing-gap", "rule: own-thing-gone", "there is no rule `own-thing-gone`"),
    ],
)  # fmt: skip
def test_a_case_that_does_not_give_what_it_says_fails(tmp_path, old, new, message):
    assert f"case `two things`: {message}" in messages(outcome_of(tmp_path / "rules", case=CASE.replace(old, new)))


def test_none_is_for_what_the_rule_does_not_apply_to(tmp_path):
    case = CASE.replace("days = 7", "hours = 7").replace("b: pass", "b: none")
    assert messages(outcome_of(tmp_path / "rules", case=case)) == []


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("- name: x\n", r"things.yaml:1: the case lacks the key `rule`"),
        (CASE + "  cloudformation: x\n", "things.yaml:1: a case has code in one language"),
        (CASE.replace("pass", "good"), "is 'good', and has to be one of fail, pass, unknown, none"),
        (CASE.replace("verdicts", "verdict"), "unknown key `verdict`; did you mean `verdicts`"),
        ("name: x\n", "things.yaml:1: the file has to be a list"),
    ],
)
def test_a_broken_case_file_is_refused(tmp_path, case, message):
    with pytest.raises(RuleError, match=message):
        outcome_of(tmp_path / "rules", case=case)


def test_a_case_may_have_several_files(tmp_path):
    case = """\
- name: a module
  rule: own-thing-gap
  terraform:
    main.tf: ""
    modules/m/main.tf: 'resource "aws_thing" "a" { days = 1 }'
  verdicts: {aws_thing.a: fail}
"""
    assert messages(outcome_of(tmp_path / "rules", case=case)) == []


TERRAFORM, CLOUDFORMATION = Framework.TERRAFORM, Framework.CLOUDFORMATION


@pytest.mark.parametrize(
    ("framework", "text", "line", "fix", "result"),
    [
        (TERRAFORM, 'resource "t" "a" { days = 1 }', 1, "days = 7", 'resource "t" "a" { days = 7 }'),
        (TERRAFORM, 'resource "t" "a" {\n  days = 1\n}', 2, "days = 7", 'resource "t" "a" {\n  days = 7\n}'),
        (TERRAFORM, 'resource "t" "a" { x = 1 }', 1, "days = 7", 'resource "t" "a" {\ndays = 7\n x = 1 \n}'),
        (TERRAFORM, 'resource "t" "a" {}', 1, "b {\n  c = 7\n}", 'resource "t" "a" {\nb {\n  c = 7\n}\n\n}'),
        (TERRAFORM, 'resource "t" "a" {\n  b {\n    c = 1\n  }\n}', 3, "b {\n  c = 7\n}",
         'resource "t" "a" {\n  b {\n    c = 7\n  }\n}'),
        (TERRAFORM, 'resource "t" "a" {\n  b {\n  }\n}', 2, "b {\n  c = 7\n}", None),
        (TERRAFORM, 'resource "t" "a" {}', 1, "x = aws_kms_key.this.arn", None),
        (CLOUDFORMATION, "A:\n  Type: T\n", 1, "Days: 7", "A:\n  Type: T\n  Properties:\n    Days: 7"),
        (CLOUDFORMATION, "A:\n  Type: T\n  Properties:\n    X: 1", 1, "Days: 7", "A:\n  Type: T\n  Properties:\n    Days: 7\n    X: 1"),
        (CLOUDFORMATION, "A:\n  Type: T\n  Properties: {X: 1}", 1, "Days: 7", "A:\n  Type: T\n  Properties: {Days: 7, X: 1}"),
        (CLOUDFORMATION, "A:\n  Type: T\n  Properties: {Days: 1, X: 1}", 3, "Days: 7", "A:\n  Type: T\n  Properties: {Days: 7, X: 1}"),
        (CLOUDFORMATION, "A:\n  Type: T\n", 1, "DeletionPolicy: Retain", "A:\n  DeletionPolicy: Retain\n  Type: T"),
        (CLOUDFORMATION, "A:\n  Type: T\n", 1, "KmsKeyId: !Ref Key", None),
    ],
)  # fmt: skip
def test_a_fix_is_applied_where_it_belongs(framework, text, line, fix, result):
    tag = (framework, "aws", "Things", Model.PAAS, Kind.DATA, State.PRIMARY)
    subject = Subject("t.a", "t", *tag, Location("main", 1))
    gap = Finding(
        "r",
        "t",
        Duty.BACKUP,
        Severity.HIGH,
        Confidence.HIGH,
        Verdict.FAIL,
        "m",
        "a",
        Location("main", line),
        subject,
        "f",
        fix=fix,
    )
    assert corrected(text, gap, framework) == (None if result is None else result + "\n")
