"""`srm-lint ledger`: who must do what in this estate, and whether it is done."""

from __future__ import annotations

import sys

import click
import msgspec

from srm_lint.cli.asked import Scan, Selection, gather, linter_options
from srm_lint.cli.exits import CLEAN, GAPS, exit_code
from srm_lint.cli.options import baseline_option, color_option, gate_options, rule_options, scan_options
from srm_lint.cli.outputs import check_place, standard_output, write_file
from srm_lint.cli.progress import Progress
from srm_lint.cli.view import view_for
from srm_lint.model.ledger import CellState, Ledger
from srm_lint.model.rule import Severity
from srm_lint.report.causes import severity_rank
from srm_lint.report.ledger_formats import LEDGER_FORMATS, renderer
from srm_lint.report.notes import notes
from srm_lint.report.paint import painter


class Show(msgspec.Struct, frozen=True):
    """How the ledger is shown and where, and what makes the run fail."""

    format: str
    output: str | None
    show_all: bool
    color: str
    baseline: str | None
    fail_on: str | None
    allow_parse_errors: bool


@click.command("ledger", short_help="Draw up who must do what, and whether it is done.")
@click.option("--format", "format", type=click.Choice([*LEDGER_FORMATS]), default="text", show_default=True)
@click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="FILE", help="Write it to a file.")
@click.option("--all", "show_all", is_flag=True, help="Grounds of what is done and of the provider's part, too.")
@baseline_option
@gate_options
@rule_options
@color_option
@scan_options
@gather(scan=Scan, selection=Selection, show=Show)
def command(scan: Scan, selection: Selection, show: Show) -> int:
    """Draw up the responsibility ledger of PATHS: every system with every duty, its state and the evidence for it.

    Systems that no code describes are declared, and duties that are done outside the code attested, in
    .srm-lint.yaml.

    Exit codes: 0 no open gap at or above --fail-on, 1 there is, 2 wrong use or configuration, 3 something could not
    be read, so the ledger is incomplete (3 outweighs 1).
    """
    from srm_lint.linter import assess, load_rule_set
    from srm_lint.linter.sources import effective_configuration

    if show.output:
        check_place(show.output)
    with Progress(sys.stderr) as progress:
        options = msgspec.structs.replace(linter_options(scan, progress, selection), baseline=show.baseline or "")
        effective = effective_configuration(scan.paths[0] if scan.paths else ".", options)
        load_rule_set(options, effective)  # a word that names no rule: said before anything is read
        report, ledger = assess(scan.paths, options)
    view = view_for(scan, show.color, show_all=show.show_all)
    render = renderer(show.format)
    if show.output:
        in_file = msgspec.structs.replace(view, color=False, width=0)
        write_file(show.output, lambda stream: render(report, ledger, stream, in_file))
    else:
        render(report, ledger, standard_output(), view)
    if show.output or show.format != "text":
        for line in notes(report.unread, report.diagnostics, painter(color=False), show_all=show.show_all):
            click.echo(line, err=True)
    fail_on = Severity(show.fail_on) if show.fail_on else effective.config.fail_on
    code = exit_code(report, fail_on, fail_on_unknown=False, allow_parse_errors=show.allow_parse_errors)
    return GAPS if code == CLEAN and _has_gap(ledger, fail_on) else code


def _has_gap(ledger: Ledger, fail_on: Severity) -> bool:
    """Whether a gap is bad enough that no rule found: a store that nothing backs up, say."""
    grounds = (ground for system in ledger.systems for cell in system.cells for ground in cell.evidence)
    return any(
        ground.state is CellState.GAP
        and ground.severity is not None
        and severity_rank(ground.severity) <= severity_rank(fail_on)
        for ground in grounds
    )
