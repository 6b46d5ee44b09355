"""The report of `srm-lint ledger`."""

from __future__ import annotations

from typing import Literal

from srm_lint.model.finding import Verdict
from srm_lint.model.ledger import CellState
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Party, Severity
from srm_lint.report.contract.shared import Files, RunDiagnostic, Shape


class LedgerEvidence(Shape, frozen=True):
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


class LedgerCell(Shape, frozen=True):
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


class LedgerSystem(Shape, frozen=True):
    """A service in an account or tenant, as far as the code tells, or one that is declared."""

    name: str
    model: Model
    account: str
    resources: int
    declared: bool
    owner: str
    duties: dict[Duty, LedgerCell]


class BackupAnswer(Shape, frozen=True):
    """Whether a part of the rule 3-2-1-1-0 is kept, and what was found."""

    verdict: Verdict
    text: str


class BackupPlan(Shape, frozen=True):
    """What backs a store up. Figures are "" where there are none, and words where they are not known."""

    name: str
    schedule: str
    rpo_hours: str
    retention_days: str
    vault: str


class StoreCoverage(Shape, frozen=True):
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


class LedgerCounts(Shape, frozen=True):
    """How many duties are in each state, and how much was assessed: `assessed` is a share from 0 to 1."""

    totals: dict[CellState, int]
    duties: int
    duties_answered: int
    assessed: float
    resources: int
    resources_looked_at: int
    unclassified: tuple[str, ...]
    complete: bool


class LedgerReport(Shape, frozen=True):
    """`srm-lint ledger --format json`. `strays` are attestations that are about nothing."""

    version: Literal[1]
    summary: LedgerCounts
    files: Files
    diagnostics: tuple[RunDiagnostic, ...]
    systems: tuple[LedgerSystem, ...]
    backups: tuple[StoreCoverage, ...]
    strays: tuple[LedgerEvidence, ...]
