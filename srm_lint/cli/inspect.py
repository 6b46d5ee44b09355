"""`srm-lint inspect`: what the linter saw, before any rule."""

from __future__ import annotations

import sys

import click

from srm_lint.cli.asked import Scan, gather, linter_options
from srm_lint.cli.exits import CLEAN, INCOMPLETE
from srm_lint.cli.options import color_option, scan_options
from srm_lint.cli.outputs import standard_output
from srm_lint.cli.progress import Progress
from srm_lint.cli.view import view_for
from srm_lint.report.notes import notes
from srm_lint.report.paint import painter
from srm_lint.report.summary import is_complete


@click.command("inspect", short_help="Show every resource, its evaluated values and its service model.")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--show-sensitive", is_flag=True, help="Show values that are sensitive or look like secrets.")
@color_option
@scan_options
@gather(scan=Scan)
def command(scan: Scan, format: str, show_sensitive: bool, color: str) -> int:
    """Show what the linter saw in PATHS: every resource, its evaluated values, its service and service model."""
    from srm_lint.linter import inspect
    from srm_lint.report.inspect import render_json, render_text

    with Progress(sys.stderr) as progress:
        inspection = inspect(scan.paths, linter_options(scan, progress))
    if format == "json":
        render_json(inspection, standard_output(), show_sensitive=show_sensitive)
        for line in notes(inspection.unread, inspection.diagnostics, painter(color=False), show_all=True):
            click.echo(line, err=True)
    else:
        render_text(inspection, standard_output(), view_for(scan, color, show_all=True), show_sensitive=show_sensitive)
    return CLEAN if is_complete(inspection) else INCOMPLETE
