"""Colour on terminals: a few ANSI styles by name, or none."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from srm_lint.model.rule import Severity


class Style(Enum):
    """Styles by what they mean; values are ANSI SGR parameters."""

    HEADING = "1;4"
    STRONG = "1"
    FAINT = "2"
    PLACE = "36"
    GOOD = "32"
    CRITICAL = "1;35"
    HIGH = "1;31"
    MEDIUM = "1;33"
    LOW = "1;34"


Paint = Callable[[str, Style], str]

SEVERITY_STYLES = {
    Severity.CRITICAL: Style.CRITICAL,
    Severity.HIGH: Style.HIGH,
    Severity.MEDIUM: Style.MEDIUM,
    Severity.LOW: Style.LOW,
}


def painter(color: bool) -> Paint:
    """A function that styles a text, or hands it back as it is."""

    def paint(text: str, style: Style) -> str:
        return f"\x1b[{style.value}m{text}\x1b[0m" if color and text else text

    return paint
