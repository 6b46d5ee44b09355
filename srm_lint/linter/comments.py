"""Ignores of the files of a unit: their comments, and the metadata of templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from srm_lint.model.hcl import Body, Document
from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Node, SequenceNode, Template
from srm_lint.suppress import Placed, Scope, comment_ignores, metadata_ignores, resource_entries


def ignores_of(documents: Iterable[Document], templates: Iterable[Template]) -> tuple[Placed, ...]:
    """Every request to ignore something, in the order of files and lines."""
    found: list[Placed] = []
    for document in documents:
        found += comment_ignores(document.source, document.comments, partial(document_scopes, document))
    for template in templates:
        found += comment_ignores(template.source, template.comments, partial(template_scopes, template))
        found += metadata_ignores(template)
    return tuple(found)


def ignores_of_items(file: Template, items: Iterable[Node]) -> Iterator[Placed]:
    """The ignore comments of a configuration file; each holds for the item of a list, as for a block."""

    def scopes() -> list[Scope]:
        found = []
        for item in items:
            found.append(_scope(file.source, item.start, item.end, outer=True))
            found += _node_scopes(file.source, item)
        return found

    return comment_ignores(file.source, file.comments, scopes)


def document_scopes(document: Document) -> list[Scope]:
    """The blocks and attributes of a Terraform file."""
    return [*_hcl_scopes(document.source, document.body, outer=True)]


def _hcl_scopes(source: Source, body: Body, *, outer: bool) -> Iterator[Scope]:
    for attribute in body.attributes:
        yield _scope(source, attribute.start, attribute.end, outer=False)
    for block in body.blocks:
        yield _scope(source, block.start, block.end, outer=outer)
        yield from _hcl_scopes(source, block.body, outer=False)


def template_scopes(template: Template) -> list[Scope]:
    """The resources of a template and everything in them."""
    scopes = []
    for entry in resource_entries(template.section("Resources")):
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
