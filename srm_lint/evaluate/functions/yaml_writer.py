"""YAML as Terraform writes it."""

from __future__ import annotations

import re
from decimal import Decimal

from srm_lint.evaluate.functions.signature import NotWorkedOutError
from srm_lint.evaluate.typed import RuntimeValue, children, items_of, keys_of, number_text

_WIDTH = 80
_LONGEST_SIMPLE_KEY = 128
_ESCAPES = {
    "\0": "0",
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    "\x1b": "e",
    '"': '"',
    "\\": "\\",
    "\x85": "N",
    "\u2028": "L",
    "\u2029": "P",
}


def yamlencode(value: RuntimeValue) -> RuntimeValue:
    """The value as a YAML document in block style, strings in double quotes or as literal blocks."""
    text = _node(value, -1, -1, in_mapping=False).removeprefix(" ").removeprefix("\n")
    if value is None or isinstance(value, bool | int | Decimal):
        return f"{text}\n...\n"
    return text if text.endswith("\n") else f"{text}\n"


def _node(value: RuntimeValue, indent: int, column: int, *, in_mapping: bool) -> str:
    """Text of a value after its indicator, which ends in that column; `indent` is that of the enclosing block."""
    items = items_of(value)
    if items is not None:
        return " {}" if not items else _mapping(value, indent + 2 if indent >= 0 else 0)
    if value is None or isinstance(value, bool | int | Decimal):
        return f" {_plain(value)}"
    if isinstance(value, str):
        return f" {_string(value, max(indent, 0) + 2, column + 1)}"
    if not children(value):
        return " []"
    return _sequence(value, indent if in_mapping else indent + 2 if indent >= 0 else 0)


def _plain(value: bool | int | Decimal | None) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return number_text(value)


def _mapping(value: RuntimeValue, indent: int) -> str:
    text = ""
    for key, child in zip(keys_of(value), children(value), strict=True):
        if len(key.encode()) > _LONGEST_SIMPLE_KEY or _breaks(key):
            raise NotWorkedOutError("a key is long or has several lines")
        name = f"{' ' * indent}{_double_quoted(key, 0, 0, fold=False)}:"
        text = _next_line(text) + name + _node(child, indent, len(name), in_mapping=True)
    return text


def _sequence(value: RuntimeValue, indent: int) -> str:
    text = ""
    for child in children(value):
        item = _node(child, indent, indent + 1, in_mapping=False)
        text = f"{_next_line(text)}{' ' * indent}-" + re.sub(r"^\n +", " ", item)
    return text


def _next_line(text: str) -> str:
    """The text with its last line ended; a literal block may have done so."""
    return text if text.endswith("\n") else f"{text}\n"


def _breaks(text: str) -> bool:
    return any(character in text for character in "\n\r\x85\u2028\u2029")


def _string(text: str, indent: int, column: int) -> str:
    if "\n" in text and not _needs_quotes(text):
        return _literal(text, indent)
    return _double_quoted(text, indent, column, fold=True)


def _needs_quotes(text: str) -> bool:
    """Whether a text of several lines cannot be a literal block."""
    if "\u2028" in text or "\u2029" in text:
        raise NotWorkedOutError("a string has unusual line breaks")
    return " \n" in text or text.endswith(" ") or not all(map(_printable, text))


def _printable(character: str) -> bool:
    code = ord(character)
    if code < 0xA0:
        return character == "\n" or 0x20 <= code <= 0x7E
    return code < 0xFEFF or 0xFEFF < code < 0xFFFE


def _literal(text: str, indent: int) -> str:
    header = "2" if text[0] in " \n" else ""
    if not text.endswith("\n"):
        header += "-"
    elif text.endswith("\n\n") or text == "\n":
        header += "+"
    pad = " " * indent
    lines = text.split("\n")
    return f"|{header}\n" + "\n".join(f"{pad}{line}" if line else "" for line in lines)


def _double_quoted(text: str, indent: int, column: int, *, fold: bool) -> str:
    """The text in double quotes, folded at single spaces beyond the usual width."""
    column += 1
    quoted = '"'
    after_space = False
    for position, character in enumerate(text):
        if character == " " and fold and not after_space and column > _WIDTH and 0 < position < len(text) - 1:
            quoted += "\n" + " " * indent + ("\\" if text[position + 1] == " " else "")
            column = indent + (text[position + 1] == " ")
        else:
            piece = _escaped(character)
            quoted += piece
            column += len(piece)
        after_space = character == " "
    return f'{quoted}"'


def _escaped(character: str) -> str:
    if character not in _ESCAPES and _printable(character):
        return character
    if character in _ESCAPES:
        return f"\\{_ESCAPES[character]}"
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
