"""Corrections of templates: one property that is a literal, in YAML of either style or in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from srm_lint.amend.edit import Edit, Refusal, end_of_line, indent_at, line_break
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, Template

_PROPERTIES = "Properties"
_COMMENTS = (b"#",)
_INDENT = b"  "
_ANCHOR = re.compile(rb"(?:^|[\s\[{,])[&*][\w-]", re.MULTILINE)
_FUNCTION = re.compile(r"Ref$|Fn::|Condition$")
_BLOCK_SCALAR = (b"|", b">")


def edit_for_property(template: Template, line: int, setting: Node, written: bytes) -> Edit | Refusal:
    """The edit that makes a setting of the resource whose name is written on `line`; or the ground against it.

    `setting` is a map of properties, parsed from the text `written`.
    """
    path, value = _path_of(setting)
    if value is None:
        return Refusal("it takes more than one property")
    source = template.source
    named = [e for e in template.section("Resources").entries if source.location(e.start, e.end).line == line]
    if len(named) > 1:
        return Refusal("other resources are written on its line")
    resource = next(iter(named), None)
    if resource is None or not isinstance(resource.value, MappingNode):
        return Refusal("its resource was not found")
    if _ANCHOR.search(source.content, resource.end, resource.value.end):
        return Refusal("parts of it are shared with others by an anchor")
    return _in_map(source.content, resource.value, (_PROPERTIES, *path), written[value.start : value.end])


def _path_of(setting: Node) -> tuple[tuple[str, ...], ScalarNode | None]:
    """The names that lead to the one value of a setting; None where it has several, or a list."""
    path: list[str] = []
    while isinstance(setting, MappingNode) and len(setting.entries) == 1:
        path.append(setting.entries[0].key)
        setting = setting.entries[0].value
    return tuple(path), setting if isinstance(setting, ScalarNode) else None


def _in_map(content: bytes, here: MappingNode, path: Sequence[str], value: bytes) -> Edit | Refusal:
    entry = here.entry(path[0])
    if entry is None:
        return _inserted(content, here, path, value)
    there = entry.value
    if len(path) > 1 and isinstance(there, MappingNode) and not _is_function(there):
        return _in_map(content, there, path[1:], value)
    if len(path) == 1 and isinstance(there, ScalarNode) and not _is_block_scalar(content, there):
        return Edit(there.start, there.end, value)
    if isinstance(there, MappingNode) and isinstance(parameter := there.get("Ref"), ScalarNode):
        return Refusal("a parameter decides it", parameter.text, value.decode())
    return Refusal(f"`{path[0]}` is an expression")


def _is_function(node: MappingNode) -> bool:
    return len(node.entries) == 1 and _FUNCTION.match(node.entries[0].key) is not None


def _is_block_scalar(content: bytes, node: ScalarNode) -> bool:
    return content[node.start : node.start + 1] in _BLOCK_SCALAR


def _inserted(content: bytes, here: MappingNode, path: Sequence[str], value: bytes) -> Edit | Refusal:
    """The setting as an entry of its own, behind another one."""
    if content[here.start : here.start + 1] == b"{":
        return _in_braces(content, here, path, value)
    if not here.entries:
        return Refusal("there is nothing yet where it belongs")
    after = _end_of_last_value(content, here.entries) or _end_of_line_above(content, here.entries[0].start)
    indent = indent_at(content, here.entries[0].start)
    names = [_INDENT * depth + name.encode() + b":" for depth, name in enumerate(path)]
    lines = [indent + line for line in (*names[:-1], names[-1] + b" " + value)]
    return Edit(after, after, b"".join(line_break(content) + line for line in lines))


def _end_of_last_value(content: bytes, entries: Sequence[Entry]) -> int | None:
    """Where the line of the last plain value ends."""
    for entry in reversed(entries):
        if isinstance(entry.value, ScalarNode) and not _is_block_scalar(content, entry.value):
            return end_of_line(content, max(entry.value.end, entry.end + 1), _COMMENTS)
    return None


def _end_of_line_above(content: bytes, place: int) -> int:
    """Where the line of the key ends that a map belongs to; comments between the two are about what follows them."""
    end = content.rfind(b"\n", 0, place)
    while content[content.rfind(b"\n", 0, end) + 1 : end].strip()[:1] in {b"", b"#"}:
        end = content.rfind(b"\n", 0, end)
    return end - (content[end - 1 : end] == b"\r")


def _in_braces(content: bytes, here: MappingNode, path: Sequence[str], value: bytes) -> Edit | Refusal:
    """In a map in braces, as both JSON and YAML take it where the keys around are quoted."""
    quoted = not here.entries or content[here.entries[0].start : here.entries[0].start + 1] == b'"'
    names = [json.dumps(name).encode() if quoted else name.encode() for name in path]
    code = b": {".join(names) + b": " + value + b"}" * (len(path) - 1)
    if not here.entries:
        return Edit(here.start, here.end, b"{" + code + b"}")
    last = here.entries[-1]
    first_on_line = content[content.rfind(b"\n", 0, last.start) + 1 : last.start].isspace()
    space = line_break(content) + indent_at(content, last.start) if first_on_line else b" "
    return Edit(last.value.end, last.value.end, b"," + space + code)
