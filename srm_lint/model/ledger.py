"""The responsibility ledger: systems down, duties across, and the state of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Party
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


class Evidence(msgspec.Struct, frozen=True):
    """One ground for a cell's state: what was seen or said, about which resource, and where it is written.

    `state` is what this one ground alone would make of the cell. `expires` is an ISO date, "" for never.
    `lines` are the lines of source that show it, `location.line` the number of the first of them.
    """

    state: CellState
    text: str
    rule: str = ""
    address: str = ""
    location: Location | None = None
    lines: tuple[str, ...] = ()
    first_line: int = 0
    expires: str = ""


class Cell(msgspec.Struct, frozen=True):
    """One duty of one system. `findings` are the fingerprints of the findings behind a gap or an unknown."""

    duty: Duty
    party: Party
    state: CellState
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[str, ...] = ()


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


class Ledger(msgspec.Struct, frozen=True):
    """All systems in order of name, and how many of their duties are in each state.

    `assessed` is the share (0 to 1) of the customer's duties on which there is any answer but "not assessed".
    """

    systems: tuple[System, ...]
    totals: Mapping[CellState, int]
    assessed: float
