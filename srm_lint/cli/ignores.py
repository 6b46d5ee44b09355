"""`srm-lint ignores`: everything that asks for findings to be ignored, and other tools' comments rewritten as ours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
import msgspec

from srm_lint.cli.asked import Scan, Selection, gather, linter_options
from srm_lint.cli.exits import CLEAN, GAPS, INCOMPLETE
from srm_lint.cli.options import baseline_option, rule_options, scan_options
from srm_lint.cli.outputs import put, standard_output
from srm_lint.cli.progress import Progress
from srm_lint.errors import UsageError
from srm_lint.report.clean import one_line
from srm_lint.report.summary import is_complete

if TYPE_CHECKING:
    from srm_lint.linter.migrate import Migrated


class Task(msgspec.Struct, frozen=True):
    """What is done: the list, or the rewriting."""

    format: str
    baseline: str | None
    migrate: bool
    show_diff: bool


@click.command("ignores", short_help="List what is ignored, and rewrite other tools' comments.")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@baseline_option
@click.option("--migrate", is_flag=True, help="Rewrite comments of checkov, trivy and tfsec as ours, in place.")
@click.option("--diff", "show_diff", is_flag=True, help="With --migrate: only show what would change.")
@rule_options
@scan_options
@gather(scan=Scan, selection=Selection, task=Task)
def command(scan: Scan, selection: Selection, task: Task) -> int:
    """List every request to ignore findings in PATHS: comments, metadata, exemptions, a baseline.

    Each with its reason, place and expiry, how many findings it answers for, and what is wrong with it.

    Exit codes: 0 nothing wrong with any, 1 something is (with --migrate: a comment could not be rewritten), 2 wrong
    use or configuration, 3 something could not be read.
    """
    from srm_lint.linter import lint
    from srm_lint.linter.migrate import migrations
    from srm_lint.report.register import register_as_json, register_as_text

    if task.show_diff and not task.migrate:
        raise UsageError("--diff has no effect without --migrate")
    with Progress(sys.stderr) as progress:
        options = msgspec.structs.replace(linter_options(scan, progress, selection), baseline=task.baseline or "")
        report = lint(scan.paths, options)
    for each in report.unread:
        click.echo(one_line(f"not read {each.file}:{each.line}: {each.message}"), err=True)
    if task.migrate:
        found_wrong = _migrate([*migrations(report.ignores, options)], show_diff=task.show_diff)
    else:
        write = register_as_json if task.format == "json" else register_as_text
        write(report.ignores, standard_output())
        found_wrong = any(heard.faults for heard in report.ignores)
    if not is_complete(report):
        return INCOMPLETE
    return GAPS if found_wrong else CLEAN


def _migrate(files: list[Migrated], *, show_diff: bool) -> bool:
    """Rewrite, or show the difference. Whether any comment was left as it is."""
    for file in files:
        for left in file.left:
            click.echo(one_line(f"{file.file}:{left.line}: left as it is: {left.why}"), err=True)
        put(file.file, file.before, file.after, done="" if show_diff else "rewritten")
    return any(file.left for file in files)
