"""Corrections written into Terraform source: one literal attribute or one block, and not a byte more.

What stands there as an expression is somebody's decision made elsewhere: it is told where, and nothing is edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from srm_lint.model.hcl import Attribute, Block, Body, Document, Literal, Number, Traversal
from srm_lint.model.source import Source

_COMMENTS = (b"#", b"//")
_INDENT = b"  "


class Wish(msgspec.Struct, frozen=True):
    """A correction: settings, as HCL, of the block that opens on `line`."""

    line: int
    settings: Document


class Edit(msgspec.Struct, frozen=True):
    """Bytes from `start` to `end` (exclusive) replaced by `text`."""

    start: int
    end: int
    text: bytes


class Refusal(msgspec.Struct, frozen=True):
    """Why a correction was not made. `variable` is the one that decides, "" for none; `setting` is what it should be."""

    why: str
    variable: str = ""
    setting: str = ""


def amended(content: bytes, edits: Sequence[Edit]) -> bytes:
    """The content with all edits made."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        content = content[: edit.start] + edit.text + content[edit.end :]
    return content


def edit_for(document: Document, wish: Wish) -> Edit | Refusal:
    """The edit that makes a correction, or the ground against it."""
    if wish.settings.problems or wish.settings.comments:
        return Refusal("the correction is made in another block")
    opened = (block for block in document.body.blocks if document.source.location(block.start, 0).line == wish.line)
    block = next(opened, None)
    if block is None:
        return Refusal("its block was not found")
    return _in_block(document.source, block, wish.settings.body, wish.settings.source)


def _in_block(source: Source, block: Block, wanted: Body, written: Source) -> Edit | Refusal:
    if len(wanted.attributes) + len(wanted.blocks) != 1:
        return Refusal("it takes more than one attribute")
    if wanted.attributes:
        return _attribute(source, block, wanted.attributes[0], written)
    inner = wanted.blocks[0]
    there = block.body.blocks_of(inner.type)
    if len(there) > 1 or any(other.labels == (inner.type,) for other in block.body.blocks_of("dynamic")):
        return Refusal(f"there are several blocks `{inner.type}`, or a dynamic one")
    if there:
        return _in_block(source, there[0], inner.body, written)
    return _inserted(source, block, written.content.rstrip())


def _attribute(source: Source, block: Block, wanted: Attribute, written: Source) -> Edit | Refusal:
    value = written.content[wanted.expression.start : wanted.expression.end]
    there = block.body.attribute(wanted.name)
    if there is None:
        return _inserted(source, block, wanted.name.encode() + b" = " + value)
    expression = there.expression
    if isinstance(expression, Literal | Number):
        return Edit(expression.start, expression.end, value)
    if isinstance(expression, Traversal) and expression.root == "var" and len(expression.steps) == 1:
        return Refusal("a variable decides it", str(expression.steps[0]), value.decode())
    return Refusal(f"`{wanted.name}` is an expression")


def _inserted(source: Source, block: Block, code: bytes) -> Edit | Refusal:
    """Code as lines of their own: after the last attribute, or where the block opens."""
    content = source.content
    base = _indent_at(content, block.start)
    last = max(block.body.attributes, key=lambda attribute: attribute.end, default=None)
    opening = content.find(b"{", block.header_end)
    inside = content[opening + 1 : block.end - 1]
    break_ = b"\r\n" if b"\r\n" in content else b"\n"
    if not inside.strip():
        text = break_.join((b"{", *_lines(code, base + _INDENT), base + b"}"))
        return Edit(opening, block.end, text)
    after = opening + 1 if last is None else last.end
    indent = base + _INDENT if last is None else _indent_at(content, last.start)
    end = content.find(b"\n", after)
    rest = content[after:end].strip()
    if end == -1 or end >= block.end or (rest and not rest.startswith(_COMMENTS)):
        return Refusal("its block is written on one line")
    end -= content[end - 1 : end] == b"\r"
    return Edit(end, end, b"".join(break_ + line for line in _lines(code, indent)))


def _lines(code: bytes, indent: bytes) -> Iterator[bytes]:
    for line in code.splitlines():
        yield indent + line if line else line


def _indent_at(content: bytes, place: int) -> bytes:
    """White space at the beginning of the line of a byte."""
    line = content[content.rfind(b"\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip())]
