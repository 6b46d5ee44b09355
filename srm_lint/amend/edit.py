"""A change to the bytes of a file, or the ground against it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import accumulate

import msgspec


class Edit(msgspec.Struct, frozen=True):
    """Bytes from `start` to `end` (exclusive) replaced by `text`."""

    start: int
    end: int
    text: bytes


class Refusal(msgspec.Struct, frozen=True):
    """Why a correction was not made.

    `decided_by` is the variable or parameter that decides, "" for none; `setting` is what it should be.
    """

    why: str
    decided_by: str = ""
    setting: str = ""


def amended(content: bytes, edits: Sequence[Edit]) -> bytes:
    """The content with all edits made."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        content = content[: edit.start] + edit.text + content[edit.end :]
    return content


def line_edits(before: bytes, after: bytes) -> tuple[Edit, ...]:
    """The edits, of whole lines, that make one text into the other."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [*accumulate(map(len, old), initial=0)]
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        Edit(starts[start], starts[end], b"".join(new[first:last]))
        for kind, start, end, first, last in changes
        if kind != "equal"
    )


def indent_at(content: bytes, place: int) -> bytes:
    """White space at the beginning of the line of a byte."""
    line = content[content.rfind(b"\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip())]


def line_break(content: bytes) -> bytes:
    """How lines of a file end."""
    return b"\r\n" if b"\r\n" in content else b"\n"


def end_of_line(content: bytes, place: int, comments: tuple[bytes, ...]) -> int | None:
    """Where the line of a byte ends, before its break; None where more than a comment follows on it."""
    end = content.find(b"\n", place)
    end = len(content) if end == -1 else end
    rest = content[place:end].strip()
    if rest and not rest.startswith(comments):
        return None
    return end - (content[end - 1 : end] == b"\r")
