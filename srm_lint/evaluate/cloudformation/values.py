"""Values as CloudFormation's functions see them: everything in a text is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Union

from srm_lint.model.value import Unknown, Value, concatenate

_DYNAMIC = re.compile(r"(\{\{resolve:[^{}]*\}\})")
_DYNAMIC_START = "{{resolve:"
_STORES = {"ssm": "Systems Manager", "ssm-secure": "Systems Manager", "secretsmanager": "Secrets Manager"}


class NoValue(Enum):
    """`AWS::NoValue`: the property or list item that holds it is not there."""

    NO_VALUE = "AWS::NoValue"


Result = Union[Value, NoValue]
NO_VALUE = NoValue.NO_VALUE


def text(value: Value) -> str:
    """A known value as text: `true`, `80`, `1.5`; a list with commas between its items; null as nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return ",".join(text(item) for item in value)
    return "" if value is None else str(value)


def piece(value: Value) -> str | Unknown:
    """A value as part of a text."""
    if isinstance(value, tuple):
        return concatenate(_with_commas(value))
    return value if isinstance(value, Unknown) else text(value)


def _with_commas(items: tuple[Value, ...]) -> Iterator[str | Unknown]:
    for index, item in enumerate(items):
        if index:
            yield ","
        yield piece(item)


def resolved(value: Result) -> Result:
    """The value with its dynamic references made unknown; what they name is not kept, so that nothing can print it."""
    if isinstance(value, str):
        return concatenate(_dynamic_pieces(value)) if _DYNAMIC_START in value else value
    if isinstance(value, Unknown) and any(isinstance(part, str) and _DYNAMIC_START in part for part in value.parts):
        return Unknown("a dynamic reference is read in deployment", value.references, value.settle, never_null=True)
    return value


def _dynamic_pieces(value: str) -> Iterator[str | Unknown]:
    for part in _DYNAMIC.split(value):
        if _DYNAMIC.fullmatch(part):
            service = part.removeprefix(_DYNAMIC_START).split(":")[0].rstrip("}")
            yield Unknown(f"read from {_STORES.get(service, service)} in deployment", never_null=True)
        else:
            yield part
