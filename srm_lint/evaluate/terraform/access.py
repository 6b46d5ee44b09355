"""Attributes and elements of values, as `a.b`, `a[0]` and `a["b"]` read them."""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.evaluate.terraform.errors import AccessError
from srm_lint.evaluate.terraform.unknowns import ResourceValue, follows
from srm_lint.evaluate.typed import (
    ANY,
    NUMBER,
    STRING,
    ConversionError,
    List,
    Map,
    Pending,
    RuntimeValue,
    Sensitive,
    Set,
    Type,
    convert,
    unmark,
)
from srm_lint.model.value import Unknown


def step(value: RuntimeValue, key: RuntimeValue) -> RuntimeValue:
    """One element or attribute. Marks of value and key are on the result. Raises AccessError."""
    if isinstance(value, ResourceValue) and isinstance(key, str):
        return value.read(key)
    value, is_sensitive = unmark(value)
    key, is_key_sensitive = unmark(key)
    try:
        found = _step(value, key)
    except AccessError as error:
        if is_key_sensitive:
            raise AccessError("there is no such attribute or element; the key is sensitive") from error
        raise
    return Sensitive(found) if is_sensitive or is_key_sensitive else found


def _step(value: RuntimeValue, key: RuntimeValue) -> RuntimeValue:
    if value is None:
        raise AccessError("the value is null, so it has no attributes or elements")
    if key is None:
        raise AccessError("null is no index")
    if isinstance(value, Unknown):
        return _of_unknown(value, key)
    if isinstance(value, dict):
        return _of_mapping(value, key, ANY)
    if isinstance(value, Map):
        return _of_mapping(value.items, key, value.element)
    if isinstance(value, tuple):
        return _of_sequence(value, key, ANY)
    if isinstance(value, List):
        return _of_sequence(value.elements, key, value.element)
    if isinstance(value, Set):
        raise AccessError("elements of a set have no index")
    raise AccessError("the value has no attributes or elements")


def _of_mapping(items: Mapping[str, RuntimeValue], key: RuntimeValue, element: Type) -> RuntimeValue:
    name = _converted(key, STRING)
    if isinstance(name, Unknown):
        return follows([name], element)
    if not isinstance(name, str) or name not in items:
        raise AccessError(f'there is no attribute or element "{name}"')
    return items[name]


def _of_sequence(elements: tuple[RuntimeValue, ...], key: RuntimeValue, element: Type) -> RuntimeValue:
    index = _converted(key, NUMBER)
    if isinstance(index, Unknown):
        return follows([index], element)
    if not isinstance(index, int) or not 0 <= index < len(elements):
        raise AccessError(f"there is no element {index}: the length is {len(elements)}")
    return elements[index]


def _of_unknown(value: Unknown, key: RuntimeValue) -> RuntimeValue:
    causes = [value, key] if isinstance(key, Unknown) else [value]
    type = value.type if isinstance(value, Pending) else ANY
    if type == ANY:
        return follows(causes)
    if type.kind in ("list", "map") and type.element is not None:
        _converted(key, NUMBER if type.kind == "list" else STRING)
        return follows(causes, type.element)
    if type.kind == "object":
        name = _converted(key, STRING)
        if isinstance(name, str) and name not in type.attributes:
            raise AccessError(f'there is no attribute "{name}"')
        return follows(causes, type.attributes[name]) if isinstance(name, str) else follows(causes)
    if type.kind == "tuple":
        index = _converted(key, NUMBER)
        if isinstance(index, int) and 0 <= index < len(type.elements):
            return follows(causes, type.elements[index])
        if isinstance(index, Unknown):
            return follows(causes)
    raise AccessError("the value has no such attribute or element")


def _converted(key: RuntimeValue, type: Type) -> RuntimeValue:
    try:
        return convert(key, type)
    except ConversionError as error:
        raise AccessError(f"unsuitable index: {error}") from error
