"""Files as they were read, and places in them.

Every syntax node carries byte offsets into its file (`start`, `end`); lines and columns are worked out
from them only for what is reported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import Enum
from functools import cached_property
from itertools import accumulate

import msgspec

_BLOCK = 512  # bytes
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
    def _breaks(self) -> list[int]:
        """Line breaks before each block: few numbers tell the lines of a file that has millions."""
        blocks = range(0, len(self.content), _BLOCK)
        return [*accumulate((self.content.count(b"\n", at, at + _BLOCK) for at in blocks), initial=0)]

    @cached_property
    def _is_ascii(self) -> bool:
        return self.content.isascii()

    @property
    def line_count(self) -> int:
        """Lines in the file; a final line break does not open another one."""
        breaks = self._breaks[-1]
        return breaks if breaks and self.content.endswith(b"\n") else breaks + 1

    def line(self, number: int) -> str:
        """Text of line `number` (from 1) without its line break; "" past the end."""
        if not 1 <= number <= self._breaks[-1] + 1:
            return ""
        start = self._line_start(number)
        end = self.content.find(b"\n", start)
        text = self.content[start : end if end >= 0 else len(self.content)].decode("utf-8", "replace").rstrip("\r\n")
        return text.removeprefix(_BYTE_ORDER_MARK)

    def _line_start(self, number: int) -> int:
        """The offset at which a line begins."""
        if number == 1:
            return 0
        block = bisect_left(self._breaks, number - 1) - 1
        at = block * _BLOCK
        for _ in range(number - 1 - self._breaks[block]):
            at = self.content.find(b"\n", at) + 1
        return at

    def location(self, start: int, end: int) -> Location:
        """Location of the bytes `start` (inclusive) to `end` (exclusive)."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Location(self.path, line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        block = min(offset, len(self.content)) // _BLOCK
        row = self._breaks[block] + self.content.count(b"\n", block * _BLOCK, offset)
        start = self.content.rfind(b"\n", block * _BLOCK, offset) + 1 or self._line_start(row + 1)
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
