"""Root modules in tests: a tree of texts, and short ways to what comes of them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from textwrap import dedent

from srm_lint.evaluate.terraform import Inputs, evaluate
from srm_lint.model.hcl import Document, Fragment
from srm_lint.model.resource import Estate, Resource
from srm_lint.model.source import Source
from srm_lint.model.template import Template
from srm_lint.model.value import Unknown, Value
from srm_lint.read.terraform import read, read_expression, read_template


class TextTree:
    """Files by path; paths with a folder are other modules."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: dedent(text).encode() for path, text in files.items()}

    def documents(self, folder: str) -> tuple[Document, ...]:
        suffixes = (".tf", ".tofu", ".tf.json", ".tofu.json")
        paths = (posixpath.normpath(posixpath.join(folder, name)) for name in self.names(folder))
        return tuple(read(Source(path, self._files[path])) for path in paths if path.endswith(suffixes))

    def document(self, path: str) -> Document | None:
        content = self.read(path)
        return None if content is None else read(Source(path, content))

    def parse_expression(self, source: Source) -> Fragment:
        return read_expression(source)

    def parse_template(self, source: Source) -> Fragment:
        return read_template(source)

    def template(self, path: str) -> Template | None:  # noqa: ARG002 - a tree of modules
        return None

    def read(self, path: str) -> bytes | None:
        return self._files.get(posixpath.normpath(path))

    def names(self, folder: str) -> tuple[str, ...]:
        folder = posixpath.normpath(folder)
        inside = (path for path in self._files if (posixpath.dirname(path) or ".") == folder)
        return tuple(sorted(posixpath.basename(path) for path in inside))

    def files(self, folder: str) -> tuple[str, ...]:
        start = "" if posixpath.normpath(folder) == "." else f"{posixpath.normpath(folder)}/"
        return tuple(sorted(path.removeprefix(start) for path in self._files if path.startswith(start)))


def estate(files: str | Mapping[str, str], inputs: Inputs = Inputs()) -> Estate:  # noqa: B008 - frozen
    """The estate of the files in the folder `.`; a text is its `main.tf`."""
    return evaluate(".", TextTree({"main.tf": files} if isinstance(files, str) else files), inputs)


def resources(files: str | Mapping[str, str], inputs: Inputs = Inputs()) -> dict[str, Resource]:  # noqa: B008 - frozen
    """Resources by address, of a root module that has no mistakes."""
    found = estate(files, inputs)
    assert found.diagnostics == ()
    return {resource.address: resource for resource in found.resources}


def value(expression: str, declarations: str = "") -> Value:
    """The value of one expression beside the declarations it needs."""
    return resources(f"{declarations}\nresource test_thing it {{\n  x = {expression}\n}}")["test_thing.it"].values["x"]


def problems(files: str | Mapping[str, str]) -> list[tuple[str, int, str]]:
    """File, line and code of each diagnostic."""
    return [(found.file, found.line, found.code) for found in estate(files).diagnostics]


def unknown(found: Value) -> Unknown:
    """The value, which must be unknown."""
    assert isinstance(found, Unknown), found
    return found
