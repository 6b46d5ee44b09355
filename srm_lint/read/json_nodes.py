"""JSON with the place of every value. Control characters inside strings are let through, as CloudFormation does."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.read.nodes import (
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    MAXIMUM_NODES,
    Parsed,
    SyntaxProblem,
    TooLarge,
    mapping,
    offsets,
)

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_WORD = re.compile("true|false|null")


def parse(source: Source, text: str) -> Parsed:
    """Syntax tree of one JSON document.

    Raises:
        SyntaxProblem: it is no JSON.

    """
    reader = _Reader(source, text)
    root, end = reader.value(reader.skip(0), 0)
    end = reader.skip(end)
    if end != len(text):
        raise SyntaxProblem("something follows the end of the JSON document", end)
    return Parsed(root, tuple(reader.problems))


class _Reader:
    """Recursive descent over `text`; every method takes a position and returns the one after what it read."""

    def __init__(self, source: Source, text: str) -> None:
        self.problems: list[Diagnostic] = []
        self._source = source
        self._text = text
        self._offsets = offsets(source.content, text)
        self._nodes = 0

    def skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > MAXIMUM_DEPTH:
            raise TooLarge(f"nested deeper than {MAXIMUM_DEPTH} levels", at)
        self._nodes += 1
        if self._nodes > MAXIMUM_NODES:
            raise TooLarge(f"more than {MAXIMUM_NODES:,} values", at)
        opening = self._text[at : at + 1]
        if opening == "{":
            return self._object(at, depth)
        if opening == "[":
            return self._array(at, depth)
        if opening == '"':
            content, end = self._string(at)
            return ScalarNode(content, self._offsets[at], self._offsets[end], content), end
        return self._literal(at)

    def _object(self, at: int, depth: int) -> tuple[MappingNode, int]:
        entries: list[Entry] = []
        end = self.skip(at + 1)
        while self._text[end : end + 1] != "}":
            if entries:
                end = self._expect(end, ",", "a comma or the closing brace of the object")
            start = end
            key, end = self._string(end)
            key_end = end
            end = self._expect(self.skip(end), ":", "a colon after the key")
            value, end = self.value(end, depth + 1)
            end = self.skip(end)
            entries.append(Entry(key, value, self._offsets[start], self._offsets[key_end]))
        end += 1
        return mapping(self._source, entries, self._offsets[at], self._offsets[end], self.problems), end

    def _array(self, at: int, depth: int) -> tuple[SequenceNode, int]:
        items: list[Node] = []
        end = self.skip(at + 1)
        while self._text[end : end + 1] != "]":
            if items:
                end = self._expect(end, ",", "a comma or the closing bracket of the list")
            item, end = self.value(end, depth + 1)
            end = self.skip(end)
            items.append(item)
        end += 1
        return SequenceNode(tuple(items), self._offsets[at], self._offsets[end]), end

    def _expect(self, at: int, character: str, wanted: str) -> int:
        if self._text[at : at + 1] != character:
            raise SyntaxProblem(f"expected {wanted}", at)
        return self.skip(at + 1)

    def _string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self._text, at)
        if found is None:
            closed = self._text[at : at + 1] != '"'
            raise SyntaxProblem("expected a string in double quotes" if closed else "this string is never closed", at)
        content = found[1]
        if "\\" in content:
            try:
                content = json.loads(found[0], strict=False)
            except ValueError as error:
                raise SyntaxProblem("this string holds an escape that JSON does not know", at) from error
        return content, found.end()

    def _literal(self, at: int) -> tuple[ScalarNode, int]:
        if word := _WORD.match(self._text, at):
            return ScalarNode(_WORDS[word[0]], self._offsets[at], self._offsets[word.end()], word[0]), word.end()
        number = _NUMBER.match(self._text, at)
        if number is None:
            raise SyntaxProblem("expected a value", at)
        if len(number[0]) > MAXIMUM_DIGITS:
            raise SyntaxProblem(f"a number of more than {MAXIMUM_DIGITS} digits", at)
        content = int(number[0]) if number[1] is None and number[2] is None else Decimal(str(float(number[0])))
        return ScalarNode(content, self._offsets[at], self._offsets[number.end()], number[0]), number.end()
