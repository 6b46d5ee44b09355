"""`srm-lint rules` and `srm-lint catalogue`: what the linter knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from srm_lint.cli.asked import Selection, bare_options, gather
from srm_lint.cli.options import debug_option, rule_options
from srm_lint.cli.outputs import standard_output
from srm_lint.errors import UsageError

if TYPE_CHECKING:
    from srm_lint.report.contract.lists import ListedType
    from srm_lint.report.rule_changes import KeptRule


@click.command("rules", short_help="List the rules.")
@click.option("--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option(
    "--changes-since",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Show what is new, gone or changed since another version wrote FILE with --format json.",
)
@rule_options
@debug_option
@gather(selection=Selection)
def rules(format: str, changes_since: Path | None, selection: Selection) -> None:
    """List the rules: what each asks, whose duty it is, and what other tools call it.

    With --profile also the controls of the standard that no rule asks, and why.
    """
    from srm_lint.linter import load_rule_set, standards_of
    from srm_lint.report import listing
    from srm_lint.report.rule_changes import write_changes

    if changes_since:
        write_changes(_kept_rules(changes_since), load_rule_set(bare_options(selection)).all(), standard_output())
        return
    write = {"text": listing.rules_as_text, "json": listing.rules_as_json, "markdown": listing.rules_as_markdown}
    options = bare_options(selection)
    write[format](load_rule_set(options).all(), standards_of(options), standard_output())


def _kept_rules(path: Path) -> tuple[KeptRule, ...]:
    """The rules that another version listed.

    Raises:
        UsageError: the file is no such list.
    """
    from srm_lint.report.rule_changes import KeptList

    try:
        return msgspec.json.decode(path.read_bytes(), type=KeptList).rules
    except msgspec.DecodeError as error:
        raise UsageError(f"{path}: not written by `srm-lint rules --format json`: {error}") from error


@click.command("catalogue", short_help="List the resource types and their service models.")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@debug_option
def catalogue(format: str) -> None:
    """List every resource type that is known, with its service and service model."""
    from srm_lint.report import listing

    write = {"text": listing.types_as_text, "json": listing.types_as_json}
    write[format]([*_known_types()], standard_output())


def _known_types() -> Iterator[ListedType]:
    from srm_lint.catalogue import known_types
    from srm_lint.linter import load_catalogue
    from srm_lint.report.contract.lists import ListedType
    from srm_lint.rules import built_in_folder

    for row in known_types(load_catalogue(bare_options()), built_in_folder() / "catalogue"):
        yield msgspec.convert(row, ListedType, from_attributes=True)
