"""The ledger as one page that opens from disk: a matrix whose cells open their evidence. Nothing comes from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from srm_lint.model.finding import Report
from srm_lint.model.ledger import Ledger
from srm_lint.report.clean import clean
from srm_lint.report.ledger_page import page_of
from srm_lint.report.view import View

_FOLDER = Path(__file__).parent / "page"


def render(report: Report, ledger: Ledger, stream: TextIO, _view: View) -> None:
    """Write the page; the view changes nothing.

    Whatever comes from the estate is escaped, and the page's policy lets no script run but its own.
    """
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_harmless
    )
    environment.filters["coded"] = _coded
    page = page_of(report, ledger, _hash_of(environment))
    stream.write(environment.get_template("ledger.html").render(page=page).lstrip())
    stream.write("\n")


def _harmless(value: object) -> object:
    """Text without characters that reorder a line or cannot be encoded."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _coded(text: str) -> Markup:
    """Text whose parts in backticks are code; everything in it is escaped first."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(clean(text)))))  # noqa: S704 - escaped


def _hash_of(environment: Environment) -> str:
    """What the page's policy calls its script."""
    digest = hashlib.sha256(environment.get_template("ledger.js").render().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
