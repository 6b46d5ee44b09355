"""Corrections of `srm-lint check`: written into the files by `--fix`, shown by `--diff`."""

from __future__ import annotations

import click

from srm_lint.cli.exits import CLEAN, GAPS
from srm_lint.cli.outputs import put
from srm_lint.model.finding import Report
from srm_lint.report.clean import one_line


def correct(report: Report) -> bool:
    """Write corrections into the files; whether there were any."""
    return _put_all(report, done="corrected")


def show_corrections(report: Report) -> int:
    """Show what `--fix` would write. The exit code says whether it would write anything."""
    return GAPS if _put_all(report, done="") else CLEAN


def _put_all(report: Report, *, done: str) -> bool:
    from srm_lint.linter.fixes import fixes

    any_made = False
    for fixed in fixes(report):
        for sentence in fixed.told:
            click.echo(one_line(sentence), err=True)
        any_made |= put(fixed.file, fixed.before, fixed.after, done=done)
    return any_made
