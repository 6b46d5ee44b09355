"""The outer shape of a template: which sections there are, and what each resource must say."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.model.source import Diagnostic, Level, Source
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode

_MAPS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Globals")
_SECTIONS = frozenset({*_MAPS, "AWSTemplateFormatVersion", "Description", "Hooks", "Metadata", "Rules", "Transform"})
_ATTRIBUTES = frozenset(
    {
        *("Condition", "CreationPolicy", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type"),
        *("UpdatePolicy", "UpdateReplacePolicy", "Version", "Connectors", "IgnoreGlobals", "Fn::Transform"),
    }
)
_LOOP = "Fn::ForEach::"
_INCLUDE = "Fn::Transform"


def problems(source: Source, root: MappingNode) -> Iterator[Diagnostic]:
    """What is wrong with the sections of a template and the outer shape of its resources."""
    is_plain = root.entry("Transform") is None  # else a macro may take more than CloudFormation does
    yield from _section_problems(source, root, is_plain)
    parameters, resources = root.get("Parameters"), root.get("Resources")
    for entry in parameters.entries if isinstance(parameters, MappingNode) else ():
        if not isinstance(entry.value, MappingNode) or not isinstance(entry.value.get("Type"), ScalarNode):
            yield _problem(source, entry.start, f"parameter `{entry.key}` has no `Type`")
    if resources is None or _is_empty(resources):
        yield _problem(source, root.start, "the template has no `Resources`")
    for entry in resources.entries if isinstance(resources, MappingNode) else ():
        if entry.key.startswith(_LOOP) and is_plain:
            yield _problem(source, entry.start, "a loop needs `Transform: AWS::LanguageExtensions`")
        elif not entry.key.startswith(_LOOP) and entry.key != _INCLUDE:
            yield from _resource_problems(source, entry, is_plain)


def _section_problems(source: Source, root: MappingNode, is_plain: bool) -> Iterator[Diagnostic]:
    for entry in root.entries:
        if entry.key in _MAPS and not isinstance(entry.value, MappingNode) and not _is_empty(entry.value):
            yield _problem(source, entry.start, f"`{entry.key}` must be a map, not {_kind(entry.value)}")
        elif is_plain and entry.key not in _SECTIONS:
            yield _problem(source, entry.start, f"`{entry.key}` is no section of a template", Level.WARNING)


def _resource_problems(source: Source, entry: Entry, is_plain: bool) -> Iterator[Diagnostic]:
    if not isinstance(entry.value, MappingNode):
        yield _problem(source, entry.start, f"resource `{entry.key}` must be a map, not {_kind(entry.value)}")
        return
    type, properties = entry.value.get("Type"), entry.value.get("Properties")
    if type is None and entry.value.entry(_INCLUDE) is None:
        yield _problem(source, entry.start, f"resource `{entry.key}` has no `Type`")
    elif type is not None and not _is_text(type) and not _is_filled_in(type):
        yield _problem(source, type.start, f"the `Type` of resource `{entry.key}` must be a text")
    if not (properties is None or isinstance(properties, MappingNode) or _is_empty(properties)):
        message = f"the `Properties` of resource `{entry.key}` must be a map, not {_kind(properties)}"
        yield _problem(source, properties.start, message)
    for attribute in entry.value.entries if is_plain and type is not None and _is_text(type) else ():
        if attribute.key not in _ATTRIBUTES:
            message = f"`{attribute.key}` is no attribute of resource `{entry.key}`; what is below it is not judged"
            yield _problem(source, attribute.start, message, Level.WARNING)


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


def _problem(source: Source, offset: int, message: str, level: Level = Level.ERROR) -> Diagnostic:
    return Diagnostic(source.path, source.location(offset, offset).line, "template-structure", message, level)
