"""Templates: text, interpolations and directives in a row -> one expression.

The white space that `~` and `<<-` take away is decided line by line, as Terraform's scanner cuts text into tokens at
line breaks: `~}` at the end of a line eats the line break and not the next line's indentation.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import msgspec

from srm_lint.model.hcl import Conditional, Expression, For, Invalid, Join, Literal, Template


class Piece(msgspec.Struct):
    """A stretch of text (kind "text"), an interpolation ("value") or the tag of a directive ("if", "endfor", ...)."""

    kind: str
    start: int
    end: int
    text: str = ""
    expression: Expression | None = None
    names: tuple[str, ...] = ()
    strip_before: bool = False
    strip_after: bool = False


def pieces_of_text(text: Callable[[int, int], str], start: int, end: int, content: bytes) -> list[Piece]:
    """One piece of text for every line between two offsets; `text` decodes a region."""
    pieces: list[Piece] = []
    while start < end:
        line_break = content.find(b"\n", start, end)
        stop = end if line_break < 0 else line_break + 1
        pieces.append(Piece("text", start, stop, text=text(start, stop)))
        start = stop
    return pieces


def assemble(pieces: list[Piece], start: int, end: int, *, flush: bool) -> Expression:
    """The expression of a whole template. A single interpolation is its expression: its value is not made text."""
    if len(pieces) == 1 and pieces[0].kind == "value" and pieces[0].expression is not None:
        return pieces[0].expression
    _strip(pieces)
    if flush:
        _flush(pieces)
    parts, rest = _parts(pieces, 0, ())
    if rest < len(pieces):
        return Invalid(start, end)
    if not parts:
        return Literal("", start, end)
    if len(parts) == 1 and isinstance(parts[0], Literal) and isinstance(parts[0].value, str):
        return Literal(parts[0].value, start, end)
    return Template(parts, start, end)


def _strip(pieces: list[Piece]) -> None:
    """Applies `~` to the neighbouring piece of text."""
    for before, after in itertools.pairwise(pieces):
        if before.strip_after and after.kind == "text":
            after.text = after.text.lstrip()
        if after.strip_before and before.kind == "text":
            before.text = before.text.rstrip()


def _flush(pieces: list[Piece]) -> None:
    """Takes the common indentation off a `<<-` heredoc. Blank lines do not count, an interpolation counts as none."""
    starts: list[Piece] = []
    indentation: list[int] = []
    at_line_start = True
    for piece in pieces:
        if at_line_start:
            at_line_start = False
            stripped = piece.text.lstrip() if piece.kind == "text" else ""
            if piece.kind != "text":
                indentation.append(0)
            elif stripped or not piece.text.endswith("\n"):
                indentation.append(len(piece.text) - len(stripped))
                starts.append(piece)
        if piece.kind == "text" and piece.text.endswith("\n"):
            at_line_start = True
    width = min(indentation, default=0)
    for piece in starts:
        piece.text = piece.text[width:]


def _parts(pieces: list[Piece], position: int, until: tuple[str, ...]) -> tuple[tuple[Expression, ...], int]:
    """Parts up to a tag whose kind is in `until`, and that tag's position; consecutive text is joined."""
    parts: list[Expression] = []
    while position < len(pieces) and pieces[position].kind not in until:
        piece = pieces[position]
        if piece.kind == "text":
            _add_text(parts, piece)
        elif piece.kind == "value" and piece.expression is not None:
            parts.append(piece.expression)
        elif piece.kind == "if":
            part, position = _conditional(pieces, position)
            parts.append(part)
        elif piece.kind == "for":
            part, position = _loop(pieces, position)
            parts.append(part)
        else:
            break
        position += 1
    return tuple(parts), position


def _add_text(parts: list[Expression], piece: Piece) -> None:
    last = parts[-1] if parts else None
    if not piece.text:
        return
    if isinstance(last, Literal) and isinstance(last.value, str):
        parts[-1] = Literal(last.value + piece.text, last.start, piece.end)
    else:
        parts.append(Literal(piece.text, piece.start, piece.end))


def _conditional(pieces: list[Piece], position: int) -> tuple[Expression, int]:
    """`%{ if }` ... `%{ endif }` and the position of its last tag."""
    opening = pieces[position]
    yes, position = _nested(pieces, position + 1, ("else", "endif"))
    no: Expression = Literal("", opening.start, opening.end)
    if position < len(pieces) and pieces[position].kind == "else":
        no, position = _nested(pieces, position + 1, ("endif",))
    end = pieces[min(position, len(pieces) - 1)].end
    condition = opening.expression or Invalid(opening.start, opening.end)
    return Conditional(condition, yes, no, opening.start, end), position


def _loop(pieces: list[Piece], position: int) -> tuple[Expression, int]:
    """`%{ for }` ... `%{ endfor }` and the position of its last tag."""
    opening = pieces[position]
    result, position = _nested(pieces, position + 1, ("endfor",))
    end = pieces[min(position, len(pieces) - 1)].end
    collection = opening.expression or Invalid(opening.start, opening.end)
    key = opening.names[0] if len(opening.names) > 1 else ""
    items = For(key, opening.names[-1], collection, None, result, None, False, opening.start, end)
    return Join(items, opening.start, end), position


def _nested(pieces: list[Piece], position: int, until: tuple[str, ...]) -> tuple[Expression, int]:
    start = pieces[position - 1].end
    parts, position = _parts(pieces, position, until)
    end = pieces[position].start if position < len(pieces) else pieces[-1].end
    return Template(parts, start, end), position
