"""What backs a resource up: one plan, native backups, copies; and the ends every provider's module brings them to."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of
from srm_lint.relate.values import as_number, as_truth, at


class Copy(msgspec.Struct, frozen=True):
    """A second copy of a backup. `offsite`: in another region or account than the resource; `other_account`: in another account."""

    vault: Value
    region: Value = None
    account: Value = None
    retention_days: Value = None
    offsite: Truth = False
    immutable: Truth = False
    other_account: Truth = False

    def shape(self) -> dict[str, Value]:
        """As an element of `copies`."""
        return {
            "vault": self.vault,
            "region": self.region,
            "account": self.account,
            "retention_days": self.retention_days,
            "offsite": self.offsite,
            "immutable": self.immutable,
            "other_account": self.other_account,
        }


class Cover(msgspec.Struct, frozen=True):
    """One schedule that backs a resource up; `applies` says whether it surely does."""

    plan: Value = None
    source: str = ""
    vault: Value = None
    schedule: Value = None
    rpo_hours: Value = None
    retention_days: Value = None
    immutable: Truth = False
    offsite: Truth = False
    continuous: Truth = False
    copies: tuple[Copy, ...] = ()
    applies: Truth = True

    def shape(self) -> Value:
        """As an element of `by`; an `Unknown` where it may or may not apply."""
        if isinstance(self.applies, Unknown):
            return doubtful(self.applies)
        return {
            "plan": self.plan,
            "vault": self.vault,
            "schedule": self.schedule,
            "rpo_hours": self.rpo_hours,
            "retention_days": self.retention_days,
            "immutable": self.immutable,
            "offsite": self.offsite,
            "continuous": self.continuous,
            "copies": tuple(copy.shape() for copy in self.copies),
            "source": self.source,
        }


class Native(msgspec.Struct, frozen=True):
    """Backups a service makes by itself, as one resource has them set."""

    enabled: Truth
    retention_days: Value = None
    pitr: Truth = False
    offsite: Truth = False
    rpo_hours: Value = 24

    def shape(self) -> dict[str, Value]:
        """As `native`."""
        return {
            "enabled": self.enabled,
            "retention_days": self.retention_days,
            "pitr": all_of((self.enabled, self.pitr)),
            "offsite": all_of((self.enabled, self.offsite)),
            "rpo_hours": self.rpo_hours,
        }


class Setting(msgspec.Struct, frozen=True):
    """Where a type says how its native backups are set.

    `always` means they cannot be turned off; `switch` is a flag that turns them on, `days` how long they are kept (0 is
    off where there is no switch); `_absent` is what holds where these are not written, from the provider's documentation.
    """

    always: bool = False
    switch: tuple[str, ...] = ()
    switch_absent: Truth = False
    days: tuple[str, ...] = ()
    days_absent: Value = 0
    pitr: Truth | tuple[str, ...] = False
    offsite: tuple[str, ...] = ()

    def read(self, values: Mapping[str, Value]) -> Native:
        """The setting as the values of a resource have it."""
        written = at(values, *self.days) if self.days else None
        days = self.days_absent if written is None else as_number(written)
        if self.always:
            enabled: Truth = True
        else:
            enabled = as_truth(at(values, *self.switch), self.switch_absent) if self.switch else positive(days)
        pitr = as_truth(at(values, *self.pitr)) if isinstance(self.pitr, tuple) else self.pitr
        offsite = as_truth(at(values, *self.offsite)) if self.offsite else False
        return Native(enabled, days, pitr, offsite)


class Backups(msgspec.Struct, frozen=True):
    """All that was found for one resource. `restore_tested`: some plan restores it as a test."""

    covers: tuple[Cover, ...] = ()
    native: Native | None = None
    copies: tuple[Copy, ...] = ()
    restore_tested: Truth = False
    undeclarable: bool = False  # the service has no backup that code could declare


def doubtful(truth: Unknown) -> Unknown:
    """An element of a list that may or may not be there. The value that decides it does exist: that says nothing here."""
    return msgspec.structs.replace(truth, parts=(), never_null=False)


def positive(number: Value) -> Truth:
    """Whether a number is more than none."""
    found = as_number(number)
    return found if isinstance(found, Unknown) else found is not None and found > 0


def name_of(found: Resource | Unknown | None, written: Value) -> Value:
    """The address of a plan or vault in the estate, else the name as it is written."""
    return found.address if isinstance(found, Resource) else written
