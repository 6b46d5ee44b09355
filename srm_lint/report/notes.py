"""What a run has to say about itself, for people: files that could not be read, warnings, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from srm_lint.model.finding import Unread
from srm_lint.model.source import Diagnostic, Level
from srm_lint.report.clean import one_line
from srm_lint.report.paint import Paint, Style

_MOST_ALIKE = 3


def notes(
    unread: Iterable[Unread], diagnostics: Iterable[Diagnostic], paint: Paint, *, show_all: bool = False
) -> Iterator[str]:
    """Lines, in order: files not read, then diagnostics with their help.

    Of many notes with one code the first few are shown and the rest counted, unless all are asked for.
    """
    for each in unread:
        yield f"{paint('not read', Style.HIGH)} {_place(each.file, each.line)}: {one_line(each.message)}"
    seen: Counter[str] = Counter()
    for diagnostic in diagnostics:
        if diagnostic.level is Level.NOTE:
            seen[diagnostic.code] += 1
        if show_all or seen[diagnostic.code] <= _MOST_ALIKE:
            yield from _diagnostic(diagnostic, paint)
    for code, count in seen.items():
        if count > _MOST_ALIKE and not show_all:
            yield f"{paint('note', Style.STRONG)}: {count - _MOST_ALIKE} more of [{code}]; --all shows them"


def _diagnostic(diagnostic: Diagnostic, paint: Paint) -> Iterator[str]:
    place = _place(diagnostic.file, diagnostic.line)
    level = paint(diagnostic.level.value, Style.STRONG)
    yield f"{level}{f' {place}' if place else ''}: {one_line(diagnostic.message)} [{diagnostic.code}]"
    if diagnostic.help:
        yield f"  help: {one_line(diagnostic.help)}"


def _place(file: str, line: int) -> str:
    name = one_line(file)
    return f"{name}:{line}" if line and name else name
