"""The formats of `srm-lint ledger`. A new one is a file with a `render` and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, TextIO, cast

from srm_lint.model.finding import Report
from srm_lint.model.ledger import Ledger
from srm_lint.report.view import View


class Render(Protocol):
    """Writes a whole ledger to a stream of text."""

    def __call__(self, report: Report, ledger: Ledger, stream: TextIO, view: View, /) -> None:
        """Write `ledger` as `view` asks for it; `report` is the run that it comes from."""


LEDGER_FORMATS: Mapping[str, str] = {
    "text": "srm_lint.report.ledger_text",
    "html": "srm_lint.report.ledger_html",
    "markdown": "srm_lint.report.ledger_markdown",
    "csv": "srm_lint.report.ledger_csv",
    "json": "srm_lint.report.ledger_json",
}


def renderer(format: str) -> Render:
    """The renderer of a format, loaded when used."""
    return cast("Render", import_module(LEDGER_FORMATS[format]).render)
