"""Completion of the command line in shells: `srm-lint completion SHELL`, and the words that it offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from srm_lint.cli.outputs import standard_output
from srm_lint.report.formats import FORMATS

if TYPE_CHECKING:
    from srm_lint.rules import RuleSet

_VARIABLE = "_SRM_LINT_COMPLETE"  # click reads it, by the name of the program


@click.command("completion", short_help="Print what a shell needs to complete commands.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for SHELL: commands, options, formats, ids of rules, duties, services, profiles.

    \b
    bash: srm-lint completion bash > ~/.local/share/bash-completion/completions/srm-lint
    zsh:  srm-lint completion zsh > "${fpath[1]}/_srm-lint"
    fish: srm-lint completion fish > ~/.config/fish/completions/srm-lint.fish
    """  # noqa: D301 - \b keeps click from joining the lines
    made_for = get_completion_class(shell)
    if made_for is not None:
        completion = made_for(context.find_root().command, {}, "srm-lint", _VARIABLE)
        # Not `source()`, which starts bash to learn its version.
        standard_output().write(completion.source_template % completion.source_vars())


def complete_name(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What `srm-lint explain` explains."""
    from srm_lint.model.rule import Duty

    return _starting_with(incomplete, (*(duty.value for duty in Duty), *_rule_set().ids))


def complete_words(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Words that select rules. They may be joined with commas: the last one is completed."""
    return _last_of_list(incomplete, _rule_set().selectors)


def complete_format(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Formats of a report."""
    return _starting_with(incomplete, FORMATS)


def complete_profiles(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Frameworks whose controls select rules, joined with commas, too."""
    return _last_of_list(incomplete, _rule_set().profiles)


def _rule_set() -> RuleSet:
    from srm_lint.cli.asked import bare_options
    from srm_lint.linter import load_rule_set

    return load_rule_set(bare_options())


def _last_of_list(incomplete: str, words: Iterable[str]) -> list[CompletionItem]:
    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{item.value}") for item in _starting_with(last, words)]


def _starting_with(start: str, words: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(start)]
