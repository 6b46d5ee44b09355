"""Regular expressions of a stranger: refused where they would unfold without end, matched for a bounded time.

Python's own `re` cannot be stopped. The `regex` module can, but repeats in repeats grow while it compiles them, before
there is anything to stop; so both have to understand a pattern, and its size is bounded first.
"""

from __future__ import annotations

import re

_LONGEST = 1_000
_LONGEST_SHOWN = 80
_LARGEST = 100_000
_QUANTIFIER = re.compile(r"(\)?)(?:(\+)|\{([0-9]*)(?:,[0-9]*)?\})")
_PLAIN = re.compile(r"\^?[\w /:@-]*")
_VERBOSE = re.compile(r"\(\?[a-zA-Z-]*x")


class SlowPatternError(Exception):
    """A pattern was given up on; the text says which, and how long that took."""


def check_pattern(expression: str) -> None:
    """See that a pattern may be compiled and matched.

    Raises:
        ValueError: it is no regular expression, or larger than any that is meant; the text says so.
    """
    if fault := _fault(expression):
        raise ValueError(f"`{_shown(expression)}` {fault}")


def _fault(expression: str) -> str:
    """What is wrong with a pattern, "" where nothing is."""
    if len(expression) > _LONGEST:
        return f"is longer than {_LONGEST:,} characters"
    if _PLAIN.fullmatch(expression):
        return ""
    if _VERBOSE.search(expression):
        return "has the flag x, which is not taken"
    if is_too_large(expression):
        return "repeats what is itself repeated, more often than anybody means"
    return _refused(expression)


def _refused(expression: str) -> str:
    """What the two modules have against a pattern."""
    import regex

    try:
        re.compile(expression)
        regex.compile(expression)
    except RecursionError:
        return "is nested too deeply"
    except (re.error, regex.error, OverflowError) as error:
        return f"is no regular expression: {error}"
    return ""


def is_found(expression: str, text: str, seconds: float) -> bool:
    """Whether a pattern that was checked is found in a text.

    Raises:
        SlowPatternError: that is not decided after so many seconds of processor time.
    """
    if _PLAIN.fullmatch(expression):
        return text.startswith(expression[1:]) if expression.startswith("^") else expression in text
    import regex

    if seconds <= 0:  # the module takes that for "no limit"
        raise SlowPatternError(_told(expression, text))
    try:
        return regex.search(expression, text, timeout=seconds) is not None
    except TimeoutError as error:
        raise SlowPatternError(_told(expression, text)) from error


def is_too_large(expression: str) -> bool:
    """Whether a pattern with each repeat written out, as often as it has to match, is longer than any that is meant.

    Groups may stand in each other, so what repeats one is taken to repeat all; a single character is repeated alone.
    """
    size, times = len(expression), 1
    for group, plus, least in _QUANTIFIER.findall(expression):
        count = 2 if plus else int(least[:9] or 0)
        if group:
            times *= max(count, 1)
        else:
            size += count
    return size * times > _LARGEST


def _told(expression: str, text: str) -> str:
    return f"the pattern `{_shown(expression)}` takes too long on a text of {len(text):,} characters"


def _shown(expression: str) -> str:
    return expression if len(expression) <= _LONGEST_SHOWN else f"{expression[: _LONGEST_SHOWN - 1]}…"
