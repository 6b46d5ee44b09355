"""`srm-lint config show`: the configuration that holds for a path, and where each part of it comes from."""

from __future__ import annotations

import json

import click

from srm_lint.cli.asked import bare_options
from srm_lint.cli.options import debug_option
from srm_lint.cli.outputs import standard_output
from srm_lint.model.secrets import mask_text
from srm_lint.report.clean import one_line


@click.group("config", short_help="Look into the configuration.")
def command() -> None:
    """Look into .srm-lint.yaml."""


@command.command("show", short_help="Print the settings that hold, and where each comes from.")
@click.argument("path", type=click.Path(exists=True), default=".")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@debug_option
def show(path: str, format: str) -> None:
    """Print each setting that holds for PATH, its value, and the file and line that it comes from.

    The nearest .srm-lint.yaml wins, key by key. Rules and parameters that it names have to exist.
    """
    from srm_lint.config import settings
    from srm_lint.discover import reported
    from srm_lint.linter import load_rule_set
    from srm_lint.linter.sources import effective_configuration

    options = bare_options()
    effective = effective_configuration(path, options)
    load_rule_set(options, effective)
    rows = [(key, _masked(value), reported(place) if place else "default") for key, value, place in settings(effective)]
    stream = standard_output()
    if format == "json":
        listed = [{"key": key, "value": value, "from": place} for key, value, place in rows]
        stream.write(json.dumps({"version": 1, "settings": listed}, indent=2, ensure_ascii=False) + "\n")
        return
    for key, value, place in rows:
        stream.write(one_line(f"{key}: {json.dumps(value, ensure_ascii=False)}  # {place}") + "\n")


def _masked(value: object) -> object:
    """A setting without what looks like a secret: a reason, a statement may hold one."""
    match value:
        case str():
            return mask_text(value)
        case list() | tuple():
            return [_masked(item) for item in value]
        case dict():
            return {key: _masked(item) for key, item in value.items()}
        case _:
            return value
