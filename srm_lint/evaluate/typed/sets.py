"""Order and uniqueness of a set's elements."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

from srm_lint.evaluate.typed.equality import equal_unmarked
from srm_lint.evaluate.typed.numbers import Number
from srm_lint.evaluate.typed.types import (
    RuntimeValue,
    Sensitive,
    Set,
    Type,
    children,
    contains_mark,
    keys_of,
    type_of,
    unmark_deep,
)
from srm_lint.model.value import Unknown

_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    '"': '\\"',
    "\\": "\\\\",
}


def set_of(members: Iterable[RuntimeValue], element: Type) -> Set | Sensitive:
    """A set of values that are of the element type already: sorted, each once; marks of the elements move to the set."""
    given = tuple(members)
    made = Set(tuple(sorted(distinct_of(unmark_deep(member)[0] for member in given), key=_order)), element)
    return Sensitive(made) if any(map(contains_mark, given)) else made


def distinct_of(members: Iterable[RuntimeValue]) -> tuple[RuntimeValue, ...]:
    """Each value once, in the order of first appearance. Marks must be off; unknowns are never the same."""
    seen: dict[str, list[RuntimeValue]] = {}
    kept: list[RuntimeValue] = []
    for member in members:
        alike = seen.setdefault(_hash_text(member), [])
        if not _is_among(member, alike):
            alike.append(member)
            kept.append(member)
    return tuple(kept)


def common_to(members: Iterable[RuntimeValue], others: Iterable[RuntimeValue], *, wanted: bool) -> list[RuntimeValue]:
    """Members that are among the others, or those that are not. Marks must be off."""
    known: dict[str, list[RuntimeValue]] = {}
    for other in others:
        known.setdefault(_hash_text(other), []).append(other)
    return [member for member in members if _is_among(member, known.get(_hash_text(member), [])) is wanted]


def _is_among(member: RuntimeValue, others: Iterable[RuntimeValue]) -> bool:
    return any(equal_unmarked(member, other) is True for other in others)


def _order(member: RuntimeValue) -> tuple[int, RuntimeValue | bytes]:
    """Primitives by value, anything else by a text of its content; unknown ones last but for nulls."""
    if member is None:
        return 2, b""
    if isinstance(member, Unknown):
        return 1, b""
    if isinstance(member, int | Decimal):
        return 0, member
    return 0, (member if isinstance(member, str) else _hash_text(member)).encode(errors="surrogatepass")


def _hash_text(value: RuntimeValue) -> str:
    if value is None or isinstance(value, Unknown):
        return "~" if value is None else "?"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, int | Decimal):
        return _ten_digits(value)
    return quote(value) if isinstance(value, str) else _container_text(value)


def _container_text(value: RuntimeValue) -> str:
    parts = [_hash_text(child) for child in children(value)]
    kind = type_of(value).kind
    if kind == "map":
        return "{" + "".join(f"{quote(key)}:{part};" for key, part in zip(keys_of(value), parts, strict=True)) + "}"
    text = "".join(f"{part};" for part in parts)
    return f"[{text}]" if kind in ("list", "set") else f"<{text}>"


def _ten_digits(number: Number) -> str:
    """The number rounded to ten digits, with an exponent where it is very large or small."""
    rounded = Context(prec=10).create_decimal(Decimal(number)).normalize()
    sign, digits, exponent = rounded.as_tuple()
    leading = len(digits) + int(exponent) - 1
    if not number or -4 <= leading < 10:
        return format(rounded, "f")
    fraction = "." + "".join(map(str, digits[1:])) if digits[1:] else ""
    return f"{'-' * sign}{digits[0]}{fraction}e{'-' if leading < 0 else '+'}{abs(leading):02d}"


def quote(text: str) -> str:
    """The text in double quotes, whatever cannot be printed escaped."""
    return '"' + "".join(map(_quoted, text)) + '"'


def _quoted(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
