"""Ranges of lines, found by a line that they hold: as many comments as a file has lines may ask."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ranges(Generic[Item]):
    """Items with the first and the last line that each holds."""

    def __init__(self, ranges: Iterable[tuple[int, int, Item]]) -> None:
        self._ranges = sorted(ranges, key=lambda each: each[0])
        self._first = [first for first, _, _ in self._ranges]
        self._reach = [*accumulate((last for _, last, _ in self._ranges), max)]
        """The last line that a range or any before it holds: where to stop looking."""

    def around(self, line: int) -> Iterator[Item]:
        """The items that hold a line, those that start last first."""
        index = bisect_right(self._first, line) - 1
        while index >= 0 and self._reach[index] >= line:
            _, last, item = self._ranges[index]
            if last >= line:
                yield item
            index -= 1
