"""Whether an expression depends on a root variable that was left at null.

A module that is evaluated on its own, with the defaults of its variables, may fail where no caller would let it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from srm_lint.evaluate.terraform.references import traversals
from srm_lint.evaluate.typed import RuntimeValue, children, unmark
from srm_lint.model.hcl import Expression, Traversal

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module


def rests_on_null(node: Expression, module: Module) -> bool:
    """Whether some name in the expression leads to such a variable, through locals, arguments and outputs."""
    return _rests(node, module, set())


def _rests(node: Expression, module: Module, seen: set[tuple[str, Traversal]]) -> bool:
    for traversal in traversals(node):
        if (module.address, traversal) not in seen:
            seen.add((module.address, traversal))
            if _leads_to_null(traversal, module, seen):
                return True
    return False


def _leads_to_null(traversal: Traversal, module: Module, seen: set[tuple[str, Traversal]]) -> bool:
    name = str(traversal.steps[0]) if traversal.steps else ""
    configuration = module.configuration
    if traversal.root == "local" and name in configuration.locals:
        return _rests(configuration.locals[name].expression, module, seen)
    if traversal.root == "var" and name in configuration.variables:
        return _variable_is_null(name, module, seen)
    call = module.module(name) if traversal.root == "module" else None
    outputs = (
        (output.arguments.get("value"), child)
        for child in (call.instances.values() if call else ())
        for output in child.configuration.outputs.values()
    )
    return any(_rests(value.expression, child, seen) for value, child in outputs if value is not None)


def _variable_is_null(name: str, module: Module, seen: set[tuple[str, Traversal]]) -> bool:
    call = module.call.call if module.call else None
    argument = call.declaration.arguments.get(name) if call else None
    if call is not None and argument is not None:
        return _rests(argument.expression, call.caller, seen)
    return call is None and module.givens.given(name, None) is None and _has_null(module.variable(name))


def _has_null(value: RuntimeValue) -> bool:
    bare, _ = unmark(value)
    return bare is None or any(_has_null(child) for child in children(bare))
