"""What the YAML and the JSON reader share: byte offsets, limits, and how mappings are put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

import msgspec

from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Entry, MappingNode, Node

MAXIMUM_DEPTH = 100
MAXIMUM_DIGITS = 1000  # a longer number takes long to read, and says nothing
MOST_PROBLEMS = 200  # of one file
AND_MORE = "; there may be more, which are not listed"
_BLOCK = 1024  # characters
MAXIMUM_NODES = 150_000  # a template of 1 MB, the largest CloudFormation takes, has about 100,000

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SyntaxProblem(Exception):  # noqa: N818 - it describes a file, not a fault of the program
    """The file cannot be read on from the character at `offset`; the message says why."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class TooLarge(SyntaxProblem):
    """The file is larger or nested deeper than any that is meant: no other reader need try it."""


class NotYaml(SyntaxProblem):
    """The YAML parser itself gave up: cfn-lint, which stands on the same one, can say why in its own words."""


class Parsed(msgspec.Struct, frozen=True):
    """A file's syntax tree; `texts` are the byte spans of its scalars, in order."""

    root: Node | None
    problems: tuple[Diagnostic, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()


def offsets(content: bytes, text: str) -> Offsets:
    """Byte offsets by the characters of a decoded file, and of its end."""
    base = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    return range(base, base + len(text) + 1) if len(text) + base == len(content) else _WideOffsets(text, base)


class Offsets(Protocol):
    """Byte offsets by character."""

    def __getitem__(self, index: int, /) -> int:
        """The offset of a character."""


class _WideOffsets:
    """Offsets where characters take several bytes: counted from the start of the block that they are in."""

    def __init__(self, text: str, base: int) -> None:
        self._text = text
        blocks = (text[start : start + _BLOCK] for start in range(0, len(text) + 1, _BLOCK))
        self._starts = [*accumulate((len(block.encode()) for block in blocks), initial=base)]

    def __getitem__(self, index: int) -> int:
        start = index - index % _BLOCK
        return self._starts[index // _BLOCK] + len(self._text[start:index].encode())


def mapping(source: Source, entries: Sequence[Entry], start: int, end: int, problems: list[Diagnostic]) -> MappingNode:
    """A mapping of `entries`; a key written twice is a problem, and the later one counts."""
    unique = {entry.key: entry for entry in entries}
    if len(unique) == len(entries):
        return MappingNode(tuple(entries), start, end)
    unique.clear()
    for entry in entries:
        earlier = unique.pop(entry.key, None)
        if earlier is not None and len(problems) < MOST_PROBLEMS:
            problems.append(_duplicate(source, earlier, entry, is_last=len(problems) == MOST_PROBLEMS - 1))
        unique[entry.key] = entry
    return MappingNode(tuple(unique.values()), start, end)


def _duplicate(source: Source, earlier: Entry, later: Entry, *, is_last: bool) -> Diagnostic:
    first, second = source.location(earlier.start, earlier.end), source.location(later.start, later.end)
    more = AND_MORE if is_last else ""
    return Diagnostic(
        source.path,
        second.line,
        "duplicate-key",
        f"key `{later.key}` is written twice, on lines {first.line} and {second.line}{more}",
        help="remove or rename one of them",
    )
