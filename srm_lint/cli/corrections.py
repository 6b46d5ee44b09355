"""Corrections of `srm-lint check`: written into the files by `--fix`, shown by `--diff`."""

from __future__ import annotations

import click

from srm_lint.cli.exits import CLEAN, GAPS
from srm_lint.cli.outputs import difference, replace_file, standard_output
from srm_lint.model.finding import Report


def correct(report: Report) -> bool:
    """Write corrections into the files; whether there were any."""
    from srm_lint.linter.fixes import fixes

    any_made = False
    for fixed in fixes(report):
        for sentence in fixed.told:
            click.echo(sentence, err=True)
        if fixed.after != fixed.before:
            replace_file(fixed.file, fixed.after)
            click.echo(f"{fixed.file}: corrected", err=True)
            any_made = True
    return any_made


def show_corrections(report: Report) -> int:
    """Show what `--fix` would write. The exit code says whether it would write anything."""
    from srm_lint.linter.fixes import fixes

    code = CLEAN
    for fixed in fixes(report):
        for sentence in fixed.told:
            click.echo(sentence, err=True)
        if fixed.after != fixed.before:
            standard_output().writelines(difference(fixed.file, fixed.before, fixed.after))
            code = GAPS
    return code
