"""What a run has to say about itself, for people: files that could not be read, warnings, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.model.finding import Unread
from srm_lint.model.source import Diagnostic
from srm_lint.report.clean import one_line
from srm_lint.report.paint import Paint, Style


def notes(unread: Iterable[Unread], diagnostics: Iterable[Diagnostic], paint: Paint) -> Iterator[str]:
    """Lines, in order: files not read, then diagnostics with their help."""
    for each in unread:
        yield f"{paint('not read', Style.HIGH)} {_place(each.file, each.line)}: {one_line(each.message)}"
    for diagnostic in diagnostics:
        place = _place(diagnostic.file, diagnostic.line)
        level = paint(diagnostic.level.value, Style.STRONG)
        yield f"{level}{f' {place}' if place else ''}: {one_line(diagnostic.message)} [{diagnostic.code}]"
        if diagnostic.help:
            yield f"  help: {one_line(diagnostic.help)}"


def _place(file: str, line: int) -> str:
    name = one_line(file)
    return f"{name}:{line}" if line and name else name
