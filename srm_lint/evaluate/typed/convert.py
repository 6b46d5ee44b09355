"""Conversion of values to types and type constraints, as Terraform does it for variables, arguments and collections."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce

from srm_lint.evaluate.typed.numbers import number_text, parse_number
from srm_lint.evaluate.typed.sets import set_of
from srm_lint.evaluate.typed.types import (
    ANY,
    BOOL,
    COLLECTIONS,
    NUMBER,
    PRIMITIVES,
    STRING,
    List,
    Map,
    Pending,
    RuntimeValue,
    Sensitive,
    Set,
    Type,
    children,
    describe,
    element_of,
    first_unknown,
    has_any,
    items_of,
    keys_of,
    parts_of,
    type_of,
    without_optional,
)
from srm_lint.evaluate.typed.unify import convertible, narrow, unify
from srm_lint.model.value import Unknown


class ConversionError(Exception):
    """The value has no equivalent of the wanted type. The text is a clause for people: "a number is required"."""


def convert(value: RuntimeValue, target: Type) -> RuntimeValue:
    """The value as one of the wanted type, unknown parts and marks kept.

    Defaults of optional attributes are filled in first, attributes that the type does not name are dropped, `any`
    becomes the common type of what is there. Raises ConversionError.
    """
    return _converted(with_defaults(value, target), target)


def with_defaults(value: RuntimeValue, target: Type) -> RuntimeValue:
    """The value with the defaults of optional attributes where they are missing or null, at any depth."""
    if not _has_defaults(target) or value is None or isinstance(value, Unknown):
        return value
    if isinstance(value, Sensitive):
        return Sensitive(with_defaults(value.value, target))
    if target.kind == "object" and isinstance(value, dict | Map):
        return _attributes_with_defaults(value, target)
    if target.kind == "tuple" and isinstance(value, tuple) and len(value) == len(target.elements):
        return tuple(map(with_defaults, value, target.elements))
    if target.kind in ("list", "set", "map"):
        return _elements_with_defaults(value, element_of(target))
    return value


def unify_values(values: Sequence[RuntimeValue]) -> tuple[RuntimeValue, ...]:
    """The values converted to their common type, as in conditionals and collections. Raises ConversionError."""
    common = unify([type_of(value) for value in values])
    if common is None:
        raise ConversionError("the values have no type in common")
    return tuple(_converted(value, common) for value in values)


def as_unknown(unknown: Unknown, type: Type) -> Unknown:
    """What is unknown, as an unknown of a type; known pieces of text are kept where it stays a string."""
    parts = unknown.parts if type == STRING else ()
    return Pending(
        unknown.reason, unknown.references, unknown.settle, parts, unknown.never_null, type=without_optional(type)
    )


def _converted(value: RuntimeValue, target: Type) -> RuntimeValue:
    if target.kind == "any" or value is None:
        return value
    if isinstance(value, Sensitive):
        return Sensitive(_converted(value.value, target))
    source = type_of(value)
    if source == target:
        return value
    if not convertible(source, target):
        raise ConversionError(mismatch(source, target))
    if isinstance(value, Unknown):
        return as_unknown(value, narrow(source, target))
    return _known_converted(value, target)


def _known_converted(value: RuntimeValue, target: Type) -> RuntimeValue:
    if target.kind in PRIMITIVES:
        return _primitive(value, target)
    if target.kind in ("tuple", "object"):
        return _structure(value, target)
    return _collection(value, target)


def mismatch(source: Type, target: Type) -> str:
    """Why values of one type never convert to another."""
    if source.kind == target.kind == "object":
        missing = sorted(target.attributes.keys() - source.attributes.keys() - target.optional.keys())
        if missing:
            return "required: " + ", ".join(f'attribute "{name}"' for name in missing)
        for name, attribute in target.attributes.items():
            if name in source.attributes and not convertible(source.attributes[name], attribute):
                return f'attribute "{name}": {mismatch(source.attributes[name], attribute)}'
    if element_of(target) == ANY and source.kind in ("tuple", "object") and target.kind in ("list", "set", "map"):
        return f"all {target.kind} elements must have the same type"
    return f"{describe(target)} required"


def _primitive(value: RuntimeValue, target: Type) -> RuntimeValue:
    if target == STRING:
        return _text(value)
    if target == NUMBER and isinstance(value, str):
        number = parse_number(value)
        if number is None:
            raise ConversionError("a number is required")
        return number
    if target == BOOL and isinstance(value, str):
        if value not in ("true", "1", "false", "0"):
            raise ConversionError("a bool is required")
        return value in ("true", "1")
    return value


def _text(value: RuntimeValue) -> RuntimeValue:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | Decimal) else value


def _structure(value: RuntimeValue, target: Type) -> RuntimeValue:
    if isinstance(value, tuple):
        return tuple(map(_converted, value, target.elements))
    items = items_of(value)
    if items is None:
        raise ConversionError(f"{describe(target)} required")
    missing = sorted(target.attributes.keys() - items.keys() - target.optional.keys())
    if missing:
        raise ConversionError("required: " + ", ".join(f'attribute "{name}"' for name in missing))
    return {name: _converted(items.get(name), attribute) for name, attribute in target.attributes.items()}


def _collection(value: RuntimeValue, target: Type) -> RuntimeValue:
    members = children(value)
    unknown = first_unknown(value) if isinstance(value, Set) and target.kind == "list" and len(members) > 1 else None
    if unknown is not None:  # unknown elements may turn out to be the same: nobody knows how many there are
        return as_unknown(unknown, target)
    wanted = element_of(target)
    if wanted == ANY and members:
        wanted = value.element if isinstance(value, List | Set | Map) else unify([type_of(m) for m in members]) or ANY
    converted: tuple[RuntimeValue, ...] = tuple(_converted(member, wanted) for member in members)
    element = without_optional(wanted)
    if has_any(wanted):
        element, converted = _common(converted, element)
    return _assembled(value, target, converted, element)


def _common(members: tuple[RuntimeValue, ...], element: Type) -> tuple[Type, tuple[RuntimeValue, ...]]:
    """Members whose constraint left something open take one type between them."""
    if not members:
        return element, members
    common = unify([type_of(member) for member in members])
    if common is None:
        raise ConversionError("cannot find a common base type for all elements")
    converted = tuple(_converted(member, common) for member in members)
    return (_type_beside_nulls(converted) if has_any(common) else common), converted


def _type_beside_nulls(members: tuple[RuntimeValue, ...]) -> Type:
    """The type that all members have that have one at all."""
    return reduce(_agreed, map(type_of, members), ANY)


def _agreed(one: Type, other: Type) -> Type:
    """Both types in one: what is `any` in either, as the type of a null is here, takes what the other says."""
    if other in (one, ANY):
        return one
    if one == ANY:
        return other
    alike = (one.kind, one.attributes.keys(), len(one.elements)) == (
        other.kind,
        other.attributes.keys(),
        len(other.elements),
    )
    if not alike:
        raise ConversionError("all elements must have the same type")
    element = _agreed(element_of(one), element_of(other)) if one.kind in COLLECTIONS else None
    attributes = {name: _agreed(attribute, other.attributes[name]) for name, attribute in one.attributes.items()}
    return Type(one.kind, element, tuple(map(_agreed, one.elements, other.elements)), attributes)


def _assembled(
    value: RuntimeValue, target: Type, members: tuple[RuntimeValue, ...], element: Type
) -> List | Set | Map | Sensitive:
    if target.kind == "map":
        return Map(dict(zip(keys_of(value), members, strict=True)), element)
    return List(members, element) if target.kind == "list" else set_of(members, element)


def _has_defaults(target: Type) -> bool:
    if any(default is not None for default in target.optional.values()):
        return True
    return any(_has_defaults(part) for part in parts_of(target))


def _attributes_with_defaults(value: dict[str, RuntimeValue] | Map, target: Type) -> RuntimeValue:
    items = dict(value.items if isinstance(value, Map) else value)
    for name, default in target.optional.items():
        if items.get(name) is None and default is not None:
            items[name] = default
    return {
        name: with_defaults(item, target.attributes[name]) if name in target.attributes else item
        for name, item in items.items()
    }


def _elements_with_defaults(value: RuntimeValue, element: Type) -> RuntimeValue:
    """Elements may differ in type afterwards: collections become tuples and objects until they are converted."""
    items = items_of(value)
    if items is not None:
        return {key: with_defaults(item, element) for key, item in items.items()}
    if isinstance(value, tuple | List | Set):
        return tuple(with_defaults(member, element) for member in children(value))
    return value
