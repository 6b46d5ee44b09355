"""Shapes that several documents share."""

from __future__ import annotations

from typing import Annotated

import msgspec

from srm_lint.model.source import Level

Counted = Annotated[int, msgspec.Meta(ge=1)]
"""A line or column: they count from 1."""


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all shapes; its schema allows no other keys."""


class UnreadFile(Shape, frozen=True):
    """A file that could not be read, wholly or in part. `line` is 0 when none applies."""

    file: str
    line: int
    message: str


class Files(Shape, frozen=True):
    """What was found and read. `values` are the files that values of variables and parameters were taken from.

    `digest` stands for the contents of everything that the report rests on.
    """

    found: int
    read: int
    unread: tuple[UnreadFile, ...]
    values: tuple[str, ...] = ()
    digest: str = ""


class RunDiagnostic(Shape, frozen=True):
    """Something about the run itself. `line` is 0 when none applies."""

    file: str
    line: int
    code: str
    level: Level
    message: str
    help: str


class Place(Shape, frozen=True):
    """A line of a file."""

    file: str
    line: int
