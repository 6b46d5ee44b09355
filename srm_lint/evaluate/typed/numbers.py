"""Terraform's numbers: binary floating point with 512 bits, shown as the shortest decimal that reads back the same.

A number is an `int` where it is integral, else the `Decimal` of that shortest form, so that every 512-bit number has
exactly one representation here; minus zero, which only shows as text, is Decimal("-0"). What Terraform takes for infinite, or what is too large to handle, is an `Unknown`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from srm_lint.evaluate.typed.types import NUMBER, Pending
from srm_lint.model.value import Unknown

Number = int | Decimal

PRECISION = 512
_LARGEST_EXPONENT = 1000
_UNIQUE_DIGITS = 153  # decimals of up to this length all differ as 512-bit numbers
_DECIMAL = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:([eEpP])([+-]?\d+))?", re.ASCII)
_INFINITE = re.compile(r"[+-]?[Ii]nf")


def parse_number(text: str) -> Number | Unknown | None:
    """The number that a string stands for, None where it is none. No spaces, no other base, no digit separators."""
    if _INFINITE.fullmatch(text):
        return beyond_limits()
    match = _DECIMAL.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return None
    sign, whole, fraction, marker, exponent = match.groups(default="")
    if len(text) > _LARGEST_EXPONENT or len(exponent) > len(str(_LARGEST_EXPONENT)) + 1:
        return beyond_limits()
    value = Fraction(int(whole + fraction), 10 ** len(fraction))
    if abs(int(exponent or 0)) > _LARGEST_EXPONENT:
        return beyond_limits()
    value *= Fraction(2 if marker in ("p", "P") else 10) ** int(exponent or 0)
    if sign == "-":
        return negate(number_from(value))
    return number_from(value)


def number_text(number: Number) -> str:
    """A number as Terraform writes it: never with an exponent."""
    return str(number) if isinstance(number, int) else format(number, "f")


def significant_digits(number: Number) -> tuple[str, int]:
    """The digits of a number's shortest form without zeros at the end, and the decimal exponent of the first of them."""
    _, digits, exponent = Decimal(number).as_tuple()
    text = "".join(map(str, digits))
    return text.rstrip("0") or "0", (len(text) + int(exponent) - 1 if number else 0)


def number_from(value: Fraction, precision: int = PRECISION) -> Number | Unknown:
    """The number nearest to an exact value."""
    rounded = rounded_to(value, precision)
    if abs(rounded) >= 10**_LARGEST_EXPONENT or (rounded and abs(rounded) * 10**_LARGEST_EXPONENT < 1):
        return beyond_limits()
    if rounded.denominator > 1:
        return _shortest(rounded, precision)
    return rounded.numerator if abs(rounded) < 2**precision else int(_shortest(rounded, precision))


def exact(number: Number) -> Fraction:
    """The exact value of a number: that of the 512-bit float it stands for."""
    if isinstance(number, int) and number.bit_length() <= PRECISION:
        return Fraction(number)
    return rounded_to(Fraction(number), PRECISION)


def add(left: Number, right: Number) -> Number | Unknown:
    """Sum."""
    if isinstance(left, int) and isinstance(right, int) and _small(left) and _small(right):
        return left + right
    return number_from(exact(left) + exact(right))


def subtract(left: Number, right: Number) -> Number | Unknown:
    """Difference."""
    opposite = negate(right)
    return opposite if isinstance(opposite, Unknown) else add(left, opposite)


def multiply(left: Number, right: Number) -> Number | Unknown:
    """Product."""
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() < PRECISION:
        return left * right
    return number_from(exact(left) * exact(right))


def negate(number: Number | Unknown) -> Number | Unknown:
    """The number with the other sign, which zero has too."""
    if isinstance(number, Unknown):
        return number
    return -number if isinstance(number, int) and number else Decimal(number).copy_negate()


def divide(left: Number, right: Number) -> Number | Unknown:
    """Quotient. Terraform calls division by zero infinite."""
    if not right:
        return beyond_limits()
    return number_from(exact(left) / exact(right))


def modulo(left: Number, right: Number) -> Number | Unknown:
    """Remainder with the sign of the dividend; the dividend itself where the divisor is zero."""
    if not right:
        return left
    quotient = int(rounded_to(exact(left) / exact(right), PRECISION))
    product = rounded_to(exact(right) * quotient, PRECISION)
    return number_from(exact(left) - product)


def _small(number: int) -> bool:
    """Whether sums with this number need no rounding."""
    return number.bit_length() < PRECISION


def beyond_limits() -> Pending:
    """What stands for numbers that cannot be handled: infinite and very large ones."""
    return Pending("a number is infinite or too large to work with", never_null=True, type=NUMBER)


def rounded_to(value: Fraction, precision: int) -> Fraction:
    """The binary floating point number with that many bits that is nearest, ties to even."""
    if not value:
        return value
    shift = precision - (value.numerator.bit_length() - value.denominator.bit_length())
    scaled = value * Fraction(2) ** shift
    while abs(scaled) >= 2**precision:
        scaled /= 2
        shift -= 1
    return Fraction(round(scaled)) / Fraction(2) ** shift


def _shortest(value: Fraction, precision: int) -> Decimal:
    """The shortest decimal within half a unit in the last place; the nearest of those."""
    magnitude = abs(value)
    sign = "-" if value < 0 else ""
    leading = _decimal_exponent(magnitude)
    below, above = _neighbourhood(magnitude, precision)
    for digits in range(_first_length(precision), _UNIQUE_DIGITS + 6):
        unit = Fraction(10) ** (leading - digits)
        low = magnitude // unit
        candidates = [c for c in (low, low + 1) if below <= c * unit <= above]
        if candidates:
            nearest = min(candidates, key=lambda c: abs(c * unit - magnitude))
            text = str(nearest).rstrip("0")
            return Decimal(f"{sign}{text}E{leading - digits + len(str(nearest)) - len(text)}")
    message = "every number has a decimal of this length in its neighbourhood"
    raise AssertionError(message)


def _first_length(precision: int) -> int:
    """Digits from which to search: all shorter decimals are multiples of the one found here, if it is within reach."""
    return (precision - 1) * 30103 // 100000


def _decimal_exponent(magnitude: Fraction) -> int:
    """The exponent e with 10^(e-1) <= magnitude < 10^e."""
    exponent = len(str(magnitude.numerator)) - len(str(magnitude.denominator))
    while Fraction(10) ** exponent <= magnitude:
        exponent += 1
    while Fraction(10) ** (exponent - 1) > magnitude:
        exponent -= 1
    return exponent


def _neighbourhood(magnitude: Fraction, precision: int) -> tuple[Fraction, Fraction]:
    """Half a unit in the last place to both sides, bounds excluded where the last bit is odd.

    Below a power of two that is more than what rounds to it. Terraform shows such numbers by this measure all the same.
    """
    shift = precision - (magnitude.numerator.bit_length() - magnitude.denominator.bit_length())
    while magnitude * Fraction(2) ** shift >= 2**precision:
        shift -= 1
    while magnitude * Fraction(2) ** shift < 2 ** (precision - 1):
        shift += 1
    mantissa = magnitude * Fraction(2) ** shift
    half = Fraction(1) / Fraction(2) ** (shift + 1)
    if mantissa.numerator % 2:
        half -= half / 2**64
    return magnitude - half, magnitude + half
