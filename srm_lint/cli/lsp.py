"""`srm-lint lsp`: the language server."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from srm_lint.cli.asked import Selection, bare_options, gather
from srm_lint.cli.options import baseline_option, debug_option, rule_options
from srm_lint.errors import UsageError

if TYPE_CHECKING:
    from srm_lint.linter import Options


@click.command("lsp", short_help="Serve an editor: findings while you type.")
@click.option("--all", "show_all", is_flag=True, help="Show what is unknown, too, as hints.")
@baseline_option
@click.option("--stdio", is_flag=True, expose_value=False, help="What clients may pass: there is no other way.")
@rule_options
@debug_option
@gather(selection=Selection)
def command(show_all: bool, baseline: str | None, selection: Selection) -> None:
    """Serve an editor over standard input and output (Language Server Protocol).

    Findings while you type, with the unsaved text of a file judged inside its root module or template; whose duty it is and
    why on hover; corrections and ignore comments as actions. docs/editor.md shows how editors start it.
    """
    if find_spec("pygls") is None:
        raise UsageError("`srm-lint lsp` needs the extra `lsp`: pip install 'srm-lint[lsp]'")
    from srm_lint.editor.server import serve

    selection = msgspec.structs.replace(selection, rules=tuple(map(_absolute, selection.rules)))
    baseline = _absolute(baseline) if baseline else ""

    def options() -> Options:
        return msgspec.structs.replace(
            bare_options(selection),
            strict=selection.strict,
            heed_ignores=not selection.no_inline_ignores,
            baseline=baseline,
        )

    serve(options, show_unknown=show_all)


def _absolute(path: str) -> str:
    """A path of the command line, for a server that works in the folder of the client's project."""
    return str(Path(path).absolute())
