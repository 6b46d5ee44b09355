"""The steps in order: discover, read, evaluate, classify, relate, judge, suppress. Nothing else knows them all."""

from srm_lint.linter.options import Options
from srm_lint.linter.run import assess, inspect, lint
from srm_lint.linter.sources import load_catalogue, load_matrix, load_rule_set, standards_of
from srm_lint.linter.type_names import doubt_about

__all__ = [
    "Options",
    "assess",
    "doubt_about",
    "inspect",
    "lint",
    "load_catalogue",
    "load_matrix",
    "load_rule_set",
    "standards_of",
]
