"""What cfn-lint says of a template that does not decode: its sentence and line are those its users know."""

from __future__ import annotations

_LONGEST = 300_000  # characters: it decodes a tenth as fast as we do


def explanation(text: str) -> tuple[int, str] | None:
    """Line and sentence of the first thing that is wrong; None where cfn-lint reads the template, or it is long.

    Importing cfn-lint takes more than half a second: only a broken template is worth it.
    """
    if len(text) > _LONGEST:
        return None
    from cfnlint.decode import decode_str

    _, matches = decode_str(text)
    if not matches:
        return None
    first = min(matches, key=lambda match: match.linenumber)
    return first.linenumber, first.message
