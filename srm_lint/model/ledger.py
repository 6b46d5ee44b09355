"""The responsibility ledger: systems down, duties across, and the state of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from srm_lint.model.attestation import Attested, Declared
from srm_lint.model.backup import Store, StoreBackup
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Party, Severity
from srm_lint.model.source import Location


class CellState(Enum):
    """How a duty stands in a system. The order is the order of attention."""

    GAP = "gap"
    UNKNOWN = "unknown"
    NOT_ASSESSED = "not-assessed"
    ACCEPTED = "accepted"
    ATTESTED = "attested"
    MET = "met"
    NOT_APPLICABLE = "not-applicable"
    PROVIDER = "provider"


OPEN = (CellState.GAP, CellState.UNKNOWN, CellState.NOT_ASSESSED)
"""States in which nobody can say that the customer's duty is done."""

SETTLED = (CellState.ACCEPTED, CellState.ATTESTED, CellState.MET)
"""States in which somebody or something can."""

ATTENTION = {state: rank for rank, state in enumerate(CellState)}
"""Smaller is more urgent."""


class Assessed(msgspec.Struct, frozen=True):
    """What a run knows for the ledger beside its findings.

    `looked_at` are the resource types with the duties that some rule asks of them.
    """

    looked_at: frozenset[tuple[str, Duty]]
    stores: tuple[Store, ...]
    declared: tuple[Declared, ...]
    attested: tuple[Attested, ...]


class Evidence(msgspec.Struct, frozen=True):
    """One ground for a cell's state: what was seen or said, about which resources, and where it is written.

    `state` is what this one ground alone would make of the cell. `title` and `severity` are those of the rule. `expires` is an ISO date,
    "" for never. `lines` are the lines of source that show it, the first of them number `first_line`.
    """

    state: CellState
    text: str
    rule: str = ""
    title: str = ""
    severity: Severity | None = None
    addresses: tuple[str, ...] = ()
    location: Location | None = None
    lines: tuple[str, ...] = ()
    first_line: int = 0
    settle: tuple[str, ...] = ()
    expires: str = ""


class Cell(msgspec.Struct, frozen=True):
    """One duty of one system. `findings` are the fingerprints of the findings behind a gap or an unknown.

    `means` is what the duty comes to under the system's service model. `concerned` counts the resources that owe it,
    `looked_at` those of them that some rule looked at.
    """

    duty: Duty
    party: Party
    state: CellState
    means: str = ""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[str, ...] = ()
    concerned: int = 0
    looked_at: int = 0


class System(msgspec.Struct, frozen=True):
    """A service in an account or tenant, as far as the code tells; or one that is declared in the configuration.

    `account` is what tells two of the same service apart (an account id, a subscription, a tenant), "" where nothing does.
    """

    name: str
    model: Model
    account: str
    resources: int
    declared: bool
    cells: tuple[Cell, ...]
    owner: str = ""


class Coverage(msgspec.Struct, frozen=True):
    """How much of the estate was assessed: the customer's duties with an answer, and the resources that rules looked at."""

    duties: int
    duties_answered: int
    resources: int
    resources_looked_at: int
    unclassified: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Answered duties of all, from 0 to 1."""
        return self.duties_answered / self.duties if self.duties else 1.0


class Ledger(msgspec.Struct, frozen=True):
    """All systems in order of name, and how many of their duties are in each state.

    `strays` are attestations that are about nothing.
    """

    systems: tuple[System, ...]
    totals: Mapping[CellState, int]
    coverage: Coverage
    backups: tuple[StoreBackup, ...] = ()
    strays: tuple[Evidence, ...] = ()
