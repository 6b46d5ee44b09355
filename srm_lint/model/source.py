"""Files as they were read, and places in them.

Every syntax node carries byte offsets into its file (`start`, `end`); lines and columns are worked out
from them only for what is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum
from functools import cached_property
from itertools import accumulate

import msgspec

_BYTE_ORDER_MARK = "\ufeff"  # no character of the first line as people count


class Location(msgspec.Struct, frozen=True, order=True):
    """A region of a file. Lines and columns count from 1, columns in characters, the end is exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0


class Source:
    """One file's bytes and the path it is reported under (POSIX, relative to the working directory where possible)."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        position = self.content.find(b"\n")
        while position != -1:
            starts.append(position + 1)
            position = self.content.find(b"\n", position + 1)
        return starts

    @cached_property
    def _is_ascii(self) -> bool:
        return self.content.isascii()

    @property
    def line_count(self) -> int:
        """Lines in the file; a final line break does not open another one."""
        starts = self._line_starts
        return len(starts) - 1 if len(starts) > 1 and starts[-1] == len(self.content) else len(starts)

    def line(self, number: int) -> str:
        """Text of line `number` (from 1) without its line break; "" past the end."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.content)
        text = self.content[starts[number - 1] : end].decode("utf-8", "replace").rstrip("\r\n")
        return text.removeprefix(_BYTE_ORDER_MARK)

    def location(self, start: int, end: int) -> Location:
        """Location of the bytes `start` (inclusive) to `end` (exclusive)."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Location(self.path, line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self._line_starts, offset) - 1
        start = self._line_starts[row]
        if self._is_ascii:  # a file may be one line of megabytes, with a place on every few bytes of it
            return row + 1, offset - start + 1
        before = self.content[start:offset].decode("utf-8", "replace")
        return row + 1, len(before.removeprefix(_BYTE_ORDER_MARK)) + 1


class JoinedSource(Source):
    """A file with those that are included in it: offsets count on from one to the next, locations name the file they are in."""

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__(sources[0].path, sources[0].content)
        self._sources = tuple(sources)
        self.starts = (0, *accumulate(len(source.content) + 1 for source in sources))
        """The offset at which each file begins, and the one at which another would."""

    def location(self, start: int, end: int) -> Location:
        """Location of the bytes `start` (inclusive) to `end` (exclusive), which are in one file."""
        index = min(bisect_right(self.starts, start), len(self._sources)) - 1
        return self._sources[index].location(start - self.starts[index], end - self.starts[index])


class Comment(msgspec.Struct, frozen=True):
    """A comment's text without its marker, and where it stands. `own_line`: nothing but white space before it."""

    text: str
    start: int
    end: int
    own_line: bool


class Level(Enum):
    """How much a diagnostic matters: after an `ERROR` the answer is incomplete (exit code 3)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Diagnostic(msgspec.Struct, frozen=True):
    """Something about the run itself, not about the scanned estate: what happened, where, and what to do.

    `code` is a stable kebab-case name ("syntax-error", "module-not-found"). `line` is 0 when no line applies.
    """

    file: str
    line: int
    code: str
    message: str
    level: Level = Level.ERROR
    help: str = ""
