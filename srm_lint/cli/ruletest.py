"""`srm-lint test`: run what a rule set says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from srm_lint.cli.asked import Selection, bare_options
from srm_lint.cli.exits import CLEAN, GAPS
from srm_lint.cli.options import debug_option
from srm_lint.cli.outputs import standard_output
from srm_lint.errors import UsageError
from srm_lint.model.rule import ATTESTATION
from srm_lint.report.clean import counted, one_line

if TYPE_CHECKING:
    from srm_lint.model.catalogue import Catalogue
    from srm_lint.model.rule import Rule

_CASES = "tests"
_MOST_NAMED = 5
_OTHER_BLOCKS = ("data.", "provider.", "backend.")  # types of blocks that are no resources, which no catalogue lists


@click.command("test", short_help="Run the examples and cases of a folder of rules.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@debug_option
def command(folder: str) -> int:
    """Run the examples of the rules in DIR, their fixes, and the cases in DIR/tests.

    Each example and case is linted for real and compared with what it says. Exit codes: 0 all as expected, 1 not,
    2 a rule or a case is not well-formed.
    """
    from srm_lint.linter import doubt_about, load_catalogue, load_rule_set
    from srm_lint.rules import built_in_folder, load_rules
    from srm_lint.ruletest import cases_in, examples_of, lint_with, run_rule_tests

    is_built_in = Path(folder).resolve() == built_in_folder().resolve()
    place = built_in_folder() if is_built_in else Path(folder)
    rules = load_rules([place]).all()
    if not rules:
        raise UsageError(f"{folder}: there are no rules in it")
    own = () if is_built_in else (folder,)
    load_rule_set(bare_options(Selection(rules=own)))  # ids that are taken: said once, not of each example
    outcome = run_rule_tests(rules, [*examples_of(rules)], cases_in(place / _CASES), lint_with(own))
    failures = [f"{each.place}: {each.rule}, {each.what}: {one_line(each.message)}" for each in outcome.failures]
    catalogue = load_catalogue(bare_options())
    failures += _strangers(rules, catalogue)
    stream = standard_output()
    stream.writelines(f"{failure}\n" for failure in failures)
    for rule in rules:
        doubts = filter(None, (doubt_about(type, catalogue) for type in rule.types))
        stream.writelines(f"warning {rule.file}:{rule.line}: {rule.id}: {doubt}\n" for doubt in doubts)
    if outcome.without_case:
        stream.write(f"without a case in {place / _CASES}: {_some(outcome.without_case)}\n")
    counts = {
        "rule": outcome.rules,
        "example": outcome.examples,
        "correction": outcome.corrections,
        "case": outcome.cases,
        "failure": len(failures),
    }
    stream.write(f"{', '.join(counted(count, noun) for noun, count in counts.items())}\n")
    return GAPS if failures else CLEAN


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"


def _strangers(rules: Iterable[Rule], catalogue: Catalogue) -> Iterator[str]:
    """Rules that would never be judged: no catalogue knows any of their types."""
    for rule in rules:
        known = any(
            type.startswith(_OTHER_BLOCKS) or type == ATTESTATION or catalogue.entry(type) for type in rule.types
        )
        if not known:
            yield f"{rule.file}:{rule.line}: {rule.id}: nobody knows {', '.join(rule.types)}; see `srm-lint catalogue`"
