"""What the evaluation of a root module takes for granted, and whether an expression depends on it.

A module that is evaluated on its own, with the defaults of its variables, may fail where no caller would let it; one
that is written for other workspaces may fail in the one that is there from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from srm_lint.evaluate.terraform.references import traversals
from srm_lint.evaluate.typed import RuntimeValue, children, unmark
from srm_lint.model.hcl import Expression, Traversal

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module

NULL_BY_DEFAULT = "a variable that it depends on is, or holds, a null by default"
DEFAULT_WORKSPACE = "`terraform.workspace` is taken to be `default`"


def assumption(node: Expression, module: Module) -> str | None:
    """The first that some name in the expression leads to, through locals, arguments and outputs; None without any."""
    return next(_of_expression(node, module, set()), None)


def _of_expression(node: Expression, module: Module, seen: set[tuple[str, Traversal]]) -> Iterator[str]:
    for traversal in traversals(node):
        if (module.address, traversal) not in seen:
            seen.add((module.address, traversal))
            yield from _of_name(traversal, module, seen)


def _of_name(traversal: Traversal, module: Module, seen: set[tuple[str, Traversal]]) -> Iterator[str]:
    name = str(traversal.steps[0]) if traversal.steps else ""
    configuration = module.configuration
    if traversal.root == "terraform" and name == "workspace":
        yield DEFAULT_WORKSPACE
    elif traversal.root == "local" and name in configuration.locals:
        yield from _of_expression(configuration.locals[name].expression, module, seen)
    elif traversal.root == "var" and name in configuration.variables:
        yield from _of_variable(name, module, seen)
    elif traversal.root == "module":
        yield from _of_call(name, module, seen)


def _of_call(name: str, module: Module, seen: set[tuple[str, Traversal]]) -> Iterator[str]:
    call = module.module(name)
    for child in call.instances.values() if call else ():
        for output in child.configuration.outputs.values():
            value = output.arguments.get("value")
            if value is not None:
                yield from _of_expression(value.expression, child, seen)


def _of_variable(name: str, module: Module, seen: set[tuple[str, Traversal]]) -> Iterator[str]:
    call = module.call.call if module.call else None
    argument = call.declaration.arguments.get(name) if call else None
    if call is not None and argument is not None:
        yield from _of_expression(argument.expression, call.caller, seen)
    elif call is None and module.givens.given(name, None) is None and _has_null(module.variable(name)):
        yield NULL_BY_DEFAULT


def _has_null(value: RuntimeValue) -> bool:
    bare, _ = unmark(value)
    return bare is None or any(_has_null(child) for child in children(bare))
