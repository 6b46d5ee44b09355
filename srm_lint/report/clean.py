"""Text for reports: from the scanned tree made harmless, and counts in words."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, marks that reorder text, and halves of characters.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\s*\n\s*")


def clean(text: str) -> str:
    """`text` without characters that steer a terminal, reorder a line or cannot be encoded."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """`text` cleaned and on one line."""
    return _BREAKS.sub(" ", clean(text)).strip()


def counted(count: int, noun: str) -> str:
    """Such as 1 gap, 2 gaps."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
