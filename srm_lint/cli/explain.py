"""`srm-lint explain`: the page of a rule or a duty."""

from __future__ import annotations

import click

from srm_lint.cli.asked import Selection, bare_options
from srm_lint.cli.completion import complete_name
from srm_lint.cli.options import debug_option, rules_option
from srm_lint.cli.outputs import standard_output
from srm_lint.errors import UsageError
from srm_lint.model.rule import Duty
from srm_lint.spelling import close_to


@click.command("explain", short_help="Explain a rule or a duty.")
@click.argument("name", shell_complete=complete_name)
@rules_option
@debug_option
def command(name: str, rules: tuple[str, ...]) -> None:
    """Explain the rule or duty NAME: what it checks, whose duty it is and why, good and bad code, when to accept it.

    NAME is a rule's id, an earlier id, another tool's id for the same check, or a duty.
    """
    from srm_lint.linter import load_matrix, load_rule_set
    from srm_lint.report.rule_page import duty_page, rule_page

    rule_set = load_rule_set(bare_options(Selection(rules=rules)))
    duties = {duty.value: duty for duty in Duty}
    if name in duties:
        page = duty_page(duties[name], load_matrix(), rule_set.all())
    elif rule := rule_set.find(name):
        page = rule_page(rule)
    else:
        close = close_to(name, (*rule_set.ids, *duties), most=3, likeness=0.5)
        near = f"; near it: {', '.join(close)}" if close else ""
        word = name.lower()
        of_word = f"; `srm-lint rules --select {word}` lists the rules of it" if word in rule_set.selectors else ""
        raise UsageError(f"no rule or duty is called `{name}`{of_word or near or '; `srm-lint rules` lists them'}")
    standard_output().write(page)
