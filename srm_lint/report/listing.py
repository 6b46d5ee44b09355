"""Lists of rules and of known resource types, as text, JSON and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

import msgspec

from srm_lint.model.rule import Rule
from srm_lint.model.standard import Standard
from srm_lint.report import json
from srm_lint.report.clean import counted, one_line
from srm_lint.report.contract.lists import ListedRule, ListedStandard, ListedType, RuleList, TypeList
from srm_lint.report.markup import table


def rules_as_json(rules: Iterable[Rule], standards: Iterable[Standard], stream: TextIO) -> None:
    """Write the rules as JSON, and what no rule asks of the standards."""
    listed = tuple(msgspec.convert(each, ListedStandard, from_attributes=True) for each in standards)
    json.write(RuleList(json.VERSION, tuple(_rule(rule) for rule in rules), listed), stream)


def rules_as_text(rules: Sequence[Rule], standards: Iterable[Standard], stream: TextIO) -> None:
    """Write a line a rule (id, severity, duty, title), and what no rule asks of the standards."""
    width = max((len(rule.id) for rule in rules), default=0)
    lines = (
        f"{rule.id:<{width}}  {rule.severity.value:<8}  {rule.duty.value:<16}  {one_line(rule.title)}\n"
        for rule in rules
    )
    stream.writelines(lines)
    stream.write(f"{counted(len(rules), 'rule')}\n")
    for standard in standards:
        stream.write(f"\n{standard.title}: {_asked(standard)}\n")
        stream.writelines(f"  {', '.join(each.controls)}: {each.why}\n" for each in standard.without_rule)


def rules_as_markdown(rules: Iterable[Rule], standards: Iterable[Standard], stream: TextIO) -> None:
    """Write the rules as a table, and what no rule asks of the standards."""
    rows = (
        (f"`{rule.id}`", rule.title, rule.duty.value, rule.severity.value, ", ".join(rule.equivalents))
        for rule in rules
    )
    stream.writelines(f"{line}\n" for line in table(("Rule", "Gap", "Duty", "Severity", "Equivalents"), rows))
    for standard in standards:
        stream.write(f"\n{standard.title}: {_asked(standard)}\n\n")
        without = ((", ".join(each.controls), each.why) for each in standard.without_rule)
        stream.writelines(f"{line}\n" for line in table(("Controls without a rule", "Why"), without))


def types_as_json(types: Iterable[ListedType], stream: TextIO) -> None:
    """Write the known types as JSON."""
    json.write(TypeList(json.VERSION, tuple(types)), stream)


def types_as_text(types: Sequence[ListedType], stream: TextIO) -> None:
    """Write a line a type: name, model, kind, service."""
    width = max((len(each.type) for each in types), default=0)
    lines = (f"{each.type:<{width}}  {each.model.value:<12}  {each.kind.value:<8}  {each.service}\n" for each in types)
    stream.writelines(lines)
    stream.write(f"{counted(len(types), 'type')}\n")


def _asked(standard: Standard) -> str:
    without = sum(len(each.controls) for each in standard.without_rule)
    return f"{standard.controls - without} of {standard.controls} controls are asked by rules"


def _rule(rule: Rule) -> ListedRule:
    return ListedRule(
        id=rule.id,
        title=rule.title,
        duty=rule.duty,
        severity=rule.severity,
        confidence=rule.confidence,
        equivalents=rule.equivalents,
        controls=dict(rule.controls),
        types=rule.types,
        frameworks=rule.frameworks,
        aliases=rule.aliases,
        parameters=dict(rule.parameters),
        why=rule.why.strip(),
    )
