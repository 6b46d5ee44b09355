"""The body of a block -> its attributes and nested blocks, `dynamic` ones written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from srm_lint.evaluate.terraform.configuration import Nested
from srm_lint.evaluate.terraform.errors import EvaluationError, ExhaustedError, TooLargeError
from srm_lint.evaluate.terraform.loops import pairs_of
from srm_lint.evaluate.terraform.lowering import lowered
from srm_lint.evaluate.terraform.scope import Scope
from srm_lint.evaluate.terraform.session import Session
from srm_lint.evaluate.terraform.unknowns import follows
from srm_lint.evaluate.typed import RuntimeValue, unmark
from srm_lint.model.hcl import Attribute, Block, Body, Invalid, Literal, Traversal
from srm_lint.model.source import Source
from srm_lint.model.value import Unknown, unknowns_in

_STEPS_OF_A_BLOCK = 30
"""What a block costs beside its expressions, in steps of `Work`."""


class BlockEvaluator:
    """Evaluates nested blocks. `written_out` has the number of blocks that each `dynamic` gave, by its offset."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.written_out: dict[int, int] = {}

    def blocks(self, blocks: Iterable[Nested], scope: Scope) -> dict[str, RuntimeValue]:
        """Nested blocks by type: tuples of objects, an `Unknown` where it cannot be told whether there are any."""
        by_type: dict[str, list[Nested]] = {}
        for nested in blocks:
            block = nested.block
            type = block.labels[0] if block.type == "dynamic" and block.labels else block.type
            by_type.setdefault(type, []).append(nested)
        return {type: self._of_type(type, alike, scope) for type, alike in by_type.items()}

    def _of_type(self, type: str, blocks: Sequence[Nested], scope: Scope) -> RuntimeValue:
        values: list[RuntimeValue] = []
        for nested in blocks:
            block = nested.block
            if block.type == "dynamic" and block.labels:
                values += self._dynamic(nested.source, block, scope)
            else:
                values.append(self.body(nested.source, block.body, scope))
            node = Invalid(block.start, block.header_end)
            try:
                self._session.work.count_blocks(len(values), node)
            except TooLargeError as error:
                return self._session.fail(nested.source, node, scope, f"`{type}`", error)
        return _alone_if_unknown(values)

    def body(self, source: Source, body: Body, scope: Scope) -> dict[str, RuntimeValue]:
        """Attributes and blocks of a body."""
        values = {attribute.name: self.attribute(source, attribute, scope) for attribute in body.attributes}
        if body.blocks:
            values.update(self.blocks((Nested(source, block) for block in body.blocks), scope))
        return values

    def attribute(self, source: Source, attribute: Attribute, scope: Scope) -> RuntimeValue:
        """The value of one attribute."""
        return self._session.value(source, attribute.expression, scope, f"`{attribute.name}`")

    def _dynamic(self, source: Source, block: Block, scope: Scope) -> list[RuntimeValue]:
        for_each = block.body.attribute("for_each")
        content = next(iter(block.body.blocks_of("content")), None)
        if for_each is None or content is None:
            message = f'`dynamic "{block.labels[0]}"` needs `for_each` and a `content` block'
            self._session.report(source, block.start, "incomplete-dynamic", message)
            return []
        what = f'`for_each` of dynamic "{block.labels[0]}"'
        collection, _ = unmark(self._session.value(source, for_each.expression, scope, what))
        if isinstance(collection, Unknown):
            return [self._in_any_number(source, block, content, scope, collection)]
        pairs = None if collection is None else pairs_of(collection)
        if pairs is None:
            failure = EvaluationError(
                "it is null" if collection is None else "it is no collection", for_each.expression
            )
            return [self._session.fail(source, for_each.expression, scope, what, failure)]
        elements = tuple(pairs)
        try:
            self._session.work.spend(len(elements) * _STEPS_OF_A_BLOCK, for_each.expression)
        except ExhaustedError as error:
            return [self._session.fail(source, for_each.expression, scope, what, error)]
        iterator = _iterator(block)
        bodies: list[RuntimeValue] = [
            self.body(source, content.body, scope.with_names({iterator: {"key": key, "value": value}}))
            for key, value in elements
        ]
        self.written_out[block.start] = len(bodies)
        return bodies

    def _in_any_number(
        self, source: Source, block: Block, content: Block, scope: Scope, collection: Unknown
    ) -> Unknown:
        """Blocks of which it is not known how many there are, with what their content comes from: links rest on it."""
        element = follows([collection])
        names: dict[str, RuntimeValue] = {_iterator(block): {"key": element, "value": element}}
        body = self.body(source, content.body, scope.with_names(names))
        references = [Unknown("", found.references) for found in unknowns_in(lowered(body, (), []))]
        return follows([collection, *references])


def _iterator(block: Block) -> str:
    """The name under which a dynamic block's content knows the current element."""
    attribute = block.body.attribute("iterator")
    if attribute is not None and isinstance(attribute.expression, Traversal):
        return attribute.expression.root
    if attribute is not None and isinstance(attribute.expression, Literal):
        return str(attribute.expression.value)
    return block.labels[0]


def _alone_if_unknown(values: list[RuntimeValue]) -> RuntimeValue:
    if len(values) == 1 and isinstance(values[0], Unknown):
        return values[0]
    return tuple(values)
