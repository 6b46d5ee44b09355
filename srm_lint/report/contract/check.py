"""The report of `srm-lint check`."""

from __future__ import annotations

from typing import Literal

from srm_lint.model.finding import SuppressionKind, Verdict
from srm_lint.model.resource import Framework, Kind, Model, State
from srm_lint.model.rule import Confidence, Duty, Severity
from srm_lint.report.contract.shared import Counted, Files, Place, RunDiagnostic, Shape


class Call(Shape, frozen=True):
    """A module call or nested stack that leads to a resource."""

    address: str
    file: str
    line: int


class Instance(Shape, frozen=True):
    """One resource instance that a finding holds for, and the calls that made it, outermost first."""

    address: str
    fingerprint: str
    calls: tuple[Call, ...]


class TaggedResource(Shape, frozen=True):
    """A resource with its service and service model."""

    address: str
    type: str
    framework: Framework
    provider: str
    service: str
    model: Model
    kind: Kind
    state: State
    file: str
    line: int
    construct: str


class AppliedSuppression(Shape, frozen=True):
    """Why a finding does not count. `expires` is an ISO date, null for never."""

    kind: SuppressionKind
    justification: str
    expires: str | None
    source: Place | None


class ReportedFinding(Shape, frozen=True):
    """One rule's verdict on one place in the source. `resource` is the first of `instances`."""

    rule: str
    title: str
    duty: Duty
    severity: Severity
    confidence: Confidence
    verdict: Verdict
    message: str
    attribute: str
    file: str
    line: Counted
    column: Counted
    end_line: Counted
    end_column: Counted
    fingerprint: str
    suppression: AppliedSuppression | None
    settle: tuple[str, ...]
    fix: str
    assumptions: tuple[str, ...]
    related: tuple[Place, ...]
    resource: TaggedResource
    instances: tuple[Instance, ...]


class Counts(Shape, frozen=True):
    """Counts of one run. `findings`, `unknown` and `suppressed` count causes, `instances` resource instances."""

    findings: int
    instances: int
    unknown: int
    suppressed: int
    passed: int
    complete: bool
    resources: int
    by_duty: dict[Duty, int]
    by_severity: dict[Severity, int]
    by_model: dict[Model, int]


class CheckReport(Shape, frozen=True):
    """`srm-lint check --format json`. `findings` are the open gaps; with `--all` also what is unknown, passed, suppressed."""

    version: Literal[1]
    summary: Counts
    files: Files
    diagnostics: tuple[RunDiagnostic, ...]
    findings: tuple[ReportedFinding, ...]
