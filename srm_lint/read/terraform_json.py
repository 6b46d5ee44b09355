"""Terraform's JSON syntax -> the same `Document` as its native syntax.

JSON does not tell blocks from attributes, so the blocks that the language itself defines are listed here; whatever a
provider defines stays an attribute. Strings are templates except where the language wants constants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from srm_lint.model.hcl import (
    Attribute,
    Block,
    Body,
    Document,
    Expression,
    Fragment,
    Invalid,
    Literal,
    Number,
    Object,
    Tuple,
    moved,
)
from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.read.json_nodes import parse
from srm_lint.read.nodes import SyntaxProblem

Reader = Callable[[Source], Fragment]

_COMMENT = "//"


class _Schema(msgspec.Struct, frozen=True):
    """What a kind of block holds: how many labels it has, its blocks, and how its attributes' strings are read.

    `constant`: strings are text as they stand. `references`: attributes whose strings are names, not templates.
    """

    labels: int = 0
    blocks: dict[str, _Schema] = {}
    constant: bool = False
    references: frozenset[str] = frozenset()


_CONDITION = _Schema()
_REFERENCES = frozenset(["depends_on", "provider", "ignore_changes", "replace_triggered_by", "iterator", "from", "to"])
_CONTENT_BLOCKS: dict[str, _Schema] = {}
_DYNAMIC = _Schema(labels=1, blocks={"content": _Schema(blocks=_CONTENT_BLOCKS)}, references=_REFERENCES)
_CONTENT_BLOCKS["dynamic"] = _DYNAMIC
_NESTED = _Schema(blocks=_CONTENT_BLOCKS)
_LIFECYCLE = _Schema(blocks={"precondition": _CONDITION, "postcondition": _CONDITION}, references=_REFERENCES)
_RESOURCE = _Schema(
    labels=2,
    blocks={
        "lifecycle": _LIFECYCLE,
        "connection": _Schema(),
        "provisioner": _Schema(labels=1, blocks={"connection": _Schema()}),
        "dynamic": _DYNAMIC,
    },
    references=_REFERENCES,
)
_TERRAFORM = _Schema(
    constant=True,
    blocks={
        "backend": _Schema(labels=1, constant=True),
        "required_providers": _Schema(constant=True),
        "cloud": _Schema(constant=True, blocks={"workspaces": _Schema(constant=True)}),
    },
)
_FILE = _Schema(
    blocks={
        "resource": _RESOURCE,
        "data": _RESOURCE,
        "ephemeral": _RESOURCE,
        "module": _Schema(labels=1, references=_REFERENCES | {"providers"}),
        "variable": _Schema(labels=1, constant=True, blocks={"validation": _CONDITION}, references=frozenset(["type"])),
        "output": _Schema(labels=1, blocks={"precondition": _CONDITION}, references=_REFERENCES),
        "provider": _Schema(labels=1, blocks={"dynamic": _DYNAMIC}),
        "locals": _Schema(),
        "terraform": _TERRAFORM,
        "moved": _Schema(references=_REFERENCES),
        "removed": _Schema(references=_REFERENCES),
        "import": _Schema(references=_REFERENCES),
        "check": _Schema(labels=1, blocks={"assert": _CONDITION, "data": _RESOURCE}),
        "action": _Schema(labels=2),
    }
)
_VALUES = _Schema(constant=True)

_MOST_FRAGMENTS = 15_000
"""Expressions inside the strings of one file; generated configurations have a fifth of it."""


def read_json(source: Source, read_expression: Reader, read_template: Reader) -> Document:
    """A `.tf.json`, `.tofu.json` or `.tfvars.json` file."""
    text = source.content.decode("utf-8-sig")
    try:
        parsed = parse(source, text)
    except SyntaxProblem as problem:
        line = text.count("\n", 0, problem.offset) + 1
        return Document(source, Body(), problems=(Diagnostic(source.path, line, "syntax-error", str(problem)),))
    reader = _Reader(source, read_expression, read_template)
    schema = _VALUES if source.path.endswith(".tfvars.json") else _FILE
    body = reader.body(list(_mappings(parsed.root)), schema)
    if not isinstance(parsed.root, MappingNode | SequenceNode):
        reader.problem(0, "the file must hold a JSON object")
    return Document(source, body, problems=(*parsed.problems, *reader.problems))


class _Reader:
    def __init__(self, source: Source, read_expression: Reader, read_template: Reader) -> None:
        self.problems: list[Diagnostic] = []
        self._source = source
        self._read_expression = read_expression
        self._read_template = read_template
        self._fragments = 0

    def problem(self, at: int, message: str) -> None:
        line = self._source.location(at, at).line
        self.problems.append(Diagnostic(self._source.path, line, "syntax-error", message))

    def body(self, mappings: list[MappingNode], schema: _Schema) -> Body:
        """Attributes and blocks of one body, which may be spread over several objects in a list."""
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        written = _names_written(mappings) if "dynamic" in schema.blocks else frozenset()
        for entry in (entry for node in mappings for entry in node.entries if entry.key != _COMMENT):
            if entry.key in schema.blocks:
                blocks += self._blocks(entry.key, (), entry.value, entry.start, schema.blocks[entry.key])
            elif schema is _FILE:
                self.problem(entry.start, f"`{entry.key}` is no block type of Terraform")
            elif entry.key in written or ("dynamic" in schema.blocks and _writes_blocks(entry.value)):
                blocks += self._blocks(entry.key, (), entry.value, entry.start, _NESTED)
            else:
                expression = self._value(entry.value, entry.key, schema)
                attributes[entry.key] = Attribute(entry.key, expression, entry.start, entry.value.end)
        return Body(tuple(attributes.values()), tuple(blocks))

    def _blocks(self, type: str, labels: tuple[str, ...], node: Node, start: int, schema: _Schema) -> Iterator[Block]:
        """Blocks below a key: one level of objects for each label, then one body, or a list of bodies."""
        if isinstance(node, ScalarNode):
            if node.value is not None:
                self.problem(node.start, f"`{type}` must be an object")
            return
        if len(labels) < schema.labels:
            for entry in (entry for mapping in _mappings(node) for entry in mapping.entries if entry.key != _COMMENT):
                yield from self._blocks(type, (*labels, entry.key), entry.value, entry.start, schema)
            return
        for body in _mappings(node):
            header = start if isinstance(node, MappingNode) else body.start
            yield Block(type, labels, self.body([body], schema), header, header, body.end)

    def _value(self, node: Node, name: str, schema: _Schema) -> Expression:
        if name in schema.references:
            return self._reference(node)
        return self._constant(node) if schema.constant else self._expression(node)

    def _expression(self, node: Node) -> Expression:
        """A value whose strings and keys are templates."""
        if isinstance(node, SequenceNode):
            return Tuple(tuple(map(self._expression, node.items)), node.start, node.end)
        if isinstance(node, MappingNode):
            items = tuple((self._text(e.key, e.start, e.end), self._expression(e.value)) for e in node.entries)
            return Object(items, node.start, node.end)
        return self._text(node.value, node.start, node.end) if isinstance(node.value, str) else self._scalar(node)

    def _constant(self, node: Node) -> Expression:
        """A value whose strings are what they are."""
        if isinstance(node, SequenceNode):
            return Tuple(tuple(map(self._constant, node.items)), node.start, node.end)
        if isinstance(node, MappingNode):
            items = tuple((Literal(e.key, e.start, e.end), self._constant(e.value)) for e in node.entries)
            return Object(items, node.start, node.end)
        return self._scalar(node)

    def _reference(self, node: Node) -> Expression:
        """A value whose strings are names: `"depends_on": ["aws_s3_bucket.b"]`, `"type": "list(string)"`."""
        if isinstance(node, SequenceNode):
            return Tuple(tuple(map(self._reference, node.items)), node.start, node.end)
        if isinstance(node, MappingNode):
            items = tuple((Literal(e.key, e.start, e.end), self._reference(e.value)) for e in node.entries)
            return Object(items, node.start, node.end)
        if isinstance(node.value, str):
            return self._fragment(node.value, node.start, self._read_expression)
        return self._scalar(node)

    def _scalar(self, node: ScalarNode) -> Expression:
        value = node.value
        if value is None or isinstance(value, bool | str):
            return Literal(value, node.start, node.end)
        return Number(self._source.content[node.start : node.end].decode(), node.start, node.end)

    def _text(self, text: str, start: int, end: int) -> Expression:
        if "${" not in text and "%{" not in text:
            return Literal(text, start, end)
        return self._fragment(text, start, self._read_template)

    def _fragment(self, text: str, start: int, read: Reader) -> Expression:
        """Text inside a JSON string; places in it are exact as long as the string has no escapes."""
        self._fragments += 1
        if self._fragments > _MOST_FRAGMENTS:
            if self._fragments == _MOST_FRAGMENTS + 1:
                self.problem(start, f"more than {_MOST_FRAGMENTS:,} expressions in one file; split it")
            return Invalid(start, start + len(text))
        fragment = read(Source(self._source.path, text.encode("utf-8", "replace")))
        for problem in fragment.problems:
            self.problem(start, problem.message)
        if isinstance(fragment.expression, Invalid):
            return Invalid(start, start + len(text))
        return moved(fragment.expression, start + 1)


def _mappings(node: Node | None) -> Iterator[MappingNode]:
    """The object, or the objects of the list."""
    if isinstance(node, MappingNode):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _mappings(item)


def _names_written(mappings: list[MappingNode]) -> frozenset[str]:
    """Types of blocks that `dynamic` writes in a body: what is written out of these are blocks as well."""
    dynamic = (entry.value for mapping in mappings for entry in mapping.entries if entry.key == "dynamic")
    return frozenset(entry.key for node in dynamic for labels in _mappings(node) for entry in labels.entries)


def _writes_blocks(node: Node) -> bool:
    """Whether a value is a block of the provider's for certain, because somewhere in it `dynamic` writes further blocks."""
    if isinstance(node, SequenceNode):
        return any(map(_writes_blocks, node.items))
    if not isinstance(node, MappingNode):
        return False
    dynamic = (entry.value for entry in node.entries if entry.key == "dynamic")
    return any(map(_is_dynamic, dynamic)) or any(_writes_blocks(entry.value) for entry in node.entries)


def _is_dynamic(node: Node) -> bool:
    blocks = [body for labels in _mappings(node) for entry in labels.entries for body in _mappings(entry.value)]
    return blocks != [] and all({"for_each", "content"} <= {entry.key for entry in body.entries} for body in blocks)
