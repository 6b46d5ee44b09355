"""How a store of data is backed up, in words and verdicts: what the ledger shows of `facts.backup` and of attestations."""

from __future__ import annotations

import msgspec

from srm_lint.model.finding import Subject, Verdict
from srm_lint.model.source import Location


class Answer(msgspec.Struct, frozen=True):
    """Whether something holds, and in words what was found."""

    verdict: Verdict
    text: str


class Plan(msgspec.Struct, frozen=True):
    """One thing that backs a store up: a plan or policy, what the service does by itself, or an attested job.

    Figures are "" where there are none, and "unknown" where the code does not tell them.
    """

    name: str
    schedule: str = ""
    rpo_hours: str = ""
    retention_days: str = ""
    vault: str = ""


class Copy(msgspec.Struct, frozen=True):
    """A copy beside the data. `elsewhere`: in another service than the data. `sure`: it exists, rather than perhaps."""

    name: str
    elsewhere: bool
    sure: bool = True


class Backups(msgspec.Struct, frozen=True):
    """What is known of a store's backups. `no_backups` names what looks like one and is none."""

    covered: Answer
    offsite: Answer
    immutable: Answer
    verified: Answer
    plans: tuple[Plan, ...] = ()
    copies: tuple[Copy, ...] = ()
    rpo_hours: str = ""
    retention_days: str = ""
    no_backups: tuple[str, ...] = ()


class Store(msgspec.Struct, frozen=True):
    """Something that holds primary data, and what its code tells about backups."""

    subject: Subject
    backups: Backups


class StoreBackup(msgspec.Struct, frozen=True):
    """How one store of primary data is backed up, against the rule 3-2-1-1-0.

    Three `copies` on two `media` or services, one `offsite`, one `immutable`, and no errors when restored (`verified`).
    `no_backups` names what looks like a backup and is none. `address` is "" for a declared system as a whole.
    """

    service: str
    account: str
    address: str
    type: str
    location: Location
    covered: Answer
    plans: tuple[Plan, ...]
    rpo_hours: str
    retention_days: str
    copies: Answer
    media: Answer
    offsite: Answer
    immutable: Answer
    verified: Answer
    no_backups: tuple[str, ...] = ()
