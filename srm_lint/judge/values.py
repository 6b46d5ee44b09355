"""Single values compared: equality, numbers, lengths, patterns, presence. Partly known text decides where it can."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from srm_lint.judge.outcome import ABSENT, Absent, Links, Node
from srm_lint.judge.patterns import Search
from srm_lint.model.condition import Limit
from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of

_TRUE, _FALSE = ("true", "1"), ("false", "0")
_META = frozenset("\\.^$*+?{}[]|()")
_ALTERNATIVES = re.compile(r"\||\(\?[^:]")
_CONTEXT_DEPENDENT = re.compile(r"[\^$]|\\[bBAZ]|\(\?")


def equal(value: Node, wanted: Value) -> Truth:
    """Whether a value equals a rule's constant: `true` equals "true", 80 equals "80", null what is not written."""
    if isinstance(value, Unknown):
        return _unknown_equal(value, wanted)
    if value is ABSENT or value is None:
        return wanted is None
    if isinstance(value, tuple) and isinstance(wanted, tuple):
        return len(value) == len(wanted) and all_of(
            equal(item, other) for item, other in zip(value, wanted, strict=True)
        )
    if isinstance(value, bool | int | Decimal | str) and isinstance(wanted, bool | int | Decimal | str):
        return _scalars_equal(value, wanted)
    return False


def _scalars_equal(value: bool | int | Decimal | str, wanted: bool | int | Decimal | str) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value == wanted
    if isinstance(value, bool) or isinstance(wanted, bool):
        words = _TRUE if (wanted if isinstance(wanted, bool) else value) else _FALSE
        other = value if isinstance(wanted, bool) else wanted
        return other is wanted or (isinstance(other, str | bool) and str(other).lower() in words)
    return number(value) == number(wanted)


def _unknown_equal(value: Unknown, wanted: Value) -> Truth:
    if wanted is None:
        return False if value.never_null else value
    if value.parts and (isinstance(wanted, tuple | dict) or not _could_be(value, text(wanted))):
        return False
    return value


def _could_be(value: Unknown, wanted: str) -> bool:
    """Whether the unknown parts of a text can be filled in so that it reads as `wanted`."""
    start, end = len(value.prefix), len(wanted) - len(value.suffix)
    if start > end or not wanted.startswith(value.prefix) or not wanted.endswith(value.suffix):
        return False
    for part in value.parts[bool(start) : len(value.parts) - bool(value.suffix)]:
        if isinstance(part, str):
            start = wanted.find(part, start, end)  # the first place leaves the most to the parts after it
            if start < 0:
                return False
            start += len(part)
    return True


def text(value: Value) -> str:
    """A scalar as the text that both languages would turn it into."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value: Node) -> Decimal | None:
    """The number a value is or spells, None where it is neither."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        result = Decimal(value)
    except InvalidOperation:
        return None
    return result if result.is_finite() else None


_COMPARE: Mapping[Limit, Callable[[Decimal, Decimal], bool]] = {
    Limit.MINIMUM: lambda value, limit: value >= limit,
    Limit.MAXIMUM: lambda value, limit: value <= limit,
    Limit.ABOVE: lambda value, limit: value > limit,
    Limit.BELOW: lambda value, limit: value < limit,
    Limit.MIN_ITEMS: lambda value, limit: value >= limit,
    Limit.MAX_ITEMS: lambda value, limit: value <= limit,
    Limit.MIN_LENGTH: lambda value, limit: value >= limit,
    Limit.MAX_LENGTH: lambda value, limit: value <= limit,
}


def within(value: Node, limit: Limit, bound: Decimal) -> Truth:
    """Whether a value's number, element count or length is within a limit."""
    if value is ABSENT or value is None:
        return False
    if isinstance(value, Unknown):
        return _unknown_within(value, limit, bound)
    if limit in (Limit.MIN_ITEMS, Limit.MAX_ITEMS):
        return _count_within(value, limit, bound)
    if limit in (Limit.MIN_LENGTH, Limit.MAX_LENGTH):
        return isinstance(value, str) and _COMPARE[limit](Decimal(len(value)), bound)
    own = number(value)
    return own is not None and _COMPARE[limit](own, bound)


def _unknown_within(value: Unknown, limit: Limit, bound: Decimal) -> Truth:
    known = Decimal(sum(len(part) for part in value.parts if isinstance(part, str)))
    if limit is Limit.MIN_LENGTH and known >= bound:
        return True
    if limit is Limit.MAX_LENGTH and known > bound:
        return False
    return value


def _count_within(value: Value | Links, limit: Limit, bound: Decimal) -> Truth:
    """Elements that may or may not be there make a count unknown, unless it is decided either way."""
    existence = _existences(value)
    open_ended = isinstance(value, tuple) and not all(exists is True for exists in existence)
    return number_within(existence, limit, bound, open_ended=open_ended)


def number_within(truths: Sequence[Truth], limit: Limit, bound: Decimal, *, open_ended: bool = False) -> Truth:
    """Whether it is within a limit how many of these are true; where unknown ones decide that, one of them.

    `open_ended` holds where an unknown one may stand for any number.
    """
    least = sum(1 for truth in truths if truth is True)
    most = Decimal("Infinity") if open_ended else Decimal(sum(1 for truth in truths if truth is not False))
    lower, upper = _COMPARE[limit](Decimal(least), bound), _COMPARE[limit](most, bound)
    return lower if lower == upper else next(truth for truth in truths if isinstance(truth, Unknown))


def _existences(value: Value | Links) -> list[Truth]:
    """For each element of a list whether it is there. Anything that is no list counts as a list of it.

    An unknown among blocks may be any number of them (a `dynamic` block over an unknown list); one among plain values is
    one value.
    """
    if isinstance(value, Links):
        found = (item.exists if isinstance(item, Resource) else item for item in value.resources)
        return [exists for exists in found if exists is not False]
    if not isinstance(value, tuple):
        return [True]
    if any(not isinstance(item, Unknown | dict) for item in value):
        return [True] * len(value)
    return [item if isinstance(item, Unknown) and not item.never_null else True for item in value]


def present(value: Node) -> Truth:
    """Whether a value is written and not null, "" or empty."""
    if isinstance(value, Unknown):
        return True if value.never_null or any(isinstance(part, str) for part in value.parts) else value
    if isinstance(value, Links):
        return _count_within(value, Limit.MIN_ITEMS, Decimal(1))
    if isinstance(value, Absent) or value in (None, "", (), {}):
        return False
    if isinstance(value, tuple):
        unknowns = [item for item in value if isinstance(item, Unknown) and not item.never_null]
        return unknowns[0] if len(unknowns) == len(value) else True
    return True


def found(value: Node, expression: str, search: Search) -> Truth:
    """Whether a regular expression is found in a text (or in the text of a number or truth value)."""
    if isinstance(value, Unknown):
        return _found_in_parts(value, expression, search) if value.parts else value
    if isinstance(value, bool | int | Decimal | str):
        return search(expression, text(value))
    return False


def _found_in_parts(value: Unknown, expression: str, search: Search) -> Truth:
    """Decided where a known part holds a match that nothing around it can undo, or the known start rules it out."""
    if not _CONTEXT_DEPENDENT.search(expression.removeprefix("(?i)")):
        known = any(search(expression, part) for part in value.parts if isinstance(part, str))
        return True if known else value
    return value if _ALTERNATIVES.search(expression) else _found_at_end(value, expression, search)


def _found_at_end(value: Unknown, expression: str, search: Search) -> Truth:
    """A pattern bound to the start or the end of the text, held against the known start or end."""
    at_start, at_end = expression.startswith("^"), expression.endswith("$") and not expression.endswith("\\$")
    body = expression.removeprefix("^")
    body = body[:-1] if at_end else body
    if at_start and not _agree(_literal_start(body), value.prefix):
        return False
    if at_end and not _agree(_literal_end(body)[::-1], value.suffix[::-1]):
        return False
    if _CONTEXT_DEPENDENT.search(body) or at_start == at_end:
        return value
    known = search(rf"\A(?:{body})", value.prefix) if at_start else search(rf"(?:{body})\Z", value.suffix)
    return True if known else value


def _agree(literal: str, known: str) -> bool:
    """Whether two beginnings of the same text can both be true."""
    return literal.startswith(known) or known.startswith(literal)


def _literal_end(expression: str) -> str:
    """The text that every match of `expression` ends with, as far as it is plain to see."""
    match = re.search(r"(?:(?<!\\)[\w/:@-]|(?<!\\)\\[^\w])*$", expression)
    return re.sub(r"\\(.)", r"\1", match[0]) if match else ""


def _literal_start(expression: str) -> str:
    """The text that every match of `expression` begins with, as far as it is plain to see."""
    literal: list[str] = []
    position = 0
    while position < len(expression):
        character, width = expression[position], 1
        if character == "\\" and position + 1 < len(expression) and not expression[position + 1].isalnum():
            character, width = expression[position + 1], 2
        elif character in _META:
            break
        if expression[position + width : position + width + 1] in ("*", "?", "{"):
            break
        literal.append(character)
        position += width
    return "".join(literal)
