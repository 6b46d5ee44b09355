"""Functions over sets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import partial

from srm_lint.evaluate.functions.signature import (
    SET,
    VALUE,
    Function,
    FunctionError,
    NotWorkedOutError,
    TooLargeResultError,
)
from srm_lint.evaluate.typed import (
    ANY,
    List,
    RuntimeValue,
    Set,
    Type,
    as_unknown,
    children,
    convert,
    first_unknown,
    set_of,
    set_type,
    tuple_type,
    type_of,
    unify,
)
from srm_lint.evaluate.typed.sets import common_to
from srm_lint.evaluate.typed.types import element_of
from srm_lint.model.value import Unknown

_MOST_PRODUCTS = 100_000


def _set_operation(combine: Callable[[Set, Set], Iterable[RuntimeValue]], *sets: Set) -> RuntimeValue:
    elements = [one.element for one in sets if one.elements or one.element != ANY]
    common = unify(elements) if elements else ANY
    if common is None:
        raise FunctionError("given sets must all have compatible element types")
    _check_common(common, elements)
    result, *others = [convert(one, set_type(common)) for one in sets]
    for other in others:
        if isinstance(result, Set) and isinstance(other, Set):
            result = set_of(combine(result, other), common)
    return result


def _union(left: Set, right: Set) -> Iterable[RuntimeValue]:
    return (*left.elements, *right.elements)


def _intersection(left: Set, right: Set) -> Iterable[RuntimeValue]:
    return common_to(left.elements, right.elements, wanted=True)


def _difference(left: Set, right: Set) -> Iterable[RuntimeValue]:
    return common_to(left.elements, right.elements, wanted=False)


def _setproduct(*values: RuntimeValue) -> RuntimeValue:
    if len(values) < 2:
        raise FunctionError("at least two arguments are required")
    elements = tuple(map(_product_element, values))
    for value in values:
        unknown = first_unknown(value) if isinstance(value, Set) and len(value.elements) > 1 else value
        if isinstance(unknown, Unknown):
            return as_unknown(unknown, ANY)
    columns = [[convert(v, e) for v in children(value)] for value, e in zip(values, elements, strict=True)]
    size = 1
    for column in columns:
        size *= len(column)
    if size > _MOST_PRODUCTS:
        raise TooLargeResultError(f"setproduct would have {size} elements")
    if any(isinstance(value, Set) for value in values):
        return set_of(itertools.product(*columns), tuple_type(elements))
    return List(tuple(itertools.product(*columns)), tuple_type(elements))


def _product_element(value: RuntimeValue) -> Type:
    type = type_of(value)
    if type.kind in ("list", "set"):
        return element_of(type)
    if type.kind == "any":
        return ANY
    if type.kind != "tuple":
        raise FunctionError("a set or a list is required")
    element = unify(type.elements) if type.elements else ANY
    if element is None:
        raise FunctionError("all elements must be of the same type")
    _check_common(element, type.elements)
    return element


def _check_common(common: Type, types: Iterable[Type]) -> None:
    """Nulls or unknowns without a type beside values of a type leave Terraform without a common one."""
    if common == ANY and any(type != ANY for type in types):
        raise NotWorkedOutError("the elements have no common type")


def _union_type(*types: Type) -> Type:
    return set_type(unify([element_of(type) for type in types]) or ANY)


FUNCTIONS = {
    "setintersection": Function(partial(_set_operation, _intersection), (SET,), rest=SET, result=_union_type),
    "setproduct": Function(_setproduct, rest=VALUE, takes="any", inner_marks=True),
    "setsubtract": Function(partial(_set_operation, _difference), (SET, SET), result=_union_type),
    "setunion": Function(partial(_set_operation, _union), (SET,), rest=SET, result=_union_type, takes="partly"),
}
