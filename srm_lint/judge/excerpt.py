"""The lines of source around a finding, without secrets."""

from __future__ import annotations

import re
from collections.abc import Callable

from srm_lint.judge.outcome import Place
from srm_lint.judge.show import is_masked
from srm_lint.model.finding import Excerpt
from srm_lint.model.resource import Resource
from srm_lint.model.secrets import MASK, mask_line
from srm_lint.model.source import Location, Source

Sources = Callable[[str], Source | None]

_SETTING = re.compile(r"\s*[\w.\"-]+\s*[=:]\s*")
_AROUND = 2
_MOST = 7


def excerpt(location: Location, resource: Resource, place: Place | None, sources: Sources) -> Excerpt | None:
    """Up to seven lines around `location`, kept inside the resource; None where the file is not at hand.

    Values of sensitive attributes, and of the finding's own attribute where it is a secret, are masked on all lines.
    """
    source = sources(location.file)
    if source is None or location.line < 1:
        return None
    first, last = _window(location, resource.syntax.extent(), source.line_count)
    hidden = _hidden_lines(resource, place)
    lines = tuple(_shown(source.line(number), hidden=number in hidden) for number in range(first, last + 1))
    return Excerpt(first, lines)


def _shown(line: str, *, hidden: bool) -> str:
    """A line without secrets; of a hidden one the name of what it sets is left."""
    if not hidden:
        return mask_line(line)
    name = _SETTING.match(line)
    return f"{name[0]}{MASK}" if name else MASK


def _window(location: Location, extent: Location, line_count: int) -> tuple[int, int]:
    first, last = location.line - _AROUND, max(location.line, location.end_line) + _AROUND
    if extent.file == location.file and extent.line <= location.line <= extent.end_line:
        first, last = max(first, extent.line), min(last, extent.end_line)
    first = max(first, 1)
    return first, max(first, min(last, first + _MOST - 1, line_count))


def _hidden_lines(resource: Resource, place: Place | None) -> set[int]:
    """Lines on which a secret is written."""
    paths = [*resource.sensitive, *([place.path] if place is not None and is_masked(place) else [])]
    hidden: set[int] = set()
    for path in paths:
        location = resource.syntax.locate(path)
        if location is not None:
            hidden.update(range(location.line, max(location.line, location.end_line) + 1))
    return hidden
