"""Which resources a block's expressions name, directly or through locals, variables and outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from srm_lint.evaluate.terraform.names import resource_path
from srm_lint.model.hcl import Body, Expression, For, Node, Traversal
from srm_lint.model.value import Reference

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module

_NO_RESOURCE = frozenset(["each", "count", "self", "path", "terraform"])


class ReferenceFinder:
    """Follows names through one estate; what a local, variable or output leads to is worked out once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], frozenset[Reference]] = {}
        self._ordered: dict[frozenset[Reference], tuple[Reference, ...]] = {}

    def in_body(self, body: Body, module: Module) -> frozenset[Reference]:
        """Resources that the expressions of a body name."""
        return union(self.in_expression(expression, module) for expression in _expressions(body))

    def in_expression(self, expression: Expression, module: Module) -> frozenset[Reference]:
        """Resources that an expression names."""
        return union(self._named(traversal, module) for traversal in traversals(expression))

    def ordered(self, found: frozenset[Reference]) -> tuple[Reference, ...]:
        """References in order. Many blocks may name the same local, and it everything there is: ordered once."""
        if found not in self._ordered:
            self._ordered[found] = tuple(sorted(found))
        return self._ordered[found]

    def _named(self, traversal: Traversal, module: Module) -> frozenset[Reference]:
        root, steps = traversal.root, traversal.steps
        if root in _NO_RESOURCE or not steps:
            return frozenset()
        name = str(steps[0])
        if root in ("local", "var"):
            return self._followed(root, name, module)
        if root == "module":
            return self._through_call(name, steps[1:], module)
        return _resource_reference(traversal, module)

    def _followed(self, root: str, name: str, module: Module) -> frozenset[Reference]:
        """What a local or variable leads to; nothing while that is being worked out, for it refers to itself."""
        key = (module.address, f"{root}.{name}")
        if key not in self._found:
            self._found[key] = frozenset()
            self._found[key] = self._of_local(name, module) if root == "local" else self._of_variable(name, module)
        return self._found[key]

    def _of_local(self, name: str, module: Module) -> frozenset[Reference]:
        argument = module.configuration.locals.get(name)
        return self.in_expression(argument.expression, module) if argument else frozenset()

    def _of_variable(self, name: str, module: Module) -> frozenset[Reference]:
        call = module.call.call if module.call else None
        argument = call.declaration.arguments.get(name) if call else None
        if call is None or argument is None:
            return frozenset()
        return self.in_expression(argument.expression, call.caller)

    def _through_call(self, name: str, steps: tuple[str | int, ...], module: Module) -> frozenset[Reference]:
        """What an output of a module leads to; all outputs where none is named."""
        call = module.module(name)
        found: set[Reference] = set()
        for child in call.instances.values() if call else ():
            named = [str(step) for step in steps if str(step) in child.configuration.outputs][:1]
            for output in named or child.configuration.outputs:
                found |= self._of_output(output, child)
        return frozenset(found)

    def _of_output(self, name: str, module: Module) -> frozenset[Reference]:
        key = (module.address, f"output.{name}")
        if key not in self._found:
            self._found[key] = frozenset()
            argument = module.configuration.outputs[name].arguments.get("value")
            self._found[key] = self.in_expression(argument.expression, module) if argument else frozenset()
        return self._found[key]


def union(groups: Iterable[frozenset[Reference]]) -> frozenset[Reference]:
    """What is in any of the groups; a single one is handed on as it is."""
    some = [group for group in groups if group]
    return some[0] if len(some) == 1 else frozenset().union(*some)


def traversals(node: Expression) -> Iterator[Traversal]:
    """Every name in an expression, but for those of its own loops."""
    if isinstance(node, Traversal):
        yield node
        return
    own = {node.key, node.value} if isinstance(node, For) else set()
    for part in _parts(node):
        for traversal in traversals(part):
            if traversal.root not in own:
                yield traversal


def _parts(node: Expression) -> Iterator[Expression]:
    for field in node.__struct_fields__:
        yield from _nodes(getattr(node, field))


def _nodes(value: object) -> Iterator[Expression]:
    if isinstance(value, Node):
        yield cast("Expression", value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def _expressions(body: Body) -> Iterator[Expression]:
    for attribute in body.attributes:
        yield attribute.expression
    for block in body.blocks:
        yield from _expressions(block.body)


def _resource_reference(traversal: Traversal, module: Module) -> frozenset[Reference]:
    path = resource_path(traversal)
    length = 3 if path[0] in ("data", "ephemeral") else 2
    key = ".".join(map(str, path[:length]))
    if key not in module.configuration.resources:
        return frozenset()
    rest = path[length:]
    index = f"[{rest[0]}]" if rest and isinstance(rest[0], int) else ""
    attribute = next((step for step in rest if isinstance(step, str)), "")
    return frozenset([Reference(f"{module.prefix}{key}{index}", attribute)])
