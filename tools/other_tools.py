"""Tables of other tools' check ids: which of our rules ask the same, where they differ, and which checks none asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from srm_lint.model.rule import Rule
from srm_lint.rules import other_names


class Tool(msgspec.Struct, frozen=True):
    """Another linter: its name, the page that tells how to come from it, and what its ids look like."""

    name: str
    page: str
    ids: str


TOOLS = (
    Tool("checkov", "checkov", r"CKV2?_[A-Z]+_\d+"),
    Tool("trivy and tfsec", "trivy", r"AVD-[A-Z]+-\d+"),
    Tool("cfn_nag", "cfn-nag", r"[FW]\d+"),
    Tool("cfn-guard", "cfn-guard", r"(?!CKV)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+"),
)


def pages(rules: Sequence[Rule], not_covered: Path) -> Iterator[tuple[str, str]]:
    """A table a tool, by its path below docs/coming-from."""
    asked = _rules_by_other_id(rules)
    refused = _reasons(not_covered.read_text("utf-8"))
    unknown = sorted(id for id in {**asked, **refused} if not any(re.fullmatch(tool.ids, id) for tool in TOOLS))
    if unknown:
        raise ValueError(f"ids of no tool that is known here: {', '.join(unknown)}")
    for tool in TOOLS:
        yield f"{tool.page}-ids.md", _page(tool, asked, refused)


def _page(tool: Tool, asked: Mapping[str, list[Rule]], refused: Mapping[str, str]) -> str:
    ours = {id: rules for id, rules in asked.items() if re.fullmatch(tool.ids, id)}
    nobodys = {id: why for id, why in refused.items() if re.fullmatch(tool.ids, id)}
    names = other_names()
    lines = [
        f"# Check ids of {tool.name}",
        "",
        f"{len(ours)} checks and the rules that ask the same. How to move: [coming from {tool.name}]({tool.page}.md).",
        "",
        "Where a note stands, we judge something otherwise on purpose.",
        "",
        "| check | rules | note |",
        "|---|---|---|",
    ]
    for id in sorted(ours, key=_in_reading_order):
        links = ", ".join(f"[{rule.id}](../rules/{rule.id}.md)" for rule in ours[id])
        notes = " ".join(rule.differs.strip() for rule in ours[id] if _is_about(rule.differs, id))
        ids = "<br>".join(f"`{name}`" for name in (id, *names.get(id, ())))
        lines.append(f"| {ids} | {links} | {notes} |")
    if nobodys:
        lines += ["", "## Checks without a rule", "", "| check | why |", "|---|---|"]
        lines += [f"| `{id}` | {nobodys[id]} |" for id in sorted(nobodys, key=_in_reading_order)]
    return "\n".join(lines) + "\n"


def _rules_by_other_id(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for id in rule.equivalents:
            found.setdefault(id, []).append(rule)
    return found


def _reasons(table: str) -> dict[str, str]:
    """Rows of docs/not-covered.md: id and reason."""
    return dict(re.findall(r"^\| ([A-Z][\w-]*\d[\w-]*) \| (.+) \|$", table, re.MULTILINE))


def _is_about(differs: str, id: str) -> bool:
    """Whether the note of a rule is about this check: it names it, or no check at all."""
    named = re.findall("|".join(f"(?:{tool.ids})" for tool in TOOLS[:2]), differs)
    return bool(differs) and (not named or re.search(rf"\b{re.escape(id)}\b", differs) is not None)


def _in_reading_order(id: str) -> tuple[str, int]:
    """CKV_AWS_9 before CKV_AWS_10."""
    name, number = re.fullmatch(r"(.*?)(\d*)", id).groups()
    return name, int(number or 0)
