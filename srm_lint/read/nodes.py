"""What the YAML and the JSON reader share: byte offsets, limits, and how mappings are put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Entry, MappingNode, Node

MAXIMUM_DEPTH = 100
MAXIMUM_DIGITS = 1000  # a longer number takes long to read, and says nothing
_MOST_PROBLEMS = 200  # of one file
MAXIMUM_NODES = 250_000  # a template of 1 MB, the largest CloudFormation takes, has about 100,000

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SyntaxProblem(Exception):  # noqa: N818 - it describes a file, not a fault of the program
    """The file cannot be read on from the character at `offset`; the message says why."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class NotYaml(SyntaxProblem):
    """The YAML parser itself gave up: cfn-lint, which stands on the same one, can say why in its own words."""


class Parsed(msgspec.Struct, frozen=True):
    """A file's syntax tree; `texts` are the byte spans of its scalars, in order."""

    root: Node | None
    problems: tuple[Diagnostic, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()


class Offsets:
    """Byte offsets of the characters of a decoded file."""

    def __init__(self, content: bytes, text: str) -> None:
        self._base = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
        self._wide: list[int] = []
        self._extra: list[int] = []
        if len(text) + self._base != len(content):
            self._wide = [index for index, character in enumerate(text) if character >= "\x80"]
            self._extra = list(accumulate(len(text[index].encode()) - 1 for index in self._wide))

    def __getitem__(self, index: int) -> int:
        before = bisect_right(self._wide, index - 1) if self._wide else 0
        return self._base + index + (self._extra[before - 1] if before else 0)


def mapping(source: Source, entries: Sequence[Entry], start: int, end: int, problems: list[Diagnostic]) -> MappingNode:
    """A mapping of `entries`; a key written twice is a problem, and the later one counts."""
    unique: dict[str, Entry] = {}
    for entry in entries:
        earlier = unique.pop(entry.key, None)
        if earlier is not None and len(problems) < _MOST_PROBLEMS:
            problems.append(_duplicate(source, earlier, entry, is_last=len(problems) == _MOST_PROBLEMS - 1))
        unique[entry.key] = entry
    return MappingNode(tuple(unique.values()), start, end)


def _duplicate(source: Source, earlier: Entry, later: Entry, *, is_last: bool) -> Diagnostic:
    first, second = source.location(earlier.start, earlier.end), source.location(later.start, later.end)
    more = "; there may be more, which are not listed" if is_last else ""
    return Diagnostic(
        source.path,
        second.line,
        "duplicate-key",
        f"key `{later.key}` is written twice, on lines {first.line} and {second.line}{more}",
        help="remove or rename one of them",
    )
