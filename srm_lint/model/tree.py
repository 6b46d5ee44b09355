"""What evaluators may read of the scanned tree."""

from __future__ import annotations

from typing import Protocol

from srm_lint.model.hcl import Document, Fragment
from srm_lint.model.source import Source
from srm_lint.model.template import Template


class Tree(Protocol):
    """Read-only view of the scanned files. Paths are POSIX; nothing outside the scanned root is ever handed out."""

    def documents(self, folder: str) -> tuple[Document, ...]:
        """Parsed Terraform files of a folder in Terraform's own order, () where there are none."""

    def document(self, path: str) -> Document | None:
        """One parsed file of Terraform's language, a `.tfvars` file for instance; None where it cannot be read."""

    def parse_expression(self, source: Source) -> Fragment:
        """An expression that stands alone, such as the text of `--var`."""

    def parse_template(self, source: Source) -> Fragment:
        """A text in template language, such as the file of `templatefile`."""

    def template(self, path: str) -> Template | None:
        """A parsed CloudFormation template, None where there is none."""

    def snippet(self, path: str) -> Template | None:
        """A parsed YAML or JSON file that templates include; its root is empty where it holds no map, None where it is not there."""

    def read(self, path: str) -> bytes | None:
        """Content of any file below the root, None where it is missing, outside, too large or no regular file."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Names of the files directly in a folder, sorted."""

    def files(self, folder: str) -> tuple[str, ...]:
        """Paths of all files below a folder, relative to it, sorted."""
