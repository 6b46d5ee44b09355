"""Conditions and matchers as written -> their frozen form. Errors are `Malformed`, with the path of the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

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
from srm_lint.model.patterns import check_pattern
from srm_lint.rules.paths import parse_path
from srm_lint.rules.written import Plain

T = TypeVar("T")
Place = tuple[str | int, ...]

_QUANTITIES = {quantity.value: quantity for quantity in Quantity}
_LIMITS = {limit.value: limit for limit in Limit}
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")


class MalformedError(Exception):
    """Something in a rule is not what it has to be; `place` is the path of the key inside the rule."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place


class ConditionReader:
    """Reads the conditions of one rule, whose parameters it knows."""

    def __init__(self, parameters: Mapping[str, object]) -> None:
        self._parameters = parameters
        self._words: Mapping[str, Callable[[Plain, Place], Word]] = {
            "const": lambda value, place: Equals(self._operand(value, place)),
            "enum": self._enum,
            "pattern": self._pattern,
            "present": lambda value, place: Present(_expect(bool, value, place)),
            "contains": lambda value, place: Contains(self.matcher(value, place)),
            "not": lambda value, place: Not(self.matcher(value, place)),
            "anyOf": lambda value, place: AnyMatch(self._matchers(value, place)),
            "allOf": lambda value, place: AllMatch(self._matchers(value, place)),
            "count": self._count,
            "json": lambda value, place: JsonText(self.condition(value, place)),
        }

    def condition(self, written: Plain, place: Place) -> Condition:
        """A mapping of paths and matchers, joined with *and*."""
        if not isinstance(written, dict):
            raise MalformedError(place, "a condition is a mapping of a path to what its value has to be")
        entries = tuple(self._entry(key, value, (*place, key)) for key, value in written.items())
        return entries[0] if len(entries) == 1 else AllOf(entries)

    def matcher(self, written: Plain, place: Place) -> Matcher:
        """A scalar (equality), or a mapping of words."""
        if not isinstance(written, dict):
            return Matcher((Equals(self._operand(written, place)),))
        absent = self._absent(written["absent"], (*place, "absent")) if "absent" in written else None
        words = tuple(self._word(word, value, (*place, word)) for word, value in written.items() if word != "absent")
        if not words:
            raise MalformedError(place, "a matcher says nothing; add a word such as `const` or `minimum`")
        return Matcher(words, absent)

    def _entry(self, key: str, value: Plain, place: Place) -> Condition:
        if key in ("any", "all"):
            conditions = tuple(
                self.condition(item, (*place, index)) for index, item in enumerate(_expect(list, value, place))
            )
            return AnyOf(conditions) if key == "any" else AllOf(conditions)
        if key == "not":
            return Negation(self.condition(value, place))
        try:
            selector = parse_path(key)
        except ValueError as error:
            raise MalformedError(place, str(error)) from error
        return Clause(selector, self.matcher(value, place))

    def _word(self, word: str, value: Plain, place: Place) -> Word:
        if word in self._words:
            return self._words[word](value, place)
        if word in _QUANTITIES:
            return Elements(_QUANTITIES[word], self.condition(value, place))
        if word in _LIMITS:
            return Bound(_LIMITS[word], self._number(value, place))
        raise MalformedError(place, f"`{word}` is no word of a matcher; the words are in docs/writing-rules.md")

    def _matchers(self, value: Plain, place: Place) -> tuple[Matcher, ...]:
        return tuple(self.matcher(item, (*place, index)) for index, item in enumerate(_expect(list, value, place)))

    def _pattern(self, value: Plain, place: Place) -> Pattern:
        text = _expect(str, value, place)
        try:
            check_pattern(text)
        except ValueError as error:
            raise MalformedError(place, str(error)) from error
        if _PARAMETER.fullmatch(text):
            raise MalformedError(place, f"`pattern` takes no parameter: as an expression `{text}` matches nothing")
        return Pattern(text)

    def _enum(self, value: Plain, place: Place) -> OneOf:
        operand = self._operand(value, place)
        if not isinstance(operand, tuple | Parameter):
            raise MalformedError(place, "`enum` takes a list, or a parameter that holds one")
        return OneOf(operand)

    def _count(self, value: Plain, place: Place) -> Count:
        written = _expect(dict, value, place)
        limits = tuple(
            Bound(_LIMITS[word], self._number(bound, (*place, word))) for word, bound in written.items() if word != "of"
        )
        return Count(self.condition(written.get("of"), (*place, "of")), limits)

    def _number(self, value: Plain, place: Place) -> int | float | Parameter:
        operand = self._operand(value, place)
        if isinstance(operand, bool) or not isinstance(operand, int | float | Parameter):
            raise MalformedError(place, "a number is needed, or a parameter that holds one")
        return operand

    def _absent(self, value: Plain, place: Place) -> Given | Undecided:
        if isinstance(value, dict):
            reason = value.get("unknown")
            if len(value) != 1 or not isinstance(reason, str):
                raise MalformedError(place, "`absent` takes a value, or {unknown: why code cannot tell}")
            return Undecided(reason)
        return Given(self._operand(value, place))

    def _operand(self, value: Plain, place: Place) -> Operand:
        if isinstance(value, list):
            return tuple(self._item(item, place) for item in value)
        return self._item(value, place)

    def _item(self, value: Plain, place: Place) -> Scalar | Parameter:
        if isinstance(value, list | dict):
            raise MalformedError(place, "a single value or a list of them is needed; use `some` or `every` for objects")
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        if value.startswith("$$"):
            return value[1:]
        match = _PARAMETER.fullmatch(value)
        if match is None:
            return value
        if match[1] not in self._parameters:
            raise MalformedError(
                place, f"`{value}` is no parameter of this rule; declare it, or write `${value}` for plain text"
            )
        return Parameter(match[1])


def _expect(kind: type[T], value: object, place: Place) -> T:
    if not isinstance(value, kind):
        raise MalformedError(place, f"{_KINDS[kind]} is needed here")
    return value


_KINDS: Mapping[type, str] = {bool: "true or false", list: "a list", str: "text", dict: "a mapping"}
