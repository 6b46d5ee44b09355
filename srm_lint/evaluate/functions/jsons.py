"""JSON as Terraform writes and reads it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from srm_lint.evaluate.functions.signature import FunctionError, NotWorkedOutError
from srm_lint.evaluate.typed import (
    STRING,
    Pending,
    RuntimeValue,
    children,
    items_of,
    keys_of,
    number_text,
    parse_number,
    type_of,
)
from srm_lint.evaluate.typed.numbers import beyond_limits
from srm_lint.model.value import Unknown, concatenate

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def jsonencode(value: RuntimeValue) -> RuntimeValue:
    """The value as JSON; where it is partly unknown, an unknown whose `parts` are the text around what is unknown.

    An unknown that is a string has its quotes around it; any other stands for a whole JSON value.
    """
    encoded = concatenate(_pieces(value))
    return as_text(encoded) if isinstance(encoded, Unknown) else encoded


def json_text(value: RuntimeValue) -> str:
    """A wholly known value as JSON."""
    return "".join(piece for piece in _pieces(value) if isinstance(piece, str))


def as_text(unknown: Unknown) -> Unknown:
    """An unknown string that will exist, its known parts kept."""
    return Pending(unknown.reason, unknown.references, unknown.settle, unknown.parts, never_null=True, type=STRING)


def _pieces(value: RuntimeValue) -> Iterator[str | Unknown]:
    if isinstance(value, Unknown):
        yield from _unknown_pieces(value)
    elif items_of(value) is not None:
        yield "{"
        for position, (key, child) in enumerate(zip(keys_of(value), children(value), strict=True)):
            yield f"{',' if position else ''}{_quoted(key)}:"
            yield from _pieces(child)
        yield "}"
    elif value is None or isinstance(value, bool | int | Decimal | str):
        yield _scalar(value)
    else:
        yield "["
        for position, child in enumerate(children(value)):
            if position:
                yield ","
            yield from _pieces(child)
        yield "]"


def _unknown_pieces(value: Unknown) -> Iterator[str | Unknown]:
    if value.parts:
        yield '"'
        for part in value.parts:
            yield _quoted(part)[1:-1] if isinstance(part, str) else part
        yield '"'
    elif type_of(value) == STRING and value.never_null:
        yield from ('"', value, '"')
    else:
        yield value


def _scalar(value: bool | int | Decimal | str | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else number_text(value)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(_ESCAPES.get(character, character) for character in quoted)


def jsondecode(text: str) -> RuntimeValue:
    """The value that a JSON text stands for: objects and tuples. Raises FunctionError."""
    try:
        decoded, end = _DECODER.raw_decode(text, _past_space(text, 0))
    except ValueError as error:
        raise FunctionError(f"invalid JSON: {error}") from error
    rest = text[_past_space(text, end) :]
    if rest and rest[0] not in "]}":  # a stray closing bracket goes unnoticed in Terraform
        raise FunctionError("invalid JSON: extraneous data after JSON object")
    return _normal(decoded)


def _past_space(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t", "\n", "\r"):
        position += 1
    return position


def _number(text: str) -> RuntimeValue:
    number = parse_number(text)
    return beyond_limits() if number is None else number


def _refused(name: str) -> RuntimeValue:
    message = f"{name} is no JSON value"
    raise ValueError(message)


def _members(pairs: list[tuple[str, RuntimeValue]]) -> RuntimeValue:
    members: dict[str, RuntimeValue] = {}
    for key, value in pairs:
        if key in members and type_of(_normal(members[key])) != type_of(_normal(value)):
            raise NotWorkedOutError(f"the property {key!r} occurs twice")
        members[key] = value
    return members


_DECODER = json.JSONDecoder(parse_int=_number, parse_float=_number, parse_constant=_refused, object_pairs_hook=_members)


def _normal(decoded: object) -> RuntimeValue:
    """Lists as tuples, strings in normal form C without halves of surrogate pairs."""
    if isinstance(decoded, str):
        return _normal_text(decoded)
    if isinstance(decoded, list):
        return tuple(map(_normal, decoded))
    if isinstance(decoded, dict):
        if any(key != _normal_text(key) for key in decoded):
            raise NotWorkedOutError("a property's name is not in normal form")
        return {key: _normal(item) for key, item in decoded.items()}
    if decoded is None or isinstance(decoded, bool | int | Decimal | Unknown | tuple):
        return decoded
    message = f"JSON has no {type(decoded)}"
    raise TypeError(message)


def _normal_text(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", _LONE_SURROGATES.sub("\ufffd", text))
