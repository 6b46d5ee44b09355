"""The outer shape of a template: which sections there are, and what each resource must say."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode

_MAPS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Globals")
_LOOP = "Fn::ForEach::"
_INCLUDE = "Fn::Transform"


def problems(source: Source, root: MappingNode) -> Iterator[Diagnostic]:
    """What is wrong with the sections of a template and the outer shape of its resources."""
    for name in _MAPS:
        entry = root.entry(name)
        if entry is not None and not isinstance(entry.value, MappingNode) and not _is_empty(entry.value):
            yield _problem(source, entry.start, f"`{name}` must be a map, not {_kind(entry.value)}")
    resources = root.get("Resources")
    if resources is None or _is_empty(resources):
        yield _problem(source, root.start, "the template has no `Resources`")
    elif isinstance(resources, MappingNode):
        for entry in resources.entries:
            yield from _resource_problems(source, entry)


def _resource_problems(source: Source, entry: Entry) -> Iterator[Diagnostic]:
    if entry.key.startswith(_LOOP) or entry.key == _INCLUDE:
        return
    if not isinstance(entry.value, MappingNode):
        yield _problem(source, entry.start, f"resource `{entry.key}` must be a map, not {_kind(entry.value)}")
        return
    type = entry.value.get("Type")
    if type is None:
        yield _problem(source, entry.start, f"resource `{entry.key}` has no `Type`")
    elif not _is_text(type) and not _is_filled_in(type):
        yield _problem(source, type.start, f"the `Type` of resource `{entry.key}` must be a text")
    properties = entry.value.get("Properties")
    if not (properties is None or isinstance(properties, MappingNode) or _is_empty(properties)):
        message = f"the `Properties` of resource `{entry.key}` must be a map, not {_kind(properties)}"
        yield _problem(source, properties.start, message)


def _is_text(node: Node) -> bool:
    return isinstance(node, ScalarNode) and isinstance(node.value, str)


def _is_filled_in(node: Node) -> bool:
    """Whether a function stands for the text: a tool outside CloudFormation fills it in before deployment."""
    return isinstance(node, MappingNode) and all(entry.key.startswith(("Fn::", "Rain::")) for entry in node.entries)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None


def _kind(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "a list"
    return "a map" if isinstance(node, MappingNode) else "a single value"


def _problem(source: Source, offset: int, message: str) -> Diagnostic:
    return Diagnostic(source.path, source.location(offset, offset).line, "template-structure", message)
