"""YAML 1.1 as CloudFormation takes it, with the place of every value.

Built from libyaml's events rather than its nodes: nothing recurses, and the depth and the size that aliases
unfold to are bounded. Scalars: dates, sexagesimal and octal-looking numbers stay texts (`2012-10-17`, `22:22`, `0123`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec
import yaml

from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.read.nodes import (
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    MAXIMUM_NODES,
    NotYaml,
    Parsed,
    SyntaxProblem,
    TooLarge,
    mapping,
    offsets,
)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, bool | None] = {
    **{form: True for word in ("yes", "true", "on") for form in (word, word.title(), word.upper())},
    **{form: False for word in ("no", "false", "off") for form in (word, word.title(), word.upper())},
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}
_NUMERIC = frozenset("+-.0123456789")  # what a number starts with
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+][0-9]+)?|[-+]?(?:0|[1-9][0-9]*)\.")
_YAML_TAG = "tag:yaml.org,2002:"
_MERGE = "<<"
_TEXT_KEYS = "a key must be a text, not a list or a map"


class _Frame(msgspec.Struct):
    """A collection that is not closed yet.

    `end` is where what it holds so far ends; `key`, `key_start` and `key_end` are of the key whose value comes next; `size`
    counts the nodes before it.
    """

    is_mapping: bool
    start: int
    end: int
    tag: str | None
    anchor: str | None
    size: int
    items: list[Node]
    entries: list[Entry]
    merges: list[Node]
    key: str | None = None
    key_start: int = 0
    key_end: int = 0
    key_is_merge: bool = False


def parse(source: Source, text: str) -> Parsed:
    """Syntax tree of the first document, another one is a problem; the root is None where the file is empty.

    Raises:
        SyntaxProblem: it is no YAML, nested too deep, or its aliases unfold to too much.

    """
    builder = _Builder(source, text)
    take: dict[type, Callable[[Any, int, int], None]] = {
        yaml.ScalarEvent: builder.scalar,
        yaml.MappingStartEvent: builder.open,
        yaml.SequenceStartEvent: builder.open,
        yaml.MappingEndEvent: builder.close,
        yaml.SequenceEndEvent: builder.close,
        yaml.AliasEvent: builder.alias,
    }
    events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
    try:
        for event in events:
            kind = type(event)
            if kind in take:
                take[kind](event, event.start_mark.index, event.end_mark.index)
            elif kind is yaml.DocumentStartEvent and builder.root is not None:
                builder.second_document(event.start_mark.index)
                break
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(error.problem or str(error), min(mark.index, len(text)) if mark else 0) from error
    except yaml.YAMLError as error:
        at = min(getattr(error, "position", 0) or 0, len(text))
        raise NotYaml(str(error).split("\n", 1)[0], at) from error
    return Parsed(builder.root, tuple(builder.problems), tuple(builder.texts))


class _Builder:
    """Takes events in order and keeps the open collections on a stack. It is what reading a template spends its time in."""

    def __init__(self, source: Source, text: str) -> None:
        self.root: Node | None = None
        self.problems: list[Diagnostic] = []
        self.texts: list[tuple[int, int]] = []
        self._source = source
        self._offsets = offsets(source.content, text)
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._size = 0

    def second_document(self, at: int) -> None:
        """Another document starts: it is not read."""
        offset = self._offsets[at]
        line = self._source.location(offset, offset).line
        message = "a second document starts here: a template is one document, the rest of the file is not read"
        self.problems.append(Diagnostic(self._source.path, line, "second-document", message))

    def scalar(self, event: yaml.ScalarEvent, at: int, until: int) -> None:
        """A key, or a value."""
        start, end = self._offsets[at], self._offsets[until]
        self.texts.append((start, end))
        value, is_plain = event.value, event.implicit[0]
        if self._stack:
            frame = self._stack[-1]
            if frame.is_mapping and frame.key is None:
                frame.key, frame.key_start, frame.key_end = value, start, end
                frame.key_is_merge = is_plain and value == _MERGE
                return
        tag = event.tag
        is_typed = tag is not None and tag.startswith(_YAML_TAG) and not tag.endswith(":str")
        content = _resolve(value) if is_plain or is_typed else value
        self._count(1, at)
        node = ScalarNode(content, start, end, value)
        self._add(node if tag is None else _tagged(node, tag), event.anchor, self._size - 1, end)

    def open(self, event: yaml.CollectionStartEvent, at: int, _until: int) -> None:
        """A list or a map starts."""
        if len(self._stack) >= MAXIMUM_DEPTH:
            raise TooLarge(f"nested deeper than {MAXIMUM_DEPTH} levels", at)
        if self._wants_key():
            raise SyntaxProblem(_TEXT_KEYS, at)
        is_mapping = type(event) is yaml.MappingStartEvent
        start = self._offsets[at]
        self._stack.append(_Frame(is_mapping, start, start, event.tag, event.anchor, self._size, [], [], []))
        self._count(1, at)

    def close(self, _event: yaml.CollectionEndEvent, at: int, until: int) -> None:
        """The last list or map that started ends."""
        frame = self._stack.pop()
        is_flow = at != until  # a block ends where the next thing starts
        end = self._offsets[until] if is_flow else frame.end
        node: Node
        if frame.is_mapping:
            written = mapping(self._source, frame.entries, frame.start, end, self.problems)
            node = _merged(written, frame.merges) if frame.merges else written
        else:
            node = SequenceNode(tuple(frame.items), frame.start, end)
        self._add(_tagged(node, frame.tag), frame.anchor, frame.size, end)

    def alias(self, event: yaml.AliasEvent, at: int, until: int) -> None:
        """What was written before, once more."""
        if event.anchor not in self._anchors:
            raise SyntaxProblem(f"`*{event.anchor}` names no anchor that is complete before it", at)
        node, size = self._anchors[event.anchor]
        if self._wants_key():
            if not isinstance(node, ScalarNode):
                raise SyntaxProblem(_TEXT_KEYS, at)
            frame = self._stack[-1]
            frame.key, frame.key_start, frame.key_end = str(node.value), self._offsets[at], self._offsets[until]
            return
        before = self._size
        self._count(size, at)
        self._add(node, None, before, self._offsets[until])

    def _wants_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].is_mapping and self._stack[-1].key is None

    def _count(self, nodes: int, at: int) -> None:
        self._size += nodes
        if self._size > MAXIMUM_NODES:
            raise TooLarge(f"more than {MAXIMUM_NODES:,} values once its aliases are unfolded", at)

    def _add(self, node: Node, anchor: str | None, size_before: int, end: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, self._size - size_before)
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.end = end
        if not frame.is_mapping:
            frame.items.append(node)
            return
        key = frame.key
        frame.key = None
        if key is None:
            raise AssertionError("an event stream gives a key before each value")
        if frame.key_is_merge:
            frame.merges.append(node)
            frame.key_is_merge = False
        else:
            frame.entries.append(Entry(key, node, frame.key_start, frame.key_end))


def _resolve(text: str) -> bool | int | Decimal | str | None:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC or len(text) > MAXIMUM_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return Decimal(str(float(text)))  # 1.10 is the number 1.1: CloudFormation drops the zero as well
    return text


def _tagged(node: Node, tag: str | None) -> Node:
    """The long form of a short one. A local tag that is no function is handed on; evaluation names it."""
    if tag is None or tag == "!" or not tag.startswith("!"):
        return node
    name = tag[1:]
    function = name if name in {"Ref", "Condition"} else f"Fn::{name}"
    return MappingNode((Entry(function, node, node.start, node.start + len(tag)),), node.start, node.end)


def _merged(written: MappingNode, merges: list[Node]) -> MappingNode:
    """Entries of the merged mappings, unless the mapping writes the key itself; earlier merges win."""
    keys = {entry.key for entry in written.entries}
    inherited: list[Entry] = []
    for entry in (entry for node in merges for entry in _merge_sources(node)):
        if entry.key not in keys:
            keys.add(entry.key)
            inherited.append(entry)
    return MappingNode((*inherited, *written.entries), written.start, written.end)


def _merge_sources(node: Node) -> Iterator[Entry]:
    if isinstance(node, MappingNode):
        yield from node.entries
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _merge_sources(item)
