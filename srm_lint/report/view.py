"""What a renderer needs to know beside the report: how much to show, and where the reader stands."""

from __future__ import annotations

import posixpath
import re

import msgspec

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*(://|::)")
_DOWNLOADED = ".terraform"  # modules that `terraform init` fetched: never part of the repository


class View(msgspec.Struct, frozen=True):
    """How a report is shown.

    `show_all` adds what is unknown, passed and suppressed. `width` is in characters, 0 for no limit.
    `directory` is what relative paths are relative to, and `repository` the root of the repository, or of what stands
    for one; both are absolute POSIX paths.
    """

    show_all: bool = False
    color: bool = False
    width: int = 0
    directory: str = "/"
    repository: str = "/"

    def in_repository(self, file: str) -> str | None:
        """Path of `file` from the repository's root; None for what is not part of it (other folders, remote modules)."""
        if not file or _REMOTE.match(file):
            return None
        path = posixpath.normpath(posixpath.join(self.directory, file.replace("\\", "/")))
        relative = posixpath.relpath(path, self.repository)
        parts = relative.split("/")
        return None if parts[0] in {"..", "."} or _DOWNLOADED in parts else relative
