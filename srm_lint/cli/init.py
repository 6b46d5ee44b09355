"""`srm-lint init`: a configuration to start from."""

from __future__ import annotations

from pathlib import Path

import click

from srm_lint.cli.options import debug_option
from srm_lint.errors import UsageError

FILE_NAME = ".srm-lint.yaml"

TEMPLATE = """\
# Configuration of srm-lint. It holds for this folder and those below it; the nearest file wins, key by key.
# Every key may be left out. A key that does not exist is an error.

root: true            # take nothing from files in folders above
fail-on: low          # exit with 1 for gaps this bad or worse: low, medium, high, critical
strict: false         # judge rules of medium confidence, too

# exclude:            # paths that are not read, in the syntax of .gitignore
#   - "**/examples/"

# ignore:             # rules that are never judged: ids, duties, services
#   - endpoint

# parameters:         # your own thresholds, by rule; `srm-lint explain RULE` names them
#   aws-rds-backup-retention-short: {days: 30}

# severities:
#   aws-rds-backups-off: critical

# exemptions:         # accepted gaps: reported as accepted until they expire
#   - rule: backup
#     address: module.scratch.*
#     reason: test data, generated
#     expires: 2027-01-31

# systems:            # what no code describes and is yours all the same
#   - Dropbox
#   - {name: Ledger Online, model: SaaS, owner: finance}

# attestations:       # duties that are done outside the code, and until when that may be believed
#   - scope: Dropbox
#     duty: backup
#     statement: Team folders are copied to another provider every night.
#     owner: marketing
#     approver: security-officer
#     expires: 2027-01-31
#     location: object storage of another provider
#     last-restore-test: 2026-09-30
"""


@click.command("init", short_help="Write a configuration to start from.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False), default=".")
@debug_option
def command(folder: str) -> None:
    """Write a commented .srm-lint.yaml into FOLDER (default: the current one). An existing one is left alone."""
    path = Path(folder) / FILE_NAME
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(TEMPLATE)
    except FileExistsError as error:
        raise UsageError(f"{path}: exists already, and is left as it is") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {path}.", err=True)
