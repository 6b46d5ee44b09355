"""Ignores in the metadata of templates, for JSON and synthesised CDK have no comments.

Metadata:
srm-lint: {ignore: [{id: aws-s3-bucket-access-log-off, reason: why, until: 2027-01-31}]}   # template or resource
checkov: {skip: [{id: CKV_AWS_18, comment: why}]}                                           # resource
cfn_nag: {rules_to_suppress: [{id: W35, reason: why}]}                                      # resource
guard: {SuppressedRules: [S3_BUCKET_LOGGING_ENABLED]}                                       # resource
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from srm_lint.model.ignore import Ignore, IgnoreKind, Tool
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode, Template
from srm_lint.suppress.comments import Placed, Scope
from srm_lint.suppress.written import wrong_date

_LOOP = "Fn::ForEach::"


class _Shape(msgspec.Struct, frozen=True):
    """Where a tool keeps its list, and what it calls the reason of an item."""

    tool: Tool
    section: str
    list: str
    reason: str


_OWN = _Shape(Tool.OWN, "srm-lint", "ignore", "reason")
_NAMELESS = "names no rule: give it an `id`"
_OF_RESOURCES = (
    _OWN,
    _Shape(Tool.CHECKOV, "checkov", "skip", "comment"),
    _Shape(Tool.CFN_NAG, "cfn_nag", "rules_to_suppress", "reason"),
    _Shape(Tool.CFN_GUARD, "guard", "SuppressedRules", "reason"),
)


def metadata_ignores(template: Template) -> Iterator[Placed]:
    """The requests in the metadata of a template, which hold for all of it, and of its resources."""
    whole = Scope(1, template.source.line_count, outer=True)
    yield from _requests(template, template.root, (_OWN,), whole)
    for entry in resource_entries(template.section("Resources")):
        if isinstance(entry.value, MappingNode):
            location = template.source.location(entry.start, max(entry.start, entry.value.end - 1))
            extent = Scope(location.line, location.end_line, outer=True)
            yield from _requests(template, entry.value, _OF_RESOURCES, extent)


def resource_entries(resources: MappingNode) -> Iterator[Entry]:
    """The resources as they are written, those inside loops too."""
    for entry in resources.entries:
        inner = entry.value.items[-1] if isinstance(entry.value, SequenceNode) and entry.value.items else None
        if entry.key.startswith(_LOOP) and isinstance(inner, MappingNode):
            yield from resource_entries(inner)
        else:
            yield entry


def _requests(template: Template, holder: MappingNode, shapes: tuple[_Shape, ...], scope: Scope) -> Iterator[Placed]:
    metadata = holder.get("Metadata")
    if not isinstance(metadata, MappingNode):
        return
    for shape in shapes:
        section = metadata.get(shape.section)
        listed = section.get(shape.list) if isinstance(section, MappingNode) else None
        for item in _items(listed):
            location = template.source.location(item.start, item.end)
            ids, reason, expires = _item(item, shape)
            malformed = _wrong_key(item, shape) or (wrong_date(expires, "until: ") if ids else _NAMELESS)
            ignore = Ignore(IgnoreKind.METADATA, shape.tool, ids, reason, expires, location, malformed)
            yield Placed(ignore, scope.first, scope.last)


def _items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single one may stand without it."""
    if node is None:
        return ()
    return node.items if isinstance(node, SequenceNode) else (node,)


def _item(item: Node, shape: _Shape) -> tuple[tuple[str, ...], str, str]:
    """(ids, reason, expiry) of an item: a map, or an id alone."""
    if not isinstance(item, MappingNode):
        return _ids(item), "", ""
    return _ids(item.get("id")), _text(item.get(shape.reason)), _text(item.get("until"))


def _wrong_key(item: Node, shape: _Shape) -> str:
    """What is wrong with the keys of an item of ours; "" for nothing."""
    keys = ("id", "reason", "until")
    written = (entry.key for entry in item.entries) if shape is _OWN and isinstance(item, MappingNode) else ()
    strange = next((key for key in written if key not in keys), None)
    return f"has a key `{strange}`, and only {', '.join(keys)} mean something" if strange is not None else ""


def _ids(node: Node | None) -> tuple[str, ...]:
    return tuple(id.strip().lower() for id in _text(node).split(",") if id.strip())


def _text(node: Node | None) -> str:
    return str(node.value) if isinstance(node, ScalarNode) and node.value is not None else ""
