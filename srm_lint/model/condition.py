"""What a rule demands of a resource, as frozen data: selectors, matchers and conditions (docs/writing-rules.md).

All of it can be written to and read from the compiled rule pack, so a union member carries a tag.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Union

import msgspec

Scalar = Union[None, bool, int, float, str]


class Quantifier(Enum):
    """How the elements of a list are joined, `[*]` and `[?]` in a path, or the values of a map, `{*}` and `{?}`."""

    EVERY = 0
    SOME = 1
    EVERY_VALUE = 2
    SOME_VALUE = 3


class Origin(Enum):
    """Where a path starts."""

    VALUES = "values"
    LINKED = "linked"
    REFERS = "refers"
    ESTATE = "estate"
    FACTS = "facts"
    META = "meta"
    TAGS = "tags"
    PROVIDER = "provider"


OF_OTHERS = (Origin.LINKED, Origin.REFERS, Origin.ESTATE)
"""What leads to other resources."""


class Selector(msgspec.Struct, frozen=True):
    """A parsed path: its origin, the type or fact it names there ("" for the others), and the steps from it.

    `text` is the path as the rule writes it. `via` are the attributes through which a resource has to point
    (`linked.aws_cloudtrail(s3_bucket_name)`); () for any.
    """

    origin: Origin
    subject: str
    steps: tuple[str | Quantifier, ...]
    text: str
    via: tuple[str, ...] = ()


class Parameter(msgspec.Struct, frozen=True, tag="parameter"):
    """`$name`: the value of one of the rule's parameters."""

    name: str


class Undecided(msgspec.Struct, frozen=True, tag="undecided"):
    """`absent: {unknown: why}`: what the provider takes cannot be told from the code."""

    reason: str


Operand = Union[None, bool, int, float, str, tuple[Scalar | Parameter, ...], Parameter]
"""What a matcher compares with."""


class Equals(msgspec.Struct, frozen=True, tag="const"):
    """The value equals the operand."""

    operand: Operand


class OneOf(msgspec.Struct, frozen=True, tag="enum"):
    """The value equals one of the operands; a parameter stands for a list of them."""

    operands: tuple[Scalar | Parameter, ...] | Parameter


class Limit(Enum):
    """Words that compare with a number; the value's own number, or how many elements or characters it has."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    ABOVE = "exclusiveMinimum"
    BELOW = "exclusiveMaximum"
    MIN_ITEMS = "minItems"
    MAX_ITEMS = "maxItems"
    MIN_LENGTH = "minLength"
    MAX_LENGTH = "maxLength"


class Bound(msgspec.Struct, frozen=True, tag="bound"):
    """The value's number, element count or length is within a limit."""

    limit: Limit
    operand: int | float | Parameter


class Pattern(msgspec.Struct, frozen=True, tag="pattern"):
    """A regular expression is found in the value."""

    expression: str


class Present(msgspec.Struct, frozen=True, tag="present"):
    """The attribute is written and not null, "" or empty, or is not."""

    wanted: bool


class Contains(msgspec.Struct, frozen=True, tag="contains"):
    """An element of the value, or the value itself, satisfies the matcher."""

    matcher: Matcher


class Not(msgspec.Struct, frozen=True, tag="not"):
    """The value does not satisfy the matcher."""

    matcher: Matcher


class AnyMatch(msgspec.Struct, frozen=True, tag="anyOf"):
    """The value satisfies one of the matchers."""

    matchers: tuple[Matcher, ...]


class AllMatch(msgspec.Struct, frozen=True, tag="allOf"):
    """The value satisfies all the matchers."""

    matchers: tuple[Matcher, ...]


class Quantity(Enum):
    """How many elements have to satisfy a condition."""

    SOME = "some"
    EVERY = "every"
    NONE = "none"


class Elements(msgspec.Struct, frozen=True, tag="elements"):
    """Some, every or no element of a list of objects or resources satisfies the condition."""

    quantity: Quantity
    condition: Condition


class Count(msgspec.Struct, frozen=True, tag="count"):
    """So many elements of a list of objects or resources satisfy the condition: within all `limits` (minimum, maximum)."""

    condition: Condition
    limits: tuple[Bound, ...]


class JsonText(msgspec.Struct, frozen=True, tag="json"):
    """The value is JSON text (or already the object it would hold) that satisfies the condition."""

    condition: Condition


Word = Union[Equals, OneOf, Bound, Pattern, Present, Contains, Not, AnyMatch, AllMatch, Elements, Count, JsonText]


class Given(msgspec.Struct, frozen=True, tag="given"):
    """`absent: v`: the value the provider takes when the attribute is not written."""

    operand: Operand


class Matcher(msgspec.Struct, frozen=True):
    """Words that all have to hold, and what stands for an attribute that is not written."""

    words: tuple[Word, ...]
    absent: Given | Undecided | None = None


class Clause(msgspec.Struct, frozen=True, tag="clause"):
    """What a selector finds satisfies a matcher."""

    selector: Selector
    matcher: Matcher


class AllOf(msgspec.Struct, frozen=True, tag="all"):
    """All conditions hold; none is a condition that always holds."""

    conditions: tuple[Condition, ...]


class AnyOf(msgspec.Struct, frozen=True, tag="any"):
    """One of the conditions holds."""

    conditions: tuple[Condition, ...]


class Negation(msgspec.Struct, frozen=True, tag="negation"):
    """The condition does not hold."""

    condition: Condition


Condition = Union[Clause, AllOf, AnyOf, Negation]


def clauses_of(condition: Condition) -> Iterator[Clause]:
    """The clauses that a condition is made of; those about elements are in the words of their matchers."""
    if isinstance(condition, Clause):
        yield condition
    elif isinstance(condition, Negation):
        yield from clauses_of(condition.condition)
    else:
        for part in condition.conditions:
            yield from clauses_of(part)


def words_in(matcher: Matcher) -> Iterator[Word]:
    """The words of a matcher, and of those that it is combined of."""
    for word in matcher.words:
        yield word
        if isinstance(word, Not | Contains):
            yield from words_in(word.matcher)
        elif isinstance(word, AnyMatch | AllMatch):
            for inner in word.matchers:
                yield from words_in(inner)
