"""Templates in tests: a tree of texts, and short ways to the values that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from srm_lint.evaluate.cloudformation import Inputs, evaluate
from srm_lint.model.hcl import Document
from srm_lint.model.resource import Estate, Resource
from srm_lint.model.source import Source
from srm_lint.model.template import Template
from srm_lint.model.value import Unknown, Value
from srm_lint.read.cloudformation import read, read_snippet


class TextTree:
    """Files by path."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: dedent(text).encode() for path, text in files.items()}

    def documents(self, folder: str) -> tuple[Document, ...]:  # noqa: ARG002 - a tree of templates
        return ()

    def template(self, path: str) -> Template | None:
        content = self._files.get(path)
        return read(Source(path, content)) if content is not None else None

    def snippet(self, path: str) -> Template | None:
        content = self._files.get(path)
        return read_snippet(Source(path, content)) if content is not None else None

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)

    def files(self, folder: str) -> tuple[str, ...]:  # noqa: ARG002 - a flat tree
        return tuple(sorted(self._files))


def estates(template: str, parameters: Mapping[str, Value] | None = None, **files: str) -> tuple[Estate, ...]:
    """The worlds of a template. Other files are given by their name without `.yaml`."""
    tree = TextTree({"t.yaml": template, **{f"{name}.yaml": text for name, text in files.items()}})
    return evaluate("t.yaml", tree, Inputs(parameters or {}))


def estate(template: str, parameters: Mapping[str, Value] | None = None, **files: str) -> Estate:
    """The only world of a template."""
    [only] = estates(template, parameters, **files)
    return only


def resources(template: str, parameters: Mapping[str, Value] | None = None, **files: str) -> dict[str, Resource]:
    """Resources of the only world by address."""
    return {resource.address: resource for resource in estate(template, parameters, **files).resources}


def messages(estate: Estate) -> list[str]:
    """Diagnostics as `line message`."""
    return [f"{diagnostic.line} {diagnostic.message}" for diagnostic in estate.diagnostics]


def unknown(value: object) -> Unknown:
    """The value, which has to be unknown."""
    assert isinstance(value, Unknown), value
    return value
