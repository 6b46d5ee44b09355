"""`srm-lint check`: judge, report, and exit by what was found."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from srm_lint.cli.asked import Scan, Selection, gather, linter_options
from srm_lint.cli.completion import complete_format
from srm_lint.cli.corrections import correct, show_corrections
from srm_lint.cli.exits import exit_code
from srm_lint.cli.options import baseline_option, color_option, gate_options, rule_options, scan_options
from srm_lint.cli.outputs import Output, OutputType, outputs, standard_output, write_file
from srm_lint.cli.progress import Progress
from srm_lint.cli.view import view_for
from srm_lint.errors import UsageError
from srm_lint.model.finding import Report
from srm_lint.model.rule import Severity
from srm_lint.report.formats import FORMATS
from srm_lint.report.notes import notes
from srm_lint.report.paint import painter
from srm_lint.report.summary import is_complete
from srm_lint.report.view import View

if TYPE_CHECKING:
    from srm_lint.linter import Options


class Gate(msgspec.Struct, frozen=True):
    """What makes the run fail."""

    fail_on: str | None
    fail_on_unknown: bool
    allow_parse_errors: bool


class Unsaved(msgspec.Struct, frozen=True):
    """A text that the disk does not have yet."""

    stdin_filename: str | None


class Against(msgspec.Struct, frozen=True):
    """What the findings are compared with: only what is not there counts."""

    baseline: str | None
    since: str | None


class Correction(msgspec.Struct, frozen=True):
    """Whether corrections are written into the files, or shown."""

    fix: bool
    diff: bool


class Show(msgspec.Struct, frozen=True):
    """What is reported, how and where."""

    formats: tuple[Output, ...]
    output: str | None
    show_all: bool
    color: str


@click.command("check", short_help="Report the customer's gaps (the default command).")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=OutputType(),
    shell_complete=complete_format,
    metavar="FORMAT[=FILE]",
    help=f"How to report, and where; several may be given. Formats: {', '.join(FORMATS)}.  [default: text]",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False), metavar="FILE", help="File for the format that names none."
)
@click.option("--all", "show_all", is_flag=True, help="Report what is unknown, passed and accepted, too.")
@gate_options
@click.option("--fail-on-unknown", is_flag=True, help="Exit with 1 for what the code does not tell, too.")
@baseline_option
@click.option("--since", metavar="GITREF", help="Report only what was not there in that revision of the repository.")
@click.option(
    "--stdin-filename",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Take the text of FILE from standard input, whatever the disk has; its root module or template is judged.",
)
@click.option("--fix", is_flag=True, help="Write corrections that change nothing that runs, then report what is left.")
@click.option("--diff", is_flag=True, help="Show those corrections instead of reporting.")
@rule_options
@color_option
@scan_options
@gather(scan=Scan, selection=Selection, gate=Gate, against=Against, unsaved=Unsaved, correction=Correction, show=Show)
def command(  # noqa: PLR0913, PLR0917 - one struct for each group of options
    scan: Scan,
    selection: Selection,
    gate: Gate,
    against: Against,
    unsaved: Unsaved,
    correction: Correction,
    show: Show,
) -> int:
    """Report the customer's gaps in PATHS: folders or files of Terraform and CloudFormation.

    Verdicts are pass, fail and unknown; what the code does not tell is never guessed.

    Exit codes: 0 nothing open at or above --fail-on, 1 there is, 2 wrong use or configuration, 3 something could not
    be read, so the answer is incomplete (3 outweighs 1).
    """
    from srm_lint.linter import load_rule_set
    from srm_lint.linter.sources import effective_configuration

    if correction.diff and (correction.fix or show.formats or show.output):
        raise UsageError("--diff shows corrections and does nothing else; leave out --fix, --format and --output")
    texts = _typed(unsaved.stdin_filename, alone=not (against.since or correction.fix or correction.diff))
    scan = msgspec.structs.replace(scan, paths=scan.paths or (*texts,))
    placed = outputs(show.formats, show.output)
    with Progress(sys.stderr) as progress:
        options = linter_options(scan, progress, selection, keep_passes=show.show_all)
        options = msgspec.structs.replace(options, baseline=against.baseline or "", unsaved=texts)
        effective = effective_configuration(scan.paths[0] if scan.paths else ".", options)
        load_rule_set(options, effective)  # a broken rule, a word that names none: said before anything is read
        report = _judged(scan, options, against.since)
        if correction.diff:
            return show_corrections(report)
        if correction.fix and correct(report):
            report = _judged(scan, options, against.since)
    fail_on = Severity(gate.fail_on) if gate.fail_on else effective.config.fail_on
    view = view_for(scan, show.color, show_all=show.show_all)
    _write(report, placed, view, allow_incomplete=gate.allow_parse_errors)
    return exit_code(report, fail_on, fail_on_unknown=gate.fail_on_unknown, allow_parse_errors=gate.allow_parse_errors)


def _typed(name: str | None, *, alone: bool) -> dict[str, bytes]:
    """The text on standard input, by the name of its file.

    Raises:
        UsageError: something is asked for that needs the file on the disk.
    """
    if name is None:
        return {}
    if not alone:
        raise UsageError("--stdin-filename: --since, --fix and --diff are about files on the disk")
    return {name: sys.stdin.buffer.read()}


def _judged(scan: Scan, options: Options, since: str | None) -> Report:
    if since is None:
        from srm_lint.linter import lint

        return lint(scan.paths, options)
    from srm_lint.linter.since import lint_since

    return lint_since(since, scan.paths, options)


def _write(report: Report, placed: tuple[Output, ...], view: View, *, allow_incomplete: bool) -> None:
    """Write all reports, files first: nobody can close those early.

    Where no one sees the text report, standard error says what the answer lacks.
    """
    in_file = msgspec.structs.replace(view, color=False, width=0)
    for output in sorted(placed, key=lambda output: not output.file):
        form = FORMATS[output.format]
        if form.complete_only and not is_complete(report) and not allow_incomplete:
            click.echo(_withheld(output), err=True)
        elif output.file:
            write_file(output.file, partial(form.render, report, view=in_file))
        else:
            form.render(report, standard_output(), view)
    if Output("text") not in placed:
        for line in notes(report.unread, report.diagnostics, painter(color=False), show_all=view.show_all):
            click.echo(line, err=True)
    if any(output.format == "github" for output in placed):
        _add_job_summary(report, in_file)


def _withheld(output: Output) -> str:
    return (
        f"srm-lint: {output.file or output.format} is not written: not everything could be read, and whoever takes "
        "the report would close what it does not list. --allow-parse-errors writes it all the same."
    )


def _add_job_summary(report: Report, view: View) -> None:
    """GitHub shows a job's summary even for files that a pull request does not touch."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8", newline="\n") as stream:
            FORMATS["markdown"].render(report, stream, view)
