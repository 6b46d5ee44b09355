"""What `srm-lint rules`, `catalogue` and `ignores` list."""

from __future__ import annotations

from typing import Any, Literal

from srm_lint.model.resource import Framework, Kind, Model, State
from srm_lint.model.rule import Confidence, Duty, Severity
from srm_lint.report.contract.shared import Shape


class ListedRule(Shape, frozen=True):
    """A rule as `srm-lint rules` lists it."""

    id: str
    title: str
    duty: Duty
    severity: Severity
    confidence: Confidence
    equivalents: tuple[str, ...]
    controls: dict[str, tuple[str, ...]]
    types: tuple[str, ...]
    frameworks: tuple[Framework, ...]
    aliases: tuple[str, ...]
    parameters: dict[str, Any]
    why: str


class ControlsWithoutRule(Shape, frozen=True):
    """Controls that no rule asks, and why."""

    controls: tuple[str, ...]
    why: str


class ListedStandard(Shape, frozen=True):
    """A standard of the chosen profiles: how many controls it has, and which of them no rule asks."""

    standard: str
    title: str
    source: str
    controls: int
    without_rule: tuple[ControlsWithoutRule, ...]


class RuleList(Shape, frozen=True):
    """`srm-lint rules --format json`. `standards` are those of `--profile` of which every control is accounted for."""

    version: Literal[1]
    rules: tuple[ListedRule, ...]
    standards: tuple[ListedStandard, ...]


class ListedType(Shape, frozen=True):
    """A resource type of the catalogue. Glue belongs to another resource (`parent`, where it can be named)."""

    type: str
    provider: str
    framework: Framework
    service: str
    model: Model
    kind: Kind
    state: State
    ground: str
    parent: str


class TypeList(Shape, frozen=True):
    """`srm-lint catalogue --format json`."""

    version: Literal[1]
    types: tuple[ListedType, ...]


class ListedIgnore(Shape, frozen=True):
    """A request to ignore findings, how many it answers for, of which rules, and what is wrong with it by kind of fault."""

    kind: str
    tool: str
    ids: tuple[str, ...]
    reason: str
    expires: str | None
    file: str
    line: int
    hits: int
    rules: tuple[str, ...]
    faults: dict[str, str]


class IgnoreList(Shape, frozen=True):
    """`srm-lint ignores --format json`."""

    version: Literal[1]
    ignores: tuple[ListedIgnore, ...]
