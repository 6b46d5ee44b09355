"""Type constraints: `object({ name = string, ports = optional(list(number), []) })` -> `Type`."""

from __future__ import annotations

from collections.abc import Callable

from srm_lint.evaluate.terraform.errors import EvaluationError
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    RuntimeValue,
    Type,
    list_type,
    map_type,
    set_type,
    tuple_type,
)
from srm_lint.model.hcl import Call, Expression, Literal, Object, Traversal, Tuple

_SIMPLE = {
    "string": STRING,
    "number": NUMBER,
    "bool": BOOL,
    "any": ANY,
    "list": list_type(ANY),
    "map": map_type(ANY),
    "set": set_type(ANY),
}
_COLLECTIONS = {"list": list_type, "map": map_type, "set": set_type}


def type_constraint(node: Expression, default: Callable[[Expression], RuntimeValue]) -> Type:
    """The type that an expression describes; `default` evaluates the defaults of optional attributes.

    Quoted names, as Terraform 0.11 had them, are taken too. Raises EvaluationError.
    """
    if isinstance(node, Traversal) and not node.steps and node.root in _SIMPLE:
        return _SIMPLE[node.root]
    if isinstance(node, Literal) and isinstance(node.value, str) and node.value in _SIMPLE:
        return _SIMPLE[node.value]
    if isinstance(node, Call) and len(node.arguments) == 1:
        argument = node.arguments[0]
        if node.name in _COLLECTIONS:
            return _COLLECTIONS[node.name](type_constraint(argument, default))
        if node.name == "tuple" and isinstance(argument, Tuple):
            return tuple_type(tuple(type_constraint(item, default) for item in argument.items))
        if node.name == "object" and isinstance(argument, Object):
            return _object_type(argument, default)
    raise EvaluationError("this is no type", node)


def _object_type(node: Object, default: Callable[[Expression], RuntimeValue]) -> Type:
    attributes: dict[str, Type] = {}
    optional: dict[str, RuntimeValue] = {}
    for key, value in node.items:
        if not isinstance(key, Literal) or not isinstance(key.value, str):
            raise EvaluationError("attributes of an object type are names", key)
        if isinstance(value, Call) and value.name == "optional" and value.arguments:
            attributes[key.value] = type_constraint(value.arguments[0], default)
            optional[key.value] = default(value.arguments[1]) if len(value.arguments) > 1 else None
        else:
            attributes[key.value] = type_constraint(value, default)
    return Type("object", attributes=attributes, optional=optional)
