"""Corrections of Terraform: one literal attribute or one block."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.amend.edit import Edit, Refusal, end_of_line, indent_at, line_break
from srm_lint.model.hcl import Attribute, Block, Body, Document, Literal, Number, Traversal
from srm_lint.model.source import Source

_COMMENTS = (b"#", b"//")
_INDENT = b"  "


def edit_for_settings(document: Document, line: int, settings: Document) -> Edit | Refusal:
    """The edit that makes settings, written in HCL, of the block that opens on `line`; or the ground against it."""
    if settings.problems or settings.comments:
        return Refusal("the correction is made in another block")
    opened = (block for block in document.body.blocks if document.source.location(block.start, 0).line == line)
    block = next(opened, None)
    if block is None:
        return Refusal("its block was not found")
    return _in_block(document.source, block, settings.body, settings.source)


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
    """Code as lines of their own: after the last attribute, or where the block opens. A block on one line is spread."""
    content = source.content
    base = indent_at(content, block.start)
    last = max(block.body.attributes, key=lambda attribute: attribute.end, default=None)
    opening = content.find(b"{", block.header_end)
    inside = content[opening + 1 : block.end - 1]
    break_ = line_break(content)
    if not inside.strip() or b"\n" not in inside:
        held = inside.strip() + break_ if inside.strip() else b""
        text = break_.join((b"{", *_lines(held + code, base + _INDENT), base + b"}"))
        return Edit(opening, block.end, text)
    after = opening + 1 if last is None else last.end
    indent = base + _INDENT if last is None else indent_at(content, last.start)
    end = end_of_line(content, after, _COMMENTS)
    if end is None or end >= block.end:
        return Refusal("something follows on the line where it belongs")
    return Edit(end, end, b"".join(break_ + line for line in _lines(code, indent)))


def _lines(code: bytes, indent: bytes) -> Iterator[bytes]:
    for line in code.splitlines():
        yield indent + line if line else line
