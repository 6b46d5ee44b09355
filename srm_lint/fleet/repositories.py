"""The list of repositories: one folder a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from srm_lint.errors import UsageError


class Repository(msgspec.Struct, frozen=True):
    """A folder to judge: `name` is how the list has it, `path` is absolute."""

    name: str
    path: str


def read_repositories(lines: Iterable[str], folder: Path) -> tuple[Repository, ...]:
    """The repositories of a list. Relative ones lie below `folder`; empty lines and those that start with # say nothing.

    Whether a folder is there is asked where it is judged, which may be another machine.

    Raises:
        UsageError: the list names none, or one by something that is no path.
    """
    names = [line.strip() for line in lines]
    named = dict.fromkeys(name for name in names if name and not name.startswith("#"))
    for name in named:
        if "://" in name or name.startswith("git@"):
            raise UsageError(f"{name}: nothing is downloaded; name a folder that holds a clone")
    if not named:
        raise UsageError("the list names no repository; write one folder a line")
    return tuple(Repository(name, (folder / name).absolute().as_posix()) for name in named)
