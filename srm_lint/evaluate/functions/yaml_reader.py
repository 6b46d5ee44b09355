"""YAML as Terraform reads it."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from srm_lint.evaluate.functions.signature import FunctionError, NotWorkedOutError, TooLargeResultError
from srm_lint.evaluate.typed import STRING, RuntimeValue, convert, items_of, parse_number
from srm_lint.evaluate.typed.numbers import beyond_limits
from srm_lint.model.value import Unknown

if TYPE_CHECKING:
    import yaml

_MOST_NODES = 50_000
_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_NULL = ("", "~", "null", "Null", "NULL")
_WORDS: dict[str, RuntimeValue] = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False), **dict.fromkeys(_NULL)}
_INFINITE = tuple(f"{sign}.{word}" for sign in ("", "+", "-") for word in ("inf", "Inf", "INF"))
_NOT_A_NUMBER = (".nan", ".NaN", ".NAN")
_SIGNS_AND_DIGITS = "+-0123456789"
_TELLING = f"{_SIGNS_AND_DIGITS}.yYnNtTfFoO~"
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?",
    re.ASCII,
)
_TAGS = "tag:yaml.org,2002:"
_LITERAL_STYLES = ("'", '"', "|", ">")
_MERGE = "<<"
_UNRESOLVED = Unknown("not resolved by its looks")


def yamldecode(text: str) -> RuntimeValue:
    """The value of a YAML document with one document in it. Raises FunctionError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(text or "\n", Loader=loader)
        return _Reader(events).document()
    except yaml.YAMLError as error:
        raise FunctionError(f"invalid YAML: {' '.join(str(error).split())}") from error


class _Reader:
    """Turns parser events into a value; remembers anchors and how many nodes there are, aliases counted in full."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._anchors: dict[str, tuple[RuntimeValue, int]] = {}
        self._nodes = 0

    def document(self) -> RuntimeValue:
        import yaml

        next(self._events)
        if not isinstance(next(self._events), yaml.DocumentStartEvent):
            raise FunctionError("missing start of document")
        value = self._value(next(self._events))
        next(self._events)
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise FunctionError("only a single document is allowed")
        return value

    def _value(self, event: yaml.Event) -> RuntimeValue:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor)
        before = self._nodes
        self._count(1)
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(event)
        else:
            raise FunctionError("unexpected end of the document")
        if event.anchor:
            self._anchors[event.anchor] = (value, self._nodes - before)
        return value

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > _MOST_NODES:
            raise TooLargeResultError("the document is too large")

    def _alias(self, anchor: str | None) -> RuntimeValue:
        if anchor is None or anchor not in self._anchors:
            raise FunctionError(f"reference to undefined anchor {anchor!r}")
        value, nodes = self._anchors[anchor]
        self._count(nodes)
        return value

    def _sequence(self, _start: yaml.SequenceStartEvent) -> RuntimeValue:
        import yaml

        _check_tag(_start.tag, "seq")
        values: list[RuntimeValue] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event))
        return tuple(values)

    def _mapping(self, start: yaml.MappingStartEvent) -> RuntimeValue:
        import yaml

        _check_tag(start.tag, "map")
        values: dict[str, RuntimeValue] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise FunctionError("only strings are allowed as mapping keys")
            self._count(1)
            if event.tag is None and event.value == _MERGE:
                merged = items_of(self._value(next(self._events)))
                if merged is None:
                    raise FunctionError("only mappings can be merged into a mapping")
                values |= merged
            else:
                values[_key(event)] = self._value(next(self._events))
        return values


def _check_tag(tag: str | None, wanted: str) -> None:
    if tag is not None and tag != _TAGS + wanted:
        raise FunctionError(f"can't interpret this as {tag}")


def _key(event: yaml.ScalarEvent) -> str:
    key = convert(_scalar(event), STRING)
    if isinstance(key, Unknown):
        raise NotWorkedOutError("a mapping key is infinite")
    if not isinstance(key, str):
        raise FunctionError("mapping key cannot be null")
    return key


def _scalar(event: yaml.ScalarEvent) -> RuntimeValue:
    """A scalar by its tag or, where it has none and no quotes, by what it looks like."""
    tag = None if event.tag is None else event.tag.removeprefix(_TAGS)
    text: str = event.value
    if tag not in (None, "str", "bool", "int", "float", "null", "timestamp", "binary"):
        raise FunctionError(f"unsupported tag {event.tag!r}")
    if tag in ("str", "binary"):
        return _tagged_text(text, tag)
    if not text or text[0] in _TELLING:
        if event.style in _LITERAL_STYLES:
            return _normal(text)
        resolved = _resolved(text, tag)
        if resolved is not _UNRESOLVED:
            return resolved
    return _tagged(text, tag)


def _tagged_text(text: str, tag: str) -> str:
    if tag == "binary":
        try:
            base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
        except binascii.Error as error:
            raise FunctionError("a binary value is not valid base64") from error
    return _normal(text)


def _resolved(text: str, tag: str | None) -> RuntimeValue:
    """The bool, null, number or timestamp that a plain scalar looks like, else _UNRESOLVED."""
    if text in _WORDS:
        return _WORDS[text]
    if text in _INFINITE:
        return beyond_limits()
    if tag is None and text in _NOT_A_NUMBER:
        raise FunctionError("floating point NaN is not supported")
    if text[0] == ".":
        number = parse_number(text)
        return _UNRESOLVED if number is None else number
    if text[0] in _SIGNS_AND_DIGITS:
        timestamp = _timestamp(text) if tag in (None, "timestamp") else None
        if timestamp is not None:
            return timestamp
        if _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text):
            return _number(text)
    return _UNRESOLVED


def _tagged(text: str, tag: str | None) -> RuntimeValue:
    if tag is None:
        return _normal(text)
    if tag == "null":
        return None
    if tag in ("int", "float"):
        return _number(text.replace("_", ""))
    raise FunctionError(f"cannot parse {text!r} as {tag}")


def _number(text: str) -> RuntimeValue:
    number = parse_number(text)
    if number is not None:
        return number
    try:
        value = int(text, 0)
    except ValueError as error:
        raise FunctionError(f"cannot parse {text!r} as a number") from error
    if not -(1 << 63) <= value < 1 << 64:
        raise FunctionError(f"cannot parse {text!r} as a number")
    return value


def _timestamp(text: str) -> str | None:
    """A date, or date and time, in the form of RFC 3339; None where it is none."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    hour, minute, second = (int(match[i] or match[i + 4] or 0) for i in (4, 5, 6))
    if year == 0:
        raise NotWorkedOutError("a date lies before the year 1")
    try:
        time = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the offset is kept as text
    except ValueError:
        return None
    offset = match[7] or "Z"
    return f"{time.isoformat(timespec='seconds')}{'Z' if offset in ('+00:00', '-00:00') else offset}"


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
