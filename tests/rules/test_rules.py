"""The rules' own examples, the corrections they derive, and the cases beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint import ruletest
from srm_lint.rules import built_in_folder, load_rules

RULES = load_rules([built_in_folder()]).all()
CASES = ruletest.cases_in(Path(__file__).parent)


@pytest.fixture(scope="session")
def outcome() -> ruletest.Outcome:
    """Everything is linted in one run."""
    examples = [*ruletest.examples_of(RULES)]
    return ruletest.run_rule_tests(RULES, examples, CASES, ruletest.lint_with(()))


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_examples_and_cases_give_what_they_say(outcome: ruletest.Outcome, rule: str):
    assert [
        f"{failure.place}: {failure.what}: {failure.message}" for failure in outcome.failures if failure.rule == rule
    ] == []


def test_every_case_is_about_a_rule():
    assert sorted({case.rule for case in CASES} - {rule.id for rule in RULES}) == []


def test_fixes_are_proved_on_the_examples(outcome: ruletest.Outcome):
    assert outcome.corrections > outcome.rules / 10
