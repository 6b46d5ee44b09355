"""Code frames: the offending lines with their numbers, and carets under what decided."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.model.finding import Excerpt
from srm_lint.model.source import Location
from srm_lint.report.clean import clean
from srm_lint.report.paint import Paint, Style

_MOST = 4  # lines of a long attribute


def frame(excerpt: Excerpt, place: Location, paint: Paint, width: int = 0, *, context: bool = True) -> Iterator[str]:
    """Lines of the frame, with a line of context above and below. Lines longer than `width` (0: no limit) are cut."""
    around = 1 if context else 0
    start = max(excerpt.first_line, place.line - around)
    shown = min(max(place.line, place.end_line), place.line + _MOST - 1)
    stop = min(excerpt.first_line + len(excerpt.lines) - 1, shown + around)
    margin = len(str(stop))
    room = max(20, width - margin - 3) if width else 0
    for number in range(start, stop + 1):
        line = clean(excerpt.lines[number - excerpt.first_line]).replace("\n", " ").rstrip()
        text = line if not room or len(line) <= room else line[: room - 1] + "…"
        yield f"{paint(f'{number:>{margin}} │', Style.FAINT)} {text}".rstrip()
        if number == place.line and (carets := _carets(line, place, room)):
            yield f"{paint(' ' * margin + ' │', Style.FAINT)} {carets[0]}{paint(carets[1], Style.HIGH)}"


def _carets(line: str, place: Location, room: int) -> tuple[str, str] | None:
    """White space as wide as the line before the place, and the carets; None where the place is not on the line."""
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line and place.end_column > place.column else len(line)
    end = min(end, len(line), room or len(line))
    if start >= end:
        return None
    return "".join(character if character == "\t" else " " for character in line[:start]), "^" * (end - start)
