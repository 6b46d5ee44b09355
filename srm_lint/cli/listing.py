"""`srm-lint rules` and `srm-lint catalogue`: what the linter knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from srm_lint.cli.options import Selection, bare_options, debug_option, gather, rule_options
from srm_lint.cli.outputs import standard_output

if TYPE_CHECKING:
    from srm_lint.report.contract import ListedType


@click.command("rules", short_help="List the rules.")
@click.option("--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@rule_options
@debug_option
@gather(selection=Selection)
def rules(format: str, selection: Selection) -> None:
    """List the rules: what each asks, whose duty it is, and what other tools call it.

    With --profile also the controls of the standard that no rule asks, and why.
    """
    from srm_lint.linter import load_rule_set, standards_of
    from srm_lint.report import listing

    write = {"text": listing.rules_as_text, "json": listing.rules_as_json, "markdown": listing.rules_as_markdown}
    options = bare_options(selection)
    write[format](load_rule_set(options).all(), standards_of(options), standard_output())


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
    from srm_lint.report.contract import ListedType
    from srm_lint.rules import built_in_folder

    for row in known_types(load_catalogue(bare_options()), built_in_folder() / "catalogue"):
        yield msgspec.convert(row, ListedType, from_attributes=True)
