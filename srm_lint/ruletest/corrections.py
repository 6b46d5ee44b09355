"""A fix applied to the text of an example, to see that it closes the gap.

Applied are fixes that set one thing: where it is written it is replaced, where nothing of it is written the fix is
put into the resource. What is written in part is left alone, and so are fixes that name another resource.
"""

from __future__ import annotations

import re

from srm_lint.model.finding import Finding
from srm_lint.model.resource import Framework

_OPENING = re.compile(r'("?[\w-]+"?( = )? \{|[\w-]+:|- [\w-]+:)')
_REFERENCE = re.compile(r"!(Ref|GetAtt|Sub|ImportValue)\b|\b(?!facts)[a-z0-9]+_\w+\.\w")
_BESIDE_PROPERTIES = re.compile(r"(DeletionPolicy|UpdateReplacePolicy|UpdatePolicy|CreationPolicy):")
_SETTING = re.compile(r'(?:- )?"?([\w-]+)"?\s*(?:=|:)\s')


def corrected(text: str, gap: Finding, framework: Framework) -> str | None:
    """`text` with the gap's fix in it; None where the fix cannot be applied to it."""
    lines = text.splitlines()
    setting = _only_setting(gap.fix)
    if setting is None or _REFERENCE.search(gap.fix) or gap.location.file != gap.subject.location.file:
        return None
    if _replaced(lines, gap, setting) or (_is_unwritten(gap) and _inserted(lines, gap, framework)):
        return "\n".join(lines) + "\n"
    return None


def _only_setting(fix: str) -> str | None:
    """The innermost line of a fix, where all others only open and close what it is in."""
    inner = [line.strip() for line in fix.splitlines()]
    settings = [line for line in inner if line != "}" and not _OPENING.fullmatch(line)]
    return settings[0] if len(settings) == 1 and _SETTING.match(settings[0]) else None


def _is_unwritten(gap: Finding) -> bool:
    return gap.location == gap.subject.location


def _replaced(lines: list[str], gap: Finding, setting: str) -> bool:
    """The setting put where another value for it is written, in a line of its own or among braces."""
    match = _SETTING.match(setting)
    if match is None or gap.location.end_line > gap.location.line:
        return False
    at = gap.location.line - 1
    value = r"(?:\[[^\]]*\]|\"[^\"]*\"|[^,}\n]+?)(?=\s*(?:[,}]|$))"
    new, count = re.subn(
        rf"(?<![\w.-]){re.escape(match[1])}\s*[=:]\s*{value}", lambda _: setting.removeprefix("- "), lines[at], count=1
    )
    lines[at] = new
    return count == 1


def _inserted(lines: list[str], gap: Finding, framework: Framework) -> bool:
    insert = _into_block if framework is Framework.TERRAFORM else _into_properties
    return insert(lines, gap.subject.location.line - 1, gap.fix)


def _into_block(lines: list[str], header: int, fix: str) -> bool:
    """After the opening brace; a block written in one line is opened first."""
    opening, _, rest = lines[header].partition("{")
    inner, closing, _ = rest.rpartition("}")
    lines[header : header + 1] = [opening + "{", fix, *([inner, closing] if closing else [rest])]
    return True


def _into_properties(lines: list[str], header: int, fix: str) -> bool:
    """Under `Properties` of the resource, in block or flow style; added where there are none."""
    indent = _indent(lines[header + 1])
    if _BESIDE_PROPERTIES.match(fix):
        lines.insert(header + 1, " " * indent + fix)
        return True
    end = header + 1
    while end < len(lines) and (_indent(lines[end]) >= indent or not lines[end].strip()):
        end += 1
    at = next(
        (index for index in range(header + 1, end) if lines[index].startswith(" " * indent + "Properties:")), None
    )
    if at is None:
        lines[end:end] = [" " * indent + "Properties:", *_indented(fix, indent + 2)]
    elif "{" not in lines[at]:
        lines[at + 1 : at + 1] = _indented(fix, _indent(lines[at + 1]))
    elif "\n" not in fix:
        lines[at] = lines[at].replace("{", "{" + fix + ", ", 1)
    return at is None or "{" not in lines[at] or "\n" not in fix


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indented(code: str, width: int) -> list[str]:
    return [" " * width + line for line in code.splitlines()]
