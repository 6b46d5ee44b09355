"""The report of `srm-lint inspect`."""

from __future__ import annotations

from typing import Any, Literal

from srm_lint.model.resource import Framework, Kind, Mode, Model, State
from srm_lint.report.contract.shared import Files, RunDiagnostic, Shape


class UnknownValue(Shape, frozen=True):
    """Why a part of a resource's values is unknown, and what would settle it. `path` is like `rule[0].days`."""

    path: str
    reason: str
    settle: tuple[str, ...]


class InspectedResource(Shape, frozen=True):
    """A resource as it was evaluated.

    `values` are plain JSON; numbers are exact, and an unknown value is `{"$unknown": true}` at any depth, explained in
    `unknowns`. `exists` is null where its count or condition cannot be told.
    """

    address: str
    type: str
    mode: Mode
    framework: Framework
    provider: str
    service: str
    model: Model
    kind: Kind
    state: State
    ground: str
    file: str
    line: int
    construct: str
    exists: bool | None
    values: dict[str, Any]
    unknowns: tuple[UnknownValue, ...]


class InspectReport(Shape, frozen=True):
    """`srm-lint inspect --format json`."""

    version: Literal[1]
    files: Files
    diagnostics: tuple[RunDiagnostic, ...]
    resources: tuple[InspectedResource, ...]
