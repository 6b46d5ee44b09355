"""Strings as people count them: in grapheme clusters."""

from __future__ import annotations


def graphemes(text: str) -> list[str]:
    """The user-perceived characters of a text."""
    if text.isascii() and "\r" not in text:
        return list(text)
    import regex

    found: list[str] = regex.findall(r"\X", text)
    return found
