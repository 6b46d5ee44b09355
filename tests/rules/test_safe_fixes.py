"""Every correction that a rule calls safe, made in the rule's own failing examples."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from srm_lint import ruletest
from srm_lint.linter import Options, lint
from srm_lint.linter.fixes import fixes
from srm_lint.model.finding import Report, Verdict
from srm_lint.rules import built_in_folder, load_rules

RULES = tuple(rule for rule in load_rules([built_in_folder()]).all() if rule.safe_fix)
BY_HAND = {("aws-elbv2-deletion-protection-off", "cloudformation")}  # an element of a list, which --fix does not write
EXAMPLES = {
    (example.rule.id, example.framework.value): example
    for example in ruletest.examples_of(RULES)
    if example.expected is ruletest.Expected.FAIL
}


def judged(folder: Path) -> Report:
    selected = tuple(rule.id for rule in RULES)
    report = lint([str(folder)], Options(today="2000-01-01", select=selected, strict=True))
    return msgspec.structs.replace(report, rules=RULES)


def gaps(report: Report, top: Path) -> set[tuple[str, str]]:
    """Rule and language of the examples that still fail: each has a folder of its own."""
    found = set()
    for finding in report.findings:
        rule, language = Path(finding.subject.location.file).resolve().relative_to(top).parts[:2]
        if finding.verdict is Verdict.FAIL and finding.rule == rule:
            found.add((rule, language))
    return found


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report, Report]:
    """The folder of all examples, and what is said before and after their corrections."""
    top = tmp_path_factory.mktemp("safe").resolve()
    (top / ".srm-lint.yaml").write_text("root: true\n", encoding="utf-8")
    for (rule, language), example in EXAMPLES.items():
        for name, text in example.files.items():
            file = top / rule / language / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    before = judged(top)
    for fixed in fixes(before):
        Path(fixed.file).write_bytes(fixed.after)
    return top, before, judged(top)


def test_every_safe_correction_closes_the_gap(corrected: tuple[Path, Report, Report]) -> None:
    top, before, after = corrected
    assert gaps(before, top) == EXAMPLES.keys()
    assert gaps(after, top) == BY_HAND


def test_a_second_run_changes_nothing(corrected: tuple[Path, Report, Report]) -> None:
    _, _, after = corrected
    assert [fixed.file for fixed in fixes(after) if fixed.edits] == []
