"""The rules' own examples, the corrections they derive, and the cases beside this file."""

from __future__ import annotations

from pathlib import Path

from srm_lint import ruletest
from srm_lint.rules import RuleSet


def test_examples_and_cases_give_what_they_say_and_corrections_close_gaps(built_in_rules: RuleSet):
    rules = built_in_rules.all()
    cases = ruletest.cases_in(Path(__file__).parent)
    outcome = ruletest.run_rule_tests(rules, [*ruletest.examples_of(rules)], cases, ruletest.lint_with(()))
    assert [f"{each.place}: {each.rule}: {each.what}: {each.message}" for each in outcome.failures] == []
    assert outcome.corrections > outcome.rules / 10
