"""CSV as Terraform reads it: RFC 4180, strictly."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.evaluate.functions.signature import FunctionError
from srm_lint.evaluate.typed import STRING, List, RuntimeValue, object_type


def csvdecode(text: str) -> RuntimeValue:
    """A list with an object for each line after the first, which names the attributes. Raises FunctionError."""
    records = _records(text)
    names = next(records, None)
    if names is None:
        raise FunctionError("missing header line")
    if len(set(names)) < len(names):
        raise FunctionError("duplicate column name")
    rows: list[RuntimeValue] = []
    for record in records:
        if len(record) != len(names):
            raise FunctionError("CSV parse error: wrong number of fields")
        row: dict[str, RuntimeValue] = dict(zip(names, record, strict=True))
        rows.append(row)
    return List(tuple(rows), object_type(dict.fromkeys(names, STRING)))


def _records(text: str) -> Iterator[list[str]]:
    """Fields of each line that is not empty."""
    lines = _lines(text)
    for line in lines:
        if line != "\n" and line:
            yield _fields(line, lines)


def _lines(text: str) -> Iterator[str]:
    """Lines with their line feed; a carriage return before it, or at the very end, is dropped."""
    *lines, last = text.split("\n")
    for line in lines:
        yield line.removesuffix("\r") + "\n"
    if last:
        yield last.removesuffix("\r")


def _fields(line: str, lines: Iterator[str]) -> list[str]:
    fields: list[str] = []
    while True:
        if line.startswith('"'):
            field, line = _quoted(line[1:], lines)
        else:
            end = min(position for position in (line.find(","), len(line.rstrip("\n"))) if position >= 0)
            field, line = line[:end], line[end:]
            if '"' in field:
                raise FunctionError('CSV parse error: bare " in non-quoted field')
        fields.append(field)
        if not line.startswith(","):
            return fields
        line = line[1:]


def _quoted(line: str, lines: Iterator[str]) -> tuple[str, str]:
    """The content of a field up to its closing quote, over several lines perhaps, and what follows it."""
    field = ""
    while True:
        content, quote, line = line.partition('"')
        field += content
        if not quote:
            following = next(lines, None)
            if following is None:
                raise FunctionError('CSV parse error: extraneous or missing " in quoted field')
            line = following
        elif line.startswith('"'):
            field += '"'
            line = line[1:]
        elif line in ("", "\n") or line.startswith(","):
            return field, line
        else:
            raise FunctionError('CSV parse error: extraneous or missing " in quoted field')
