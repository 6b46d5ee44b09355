"""Places in files: lines are found from the start of the block that they are in, and blocks are met at any byte."""

from __future__ import annotations

import pytest

from srm_lint.model.source import Source

LONG = "x" * 700


@pytest.mark.parametrize(
    "text",
    ["", "\n", "a", "a\nb\n", "\n" * 2000, f"{LONG}\n" * 5, f"a\n{LONG}é{LONG}\n\n{LONG}", "\ufeffa: é\nb\n" * 300],
    ids=["empty", "break", "no break", "short", "breaks", "long", "wide", "mark"],
)
def test_lines_and_places_are_those_of_the_text(text: str) -> None:
    content = text.encode()
    source = Source("t.yaml", content)
    lines = content.split(b"\n")
    assert source.line_count == max(1, len(lines) - text.endswith("\n"))
    for number, line in enumerate(lines, start=1):
        assert source.line(number) == line.decode().removeprefix("\ufeff")
    assert source.line(len(lines) + 1) == ""
    for offset in range(0, len(content) + 1, 7):
        before = content[:offset].split(b"\n")
        column = len(before[-1].decode("utf-8", "replace").removeprefix("\ufeff")) + 1
        place = source.location(offset, offset)
        assert (place.line, place.column) == (len(before), column)
