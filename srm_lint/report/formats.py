"""The formats of `srm-lint check`. A new one is a file with a `render` and a line here; all share one set of tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TextIO

import msgspec

from srm_lint.model.finding import Report
from srm_lint.report import csv, github, gitlab, json, junit, markdown, sarif, text
from srm_lint.report.view import View


class Render(Protocol):
    """Writes a whole report to a stream of text."""

    def __call__(self, report: Report, stream: TextIO, view: View) -> None:
        """Write `report` as `view` asks for it."""


class Format(msgspec.Struct, frozen=True):
    """A format. `complete_only`: an incomplete report in it does harm (a reader would close what it does not list)."""

    render: Render
    complete_only: bool = False


FORMATS: Mapping[str, Format] = {
    "text": Format(text.render),
    "json": Format(json.render),
    "sarif": Format(sarif.render, complete_only=True),
    "junit": Format(junit.render),
    "github": Format(github.render),
    "gitlab": Format(gitlab.render),
    "markdown": Format(markdown.render),
    "csv": Format(csv.render),
}
