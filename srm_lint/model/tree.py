"""What evaluators may read of the scanned tree."""

from __future__ import annotations

from typing import Protocol

from srm_lint.model.hcl import Document
from srm_lint.model.template import Template


class Tree(Protocol):
    """Read-only view of the scanned files. Paths are POSIX; nothing outside the scanned root is ever handed out."""

    def documents(self, folder: str) -> tuple[Document, ...]:
        """Parsed Terraform files of a folder in Terraform's own order, () where there are none."""

    def template(self, path: str) -> Template | None:
        """A parsed CloudFormation template, None where there is none."""

    def read(self, path: str) -> bytes | None:
        """Content of any file below the root, None where it is missing, outside, too large or no regular file."""

    def files(self, folder: str) -> tuple[str, ...]:
        """Paths of all files below a folder, relative to it, sorted."""
