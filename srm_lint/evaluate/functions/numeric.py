"""Numeric functions. Those that Terraform computes with 64-bit floats follow the same steps, so that the last digit agrees."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

from srm_lint.evaluate.functions.signature import INTEGER, NUMERIC, VALUE, Function, FunctionError, NotWorkedOutError
from srm_lint.evaluate.typed import (
    NUMBER,
    List,
    Number,
    Pending,
    RuntimeValue,
    Set,
    add,
    children,
    convert,
    list_type,
    type_of,
)
from srm_lint.evaluate.typed.numbers import beyond_limits, exact, negate, number_from
from srm_lint.model.value import Unknown

_MOST_VALUES = 1024
_MOST_DIGITS = 150
_DOUBLE_PRECISION = 53
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LOG_SERIES = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)

_SMALL = 1 << 64  # far below what 512 bits hold exactly


def _abs(number: Number) -> RuntimeValue:
    return negate(number) if number < 0 else number or 0


def _ceil(number: Number) -> RuntimeValue:
    return math.ceil(exact(number))


def _floor(number: Number) -> RuntimeValue:
    return math.floor(exact(number))


def _signum(number: int) -> RuntimeValue:
    return (number > 0) - (number < 0)


def _max(*numbers: Number) -> RuntimeValue:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return max(numbers)


def _min(*numbers: Number) -> RuntimeValue:
    if not numbers:
        raise FunctionError("must pass at least one number")
    return min(numbers)


def _log(number: Number, base: Number) -> RuntimeValue:
    if number < 0 or base < 0:
        raise FunctionError("the logarithm of a negative number is not defined")
    top, bottom = _natural_logarithm(float(number)), _natural_logarithm(float(base))
    if (math.isinf(top) and math.isinf(bottom)) or top == bottom == 0:
        raise FunctionError("the logarithm is not defined")
    if bottom == 0 or math.isinf(top):
        return beyond_limits()
    return _number(top / bottom)


def _natural_logarithm(x: float) -> float:
    """The series of FreeBSD's e_log.c, which Go uses too: other libraries round the last bit differently."""
    if x == 0:
        return -math.inf
    mantissa, exponent = math.frexp(x)
    if mantissa < math.sqrt(2) / 2:
        mantissa, exponent = mantissa * 2, exponent - 1
    f = mantissa - 1
    s = f / (2 + f)
    square = s * s
    fourth = square * square
    c1, c2, c3, c4, c5, c6, c7 = _LOG_SERIES
    odd = square * (c1 + fourth * (c3 + fourth * (c5 + fourth * c7)))
    even = fourth * (c2 + fourth * (c4 + fourth * c6))
    rest = odd + even
    half = 0.5 * f * f
    return exponent * _LN2_HIGH - ((half - (s * (half + rest) + exponent * _LN2_LOW)) - f)


def _pow(number: Number, power: Number) -> RuntimeValue:
    try:
        result = _power(float(number), float(power))
    except OverflowError:
        return beyond_limits()
    return beyond_limits() if math.isinf(result) else _number(result)


def _power(x: float, y: float) -> float:
    """A power by repeated squaring of the mantissa, as Go does it."""
    if y == 0 or x == 1:
        return 1.0
    if x == 0:
        return math.inf if y < 0 else 0.0
    if y.is_integer():
        return _whole_power(x, y)
    if x < 0:
        raise FunctionError("a fractional power of a negative number is not defined")
    if abs(y) != 0.5:
        raise NotWorkedOutError("a fractional power may be rounded differently")
    return math.sqrt(x) if y > 0 else 1 / math.sqrt(x)


def _whole_power(x: float, y: float) -> float:
    mantissa, exponent = math.frexp(x)
    result, scale = 1.0, 0
    remaining = int(abs(y))
    while remaining:
        if abs(exponent) > 1 << 12:
            scale += exponent
            break
        if remaining & 1:
            result *= mantissa
            scale += exponent
        mantissa *= mantissa
        exponent *= 2
        if mantissa < 0.5:
            mantissa += mantissa
            exponent -= 1
        remaining >>= 1
    if y < 0:
        result, scale = 1 / result, -scale
    return math.ldexp(result, scale)


def _number(value: float) -> RuntimeValue:
    number = number_from(Fraction(value), _DOUBLE_PRECISION)
    return negate(number) if value == 0 and math.copysign(1, value) < 0 else number


def _parseint(text: RuntimeValue, base: int) -> RuntimeValue:
    if isinstance(text, Unknown):
        return Pending(text.reason, text.references, text.settle, never_null=True, type=NUMBER)
    if not isinstance(text, str):
        raise FunctionError(f"first argument must be a string, not {type_of(text).kind}")
    if not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive")
    if len(text) > _MOST_DIGITS:
        return beyond_limits()
    digits = text[1:] if text[:1] in ("+", "-") else text
    values = [_digit_value(character, base) for character in digits]
    if not values or any(value is None or value >= base for value in values):
        raise FunctionError(f"cannot parse {text!r} as a base {base} integer")
    total = 0
    for value in values:
        total = total * base + (value or 0)
    return -total if text.startswith("-") else total


def _digit_value(character: str, base: int) -> int | None:
    """0-9, a-z, and A-Z: the same as a-z up to base 36, 36 and above beyond."""
    if re.fullmatch(r"[0-9]", character):
        return int(character)
    if re.fullmatch(r"[a-z]", character):
        return ord(character) - ord("a") + 10
    if re.fullmatch(r"[A-Z]", character):
        return ord(character) - ord("A") + (10 if base <= 36 else 36)
    return None


def _sum(values: RuntimeValue) -> RuntimeValue:
    if not isinstance(values, tuple | List | Set):
        raise FunctionError("argument must be list, set, or tuple")
    if not children(values):
        raise FunctionError("cannot sum an empty list")
    total: RuntimeValue = 0
    for value in children(values):
        number = convert(value, NUMBER)
        if number is None:
            raise FunctionError("argument must be list, set, or tuple of number values")
        if not isinstance(number, int | Decimal) or not isinstance(total, int | Decimal):
            return beyond_limits()
        total = add(total, number)
    return total


def _range(*limits: Number) -> RuntimeValue:
    if not 1 <= len(limits) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    start, end = (exact(limits[0]), exact(limits[1])) if len(limits) > 1 else (Fraction(0), exact(limits[0]))
    step: Number = limits[2] if len(limits) == 3 else (-1 if end < start else 1)
    if (end > start) if step < 0 else (end < start):
        raise FunctionError("end must lie in the direction of the step")
    if all(isinstance(limit, int) and abs(limit) < _SMALL for limit in (*limits, step)) and step:
        whole = range(int(limits[0]) if len(limits) > 1 else 0, int(end), int(step))
        if len(whole) <= _MOST_VALUES:
            return List(tuple(whole), NUMBER)
    values: list[RuntimeValue] = []
    number: RuntimeValue = limits[0] if len(limits) > 1 else 0
    while isinstance(number, int | Decimal) and ((exact(number) > end) if step < 0 else (exact(number) < end)):
        if len(values) >= _MOST_VALUES:
            raise FunctionError(f"more than {_MOST_VALUES} values were generated")
        values.append(number)
        number = add(number, step)
    return List(tuple(values), NUMBER)


FUNCTIONS = {
    "abs": Function(_abs, (NUMERIC,), result=NUMBER),
    "ceil": Function(_ceil, (NUMERIC,), result=NUMBER),
    "floor": Function(_floor, (NUMERIC,), result=NUMBER),
    "log": Function(_log, (NUMERIC, NUMERIC), result=NUMBER),
    "max": Function(_max, rest=NUMERIC, result=NUMBER),
    "min": Function(_min, rest=NUMERIC, result=NUMBER),
    "parseint": Function(_parseint, (VALUE, INTEGER), result=NUMBER),
    "pow": Function(_pow, (NUMERIC, NUMERIC), result=NUMBER),
    "range": Function(_range, rest=NUMERIC, result=list_type(NUMBER)),
    "signum": Function(_signum, (INTEGER,), result=NUMBER),
    "sum": Function(_sum, (VALUE,), result=NUMBER),
}
