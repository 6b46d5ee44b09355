"""The group of all commands, and what becomes of errors: one sentence, never a traceback nobody asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from srm_lint import __version__
from srm_lint.cli import (
    baseline,
    cache,
    check,
    completion,
    config,
    explain,
    fleet,
    ignores,
    init,
    inspect,
    ledger,
    listing,
    lsp,
    new_rule,
    ruletest,
)
from srm_lint.cli.exits import CLEAN, CRASHED, INTERRUPTED, PIPE_CLOSED, WRONG_USE
from srm_lint.cli.options import DEBUG
from srm_lint.errors import SrmLintError
from srm_lint.report.clean import clean
from srm_lint.spelling import close_to

DEFAULT = "check"


class DefaultGroup(click.Group):
    """A group in which anything that names no command is an argument of the default one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name before arguments that start with none."""
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args and args[0] not in self.commands and args[0] not in own:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete what may come first: a command, or an option or a path for the default one."""
        own = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            return [*own, *self.commands[DEFAULT].shell_complete(ctx, incomplete)]
        return [CompletionItem(incomplete, type="file"), *own]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. A reader of its output that has had enough is no error."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain about the unsent rest when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return PIPE_CLOSED
        return code


@click.group(
    cls=DefaultGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    no_args_is_help=True,
    epilog="`srm-lint PATH...` is short for `srm-lint check PATH...`. Write ./rules for a folder with the name of a command.",
)
@click.version_option(__version__, prog_name="srm-lint", message="%(prog)s %(version)s")
def application() -> None:
    """Draw the customer's side of the shared responsibility model in Terraform and CloudFormation.

    Tags every resource IaaS, PaaS or SaaS and reports the duties that are yours and not done: backups, encryption,
    access, network, logging and more.

    Exit codes: 0 nothing open, 1 there are gaps, 2 wrong use or configuration, 3 something could not be read,
    so the answer is incomplete.
    """


for command in (
    check.command,
    ledger.command,
    fleet.command,
    ignores.command,
    baseline.command,
    inspect.command,
    listing.rules,
    listing.catalogue,
    explain.command,
    ruletest.command,
    new_rule.command,
    init.command,
    config.command,
    lsp.command,
    cache.command,
    completion.command,
):
    application.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and give its exit code."""
    try:
        code = application.main([*arguments], prog_name="srm-lint", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the user gets a sentence, whatever went wrong
        return _told(error, arguments)
    return code if isinstance(code, int) else CLEAN


def _told(error: BaseException, arguments: Sequence[str]) -> int:
    """Say in a sentence what went wrong, and give the exit code for it."""
    match error:
        case click.ClickException():
            error.show()
            _suggest_command(arguments)
            return WRONG_USE
        case SrmLintError():
            click.echo(f"srm-lint: {clean(str(error))}", err=True)
            return WRONG_USE
        case KeyboardInterrupt() | click.Abort():
            return INTERRUPTED
        case _:
            return _crashed(error, debug=DEBUG in arguments)


def _suggest_command(arguments: Sequence[str]) -> None:
    """A word that is neither a command nor a path may be a command with a slip."""
    first = next((argument for argument in arguments if not argument.startswith("-")), "")
    if first in application.commands or Path(first).exists():
        return
    if close := close_to(first, application.commands, likeness=0.75):
        click.echo(f"Did you mean the command `srm-lint {close[0]}`?", err=True)


def _crashed(error: BaseException, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    click.echo(
        f"srm-lint: internal error, so there is no answer: {type(error).__name__}: {clean(str(error))}", err=True
    )
    if not debug:
        click.echo(f"The same command with {DEBUG} shows where. Please report it with that output.", err=True)
    return CRASHED
