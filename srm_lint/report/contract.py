"""Shapes of the JSON that other programs read: version 1. Fields are only ever added.

These types are the contract, apart from the model, so that the model can change. `docs/schemas` has them as JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from srm_lint.model.finding import SuppressionKind, Verdict
from srm_lint.model.ledger import CellState
from srm_lint.model.resource import Framework, Kind, Mode, Model, State
from srm_lint.model.rule import Confidence, Duty, Party, Severity
from srm_lint.model.source import Level

Counted = Annotated[int, msgspec.Meta(ge=1)]
"""A line or column: they count from 1."""


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all shapes; its schema allows no other keys."""


class UnreadFile(_Shape, frozen=True):
    """A file that could not be read, wholly or in part. `line` is 0 when none applies."""

    file: str
    line: int
    message: str


class Files(_Shape, frozen=True):
    """What was found and read. `values` are the files that values of variables and parameters were taken from."""

    found: int
    read: int
    unread: tuple[UnreadFile, ...]
    values: tuple[str, ...] = ()


class RunDiagnostic(_Shape, frozen=True):
    """Something about the run itself. `line` is 0 when none applies."""

    file: str
    line: int
    code: str
    level: Level
    message: str
    help: str


class Place(_Shape, frozen=True):
    """A line of a file."""

    file: str
    line: int


class Call(_Shape, frozen=True):
    """A module call or nested stack that leads to a resource."""

    address: str
    file: str
    line: int


class Instance(_Shape, frozen=True):
    """One resource instance that a finding holds for, and the calls that made it, outermost first."""

    address: str
    fingerprint: str
    calls: tuple[Call, ...]


class TaggedResource(_Shape, frozen=True):
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


class AppliedSuppression(_Shape, frozen=True):
    """Why a finding does not count. `expires` is an ISO date, null for never."""

    kind: SuppressionKind
    justification: str
    expires: str | None
    source: Place | None


class ReportedFinding(_Shape, frozen=True):
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


class Counts(_Shape, frozen=True):
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


class CheckReport(_Shape, frozen=True):
    """`srm-lint check --format json`. `findings` are the open gaps; with `--all` also what is unknown, passed, suppressed."""

    version: Literal[1]
    summary: Counts
    files: Files
    diagnostics: tuple[RunDiagnostic, ...]
    findings: tuple[ReportedFinding, ...]


class UnknownValue(_Shape, frozen=True):
    """Why a part of a resource's values is unknown, and what would settle it. `path` is like `rule[0].days`."""

    path: str
    reason: str
    settle: tuple[str, ...]


class InspectedResource(_Shape, frozen=True):
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


class InspectReport(_Shape, frozen=True):
    """`srm-lint inspect --format json`."""

    version: Literal[1]
    files: Files
    diagnostics: tuple[RunDiagnostic, ...]
    resources: tuple[InspectedResource, ...]


class ListedRule(_Shape, frozen=True):
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


class ControlsWithoutRule(_Shape, frozen=True):
    """Controls that no rule asks, and why."""

    controls: tuple[str, ...]
    why: str


class ListedStandard(_Shape, frozen=True):
    """A standard of the chosen profiles: how many controls it has, and which of them no rule asks."""

    standard: str
    title: str
    source: str
    controls: int
    without_rule: tuple[ControlsWithoutRule, ...]


class RuleList(_Shape, frozen=True):
    """`srm-lint rules --format json`. `standards` are those of `--profile` of which every control is accounted for."""

    version: Literal[1]
    rules: tuple[ListedRule, ...]
    standards: tuple[ListedStandard, ...]


class ListedType(_Shape, frozen=True):
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


class TypeList(_Shape, frozen=True):
    """`srm-lint catalogue --format json`."""

    version: Literal[1]
    types: tuple[ListedType, ...]


class ListedIgnore(_Shape, frozen=True):
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


class IgnoreList(_Shape, frozen=True):
    """`srm-lint ignores --format json`."""

    version: Literal[1]
    ignores: tuple[ListedIgnore, ...]


class LedgerEvidence(_Shape, frozen=True):
    """One ground for a cell's state. `lines` are source lines from number `first_line` on; `line` is 0 when none applies."""

    state: CellState
    text: str
    rule: str
    title: str
    severity: Severity | None
    addresses: tuple[str, ...]
    file: str
    line: int
    first_line: int
    lines: tuple[str, ...]
    settle: tuple[str, ...]
    expires: str | None


class LedgerCell(_Shape, frozen=True):
    """One duty of one system. `findings` are the fingerprints of the findings behind a gap or an unknown.

    `concerned` counts the resources that owe the duty, `looked_at` those that some rule looked at.
    """

    party: Party
    state: CellState
    means: str
    concerned: int
    looked_at: int
    evidence: tuple[LedgerEvidence, ...]
    findings: tuple[str, ...]


class LedgerSystem(_Shape, frozen=True):
    """A service in an account or tenant, as far as the code tells, or one that is declared."""

    name: str
    model: Model
    account: str
    resources: int
    declared: bool
    owner: str
    duties: dict[Duty, LedgerCell]


class BackupAnswer(_Shape, frozen=True):
    """Whether a part of the rule 3-2-1-1-0 is kept, and what was found."""

    verdict: Verdict
    text: str


class BackupPlan(_Shape, frozen=True):
    """What backs a store up. Figures are "" where there are none, and words where they are not known."""

    name: str
    schedule: str
    rpo_hours: str
    retention_days: str
    vault: str


class StoreCoverage(_Shape, frozen=True):
    """How one store of primary data is backed up; `address` is "" for a declared system as a whole.

    `no_backups` is what looks like a backup and is none.
    """

    system: str
    account: str
    address: str
    type: str
    file: str
    line: int
    covered: BackupAnswer
    plans: tuple[BackupPlan, ...]
    rpo_hours: str
    retention_days: str
    copies: BackupAnswer
    media: BackupAnswer
    offsite: BackupAnswer
    immutable: BackupAnswer
    verified: BackupAnswer
    no_backups: tuple[str, ...]


class LedgerCounts(_Shape, frozen=True):
    """How many duties are in each state, and how much was assessed: `assessed` is a share from 0 to 1."""

    totals: dict[CellState, int]
    duties: int
    duties_answered: int
    assessed: float
    resources: int
    resources_looked_at: int
    unclassified: tuple[str, ...]
    complete: bool


class LedgerReport(_Shape, frozen=True):
    """`srm-lint ledger --format json`. `strays` are attestations that are about nothing."""

    version: Literal[1]
    summary: LedgerCounts
    files: Files
    diagnostics: tuple[RunDiagnostic, ...]
    systems: tuple[LedgerSystem, ...]
    backups: tuple[StoreCoverage, ...]
    strays: tuple[LedgerEvidence, ...]


class FleetRow(_Shape, frozen=True):
    """A line of `srm-lint fleet`: a finding on one resource instance, a file that could not be read, a diagnostic, or the repository itself.

    Every repository has exactly one row of its own, after the others; `files_found`, `files_read` and `resources` are
    counted there. `file` is relative to the repository. What a record has not got is "" or 0.
    """

    repository: str
    record: Literal["finding", "unread", "diagnostic", "repository"]
    complete: bool
    rule: str = ""
    duty: str = ""
    severity: str = ""
    confidence: str = ""
    verdict: str = ""
    title: str = ""
    message: str = ""
    address: str = ""
    type: str = ""
    provider: str = ""
    service: str = ""
    model: str = ""
    file: str = ""
    line: int = 0
    attribute: str = ""
    settle: tuple[str, ...] = ()
    accepted: str = ""
    expires: str = ""
    fingerprint: str = ""
    files_found: int = 0
    files_read: int = 0
    resources: int = 0


DOCUMENTS: Mapping[str, type[msgspec.Struct]] = {
    "check": CheckReport,
    "inspect": InspectReport,
    "rules": RuleList,
    "catalogue": TypeList,
    "ledger": LedgerReport,
    "ignores": IgnoreList,
    "fleet": FleetRow,
}


def schema(name: str) -> str:
    """The JSON Schema of one of `DOCUMENTS`, as `docs/schemas` carries it."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(DOCUMENTS[name])}
    written = msgspec.json.encode(described)
    return f"{msgspec.json.format(written, indent=2).decode()}\n"
