"""Conditions of rules in words, for pages about rules: "`backup_retention_period` is at least `days`"."""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.model.condition import (
    AllMatch,
    AllOf,
    AnyMatch,
    AnyOf,
    Bound,
    Clause,
    Condition,
    Contains,
    Count,
    Elements,
    Equals,
    Given,
    JsonText,
    Limit,
    Matcher,
    Negation,
    Not,
    OneOf,
    Operand,
    Parameter,
    Pattern,
    Present,
    Quantity,
    Scalar,
    Undecided,
    Word,
)

_BOUNDS: Mapping[Limit, str] = {
    Limit.MINIMUM: "is at least {}",
    Limit.MAXIMUM: "is at most {}",
    Limit.ABOVE: "is more than {}",
    Limit.BELOW: "is less than {}",
    Limit.MIN_ITEMS: "has at least {} elements",
    Limit.MAX_ITEMS: "has at most {} elements",
    Limit.MIN_LENGTH: "has at least {} characters",
    Limit.MAX_LENGTH: "has at most {} characters",
}

_QUANTITIES: Mapping[Quantity, str] = {
    Quantity.SOME: "has an element of which",
    Quantity.EVERY: "has only elements of which",
    Quantity.NONE: "has no element of which",
}


def condition_words(condition: Condition) -> str:
    """A condition as a clause."""
    match condition:
        case Clause(selector=selector, matcher=matcher):
            return f"`{selector.text}` {matcher_words(matcher)}"
        case AllOf(conditions=conditions):
            return " and ".join(_grouped(each) for each in conditions) or "always"
        case AnyOf(conditions=conditions):
            return " or ".join(_grouped(each) for each in conditions)
        case Negation(condition=inner):
            return f"not ({condition_words(inner)})"


def matcher_words(matcher: Matcher) -> str:
    """A matcher as a predicate, with what stands for an attribute that is not written."""
    predicate = " and ".join(_word(word) for word in matcher.words)
    match matcher.absent:
        case Given(operand=operand):
            return f"{predicate} (not written counts as {_operand(operand)})"
        case Undecided(reason=reason):
            return f"{predicate} (not written is unknown: {reason})"
        case None:
            return predicate


def _grouped(condition: Condition) -> str:
    text = condition_words(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) and len(condition.conditions) > 1 else text


def _word(word: Word) -> str:
    match word:
        case Equals(operand=operand):
            return f"is {_operand(operand)}"
        case OneOf(operands=operands):
            return f"is one of {_operand(operands)}"
        case Bound(limit=limit, operand=operand):
            return _BOUNDS[limit].format(_operand(operand))
        case Pattern(expression=expression):
            return f"matches `{expression}`"
        case Present(wanted=wanted):
            return "is set" if wanted else "is not set"
        case _:
            return _combination(word)


def _combination(word: Contains | Not | AnyMatch | AllMatch | Elements | Count | JsonText) -> str:
    match word:
        case Contains(matcher=matcher):
            return f"has an element that {matcher_words(matcher)}"
        case Not(matcher=matcher):
            return _negated(matcher)
        case AnyMatch(matchers=matchers):
            return " or ".join(matcher_words(matcher) for matcher in matchers)
        case AllMatch(matchers=matchers):
            return " and ".join(matcher_words(matcher) for matcher in matchers)
        case Elements() | Count():
            return _elements(word)
        case JsonText(condition=condition):
            return f"is JSON of which {condition_words(condition)}"


def _negated(matcher: Matcher) -> str:
    """The opposite of a matcher as a predicate, as short as people say it."""
    match matcher.words if matcher.absent is None else ():
        case (Equals(operand=operand),):
            return f"is not {_operand(operand)}"
        case (OneOf(operands=operands),):
            return f"is none of {_operand(operands)}"
        case (Pattern(expression=expression),):
            return f"does not match `{expression}`"
        case (Contains(matcher=inner),):
            return f"has no element that {matcher_words(inner)}"
        case _:
            return f"is not such that it {matcher_words(matcher)}"


def _elements(word: Elements | Count) -> str:
    condition = condition_words(word.condition)
    if isinstance(word, Elements):
        return f"{_QUANTITIES[word.quantity]} {condition}"
    return f"has elements of which {condition}, and their number {' and '.join(_word(limit) for limit in word.limits)}"


def _operand(operand: Operand) -> str:
    if isinstance(operand, tuple):
        return ", ".join(_operand(item) for item in operand)
    if isinstance(operand, Parameter):
        return f"`{operand.name}`"
    return literal(operand)


def literal(value: Scalar) -> str:
    """A constant as both languages write it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "`null`" if value is None else f"`{value}`"
