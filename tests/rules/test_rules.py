"""The rules' own examples, the corrections they derive, and the cases beside this file."""

from __future__ import annotations

from pathlib import Path

from srm_lint import ruletest
from srm_lint.model.resource import Framework
from srm_lint.model.rule import framework_of
from srm_lint.model.source import Source
from srm_lint.read.cloudformation import read_snippet
from srm_lint.rules import RuleSet


def test_examples_and_cases_give_what_they_say_and_corrections_close_gaps(built_in_rules: RuleSet):
    rules = built_in_rules.all()
    cases = ruletest.cases_in(Path(__file__).parent)
    outcome = ruletest.run_rule_tests(rules, [*ruletest.examples_of(rules)], cases, ruletest.lint_with(()))
    assert [f"{each.place}: {each.rule}: {each.what}: {each.message}" for each in outcome.failures] == []
    assert outcome.corrections > outcome.rules / 10


def test_corrections_of_templates_are_maps_that_can_be_written_in_json(built_in_rules: RuleSet):
    codes = {
        check.fix: rule.id
        for rule in built_in_rules.all()
        for check in rule.checks
        if check.fix and framework_of(check.types[0]) is Framework.CLOUDFORMATION
    }
    read = {code: read_snippet(Source("", code.encode())) for code in codes}
    assert [codes[code] for code, template in read.items() if template.problems or not template.root.entries] == []
    assert len(codes) > 50
