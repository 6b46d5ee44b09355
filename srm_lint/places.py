"""What a path is part of: a repository, a copy of somebody else's module."""

from __future__ import annotations

from pathlib import Path

_DOWNLOADED = ".terraform/"


def repository_around(place: Path) -> Path | None:
    """Root of the git repository that a file or folder lies in, as far as the names of its path tell; None for none."""
    return next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), None)


def is_downloaded(file: str) -> bool:
    """Whether a file belongs to a module that `terraform init` fetched: it is written again at the next one."""
    return _DOWNLOADED in file
