"""Syntax of a CloudFormation template as `read.cloudformation` hands it on.

Offsets are bytes into the file's content. Short forms arrive in their long form (`!Sub x` as `{"Fn::Sub": "x"}`),
anchors and merges are resolved: one node may therefore appear in several places.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Union

import msgspec

from srm_lint.model.source import Comment, Diagnostic, Source
from srm_lint.model.value import Unknown

SAM = "AWS::Serverless-2016-10-31"
LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"


def known_in_deployment(pseudo_parameter: str) -> Unknown:
    """The value of a pseudo parameter that was not given: the same wherever the template names it."""
    return Unknown(f"`{pseudo_parameter}` is known only in deployment", never_null=True)


class ScalarNode(msgspec.Struct, frozen=True):
    """A text, number, truth value or null. Dates stay texts, as CloudFormation keeps them.

    `text` is the value as it is written, without quotes: a condition may be named `No`.
    """

    value: bool | int | Decimal | str | None
    start: int
    end: int
    text: str = ""


class SequenceNode(msgspec.Struct, frozen=True):
    """A list. `end` is the end of its last item, not the line on which the next thing starts."""

    items: tuple[Node, ...]
    start: int
    end: int


class Entry(msgspec.Struct, frozen=True):
    """A key with its value; `start` and `end` are those of the key."""

    key: str
    value: Node
    start: int
    end: int


class MappingNode(msgspec.Struct, frozen=True):
    """A map, or the call of an intrinsic function: a single entry whose key is the function's name."""

    entries: tuple[Entry, ...]
    start: int
    end: int

    def entry(self, key: str) -> Entry | None:
        """The entry of `key`, None where it is not written."""
        for entry in self.entries:
            if entry.key == key:
                return entry
        return None

    def get(self, key: str) -> Node | None:
        """The value of `key`, None where it is not written."""
        entry = self.entry(key)
        return None if entry is None else entry.value


Node = Union[ScalarNode, SequenceNode, MappingNode]


class Template(msgspec.Struct, frozen=True):
    """One file that is a CloudFormation template, or claims to be one.

    `root` is empty where nothing could be read. `problems` are what is wrong with the file's syntax.
    `transforms` are the names under `Transform`, in order: SAM, language extensions, the account's own macros.
    """

    source: Source
    root: MappingNode
    comments: tuple[Comment, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    transforms: tuple[str, ...] = ()

    def section(self, name: str) -> MappingNode:
        """A top-level section such as `Resources`; empty where it is missing or no map."""
        node = self.root.get(name)
        return node if isinstance(node, MappingNode) else MappingNode((), self.root.start, self.root.start)
