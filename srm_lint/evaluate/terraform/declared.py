"""Types of nulls: values carry none, but what is declared says what a null would be.

It matters where a conditional has a null on one side: `var.size == null ? 5 : var.size` is a string if the variable is.
"""

from __future__ import annotations

from srm_lint.evaluate.terraform.scope import Scope, Steps
from srm_lint.evaluate.typed import ANY, BOOL, NUMBER, STRING, Type, list_type, map_type, set_type
from srm_lint.model.hcl import Access, Call, Conditional, Expression, Traversal

_RESULTS = {
    "tostring": STRING,
    "tonumber": NUMBER,
    "tobool": BOOL,
    "tolist": list_type(ANY),
    "toset": set_type(ANY),
    "tomap": map_type(ANY),
}


def declared_type(node: Expression, scope: Scope) -> Type:
    """The type that declarations and conversions give to an expression whose value is null; `any` if they give none."""
    if isinstance(node, Traversal):
        return ANY if node.root in scope.names else scope.surroundings.declared_type(node)
    if isinstance(node, Access):
        return walk(declared_type(node.source, scope), node.steps)
    if isinstance(node, Call):
        converted = _RESULTS.get(node.name, ANY)
        inner = declared_type(node.arguments[0], scope) if converted.element and node.arguments else ANY
        return Type(converted.kind, element=inner.element) if inner.element else converted
    if isinstance(node, Conditional):
        types = (declared_type(branch, scope) for branch in (node.yes, node.no))
        return next((type for type in types if type != ANY), ANY)
    return ANY


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
