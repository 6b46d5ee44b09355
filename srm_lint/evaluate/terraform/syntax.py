"""Where a resource and its attributes are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from srm_lint.evaluate.terraform.configuration import Argument, Nested
from srm_lint.model.hcl import Block, Body, Expression, Literal, Object, Tuple
from srm_lint.model.resource import Path
from srm_lint.model.source import Location, Source


class BlockSyntax(msgspec.Struct, frozen=True):
    """A block with what override files add to it.

    `written_out` has, by its offset, the number of blocks that a `dynamic` one gave.
    """

    source: Source
    block: Block
    arguments: Mapping[str, Argument]
    blocks: tuple[Nested, ...]
    written_out: Mapping[int, int] = {}

    def header(self) -> Location:
        """From the block's type to its last label."""
        return self.source.location(self.block.start, self.block.header_end)

    def extent(self) -> Location:
        """The whole block."""
        return self.source.location(self.block.start, self.block.end)

    def locate(self, path: Path) -> Location | None:
        """The deepest written part of `path`."""
        if not path:
            return self.extent()
        name, *rest = path
        argument = self.arguments.get(str(name))
        if argument is not None:
            start, end = _place(argument.attribute.expression, rest, argument.attribute.start)
            return argument.source.location(start, max(end, argument.attribute.end) if not rest else end)
        return self._locate_block(str(name), rest, self.blocks)

    def _locate_block(self, type: str, rest: list[str | int], blocks: Iterable[Nested]) -> Location | None:
        index, *inner = rest if rest and isinstance(rest[0], int) else [0, *rest]
        nested = self._block_at(type, int(index), blocks)
        if nested is None:
            return None
        source, block = nested.source, nested.block
        if not inner:
            return source.location(block.start, block.header_end)
        body = _content(block)
        found = self._locate_in(source, body, inner)
        return found or source.location(block.start, block.header_end)

    def _locate_in(self, source: Source, body: Body, path: list[str | int]) -> Location | None:
        name, *rest = path
        attribute = body.attribute(str(name))
        if attribute is not None:
            start, end = _place(attribute.expression, rest, attribute.start)
            return source.location(start, max(end, attribute.end) if not rest else end)
        return self._locate_block(str(name), rest, [Nested(source, block) for block in body.blocks])

    def _block_at(self, type: str, index: int, blocks: Iterable[Nested]) -> Nested | None:
        """The block that wrote the value at `index`: the last one where it is past the end."""
        last: Nested | None = None
        for nested in blocks:
            block = nested.block
            is_dynamic = block.type == "dynamic" and block.labels[:1] == (type,)
            if not is_dynamic and block.type != type:
                continue
            last = nested
            index -= self.written_out.get(block.start, 1) if is_dynamic else 1
            if index < 0:
                break
        return last


def _content(block: Block) -> Body:
    contents = block.body.blocks_of("content") if block.type == "dynamic" else ()
    return contents[0].body if contents else block.body


def _place(expression: Expression, path: list[str | int], start: int) -> tuple[int, int]:
    """Start and end of the deepest written part of a value."""
    end = expression.end
    for step in path:
        found = _member(expression, step)
        if found is None:
            break
        start, expression = found
        end = expression.end
    return start, end


def _member(expression: Expression, step: str | int) -> tuple[int, Expression] | None:
    """Where an element is written, key included, and its expression."""
    if isinstance(expression, Tuple) and isinstance(step, int) and 0 <= step < len(expression.items):
        return expression.items[step].start, expression.items[step]
    if isinstance(expression, Object):
        for key, value in expression.items:
            if isinstance(key, Literal) and key.value == step:
                return key.start, value
    return None
