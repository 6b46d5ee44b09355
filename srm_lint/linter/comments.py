"""Ignores of the files of a unit: their comments, and the metadata of template resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from srm_lint.model.hcl import Body, Document
from srm_lint.model.resource import Framework, Resource
from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Node, SequenceNode, Template
from srm_lint.model.value import Value
from srm_lint.suppress import Ignore, Scope, ignores_in


def ignores_of(
    documents: Iterable[Document], templates: Iterable[Template], resources: Iterable[Resource]
) -> tuple[Ignore, ...]:
    """Every request to ignore something, in the order of files and lines."""
    found: list[Ignore] = []
    for document in documents:
        scopes = partial(_document_scopes, document)
        found += ignores_in(document.source, document.comments, scopes)
    for template in templates:
        found += ignores_in(template.source, template.comments, partial(_template_scopes, template))
    found += [ignore for resource in resources for ignore in _from_metadata(resource)]
    return tuple(found)


def ignores_of_items(file: Template, items: Iterable[Node]) -> Iterator[Ignore]:
    """The ignore comments of a configuration file; each holds for the item of a list, as for a block."""

    def scopes() -> list[Scope]:
        found = []
        for item in items:
            found.append(_scope(file.source, item.start, item.end, outer=True))
            found += _node_scopes(file.source, item)
        return found

    return ignores_in(file.source, file.comments, scopes)


def _document_scopes(document: Document) -> list[Scope]:
    return [*_hcl_scopes(document.source, document.body, outer=True)]


def _hcl_scopes(source: Source, body: Body, *, outer: bool) -> Iterator[Scope]:
    for attribute in body.attributes:
        yield _scope(source, attribute.start, attribute.end, outer=False)
    for block in body.blocks:
        yield _scope(source, block.start, block.end, outer=outer)
        yield from _hcl_scopes(source, block.body, outer=False)


def _template_scopes(template: Template) -> list[Scope]:
    scopes = []
    for entry in template.section("Resources").entries:
        scopes.append(_scope(template.source, entry.start, entry.value.end, outer=True))
        scopes += _node_scopes(template.source, entry.value)
    return scopes


def _node_scopes(source: Source, node: Node) -> Iterator[Scope]:
    if isinstance(node, MappingNode):
        for entry in node.entries:
            yield _scope(source, entry.start, entry.value.end, outer=False)
            yield from _node_scopes(source, entry.value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _node_scopes(source, item)


def _scope(source: Source, start: int, end: int, *, outer: bool) -> Scope:
    place = source.location(start, max(start, end - 1))
    return Scope(place.line, place.end_line, outer)


def _from_metadata(resource: Resource) -> Iterator[Ignore]:
    """`Metadata: {srm-lint: {ignore: [{id, reason, until}]}}`, for JSON has no comments; checkov's shape counts too."""
    metadata = resource.meta.get("Metadata")
    if resource.framework is not Framework.CLOUDFORMATION or not isinstance(metadata, dict):
        return
    extent = resource.syntax.extent()
    for tool, list_name, reason_name in (("srm-lint", "ignore", "reason"), ("checkov", "skip", "comment")):
        section = metadata.get(tool)
        for item in _items(section.get(list_name) if isinstance(section, dict) else None):
            entry: Mapping[str, Value] = item if isinstance(item, dict) else {"id": item}
            yield Ignore(
                own=tool == "srm-lint",
                ids=(_text(entry.get("id")).lower(),),
                reason=_text(entry.get(reason_name)),
                expires=_text(entry.get("until")),
                location=extent,
                first=extent.line,
                last=extent.end_line,
            )


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
