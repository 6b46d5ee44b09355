"""Text for reports: from the scanned tree made harmless, and counts in words."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, marks that reorder text, and halves of characters.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# What a build service takes for a command: `::error` at the start of a line, `##vso[` and the like anywhere in one.
_COMMAND = re.compile(r"(?m)^(\s*:)(?=:)|(#)(?=#[a-z]*\[)")
_BREAKS = re.compile(r"\s*\n\s*")


def clean(text: str) -> str:
    """`text` without characters that steer a terminal, reorder a line or cannot be encoded, and without commands of builds."""
    return _COMMAND.sub(_broken, _UNSAFE.sub("", text.replace("\r\n", "\n")))


def _broken(match: re.Match[str]) -> str:
    """The same to the eye, with a space of no width in it."""
    return f"{match[0]}\u200b"


def one_line(text: str) -> str:
    """`text` cleaned and on one line."""
    return _BREAKS.sub(" ", clean(text)).strip()


def counted(count: int, noun: str) -> str:
    """Such as 1 gap, 2 gaps."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
