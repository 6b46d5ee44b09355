"""Patterns with `*` and `?`, as policies and selections of AWS write them, in time that no pattern unfolds."""

from __future__ import annotations


def matches(pattern: str, text: str, never: str = "") -> bool:
    """Whether a pattern is all of a text. `?` stands for any one character but those of `never`.

    Where a `*` took too little, only the last one has to take more: what stands before it is found as early as can be.
    """
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    start = min(place for place in (pattern.find("*"), pattern.find("?"), len(pattern)) if place >= 0)
    if pattern[:start] != text[:start]:
        return False
    at, place, star, taken = start, start, -1, 0
    while place < len(text):
        wanted = pattern[at] if at < len(pattern) else ""
        if wanted == "*":
            star, taken, at = at, place, at + 1
        elif wanted == text[place] or (wanted == "?" and text[place] not in never):
            at, place = at + 1, place + 1
        elif star >= 0:
            taken += 1
            at, place = star + 1, taken
        else:
            return False
    return not pattern[at:].strip("*")
