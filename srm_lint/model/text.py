"""JSON inside strings: policy documents, definitions, and what is known of them although parts are not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from srm_lint.model.value import Unknown, Value, concatenate

# Two private-use characters around a number stand for an unknown part while the text is parsed.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACEHOLDER = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_BARE = "\ue002"


def parse_json(value: Value) -> Value | None:
    """The value that a string of JSON holds; None where `value` is no string, or no JSON.

    A string with unknown parts is parsed around them: a part that stands for a whole JSON value becomes that
    `Unknown`, one inside a JSON string gives an `Unknown` string with the known text beside it, one inside a key makes
    the object an `Unknown`. Text that cannot be parsed because of its unknown parts stays the `Unknown` it is.
    """
    if isinstance(value, str):
        return _load(value)
    if not isinstance(value, Unknown) or not value.parts:
        return value if isinstance(value, Unknown) else None
    text, unknowns = _with_placeholders(value)
    parsed = _load(text)
    return value if parsed is None else _restore(parsed, unknowns)


def _load(text: str) -> Value | None:
    try:
        return _frozen(json.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError):
        return None


def _frozen(value: object) -> Value:
    if isinstance(value, dict):
        return {str(key): _frozen(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if value is None or isinstance(value, bool | int | Decimal | str):
        return value
    return str(value)  # NaN and the infinities, which json takes and JSON does not


def _with_placeholders(value: Unknown) -> tuple[str, list[Unknown]]:
    """JSON text in which each unknown part is a placeholder; those outside a JSON string are quoted and marked."""
    pieces: list[str] = []
    unknowns: list[Unknown] = []
    in_string = False
    for part in value.parts:
        if isinstance(part, str):
            pieces.append(part)
            in_string ^= _quotes(part) % 2 == 1
            continue
        mark = f"{_OPEN}{len(unknowns)}{_CLOSE}"
        pieces.append(mark if in_string else f'"{_BARE}{mark}"')
        unknowns.append(part)
    return "".join(pieces), unknowns


def _quotes(text: str) -> int:
    """Number of quotation marks that open or close a JSON string."""
    return re.sub(r"\\.", "", text, flags=re.DOTALL).count('"')


def _restore(value: Value, unknowns: list[Unknown]) -> Value:
    if isinstance(value, str):
        return _restore_string(value, unknowns)
    if isinstance(value, tuple):
        return tuple(_restore(item, unknowns) for item in value)
    if isinstance(value, dict):
        for key in value:
            if found := _PLACEHOLDER.search(key):
                return unknowns[int(found[1])]
        return {key: _restore(item, unknowns) for key, item in value.items()}
    return value


def _restore_string(text: str, unknowns: list[Unknown]) -> Value:
    if text.startswith(_BARE) and (found := _PLACEHOLDER.fullmatch(text, 1)):
        return unknowns[int(found[1])]
    return concatenate(_pieces(text, unknowns))


def _pieces(text: str, unknowns: list[Unknown]) -> Iterator[str | Unknown]:
    for index, piece in enumerate(_PLACEHOLDER.split(text)):
        yield unknowns[int(piece)] if index % 2 else piece
