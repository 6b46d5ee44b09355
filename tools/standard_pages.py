"""A page for each standard that rules name controls of: each control with its rules, and what no rule asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from srm_lint.model.rule import Rule
from srm_lint.model.standard import Standard
from srm_lint.rules import built_in_folder, load_standards

PARTLY = {
    "aws-fsbp": "AWS Foundational Security Best Practices",
    "nist-800-53": "NIST SP 800-53, revision 5",
    "scuba": "CISA SCuBA baselines",
}
"""Standards of which rules name controls, and nobody has gone through the rest."""


def pages(rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Every page by its path below docs/rules."""
    whole = {standard.standard: standard for standard in load_standards(built_in_folder() / "standards")}
    for name, title in titles().items():
        yield f"standard/{name}.md", _page(name, title, whole.get(name), rules)


def titles() -> dict[str, str]:
    """Every standard by its name in rules, with what it is called."""
    whole = {each.standard: each.title for each in load_standards(built_in_folder() / "standards")}
    return dict(sorted({**PARTLY, **whole}.items()))


def _page(name: str, title: str, standard: Standard | None, rules: Sequence[Rule]) -> str:
    by_control: dict[str, list[Rule]] = {}
    for rule in rules:
        for control in rule.controls.get(name, ()):
            by_control.setdefault(control, []).append(rule)
    lines = [f"# {title}", "", *_introduction(name, standard, len(by_control)), "", "| control | rules |", "|---|---|"]
    for control in sorted(by_control, key=_in_reading_order):
        links = (f"[{rule.title}](../{rule.id}.md)" for rule in by_control[control])
        lines.append(f"| {control} | {'<br>'.join(links)} |")
    if standard:
        lines += ["", "## Controls without a rule", "", "| controls | why |", "|---|---|"]
        lines += [f"| {', '.join(each.controls)} | {each.why} |" for each in standard.without_rule]
    return "\n".join(lines) + "\n"


def _introduction(name: str, standard: Standard | None, asked: int) -> list[str]:
    profile = re.sub(r"-\d+(\.\d+)+$", "", name)
    judged = f"`srm-lint check PATH --profile {profile} --strict` judges the rules of this page only."
    if standard is None:
        return [f"{asked} controls that rules ask, wholly or in part. {judged}"]
    return [
        f"Rules ask {asked} of its {standard.controls} controls; the others are listed below with the reason. {judged}",
        f"What each control demands: [its publisher's page]({standard.source}).",
    ]


def _in_reading_order(control: str) -> list[tuple[int, str]]:
    """2.9 before 2.10, AC-2 before AC-17."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", control)]
