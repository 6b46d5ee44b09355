"""Every correction that a rule calls safe, made in the rule's own failing examples."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from srm_lint import ruletest
from srm_lint.linter import Options, lint
from srm_lint.linter.fixes import fixes
from srm_lint.model.finding import Report, Verdict
from srm_lint.model.rule import Rule
from srm_lint.rules import RuleSet

BY_HAND = {("aws-elbv2-deletion-protection-off", "cloudformation")}  # an element of a list, which --fix does not write


def judged(folder: Path, rules: tuple[Rule, ...]) -> Report:
    selected = tuple(rule.id for rule in rules)
    report = lint([str(folder)], Options(today="2000-01-01", select=selected, strict=True, use_cache=False))
    return msgspec.structs.replace(report, rules=rules)


def gaps(report: Report, top: Path) -> set[tuple[str, str]]:
    """Rule and language of the examples that still fail: each has a folder of its own."""
    found = set()
    for finding in report.findings:
        rule, language = Path(finding.subject.location.file).resolve().relative_to(top).parts[:2]
        if finding.verdict is Verdict.FAIL and finding.rule == rule:
            found.add((rule, language))
    return found


class Corrected(NamedTuple):
    """The folder of all examples, those examples by rule and language, and what is said before and after."""

    top: Path
    examples: dict[tuple[str, str], ruletest.Example]
    before: Report
    after: Report


@pytest.fixture(scope="module")
def corrected(built_in_rules: RuleSet, tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    rules = tuple(rule for rule in built_in_rules.all() if rule.safe_fix)
    examples = {
        (example.rule.id, example.framework.value): example
        for example in ruletest.examples_of(rules)
        if example.expected is ruletest.Expected.FAIL
    }
    top = tmp_path_factory.mktemp("safe").resolve()
    (top / ".srm-lint.yaml").write_text("root: true\n", encoding="utf-8")
    for (rule, language), example in examples.items():
        for name, text in example.files.items():
            file = top / rule / language / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    before = judged(top, rules)
    for fixed in fixes(before):
        Path(fixed.file).write_bytes(fixed.after)
    return Corrected(top, examples, before, judged(top, rules))


def test_every_safe_correction_closes_the_gap(corrected: Corrected) -> None:
    assert gaps(corrected.before, corrected.top) == corrected.examples.keys()
    assert gaps(corrected.after, corrected.top) == BY_HAND


def test_a_second_run_changes_nothing(corrected: Corrected) -> None:
    assert [fixed.file for fixed in fixes(corrected.after) if fixed.edits] == []
