"""A derived fix applied to the text of an example, to see that it closes the gap.

Fixes of one attribute are applied, and whole blocks where nothing of them is written yet.
"""

from __future__ import annotations

import re

from srm_lint.model.finding import Finding
from srm_lint.model.resource import Framework

_FIRST_NAME = re.compile(r'"?([\w-]+)"?')


def corrected(text: str, gap: Finding, framework: Framework) -> str | None:
    """`text` with the gap's fix in it; None where that is more than one setting."""
    if gap.fix.startswith(("#", "resource", "{")) or gap.location.file != gap.subject.location.file:
        return None
    match = _FIRST_NAME.match(gap.fix)
    if match is None:
        return None
    apply = _in_terraform if framework is Framework.TERRAFORM else _in_cloudformation
    return apply(text.splitlines(), gap, match[1])


def _in_terraform(lines: list[str], gap: Finding, name: str) -> str | None:
    header = gap.subject.location.line - 1
    written = re.compile(rf"(?:(?<=[{{\s])|^){re.escape(name)}\s*(=|\{{|\")")
    at = gap.location.line - 1
    if found := written.search(lines[at]):
        if found[1] != "=" or "\n" in gap.fix or gap.location.end_line > gap.location.line:
            return None
        rest = " }" if lines[at].rstrip().endswith("}") and "{" in lines[at][: found.start()] else ""
        lines[at] = lines[at][: found.start()] + gap.fix + rest
        return _joined(lines)
    if at != header:
        return None
    opening, _, rest = lines[header].partition("{")
    tail = [rest.strip().removesuffix("}"), "}"] if rest.strip().endswith("}") else [rest]
    return _joined([*lines[:header], opening + "{", gap.fix, *tail, *lines[header + 1 :]])


def _in_cloudformation(lines: list[str], gap: Finding, name: str) -> str | None:
    at, header = gap.location.line - 1, gap.subject.location.line - 1
    if at != header:
        found = re.match(rf"(\s*(?:- )?){re.escape(name)}:", lines[at])
        if found is None or "\n" in gap.fix or gap.location.end_line > gap.location.line:
            return None
        lines[at] = found[1] + gap.fix
        return _joined(lines)
    body = [index for index in range(header + 1, len(lines)) if lines[index].strip()]
    if "{" in lines[header] or not body:
        return None
    indent = _indent(lines[body[0]])
    end = next((index for index in body if _indent(lines[index]) < indent), len(lines))
    properties = next((i for i in body if i < end and lines[i].rstrip() == " " * indent + "Properties:"), None)
    if properties is None:
        new = [" " * indent + "Properties:", *_indented(gap.fix, indent + 2)]
        return (
            None
            if any("Properties" in lines[i] for i in body if i < end)
            else _joined([*lines[:end], *new, *lines[end:]])
        )
    inner = _indent(lines[properties + 1])
    return _joined([*lines[: properties + 1], *_indented(gap.fix, inner), *lines[properties + 1 :]])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indented(code: str, width: int) -> list[str]:
    return [" " * width + line for line in code.splitlines()]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
