"""Terraform's types and the containers of its run-time values.

A run-time value, before it is handed to the rest of the linter as a `Value`, is

    None | bool | int | Decimal | str | tuple (HCL tuple) | dict (HCL object) | List | Set | Map | Unknown | Sensitive

Strings are in Unicode normalisation form C. Nulls carry no type. Values are never changed once made.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Union

import msgspec

from srm_lint.model.value import Unknown, because_of

Kind = Literal["string", "number", "bool", "any", "list", "set", "map", "tuple", "object"]


class Type(msgspec.Struct, frozen=True):
    """A type or a type constraint.

    `element` is that of list, set and map; `elements` those of a tuple; `attributes` those of an object, of which
    `optional` may be left out: the name leads to the default, None where there is none.
    """

    kind: Kind
    element: Type | None = None
    elements: tuple[Type, ...] = ()
    attributes: dict[str, Type] = {}
    optional: dict[str, RuntimeValue] = {}


STRING = Type("string")
NUMBER = Type("number")
BOOL = Type("bool")
ANY = Type("any")
PRIMITIVES = ("string", "number", "bool")
COLLECTIONS = ("list", "set", "map")


class List(msgspec.Struct, frozen=True):
    """A value of type list(element)."""

    elements: tuple[RuntimeValue, ...]
    element: Type


class Set(msgspec.Struct, frozen=True):
    """A value of type set(element), in Terraform's order; `equality.set_of` makes one. Its length is unknown while an element is."""

    elements: tuple[RuntimeValue, ...]
    element: Type


class Map(msgspec.Struct, frozen=True):
    """A value of type map(element). Terraform iterates over it in the order of its keys, as over an object."""

    items: dict[str, RuntimeValue]
    element: Type


class Pending(Unknown, frozen=True):
    """An unknown value of which at least the type is known."""

    type: Type = ANY


class Sensitive(msgspec.Struct, frozen=True):
    """A value that must not be shown. Sets carry the mark of their elements themselves."""

    value: RuntimeValue


RuntimeValue = Union[
    None,
    bool,
    int,
    Decimal,
    str,
    tuple["RuntimeValue", ...],
    dict[str, "RuntimeValue"],
    List,
    Set,
    Map,
    Unknown,
    Sensitive,
]


def list_type(element: Type) -> Type:
    """The type list(element)."""
    return Type("list", element=element)


def set_type(element: Type) -> Type:
    """The type set(element)."""
    return Type("set", element=element)


def map_type(element: Type) -> Type:
    """The type map(element)."""
    return Type("map", element=element)


def tuple_type(elements: tuple[Type, ...]) -> Type:
    """The type of a tuple with these elements."""
    return Type("tuple", elements=elements)


def object_type(attributes: dict[str, Type]) -> Type:
    """The type of an object with these attributes."""
    return Type("object", attributes=attributes)


def element_of(type: Type) -> Type:
    """The element type of a list, set or map."""
    return type.element or ANY


def type_of(value: RuntimeValue) -> Type:
    """The type of a value; `any` for nulls and for unknowns of which no type is known."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int | Decimal):
        return NUMBER
    return STRING if isinstance(value, str) else _type_of_container(value)


def has_any(type: Type) -> bool:
    """Whether any part of the type is yet to be found out."""
    if type.kind == "any":
        return True
    return any(has_any(part) for part in parts_of(type))


def parts_of(type: Type) -> Iterator[Type]:
    """The types directly inside a type."""
    if type.element is not None:
        yield type.element
    yield from type.elements
    yield from type.attributes.values()


def without_optional(type: Type) -> Type:
    """The type that a value converted to this constraint has: all attributes are there."""
    if type.kind in PRIMITIVES or type.kind == "any":
        return type
    return Type(
        type.kind,
        element=without_optional(type.element) if type.element else None,
        elements=tuple(map(without_optional, type.elements)),
        attributes={name: without_optional(attribute) for name, attribute in type.attributes.items()},
    )


def describe(type: Type) -> str:
    """The type as a phrase for people: "list of string"."""
    if type.kind in COLLECTIONS:
        return f"{type.kind} of {describe(element_of(type))}"
    return "any type" if type.kind == "any" else type.kind


def unmark(value: RuntimeValue) -> tuple[RuntimeValue, bool]:
    """The value without a mark of its own, and whether it had one. Marks inside stay."""
    if isinstance(value, Sensitive):
        return unmark(value.value)[0], True
    return value, False


def unmark_deep(value: RuntimeValue) -> tuple[RuntimeValue, bool]:
    """The value without marks at any depth, and whether there were any."""
    if not contains_mark(value):
        return value, False
    return _stripped(value), True


def contains_mark(value: RuntimeValue) -> bool:
    """Whether a value or any part of it is sensitive."""
    return isinstance(value, Sensitive) or any(contains_mark(child) for child in children(value))


def children(value: RuntimeValue) -> tuple[RuntimeValue, ...]:
    """The values directly inside a container, in Terraform's order; () for anything else."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, List | Set):
        return value.elements
    items = items_of(value)
    return () if items is None else tuple(items[key] for key in sorted(items))


def items_of(value: RuntimeValue) -> dict[str, RuntimeValue] | None:
    """The content of a map or an object, None for anything else."""
    if isinstance(value, Map):
        return value.items
    return value if isinstance(value, dict) else None


def keys_of(value: RuntimeValue) -> tuple[str, ...]:
    """The keys of a map or an object in Terraform's order, () for anything else."""
    return tuple(sorted(items_of(value) or ()))


def is_sequence(value: RuntimeValue) -> bool:
    """Whether a value is a known tuple, list or set."""
    return isinstance(value, tuple | List | Set)


def first_unknown(value: RuntimeValue) -> Unknown | None:
    """What is unknown about a value at any depth: the first unknown with the references of all others, None where it is wholly known."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Sensitive):
        return first_unknown(value.value)
    unknowns = [unknown for child in children(value) if (unknown := first_unknown(child)) is not None]
    return because_of(unknowns) if unknowns else None


def _type_of_container(value: RuntimeValue) -> Type:
    if isinstance(value, tuple):
        return tuple_type(tuple(map(type_of, value)))
    if isinstance(value, dict):
        return object_type({name: type_of(item) for name, item in value.items()})
    if isinstance(value, List | Set | Map):
        kind: Kind = "list" if isinstance(value, List) else "set" if isinstance(value, Set) else "map"
        return Type(kind, element=value.element)
    if isinstance(value, Sensitive):
        return type_of(value.value)
    return value.type if isinstance(value, Pending) else ANY


def _stripped(value: RuntimeValue) -> RuntimeValue:
    if isinstance(value, Sensitive):
        return _stripped(value.value)
    if isinstance(value, tuple):
        return tuple(map(_stripped, value))
    if isinstance(value, dict):
        return {name: _stripped(item) for name, item in value.items()}
    if isinstance(value, List):
        return List(tuple(map(_stripped, value.elements)), value.element)
    if isinstance(value, Map):
        return Map({key: _stripped(item) for key, item in value.items.items()}, value.element)
    return value
