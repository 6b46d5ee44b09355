"""The tests of a rule set: its rules' own examples, their corrections, and cases written beside them."""

from srm_lint.ruletest.cases import Case, Example, Expected, cases_in, examples_of
from srm_lint.ruletest.run import Failure, LintFolder, Outcome, lint_with, run_rule_tests

__all__ = [
    "Case",
    "Example",
    "Expected",
    "Failure",
    "LintFolder",
    "Outcome",
    "cases_in",
    "examples_of",
    "lint_with",
    "run_rule_tests",
]
