"""`srm-lint rules` and `srm-lint catalogue`: what the linter knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from srm_lint.cli.options import Selection, bare_options, debug_option, gather, rule_options
from srm_lint.cli.outputs import standard_output
from srm_lint.report.contract import ListedType
from srm_lint.report.listing import rules_as_json, rules_as_markdown, rules_as_text, types_as_json, types_as_text

if TYPE_CHECKING:
    from srm_lint.linter import Options

_RULE_FORMATS = {"text": rules_as_text, "json": rules_as_json, "markdown": rules_as_markdown}
_TYPE_FORMATS = {"text": types_as_text, "json": types_as_json}


@click.command("rules", short_help="List the rules.")
@click.option("--format", "format", type=click.Choice([*_RULE_FORMATS]), default="text", show_default=True)
@rule_options
@debug_option
@gather(selection=Selection)
def rules(format: str, selection: Selection) -> None:
    """List the rules: what each asks, whose duty it is, and what other tools call it."""
    from srm_lint.linter import load_rule_set

    rule_set = load_rule_set(bare_options(selection))
    _RULE_FORMATS[format](rule_set.all(), standard_output())


@click.command("catalogue", short_help="List the resource types and their service models.")
@click.option("--format", "format", type=click.Choice([*_TYPE_FORMATS]), default="text", show_default=True)
@debug_option
def catalogue(format: str) -> None:
    """List every resource type that is known, with its service and service model."""
    _TYPE_FORMATS[format]([*_known_types(bare_options())], standard_output())


def _known_types(options: Options) -> Iterator[ListedType]:
    from srm_lint.catalogue import known_types
    from srm_lint.linter import load_catalogue
    from srm_lint.rules.ruleset import built_in_folder

    for row in known_types(load_catalogue(options), built_in_folder() / "catalogue"):
        yield msgspec.convert(row, ListedType, from_attributes=True)
