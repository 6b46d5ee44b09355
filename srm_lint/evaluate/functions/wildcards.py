"""File name patterns of `fileset`: `*`, `?`, `[...]`, `{a,b}` within a name and `**` across folders."""

from __future__ import annotations

import re

from srm_lint.evaluate.functions.signature import FunctionError


def has_wildcard(step: str) -> bool:
    """Whether one step of a path is a pattern."""
    return any(character in step for character in "*?[{\\")


def wildcard_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern for whole relative paths. Raises FunctionError where the pattern is not well formed."""
    steps = pattern.split("/")
    text = ""
    for position, step in enumerate(steps):
        last = position == len(steps) - 1
        if step == "**":
            text += ".*" if last else "(?:.*/)?"
        else:
            text += _step(step) + ("" if last else "/")
    return re.compile(text, re.DOTALL)


def _step(step: str) -> str:
    text = ""
    position = depth = 0
    while position < len(step):
        character = step[position]
        if character == "[":
            end = step.find("]", position + 1)
            if end <= position + 1:
                raise FunctionError(f"failed to glob pattern {step}: syntax error in pattern")
            text += _class(step[position + 1 : end])
            position = end
        elif character == "\\" and position + 1 < len(step):
            position += 1
            text += re.escape(step[position])
        else:
            depth += (character == "{") - (character == "}")
            text += _plain(character, in_braces=depth > 0 or character == "}")
        position += 1
    if depth:
        raise FunctionError(f"failed to glob pattern {step}: syntax error in pattern")
    return text


def _plain(character: str, *, in_braces: bool) -> str:
    meanings = {"*": "[^/]*", "?": "[^/]"}
    if in_braces:
        meanings |= {"{": "(?:", "}": ")", ",": "|"}
    return meanings.get(character, re.escape(character))


def _class(content: str) -> str:
    negated = content.startswith("^")
    inner = content[1:] if negated else content
    return "[" + ("^" if negated else "") + re.sub(r"([\[\]\\^&~|])", r"\\\1", inner) + "]"
