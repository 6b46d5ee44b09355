"""`srm-lint baseline`: accept what is there, so that only what comes after counts."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from srm_lint.cli.asked import Scan, Selection, gather, linter_options
from srm_lint.cli.exits import CLEAN, INCOMPLETE
from srm_lint.cli.options import rule_options, scan_options
from srm_lint.cli.outputs import check_place, replace_file
from srm_lint.cli.progress import Progress
from srm_lint.errors import UsageError
from srm_lint.report.clean import one_line
from srm_lint.report.summary import is_complete

FILE_NAME = ".srm-lint-baseline.json"


class Task(msgspec.Struct, frozen=True):
    """What becomes of the file."""

    output: str
    prune: bool
    allow_parse_errors: bool


@click.command("baseline", short_help="Accept the gaps that are there.")
@click.option("--output", "-o", default=FILE_NAME, show_default=True, type=click.Path(dir_okay=False), metavar="FILE")
@click.option("--prune", is_flag=True, help="Only drop entries of gaps that are gone; accept nothing new.")
@click.option("--allow-parse-errors", is_flag=True, help="Write it although something could not be read.")
@rule_options
@scan_options
@gather(scan=Scan, selection=Selection, task=Task)
def command(scan: Scan, selection: Selection, task: Task) -> int:
    """Write a baseline of the open gaps and unknowns in PATHS, for `srm-lint check --baseline FILE`.

    An entry holds wherever in its file the resource is moved, and as long as the judged values stay the same. Entries of
    what this run does not look at are kept.

    Exit codes: 0 written, 2 wrong use or configuration, 3 something could not be read, so nothing is written.
    """
    from srm_lint.linter import lint
    from srm_lint.linter.baseline import updated_baseline

    check_place(task.output)
    if task.prune and not Path(task.output).exists():
        raise UsageError(f"{task.output}: there is no baseline to prune")
    if not scan.paths:
        raise click.UsageError("Give at least one path: `srm-lint baseline .` accepts what is in the current folder.")
    with Progress(sys.stderr) as progress:
        options = linter_options(scan, progress, selection)
        report = lint(scan.paths, options)
        content, added, dropped = updated_baseline(task.output, report, scan.paths, options, prune=task.prune)
    for each in report.unread:
        click.echo(f"not read {each.file}:{each.line}: {one_line(each.message)}", err=True)
    if not is_complete(report) and not task.allow_parse_errors:
        click.echo(f"{task.output} is not written; --allow-parse-errors writes it all the same", err=True)
        return INCOMPLETE
    replace_file(task.output, content)
    click.echo(f"{task.output}: {added} added, {dropped} dropped", err=True)
    return CLEAN
