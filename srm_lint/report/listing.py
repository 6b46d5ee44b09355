"""Lists of rules and of known resource types, as text, JSON and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from srm_lint.model.rule import Rule
from srm_lint.report import json
from srm_lint.report.clean import counted
from srm_lint.report.contract import ListedRule, ListedType, RuleList, TypeList
from srm_lint.report.markup import table


def rules_as_json(rules: Iterable[Rule], stream: TextIO) -> None:
    """Write the rules as JSON."""
    json.write(RuleList(json.VERSION, tuple(_rule(rule) for rule in rules)), stream)


def rules_as_text(rules: Sequence[Rule], stream: TextIO) -> None:
    """Write a line a rule: id, severity, duty, title."""
    width = max((len(rule.id) for rule in rules), default=0)
    lines = (f"{rule.id:<{width}}  {rule.severity.value:<8}  {rule.duty.value:<16}  {rule.title}\n" for rule in rules)
    stream.writelines(lines)
    stream.write(f"{counted(len(rules), 'rule')}\n")


def rules_as_markdown(rules: Iterable[Rule], stream: TextIO) -> None:
    """Write the rules as a table."""
    rows = (
        (f"`{rule.id}`", rule.title, rule.duty.value, rule.severity.value, ", ".join(rule.equivalents))
        for rule in rules
    )
    stream.writelines(f"{line}\n" for line in table(("Rule", "Gap", "Duty", "Severity", "Equivalents"), rows))


def types_as_json(types: Iterable[ListedType], stream: TextIO) -> None:
    """Write the known types as JSON."""
    json.write(TypeList(json.VERSION, tuple(types)), stream)


def types_as_text(types: Sequence[ListedType], stream: TextIO) -> None:
    """Write a line a type: name, model, kind, service."""
    width = max((len(each.type) for each in types), default=0)
    lines = (f"{each.type:<{width}}  {each.model.value:<12}  {each.kind.value:<8}  {each.service}\n" for each in types)
    stream.writelines(lines)
    stream.write(f"{counted(len(types), 'type')}\n")


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
