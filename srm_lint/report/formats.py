"""The formats of `srm-lint check`. A new one is a file with a `render` and a line here; all share one set of tests."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, TextIO, cast

import msgspec

from srm_lint.model.finding import Report
from srm_lint.report.view import View


class Render(Protocol):
    """Writes a whole report to a stream of text."""

    def __call__(self, report: Report, stream: TextIO, view: View) -> None:
        """Write `report` as `view` asks for it."""


class Format(msgspec.Struct, frozen=True):
    """A format and the module that renders it.

    `complete_only`: an incomplete report in it does harm, since its reader closes what the report does not list.
    """

    module: str
    complete_only: bool = False

    @property
    def render(self) -> Render:
        """Loaded when used: a run needs one format, and loading all of them takes as long as linting a small file."""
        return cast("Render", import_module(self.module).render)


FORMATS: Mapping[str, Format] = {
    "text": Format("srm_lint.report.text"),
    "json": Format("srm_lint.report.json"),
    "sarif": Format("srm_lint.report.sarif", complete_only=True),
    "junit": Format("srm_lint.report.junit"),
    "github": Format("srm_lint.report.github"),
    "gitlab": Format("srm_lint.report.gitlab"),
    "markdown": Format("srm_lint.report.markdown"),
    "csv": Format("srm_lint.report.csv"),
}
