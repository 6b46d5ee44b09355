"""An attestation and what surrounds it -> a resource of type `srm.attestation`, for rules to judge.

Its values are those that are written, under their names with underscores, and these:

    matches                 systems and resources that its scope is about
    days_left               until it expires; negative once it has
    restore_test_age_days   since the last restore test, where one is written
    last_success_age_days   since the last success, where one is written
    approver_is_owner       the one who approved it also answers for it
    same_location           the copy is where the data is
    product_fits            the product can back up the system; absent where the product is not known
    contradicts_code        the code itself shows that the duty is not done
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec

from srm_lint.attest.cover import DECIDED_BY_CODE
from srm_lint.model.attestation import Declared, Scope, Systems
from srm_lint.model.config import Attestation
from srm_lint.model.finding import Finding, Subject, Verdict
from srm_lint.model.resource import Framework, Mode, Resource, Syntax
from srm_lint.model.rule import ATTESTATION
from srm_lint.model.value import Value

_SEPARATORS = re.compile(r"\s*[,;:/|]\s*")
_HERE = ("same ", "in place", "in the same ")


class Circumstances(msgspec.Struct, frozen=True):
    """What an attestation is compared with: what its configuration holds for, and the day."""

    subjects: Sequence[Subject]
    findings: Sequence[Finding]
    declared: Sequence[Declared]
    systems: Systems
    today: date


def resource_of(attestation: Attestation, name: str, scope: Scope, syntax: Syntax, around: Circumstances) -> Resource:
    """The attestation as a resource called `name`."""
    return Resource(
        address=name,
        type=ATTESTATION,
        name=name,
        framework=Framework.CONFIGURATION,
        mode=Mode.MANAGED,
        provider="srm",
        values={**_written(attestation), **_worked_out(attestation, scope, around)},
        syntax=syntax,
    )


def _written(attestation: Attestation) -> dict[str, Value]:
    values = {name: _plain(getattr(attestation, name)) for name in attestation.__struct_fields__}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _plain(value: object) -> Value:
    match value:
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case float():
            return int(value) if value.is_integer() else Decimal(str(value))
        case bool() | int():
            return value
        case _:
            return None if value is None else str(value)


def _worked_out(attestation: Attestation, scope: Scope, around: Circumstances) -> dict[str, Value]:
    subjects = [subject for subject in around.subjects if scope.holds(subject)]
    declared = [item for item in around.declared if is_about(scope, item)]
    values: dict[str, Value] = {
        "matches": len(subjects) + len(declared),
        "days_left": (attestation.expires - around.today).days,
        "contradicts_code": _is_contradicted(attestation, scope, around.findings),
    }
    if attestation.approver:
        values["approver_is_owner"] = attestation.approver.casefold() == attestation.owner.casefold()
    if attestation.last_restore_test:
        values["restore_test_age_days"] = (around.today - attestation.last_restore_test).days
    if attestation.last_success:
        values["last_success_age_days"] = (around.today - attestation.last_success).days
    if attestation.location:
        values["same_location"] = _is_same_location(attestation.location, subjects, declared, around.systems)
    fits = _product_fits(attestation.product, scope, around.systems)
    if fits is not None:
        values["product_fits"] = fits
    return values


def is_about(scope: Scope, declared: Declared) -> bool:
    """Whether a scope is about a declared system or one of its parts."""
    names = (declared.system.service.name, *declared.system.parts)
    return any(scope.holds_system(name, declared.account) for name in names)


def _is_contradicted(attestation: Attestation, scope: Scope, findings: Sequence[Finding]) -> bool:
    return attestation.duty in DECIDED_BY_CODE and any(
        finding.verdict is Verdict.FAIL
        and finding.suppression is None
        and finding.duty is attestation.duty
        and scope.holds(finding.subject)
        for finding in findings
    )


def _is_same_location(
    location: str, subjects: Sequence[Subject], declared: Sequence[Declared], systems: Systems
) -> bool:
    """Whether the place of the copy is named like what it copies: the system itself, or the account it is in."""
    text = location.casefold().strip()
    if text.startswith(_HERE):
        return True
    own = {name for item in declared for name in item.system.names}
    own |= {item.account.casefold() for item in declared}
    for subject in subjects:
        system = systems.find(subject.service)
        own |= {subject.account.casefold(), subject.service.casefold(), *(system.names if system else ())}
    parts = [text, *_SEPARATORS.split(text)]
    return bool((own - {""}).intersection(parts))


def _product_fits(name: str, scope: Scope, systems: Systems) -> bool | None:
    """Whether a known product can back up a system of the scope; None where that cannot be told."""
    covered = set(_backed_up_by(name, systems))
    if not covered or not scope.services:
        return None
    return not covered.isdisjoint(scope.services)


def _backed_up_by(name: str, systems: Systems) -> Iterator[str]:
    for product in systems.products:
        if product.name == name.casefold().strip():
            yield from product.services
