"""What to do where tree-sitter meets an error: known holes of its grammar, and files that really are broken.

A hole is closed by a placeholder of the same length, so that every offset stays true. A broken file is cut at its
top-level blocks, so that the damage stays in the block that has it, and python-hcl2 is asked what is wrong there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

_EXPONENT = re.compile(rb"(?<![\w.])\d+(?:\.\d+)?[eE][+-]?\d+")
_LONG_ESCAPE = re.compile(rb"\${3,}\{|%{3,}\{")
_MARKER = re.compile(rb"<<-?([^\s<>\"]*[^\x00-\x7f\s][^\s<>\"]*)[ \t]*\r?\n")
_KEY_AFTER_NAME = re.compile(rb"(?<=[\w])[ \t]*(\r?\n)(?=\s*\([^()\n]*\)[ \t]*[=:])")
_TOP_LEVEL = re.compile(
    rb"^(?:resource|data|module|variable|locals|output|provider|terraform|moved|import|removed|check|ephemeral)"
    rb"\b[^\n=]*\{",
    re.MULTILINE,
)

_MARK_OF_A_MERGE = re.compile(rb"(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|\Z)")

_MOST_TO_READ_AGAIN = 50_000_000  # bytes
_MOST_TO_EXPLAIN = 20_000  # bytes

_WORDS = {
    "NAME": "a name",
    "DBLQUOTE": "a quotation mark",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "COMMA": "`,`",
    "EQ": "`=`",
    "COLON": "`:`",
    "NL_OR_COMMENT": "a new line",
    "$END": "the end of the file",
}
_NEVER_CLOSED = {
    "}": "what this opens with `{`",
    "]": "what this opens with `[`",
    ")": "what this opens with `(`",
    "quoted_template_end": "this string",
    "heredoc_identifier": "this heredoc",
}
_STARTS_OF_EXPRESSIONS = {"NAME", "DBLQUOTE", "LBRACE", "LPAR", "LSQB", "INT_LITERAL", "MINUS"}


def with_plain_escapes(content: bytes) -> bytes:
    """The file with all but the last two of `$$${` replaced: an escape after plain text, which tree-sitter misreads."""
    if b"$$$" not in content and b"%%%" not in content:
        return content
    return _LONG_ESCAPE.sub(lambda match: b"x" * (len(match[0]) - 3) + match[0][-3:], content)


def with_placeholders(content: bytes) -> bytes:
    """The file with what tree-sitter's grammar cannot take replaced: exponents, heredoc markers outside ASCII.

    A line break between a name and the next key in parentheses, which it reads as a call, becomes a comma.
    """
    content = _EXPONENT.sub(lambda match: b"1" * len(match[0]), content)
    content = _KEY_AFTER_NAME.sub(lambda match: b"," + match[0][1:], content)
    for marker in {match[1] for match in _MARKER.finditer(content)}:
        content = content.replace(marker, b"M" * len(marker))
    return content


def top_level_regions(content: bytes) -> Iterator[tuple[int, int]]:
    """Regions that each hold one top-level block, if the file is laid out as usual: blocks open in column one.

    The whole file where it would take long to read it once for each of them.
    """
    starts = [match.start() for match in _TOP_LEVEL.finditer(content)]
    if not starts or content[: starts[0]].strip():
        starts.insert(0, 0)
    if len(starts) * len(content) > _MOST_TO_READ_AGAIN:
        starts = [0]
    yield from zip(starts, [*starts[1:], len(content)], strict=True)


def first_error(node: Node) -> Node:
    """The first node that does not fit the grammar."""
    while not node.is_error:
        damaged = next((child for child in node.children if child.has_error or child.is_missing), None)
        if damaged is None:
            break
        node = damaged
    return node


def what_is_wrong(root: Node, content: bytes, region: tuple[int, int]) -> tuple[int, str]:
    """Offset and message for a region with a syntax error."""
    error = first_error(root)
    start, end = region
    if error.is_missing and error.type in _NEVER_CLOSED and error.parent is not None:
        last_line = content.count(b"\n", 0, len(content.rstrip())) + 1
        opening = error.parent.parent if error.type in "}])" and error.parent.parent else error.parent
        return opening.start_byte, f"{_NEVER_CLOSED[error.type]} is never closed (the file ends on line {last_line})"
    if _MARK_OF_A_MERGE.match(content, content.rfind(b"\n", 0, error.start_byte) + 1):
        return error.start_byte, "this is the mark of a merge that nobody has finished"
    is_short = end - start <= _MOST_TO_EXPLAIN
    explained = _explanation(content[start:end].decode("utf-8", "replace")) if is_short else None
    if explained is None:
        return error.start_byte, "this is not valid Terraform"
    line, sentence = explained
    at = start
    for _ in range(line - 1):
        at = content.find(b"\n", at, end) + 1
    return at, sentence


def _explanation(text: str) -> tuple[int, str] | None:
    """What python-hcl2 says about a broken piece of configuration: line in it (from 1), and "unexpected X, expected Y"."""
    import hcl2  # takes 0.2 s to import, and only broken files need it
    from lark.exceptions import UnexpectedToken

    try:
        hcl2.loads(text)
    except UnexpectedToken as error:
        return (
            error.line,
            f"unexpected {_found(str(error.token))}, expected {_wanted(set(error.accepts or error.expected))}",
        )
    except Exception:  # noqa: BLE001  # it is asked for a better sentence only; whatever goes wrong in it, we have our own
        return None
    return None


def _found(token: str) -> str:
    first_line = token.strip().split("\n")[0][:40]
    return f"`{first_line}`" if first_line else "end"


def _wanted(terminals: set[str]) -> str:
    if terminals >= _STARTS_OF_EXPRESSIONS:
        return "an expression"
    if "STRING_CHARS" in terminals:
        return "a closing quotation mark"
    if "NAME" in terminals:
        terminals = {*_WORDS} & terminals  # the others are keywords, each a name as well
    return " or ".join(sorted(_WORDS.get(name, name.lower().replace("_", " ")) for name in terminals))
