"""The scanned files as evaluators see them: parsed once, and nothing outside the boundary."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from srm_lint.discover import MAXIMUM_BYTES, TERRAFORM_SUFFIXES, TEST_SUFFIXES
from srm_lint.model.hcl import Document, Fragment
from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Template

_FILES_KEPT = 64
_MOST_BYTES_KEPT = 32 * 1024


def digest_of(content: bytes) -> str:
    """What tells one content from another: 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


class FileTree:
    """Reads files below `boundary` (a folder) and those that the user `named` one by one, and remembers what it parsed.

    `unsaved` has texts, by path, that count instead of what the disk has, of files that are not there yet, too.

    Links, `..` and absolute paths are resolved first: a path that leads outside reads as missing. Afterwards `problems`
    says what was wrong with what was parsed, and `inputs` what the answers rested on: a digest for each file that was
    read and each folder that was listed ("path/"), "" for what was not there.
    """

    def __init__(self, boundary: str, named: Iterable[str] = (), unsaved: Mapping[str, bytes] | None = None) -> None:
        self._boundary = os.path.realpath(boundary)
        self._named = frozenset(os.path.realpath(path) for path in named)
        self._unsaved = {Path(os.path.realpath(path)): content for path, content in (unsaved or {}).items()}
        self._documents: dict[str, tuple[Document, ...]] = {}
        self._templates: dict[str, Template | None] = {}
        self._sources: dict[str, Source] = {}
        self._current: dict[str, str] = {}
        self.problems: list[Diagnostic] = []
        self.inputs: dict[str, str] = {}

    @property
    def read_paths(self) -> set[str]:
        """Paths of all files that were parsed, with or without problems."""
        return set(self._sources)

    def documents(self, folder: str) -> tuple[Document, ...]:
        """Parsed Terraform files of a folder in name order; Terraform itself passes over hidden files and editors' copies."""
        folder = posixpath.normpath(folder)
        if folder not in self._documents:
            parsed = (self.document(posixpath.join(folder, name)) for name in self._terraform_names(folder))
            self._documents[folder] = tuple(document for document in parsed if document is not None)
        return self._documents[folder]

    def document(self, path: str) -> Document | None:
        """One parsed file of Terraform's language: configuration, or the values of a `.tfvars` file."""
        source = self.source(path)
        if source is None:
            return None
        document = _document(source)
        self.problems.extend(document.problems)
        return document

    def miss(self, paths: Iterable[str]) -> None:
        """Those of `paths` that are not there to be read, a link to nowhere or out of the boundary, are a problem."""
        told = {problem.file for problem in self.problems}
        for path in paths:
            if path not in told and not self.inputs.get(path) and self._content(path) is None:
                message = "cannot be read: it is no regular file of the scanned tree"
                self.problems.append(
                    Diagnostic(path, 1, "file-unreadable", message, help="follow its link, or exclude it")
                )

    def still_holds(self, inputs: Mapping[str, str]) -> bool:
        """Whether what another tree of the same boundary read is what this one would read."""
        return all(self._digest(path) == digest for path, digest in inputs.items())

    def _digest(self, path: str) -> str:
        if path not in self._current:
            self._current[path] = self._looked_up(path)
        return self._current[path]

    def _looked_up(self, path: str) -> str:
        if path.endswith("/**"):
            return digest_of("\0".join(self._files(path.removesuffix("/**"))).encode())
        if path.endswith("/"):
            return digest_of("\0".join(self._names(path.removesuffix("/"))).encode())
        content = self._read(path)
        return digest_of(content) if isinstance(content, bytes) else ""

    def parse_expression(self, source: Source) -> Fragment:
        """An expression that stands alone, such as the text of `--var`."""
        from srm_lint.read.terraform import read_expression

        return read_expression(source)

    def parse_template(self, source: Source) -> Fragment:
        """A text in template language, such as the file of `templatefile`."""
        from srm_lint.read.terraform import read_template

        return read_template(source)

    def template(self, path: str) -> Template | None:
        """A parsed CloudFormation template, None where the file is no template."""
        from srm_lint.read.cloudformation import read

        path = posixpath.normpath(path)
        if path not in self._templates:
            source = self.source(path)
            template = read(source) if source else None
            if template is None:
                self._sources.pop(path, None)  # no template: passed over, and not counted among what was read
            else:
                self.problems.extend(template.problems)
            self._templates[path] = template
        return self._templates[path]

    def snippet(self, path: str) -> Template | None:
        """A parsed YAML or JSON file that templates include, None where it is not there."""
        from srm_lint.read.cloudformation import read_snippet

        source = self.source(path)
        template = read_snippet(source) if source else None
        self.problems.extend(template.problems if template else ())
        return template

    def source(self, path: str) -> Source | None:
        """A file of the estate itself. What cannot be read is a problem, not a silence."""
        path = posixpath.normpath(path)
        content = self._content(path)
        if isinstance(content, Diagnostic):
            self.problems.append(content)
            return None
        if content is None:
            return None
        source = self._sources[path] = Source(path, content)
        return source

    def parsed_documents(self) -> list[Document]:
        """Every Terraform file that was parsed, in the order of paths."""
        found = {document.source.path: document for documents in self._documents.values() for document in documents}
        return [found[path] for path in sorted(found)]

    def parsed_templates(self) -> list[Template]:
        """Every template that was parsed, in the order of paths."""
        parsed = (self._templates[path] for path in sorted(self._templates))
        return [template for template in parsed if template is not None]

    def parsed_source(self, path: str) -> Source | None:
        """The text of a file that was parsed."""
        return self._sources.get(path)

    def read(self, path: str) -> bytes | None:
        """Content of any other file, for `file()` and its kin."""
        content = self._content(path)
        return None if isinstance(content, Diagnostic) else content

    def names(self, folder: str) -> tuple[str, ...]:
        """Names of the files directly in a folder, sorted."""
        names = self._names(folder)
        self.inputs[f"{posixpath.normpath(folder)}/"] = digest_of("\0".join(names).encode())
        return names

    def _names(self, folder: str) -> tuple[str, ...]:
        place = self._inside(folder)
        if place is None:
            return ()
        unsaved = {file.name for file in self._unsaved if file.parent == place}
        saved = {entry.name for entry in place.iterdir() if entry.is_file()} if place.is_dir() else set()
        return tuple(sorted(saved | unsaved))

    def files(self, folder: str) -> tuple[str, ...]:
        """Paths of all files below a folder, relative to it, sorted. Links to folders are not followed."""
        found = self._files(folder)
        self.inputs[f"{posixpath.normpath(folder)}/**"] = digest_of("\0".join(found).encode())
        return found

    def _files(self, folder: str) -> tuple[str, ...]:
        top = self._inside(folder)
        if top is None:
            return ()
        found = {file.relative_to(top).as_posix() for file in self._unsaved if file.is_relative_to(top)}
        for parent, _, names in os.walk(top):
            relative = os.path.relpath(parent, top).replace(os.sep, "/")
            found.update(name if relative == "." else f"{relative}/{name}" for name in names)
        return tuple(sorted(found))

    def _terraform_names(self, folder: str) -> list[str]:
        return [
            name
            for name in self.names(folder)
            if name.endswith(TERRAFORM_SUFFIXES)
            and not name.endswith(TEST_SUFFIXES)
            and not name.startswith((".", "#"))
        ]

    def _inside(self, path: str) -> Path | None:
        try:
            place = os.path.realpath(path)
        except (OSError, ValueError):  # too long, a NUL byte
            return None
        inside = place == self._boundary or place.startswith(self._boundary.rstrip(os.sep) + os.sep)
        return Path(place) if inside or place in self._named else None

    def _content(self, path: str) -> bytes | Diagnostic | None:
        content = self._read(path)
        self.inputs[path] = digest_of(content) if isinstance(content, bytes) else ""
        return content

    def _read(self, path: str) -> bytes | Diagnostic | None:
        place = self._inside(path)
        if place is None:
            return None
        if place not in self._unsaved:
            return _on_disk(place, path)
        content = self._unsaved[place]
        return content if len(content) <= MAXIMUM_BYTES else _too_large(path, len(content))


def _document(source: Source) -> Document:
    """The file parsed. Modules are called from many roots, so that the files read last are kept, as far as they are small."""
    from srm_lint.read.terraform import read

    return _kept(source.path, source.content) if len(source.content) <= _MOST_BYTES_KEPT else read(source)


@lru_cache(_FILES_KEPT)
def _kept(path: str, content: bytes) -> Document:
    from srm_lint.read.terraform import read

    return read(Source(path, content))


def _on_disk(place: Path, path: str) -> bytes | Diagnostic | None:
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        return place.read_bytes() if status.st_size <= MAXIMUM_BYTES else _too_large(path, status.st_size)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Diagnostic(path, 1, "file-unreadable", f"cannot be read: {error.strerror}", help="check its permissions")


def _too_large(path: str, size: int) -> Diagnostic:
    message = f"{size:,} bytes, more than {MAXIMUM_BYTES:,}"
    return Diagnostic(path, 1, "file-too-large", message, help="exclude it in .srm-lint.yaml")
