"""Files of rules or cases as written: YAML to plain data, with the line of every entry and of every key in it.

YAML 1.2's scalars are used, as editors do: `on`, `off`, `yes` and `no` are words, dates are text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Union

import msgspec
import yaml

from srm_lint.errors import RuleError
from srm_lint.settings_file import compose, read_text

Plain = Union[None, bool, int, float, str, list["Plain"], dict[str, "Plain"]]

_BOOLEANS = {"true": True, "True": True, "false": False, "False": False}


class Written(msgspec.Struct, frozen=True):
    """One entry of a file. `lines` gives the line of each of its keys and items by their path."""

    data: Plain
    file: str
    line: int
    lines: dict[tuple[str | int, ...], int]

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Line of the deepest part of `path` that is written."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return self.line


def read_entries(file: Path, name: str) -> list[Written]:
    """The entries of one file, which is called `name` in messages.

    Raises:
        RuleError: the file cannot be read, is no YAML, is no list, or writes a key twice.
    """
    root = _compose(file, name)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise RuleError(f"{name}:{_line(root)}: the file has to be a list; start each entry with `- `")
    entries = []
    for node in root.value:
        lines: dict[tuple[str | int, ...], int] = {}
        entries.append(Written(_plain(node, name, (), lines), name, _line(node), lines))
    return entries


def _compose(file: Path, name: str) -> yaml.Node | None:
    try:
        return compose(read_text(file))
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{name}: cannot be read: {getattr(error, 'strerror', error)}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        raise RuleError(f"{place}: not valid YAML: {getattr(error, 'problem', None) or error}") from error


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _plain(node: yaml.Node, file: str, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Plain:
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                raise RuleError(f"{file}:{_line(key_node)}: key `{key}` is written twice; join the two")
            lines[(*path, key)] = _line(key_node)
            mapping[key] = _plain(value_node, file, (*path, key), lines)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        items: list[Plain] = []
        for index, item in enumerate(node.value):
            lines[(*path, index)] = _line(item)
            items.append(_plain(item, file, (*path, index), lines))
        return items
    return _scalar(node)


def _scalar(node: yaml.Node) -> Plain:
    text = str(node.value)
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return _BOOLEANS.get(text, text)
    if kind in ("int", "float"):
        return _number(text)
    return text


def _number(text: str) -> Plain:
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text
