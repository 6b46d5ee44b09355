"""Syntax of Terraform's language as `read.terraform` hands it on: blocks, attributes, expressions.

Offsets (`start` inclusive, `end` exclusive) are bytes into the file's content. Nodes are plain data: they hold no
evaluated values and no reference to their parents, so that documents can be cached and shared.
"""

from __future__ import annotations

from typing import Union, cast

import msgspec

from srm_lint.model.source import Comment, Diagnostic, Source


class Node(msgspec.Struct, frozen=True, tag=True, array_like=True, gc=False):
    """What every syntax node is. `gc=False`: trees have no cycles, and large ones would slow the collector down."""


class Literal(Node, frozen=True, gc=False):
    """null, true, false, or text without interpolation (escapes resolved, Unicode NFC)."""

    value: bool | str | None
    start: int
    end: int


class Number(Node, frozen=True, gc=False):
    """A number as it is written, so that no digit is lost: "1", "0.10", "1e3"."""

    text: str
    start: int
    end: int


class Template(Node, frozen=True, gc=False):
    """Text with interpolations; always a string. `"${x}"` alone is not one: it is `x` itself."""

    parts: tuple[Expression, ...]
    start: int
    end: int


class Join(Node, frozen=True, gc=False):
    """`%{ for }`: the strings of a tuple one after the other. `items` is a `For`."""

    items: Expression
    start: int
    end: int


class Traversal(Node, frozen=True, gc=False):
    """A name and constant steps from it: `aws_s3_bucket.b[0].id` is ("aws_s3_bucket", ("b", 0, "id"))."""

    root: str
    steps: tuple[str | int, ...]
    start: int
    end: int


class Access(Node, frozen=True, gc=False):
    """Constant steps from any other expression: `f(x).a[0]`."""

    source: Expression
    steps: tuple[str | int, ...]
    start: int
    end: int


class Index(Node, frozen=True, gc=False):
    """`source[key]` with a key that must be evaluated."""

    source: Expression
    key: Expression
    start: int
    end: int


class Item(Node, frozen=True, gc=False):
    """The current element inside a splat's `each`."""

    start: int
    end: int


class Splat(Node, frozen=True, gc=False):
    """`source[*].a` and `source.*.a`: `each` is evaluated for every element, which `Item` stands for."""

    source: Expression
    each: Expression
    start: int
    end: int


class Call(Node, frozen=True, gc=False):
    """A function call; `expand` where the last argument is followed by `...`."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    start: int
    end: int


class Unary(Node, frozen=True, gc=False):
    """`-x` or `!x`."""

    operator: str
    operand: Expression
    start: int
    end: int


class Binary(Node, frozen=True, gc=False):
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression
    start: int
    end: int


class Conditional(Node, frozen=True, gc=False):
    """`condition ? yes : no`, and `%{ if }` in templates."""

    condition: Expression
    yes: Expression
    no: Expression
    start: int
    end: int


class Tuple(Node, frozen=True, gc=False):
    """`[a, b]`."""

    items: tuple[Expression, ...]
    start: int
    end: int


class Object(Node, frozen=True, gc=False):
    """`{a = b}`; bare keys are literals."""

    items: tuple[tuple[Expression, Expression], ...]
    start: int
    end: int


class For(Node, frozen=True, gc=False):
    """`[for key, value in collection : result if condition]`; with `result_key` it makes an object.

    `key` is "" where only one name is written; `group` stands for `...`.
    """

    key: str
    value: str
    collection: Expression
    result_key: Expression | None
    result: Expression
    condition: Expression | None
    group: bool
    start: int
    end: int


class Invalid(Node, frozen=True, gc=False):
    """An expression that a syntax error makes unreadable; its document has the problem."""

    start: int
    end: int


Expression = Union[
    Literal,
    Number,
    Template,
    Join,
    Traversal,
    Access,
    Index,
    Item,
    Splat,
    Call,
    Unary,
    Binary,
    Conditional,
    Tuple,
    Object,
    For,
    Invalid,
]


def moved(expression: Expression, by: int) -> Expression:
    """The expression with all its offsets moved."""
    return cast("Expression", _moved(expression, by))


def _moved(part: object, by: int) -> object:
    if isinstance(part, tuple):
        return tuple(_moved(item, by) for item in part)
    if not isinstance(part, Node):
        return part
    fields = {
        name: getattr(part, name) + by if name in ("start", "end") else _moved(getattr(part, name), by)
        for name in part.__struct_fields__
    }
    return type(part)(**fields)


class Attribute(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`name = expression`, from the name's first byte to the expression's last."""

    name: str
    expression: Expression
    start: int
    end: int


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`type "label" { body }`; `header_end` is where the header ends, before `{`."""

    type: str
    labels: tuple[str, ...]
    body: Body
    start: int
    header_end: int
    end: int


class Body(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What stands between a block's braces, or in a file; both in source order, attribute names distinct."""

    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        return None

    def blocks_of(self, type: str) -> tuple[Block, ...]:
        """Nested blocks of a type."""
        return tuple(block for block in self.blocks if block.type == type)


class Document(msgspec.Struct, frozen=True):
    """One file. `problems` are its syntax errors; what they leave intact is in `body` all the same."""

    source: Source
    body: Body
    comments: tuple[Comment, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Fragment(msgspec.Struct, frozen=True):
    """A template or expression that stands alone: the file of `templatefile`, the text of `--var`."""

    source: Source
    expression: Expression
    problems: tuple[Diagnostic, ...] = ()
