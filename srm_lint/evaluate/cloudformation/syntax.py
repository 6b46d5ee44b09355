"""The way back from a resource's values to the lines of the template as written."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.model.resource import Path, Written
from srm_lint.model.source import Location, Source
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Truth


class TemplateSyntax(msgspec.Struct, frozen=True):
    """The entry of a resource under `Resources`. `conditions` decide which branch of an `Fn::If` counts.

    `defaults` are the properties that apply where the resource does not write them itself (SAM's `Globals`); `written` tells
    how the entry spells the properties of a resource that was made from it.
    """

    source: Source
    entry: Entry
    conditions: Mapping[str, Truth] = {}
    defaults: MappingNode | None = None
    written: Written | None = None

    def header(self) -> Location:
        """The logical id."""
        return self.source.location(self.entry.start, self.entry.end)

    def extent(self) -> Location:
        """The logical id and everything below it."""
        return self.source.location(*_span(self.entry))

    def locate(self, path: Path) -> Location | None:
        """The deepest written part of a property; of an attribute such as `DeletionPolicy` where no property has the name."""
        body = self.entry.value
        spelled = self.written.path(path) if self.written else path
        if not isinstance(body, MappingNode) or spelled is None:
            return None
        for start in (body.get("Properties"), self.defaults, body):
            span = _find(start, spelled, self.conditions)
            if span is not None:
                return self.source.location(*span)
        return None


def _find(node: Node | None, path: Path, conditions: Mapping[str, Truth]) -> tuple[int, int] | None:
    span: tuple[int, int] | None = None
    for step in path:
        node = follow(node, conditions)
        if isinstance(node, MappingNode) and isinstance(step, str):
            entry = node.entry(step)
            if entry is None:
                return span
            span, node = _span(entry), entry.value
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            items = [item for item in node.items if follow(item, conditions) is not None]
            if step >= len(items):
                return span
            node = items[step]
            span = (node.start, node.end)
        else:
            return span
    return span


def follow(node: Node | None, conditions: Mapping[str, Truth]) -> Node | None:
    """What an `Fn::If` comes to under `conditions`: a branch, None for `AWS::NoValue`, itself where that is not known."""
    while isinstance(node, MappingNode) and len(node.entries) == 1:
        [entry] = node.entries
        if entry.key == "Ref" and isinstance(entry.value, ScalarNode) and entry.value.value == "AWS::NoValue":
            return None
        if entry.key != "Fn::If" or not isinstance(entry.value, SequenceNode) or len(entry.value.items) != 3:
            return node
        condition, when_true, when_false = entry.value.items
        truth = conditions.get(condition.text) if isinstance(condition, ScalarNode) else None
        if not isinstance(truth, bool):
            return node
        node = when_true if truth else when_false
    return node


def _span(entry: Entry) -> tuple[int, int]:
    """From the key to the end of its value; the key alone where the value is written elsewhere, under an anchor."""
    return entry.start, entry.value.end if entry.value.start >= entry.start else entry.end
