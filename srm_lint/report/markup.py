"""Markdown that text from the scanned tree cannot break out of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from srm_lint.report.clean import one_line

_OPENING = re.compile(r"[<>&\[\]!`]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!@&])")


def escaped(text: str) -> str:
    """Text as literal Markdown on one line: no markup, no HTML, no mentions, no cell ends."""
    return _literal(one_line(text))


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\\@", "@\u200b").replace("\\&", "&amp;")


def in_html(text: str) -> str:
    """Text in an element: literal, whether what shows it reads Markdown in there or not."""
    return _OPENING.sub(lambda found: f"&#{ord(found[0])};", one_line(text))


def marked(text: str) -> str:
    """Text on one line in which backticks mark code, as messages of findings have it; all else is literal."""
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(code(part) if number % 2 and part else _literal(part) for number, part in enumerate(parts))


def code(text: str) -> str:
    """Text as code on one line, in a fence longer than any run of backticks in it."""
    plain = one_line(text)
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{padding}{plain}{padding}{fence}"


def cell(text: str) -> str:
    """Code inside a table cell, where a bar would end the cell even in code."""
    return code(text).replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a table; cells are Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
