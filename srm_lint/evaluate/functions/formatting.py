"""`format` and `formatlist`: Go's verbs over Terraform's values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec

from srm_lint.evaluate.functions.graphemes import graphemes
from srm_lint.evaluate.functions.jsons import as_text, json_text, jsonencode
from srm_lint.evaluate.functions.signature import FunctionError, NotWorkedOutError, TooLargeResultError
from srm_lint.evaluate.typed import (
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    List,
    Number,
    Pending,
    RuntimeValue,
    Set,
    children,
    convert,
    first_unknown,
    list_type,
    type_of,
)
from srm_lint.evaluate.typed.numbers import exact, significant_digits
from srm_lint.model.value import MAXIMUM_CHARACTERS, Unknown, concatenate

_WIDEST = 10_000
_TOKEN = re.compile(r"%%|%([0#\- +]*)([1-9][0-9]*)?(\.[0-9]*)?(?:\[([1-9][0-9]*)\])?([a-zA-Z])|[^%]+")
_INTEGERS = {"b": "b", "d": "d", "o": "o", "x": "x", "X": "X"}
_PREFIXES = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}


class Verb(msgspec.Struct, frozen=True):
    """One verb of a format string; width and precision are None where they are not given."""

    mode: str
    flags: str
    width: int | None
    precision: int | None


def format_(layout: str | Unknown, *args: RuntimeValue) -> RuntimeValue:
    """The text with its verbs filled in; where an argument is unknown, the known pieces around it are kept."""
    _check_nulls(args)
    return _formatted(layout, args)


def _check_nulls(args: tuple[RuntimeValue, ...]) -> None:
    """Terraform takes a bare null for a value of unknown type, a null with a type for an error or "null"."""
    if None in args:
        raise NotWorkedOutError("null is formatted")


def _formatted(layout: str | Unknown, args: tuple[RuntimeValue, ...]) -> RuntimeValue:
    unknown = first_unknown((layout, *args))
    if isinstance(layout, Unknown):
        return as_text(layout if unknown is None else unknown)
    try:
        formatted = concatenate(_pieces(layout, args))
    except (FunctionError, ConversionError):
        if unknown is None:
            raise
        return as_text(unknown)
    if unknown is None:
        return formatted
    return as_text(formatted if isinstance(formatted, Unknown) else unknown)


def formatlist(layout: str | Unknown, *args: RuntimeValue) -> RuntimeValue:
    """One text for each position of the lists among the arguments; the other arguments are the same in all of them."""
    _check_nulls(args)
    if not args:
        return List((_formatted(layout, ()),), STRING)
    lengths = {_count(arg) for arg in args if _is_listed(arg)} - {None}
    if len(lengths) > 1:
        raise FunctionError("the lists have different lengths")
    hidden = [arg for arg in args if _hides_elements(arg)]
    unknown = first_unknown(tuple(hidden))
    if unknown is not None:
        return Pending(unknown.reason, unknown.references, unknown.settle, never_null=True, type=list_type(STRING))
    count = lengths.pop() if lengths else 1
    alike = sum(len(arg) for arg in (layout, *args) if isinstance(arg, str))
    if alike * (count or 0) > MAXIMUM_CHARACTERS:
        raise TooLargeResultError("the texts would be very long")
    rows = (tuple(children(arg)[i] if _is_listed(arg) else arg for arg in args) for i in range(count or 0))
    return List(tuple(_formatted(layout, row) for row in rows), STRING)


def _is_listed(value: RuntimeValue) -> bool:
    return type_of(value).kind in ("list", "set", "tuple")


def _count(value: RuntimeValue) -> int | None:
    if isinstance(value, Unknown):
        return len(type_of(value).elements) if type_of(value).kind == "tuple" else None
    return None if _hides_elements(value) else len(children(value))


def _hides_elements(value: RuntimeValue) -> bool:
    """Whether it is unknown how many elements there are, or whether this is a list at all."""
    if isinstance(value, Unknown):
        return type_of(value).kind in ("list", "set", "tuple", "any")
    return isinstance(value, Set) and len(value.elements) > 1 and first_unknown(value) is not None


def _pieces(layout: str, args: tuple[RuntimeValue, ...]) -> Iterator[str | Unknown]:
    position, following, highest = 0, 1, 0
    while position < len(layout):
        token = _TOKEN.match(layout, position)
        if token is None:
            raise FunctionError(f"invalid format string starting at offset {position}")
        position = token.end()
        if token[5] is None:
            yield "%" if token[0] == "%%" else token[0]
            continue
        number = int(token[4] or following)
        if number > len(args):
            raise FunctionError(f"not enough arguments for {token[0]!r}")
        highest, following = max(highest, number), number + 1
        yield from _filled(_verb(token), args[number - 1])
    if highest < len(args):
        raise FunctionError(f"too many arguments; only {highest} used by format string")


def _verb(token: re.Match[str]) -> Verb:
    width = int(token[2]) if token[2] else None
    precision = int(token[3][1:] or 0) if token[3] else None
    if max(width or 0, precision or 0) > _WIDEST:
        raise TooLargeResultError("a format has a very large width")
    return Verb(token[5], token[1], width, precision)


def _filled(verb: Verb, value: RuntimeValue) -> Iterator[str | Unknown]:
    unknown = first_unknown(value)
    if unknown is None:
        yield _known(verb, value)
    elif verb.mode in ("s", "v") and verb.width is None and not verb.precision:
        whole = value if isinstance(value, Unknown) else jsonencode(value)
        yield whole if isinstance(whole, Unknown) else unknown
    else:
        yield Unknown(unknown.reason, unknown.references, unknown.settle, never_null=True)


def _known(verb: Verb, value: RuntimeValue) -> str:
    if verb.mode == "v":
        return _padded(verb, _as_is(verb, value))
    if value is None:
        raise FunctionError("null value cannot be formatted")
    if verb.mode == "t":
        return "true" if convert(value, BOOL) else "false"
    if verb.mode in "sq":
        return _text(verb, value)
    if verb.mode not in "bdoxXeEfgG":
        raise FunctionError(f"unsupported format verb {verb.mode!r}")
    number = convert(value, NUMBER)
    if not isinstance(number, int | Decimal):
        raise NotWorkedOutError("a number is infinite or too large to format")
    return _integer(verb, number) if verb.mode in _INTEGERS else _float(verb, number)


def _as_is(verb: Verb, value: RuntimeValue) -> str:
    if "#" not in verb.flags:
        if isinstance(value, str):
            return value
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return _general(value, None, "e")
    return json_text(value)


def _text(verb: Verb, value: RuntimeValue) -> str:
    text = convert(value, STRING)
    if not isinstance(text, str):
        raise FunctionError("a string is required")
    if verb.precision:
        text = "".join(graphemes(text)[: verb.precision])
    return _padded(verb, json_text(text) if verb.mode == "q" else text)


def _padded(verb: Verb, text: str) -> str:
    missing = (verb.width or 0) - len(graphemes(text))
    padding = ("0" if "0" in verb.flags else " ") * missing
    return text + padding if "-" in verb.flags else padding + text


def _integer(verb: Verb, number: Number) -> str:
    number = number or 0
    if not isinstance(number, int):
        raise FunctionError("an integer is required")
    digits = format(abs(number), _INTEGERS[verb.mode])
    sign = _sign(verb, negative=number < 0)
    prefix = _PREFIXES.get(verb.mode, "") if "#" in verb.flags else ""
    if verb.precision is not None:
        if verb.precision == 0 and number == 0:
            return ""
        digits = digits.rjust(verb.precision, "0")
    missing = (verb.width or 0) - len(sign + prefix + digits)
    if "-" in verb.flags:
        return sign + prefix + digits + " " * missing
    if "0" in verb.flags and verb.precision is None:
        return sign + prefix + "0" * missing + digits
    return " " * missing + sign + prefix + digits


def _float(verb: Verb, number: Number) -> str:
    magnitude = _absolute(number)
    if verb.mode == "f":
        text = _fixed(magnitude, 6 if verb.precision is None else verb.precision)
    elif verb.mode in "eE":
        text = _scientific(magnitude, 6 if verb.precision is None else verb.precision, verb.mode)
    else:
        text = _general(magnitude, verb.precision, "E" if verb.mode == "G" else "e")
    sign = _sign(verb, negative=_is_negative(number))
    missing = (verb.width or 0) - len(sign + text)
    if "0" in verb.flags:  # for floats, and for them only, zeros win over alignment to the left
        return sign + "0" * missing + text
    return sign + text + " " * missing if "-" in verb.flags else " " * missing + sign + text


def _sign(verb: Verb, *, negative: bool) -> str:
    if negative:
        return "-"
    return "+" if "+" in verb.flags else " " if " " in verb.flags else ""


def _absolute(number: Number) -> Number:
    return -number if number < 0 else number or 0


def _is_negative(number: Number) -> bool:
    """Whether there is a sign, on zero too."""
    return number < 0 or (isinstance(number, Decimal) and number.is_signed())


def _fixed(magnitude: Number, digits: int) -> str:
    scaled = str(round(exact(magnitude) * 10**digits)).rjust(digits + 1, "0")
    return f"{scaled[:-digits]}.{scaled[-digits:]}" if digits else scaled


def _scientific(magnitude: Number, digits: int, letter: str) -> str:
    mantissa, exponent = _rounded(exact(magnitude), digits + 1)
    return _with_exponent(mantissa.ljust(digits + 1, "0"), exponent, letter)


def _with_exponent(mantissa: str, exponent: int, letter: str) -> str:
    point = f".{mantissa[1:]}" if mantissa[1:] else ""
    return f"{mantissa[0]}{point}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _general(number: Number, precision: int | None, letter: str) -> str:
    """The shorter of the two forms; without precision as many digits as it takes to read back the same number."""
    sign, magnitude = ("-" if _is_negative(number) else ""), _absolute(number)
    if precision is None:
        mantissa, exponent = significant_digits(magnitude)
        limit = 6
    else:
        mantissa, exponent = _rounded(exact(magnitude), precision or 1)
        mantissa = mantissa.rstrip("0") or "0"
        limit = len(mantissa) if (precision or 1) > len(mantissa) > exponent else precision or 1
    if exponent < -4 or exponent >= limit:
        return sign + _with_exponent(mantissa, exponent, letter)
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{mantissa}"
    whole, rest = mantissa[: exponent + 1].ljust(exponent + 1, "0"), mantissa[exponent + 1 :]
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _rounded(magnitude: Fraction, digits: int) -> tuple[str, int]:
    """So many digits and the decimal exponent of the first of them."""
    if not magnitude:
        return "0", 0
    exponent = len(str(magnitude.numerator)) - len(str(magnitude.denominator))
    while Fraction(10) ** exponent > magnitude:
        exponent -= 1
    mantissa = str(round(magnitude * Fraction(10) ** (digits - 1 - exponent)))
    return (mantissa[:digits], exponent + 1) if len(mantissa) > digits else (mantissa, exponent)
