"""What cfn-lint says of a template that does not decode: its sentence and line are those its users know."""

from __future__ import annotations


def explanation(text: str) -> tuple[int, str] | None:
    """Line and sentence of the first thing that is wrong; None where cfn-lint reads the template.

    Importing cfn-lint takes more than half a second: only a broken template is worth it.
    """
    from cfnlint.decode import decode_str

    _, matches = decode_str(text)
    if not matches:
        return None
    first = min(matches, key=lambda match: match.linenumber)
    return first.linenumber, first.message
