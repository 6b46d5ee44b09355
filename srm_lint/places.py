"""What a path is part of: a repository, a copy of somebody else's module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_DOWNLOADED = ".terraform/"


def repository_around(place: Path) -> Path | None:
    """Root of the git repository that a file or folder lies in, as far as the names of its path tell; None for none."""
    return next(filter(_is_repository, (place, *place.parents)), None)


def up_to_repository(place: Path) -> Iterator[Path]:
    """A folder and those around it, as far as its repository goes."""
    for folder in (place, *place.parents):
        yield folder
        if _is_repository(folder):
            return


def _is_repository(folder: Path) -> bool:
    return (folder / ".git").exists()


def is_downloaded(file: str) -> bool:
    """Whether a file belongs to a module that `terraform init` fetched: it is written again at the next one."""
    return _DOWNLOADED in file
