"""Regular expressions as people read them, where they only name texts, beginnings, ends or parts of texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from srm_lint.judge.show import show
from srm_lint.model.value import Value

_MOST = 6  # values that a sentence names

_ANY_CASE = "(?i)"
_GROUP = re.compile(r"(\^?)\((?:\?:)?([^()]*)\)(\$?)")
_CHARACTER = r"\\(\W)|\[([^\w^])\]|(?i:\[(\w)\3\])|([^.^$*+?{}\[\]\\|()])"  # \. or [.] or [hH] or one that means itself
_TEXT = re.compile(f"(?:{_CHARACTER})+")

_FORMS: Mapping[tuple[bool, bool], str] = {
    (True, True): "{}",
    (True, False): "a text that starts with {}",
    (False, True): "a text that ends with {}",
    (False, False): "a text that contains {}",
}


def one_of(values: Sequence[Value]) -> str:
    """Values to choose from; of many the first ones, and how many there are beside them."""
    shown = values if len(values) <= _MOST else values[: _MOST - 1]
    listed = ", ".join(show(value) for value in shown)
    left_out = f" or {len(values) - len(shown)} others" if len(values) > len(shown) else ""
    return f"{'one of ' if len(values) > 1 else ''}{listed}{left_out}"


def words_for(expression: str) -> str:
    """What a regular expression asks for, as a noun: `one of "on", "true"`, `a text that starts with "TLS"`."""
    bare = expression.removeprefix(_ANY_CASE)
    if bare == ".":
        return "a text in the code"
    texts: dict[tuple[bool, bool], list[Value]] = {}
    for start, option, end in _options(bare):
        text = _plain_text(option)
        if not text:
            return f"a match of `{expression}`"
        texts.setdefault((start, end), []).append(text)
    return " or ".join(_FORMS[ends].format(one_of(group)) for ends, group in texts.items())


def _options(expression: str) -> list[tuple[bool, str, bool]]:
    """The alternatives: whether the text starts with each, what it is, whether the text ends with it."""
    group = _GROUP.fullmatch(expression)
    if group:
        return [(bool(group[1]), option, bool(group[3])) for option in group[2].split("|")]
    options = expression.split("|")
    return [(item.startswith("^"), item.removeprefix("^").removesuffix("$"), item.endswith("$")) for item in options]


def _plain_text(expression: str) -> str:
    """The one text, letter case aside, that an expression matches; "" where there are others."""
    if not _TEXT.fullmatch(expression):
        return ""
    return re.sub(_CHARACTER, lambda match: match[match.lastindex or 0], expression)
