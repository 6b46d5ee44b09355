"""Files and places as the protocol has them: URIs, and ranges that count in the client's units."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from srm_lint.discover import reported
from srm_lint.model.source import Location, Source

Units = Callable[[str], int]
"""How many units a text takes in the encoding that was agreed with the client: UTF-16 unless it asks for another."""


def path_of(uri: str) -> str | None:
    """The file of a URI as reports name it, with links followed; None where it is no file, such as an untitled one."""
    path = to_fs_path(uri)
    try:
        return reported(os.path.realpath(path)) if path else None
    except ValueError:  # a NUL byte
        return None


def uri_of(path: str) -> str:
    """The URI of a file that the client has not named itself."""
    return Path(path).absolute().as_uri()


def range_of(place: Location, source: Source, units: Units) -> types.Range:
    """The range of a place, as far as it lies on its first line; of a place without columns the text of its line."""
    row = min(max(place.line, 1), source.line_count)
    text = source.line(row)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if place.end_line:
        start = place.column - 1
        end = place.end_column - 1 if place.end_line == place.line else end
    return types.Range(
        types.Position(row - 1, units(text[:start])),
        types.Position(row - 1, units(text[: max(start, end)])),
    )


def span_of(start: int, end: int, source: Source, units: Units) -> types.Range:
    """The range of the bytes from `start` to `end` (exclusive), which an edit replaces."""
    place = source.location(start, end)
    return types.Range(
        types.Position(place.line - 1, units(source.line(place.line)[: place.column - 1])),
        types.Position(place.end_line - 1, units(source.line(place.end_line)[: place.end_column - 1])),
    )


def overlap(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges share a place; their ends count."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character
