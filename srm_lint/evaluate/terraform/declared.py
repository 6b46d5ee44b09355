"""Types of nulls: values carry none, but what is declared says what a null would be.

It matters where a conditional has a null on one side: `var.size == null ? 5 : var.size` is a string if the variable is.
"""

from __future__ import annotations

from collections.abc import Callable

from srm_lint.evaluate.terraform.scope import Scope, Steps
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    RuntimeValue,
    Type,
    convert,
    list_type,
    map_type,
    object_type,
    set_type,
    tuple_type,
    type_of,
    unify,
    unmark,
)
from srm_lint.evaluate.typed.types import has_any, parts_of
from srm_lint.evaluate.typed.unify import narrow
from srm_lint.model.hcl import Access, Call, Conditional, Expression, Literal, Object, Traversal, Tuple

_STEPS = 4  # types cost more than values
_RESULTS = {
    "tostring": STRING,
    "tonumber": NUMBER,
    "tobool": BOOL,
    "tolist": list_type(ANY),
    "toset": set_type(ANY),
    "tomap": map_type(ANY),
}

_UNIFYING: dict[str, Callable[[Type], Type]] = {
    "coalesce": lambda common: common,
    "tolist": list_type,
    "toset": list_type,
    "tomap": map_type,
}
"""Functions that give their arguments, or the members of their argument, a common type: what they are converted to."""


def declared_type(node: Expression, scope: Scope) -> Type:
    """The type that declarations and conversions give to an expression whose value is null; `any` if they give none."""
    scope.surroundings.work.spend(_STEPS, node)
    if isinstance(node, Traversal):
        return ANY if node.root in scope.names else scope.surroundings.declared_type(node)
    if isinstance(node, Access):
        return walk(declared_type(node.source, scope), node.steps)
    if isinstance(node, Call):
        return _of_call(node, scope)
    if isinstance(node, Conditional):
        types = (declared_type(branch, scope) for branch in (node.yes, node.no))
        return next((type for type in types if type != ANY), ANY)
    return _of_constructor(node, scope)


def type_with_nulls(value: RuntimeValue, node: Expression, scope: Scope) -> Type | None:
    """The type of an expression's value, nulls in it included; None for a null of no declared type."""
    type = type_of(value)
    if not has_any(type):
        return type
    declared = declared_type(node, scope)
    if unmark(value)[0] is None:
        return None if declared == ANY else declared
    return narrow(declared, type) if declared.kind == type.kind else type


def arguments_with_nulls(node: Call, arguments: list[RuntimeValue], scope: Scope) -> list[RuntimeValue]:
    """The arguments of a function that finds a common type, converted to it where only a null makes the difference."""
    if node.name not in _UNIFYING or node.expand or not any(has_any(type_of(argument)) for argument in arguments):
        return arguments
    types = [type_with_nulls(value, part, scope) for value, part in zip(arguments, node.arguments, strict=True)]
    members = types if node.name == "coalesce" else [member for type in types if type for member in parts_of(type)]
    common = unify([member for member in members if member is not None and member != ANY])
    if common is None:
        return arguments
    wanted = _UNIFYING[node.name](common)
    try:
        return [convert(argument, wanted) for argument in arguments]
    except ConversionError:
        return arguments


def _of_call(node: Call, scope: Scope) -> Type:
    converted = _RESULTS.get(node.name, ANY)
    inner = declared_type(node.arguments[0], scope) if converted.element and node.arguments else ANY
    return Type(converted.kind, element=inner.element) if inner.element else converted


def _of_constructor(node: Expression, scope: Scope) -> Type:
    if isinstance(node, Object):
        return object_type({_name(key): declared_type(value, scope) for key, value in node.items})
    if isinstance(node, Tuple):
        return tuple_type(tuple(declared_type(item, scope) for item in node.items))
    return ANY


def _name(key: Expression) -> str:
    return key.value if isinstance(key, Literal) and isinstance(key.value, str) else ""


def walk(type: Type, steps: Steps) -> Type:
    """The type of what steps lead to."""
    for step in steps:
        if type.kind == "object":
            type = type.attributes.get(str(step), ANY)
        elif type.kind == "tuple" and isinstance(step, int) and step < len(type.elements):
            type = type.elements[step]
        else:
            type = type.element or ANY
    return type
