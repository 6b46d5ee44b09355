"""Functions with regular expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from srm_lint.evaluate.functions.re2 import Pattern, compiled
from srm_lint.evaluate.functions.signature import FunctionError, TooLargeResultError, of_text
from srm_lint.evaluate.typed import ANY, STRING, List, RuntimeValue, Type, list_type, object_type, tuple_type

if TYPE_CHECKING:
    import regex

_LONGEST_RESULT = 1_000_000


def _regex(pattern: str, text: str) -> RuntimeValue:
    compiled_pattern = compiled(pattern, text)
    result_type = _type(compiled_pattern)
    match = compiled_pattern.search(text)
    if match is None:
        raise FunctionError("pattern did not match any part of the given string")
    return _captured(compiled_pattern, match, result_type)


def _regexall(pattern: str, text: str) -> RuntimeValue:
    compiled_pattern = compiled(pattern, text)
    result_type = _type(compiled_pattern)
    matches = _matches(compiled_pattern, text)
    return List(tuple(_captured(compiled_pattern, match, result_type) for match in matches), result_type)


def replaced(pattern: str, text: str, replacement: str) -> RuntimeValue:
    """The text with every match replaced; $1, ${1} and $name in the replacement stand for groups."""
    result = ""
    last = 0
    compiled_pattern = compiled(pattern, text)
    for match in _matches(compiled_pattern, text):
        result += text[last : match.start()] + compiled_pattern.expanded(replacement, match)
        last = match.end()
        if len(result) > _LONGEST_RESULT:
            raise TooLargeResultError("the text would be very long")
    return result + text[last:]


def _matches(pattern: Pattern, text: str) -> Iterator[regex.Match[str]]:
    """Matches from left to right; an empty one right behind another does not count."""
    position, last_end = 0, -1
    while position <= len(text):
        match = pattern.search(text, position)
        if match is None:
            return
        if match.end() > match.start() or match.start() != last_end:
            yield match
        last_end = match.end()
        position = max(last_end, position) if match.end() > match.start() else match.end() + 1


def _type(pattern: Pattern) -> Type:
    """The whole match as a string without groups, else a tuple of groups, or an object of named ones."""
    named = [name for name in pattern.groups if name is not None]
    if not pattern.groups:
        return STRING
    if not named:
        return tuple_type((STRING,) * len(pattern.groups))
    if len(named) < len(pattern.groups):
        raise FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups")
    return object_type(dict.fromkeys(named, STRING))


def _captured(pattern: Pattern, match: regex.Match[str], type: Type) -> RuntimeValue:
    if type == STRING:
        whole: str = match[0]
        return whole
    groups = tuple(match.groups())
    if type.kind == "tuple":
        return groups
    return {name: group for name, group in zip(pattern.groups, groups, strict=True) if name is not None}


FUNCTIONS = {
    "regex": of_text(_regex, 2, ANY),
    "regexall": of_text(_regexall, 2, list_type(ANY)),
}
