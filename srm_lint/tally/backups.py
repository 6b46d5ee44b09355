"""How stores are backed up, against the rule 3-2-1-1-0: what the code tells, and what is attested beside it.

Three copies on two media or services, one of them off-site, one immutable, and none with errors when it is restored.
Replication, versioning and a recycle bin repeat or forget what happens to the data: they are named, and never counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from srm_lint.model.attestation import Attested, Declared
from srm_lint.model.backup import Answer, Backups, Copy, Plan, Store, StoreBackup
from srm_lint.model.config import Attestation, AttestationKind, RestoreResult
from srm_lint.model.finding import Verdict
from srm_lint.model.ledger import Assessed
from srm_lint.model.rule import Duty
from srm_lint.model.source import Location
from srm_lint.tally.facts import NO_FACTS, UNDECLARED

_NEVER_DELETED = Decimal(36500)
_MAKES_COPIES = (None, AttestationKind.BACKUP_JOB, AttestationKind.OFFSITE_IMMUTABLE_COPY)
_NO_COPIES = (AttestationKind.DISPOSABLE_DATA, AttestationKind.REBUILDABLE_FROM_CODE)

Place = tuple[str, str, str, str, Location]
"""Service, account, address, type and location."""


def backups(assessed: Assessed) -> tuple[StoreBackup, ...]:
    """A row for every store of primary data in the code, and for every declared system that has none there."""
    jobs = [item for item in assessed.attested if item.valid and _is_backup(item.attestation)]
    rows = [_of_store(store, jobs) for store in assessed.stores]
    in_code = {store.subject.service for store in assessed.stores}
    rows += [_of_system(item, jobs) for item in assessed.declared if item.system.service.name not in in_code]
    return tuple(sorted(rows, key=lambda row: (row.service.lower(), row.account, row.address, row.location)))


def _is_backup(attestation: Attestation) -> bool:
    return attestation.duty is Duty.BACKUP and attestation.kind not in _NO_COPIES


def _of_store(store: Store, jobs: Sequence[Attested]) -> StoreBackup:
    subject = store.subject
    place = (subject.service, subject.account, subject.address, subject.type, subject.location)
    return _row(place, store.backups, [job for job in jobs if job.scope.holds(subject)])


def _of_system(item: Declared, jobs: Sequence[Attested]) -> StoreBackup:
    """A system with parts counts as backed up where each part is."""
    names = item.system.parts or (item.system.service.name,)
    own = [job for job in jobs if any(job.scope.holds_system(name, item.account) for name in names)]
    missing = [name for name in names if not any(job.scope.holds_system(name, item.account) for job in own)]
    place = (item.system.service.name, item.account, "", "", item.location)
    if own and missing:
        return _unanswered(place, Answer(Verdict.UNKNOWN, f"nothing is attested for {', '.join(missing)}"), own)
    return _row(place, NO_FACTS, own)


def _unanswered(place: Place, answer: Answer, jobs: Sequence[Attested] = ()) -> StoreBackup:
    """A row with one answer to everything."""
    plans = tuple(map(_plan, jobs))
    return StoreBackup(*place, answer, plans, "", "", answer, answer, answer, answer, answer)


def _row(place: Place, known: Backups, jobs: Sequence[Attested]) -> StoreBackup:
    if known == NO_FACTS and not jobs:
        return _unanswered(place, known.covered)
    making = [job for job in jobs if job.attestation.kind in _MAKES_COPIES]
    copies = [*known.copies, *(Copy(_name(job), elsewhere=True) for job in making)]
    attestations = [job.attestation for job in jobs]
    return StoreBackup(
        *place,
        covered=_any([Answer(Verdict.PASS, f"backed up by {_name(job)}") for job in making], known.covered),
        plans=(*known.plans, *map(_plan, making)),
        rpo_hours=_best(min, known.rpo_hours, [each.frequency_hours for each in attestations]),
        retention_days=_in_days(_best(max, known.retention_days, [each.retention_days for each in attestations])),
        copies=_held("the data", copies, 3),
        media=_held("the service itself", [copy for copy in copies if copy.elsewhere], 2),
        offsite=_any([_is_offsite(job) for job in making], known.offsite),
        immutable=_any([_is_immutable(each) for each in attestations], known.immutable),
        verified=_any([_is_restored(each) for each in attestations], known.verified),
        no_backups=known.no_backups,
    )


def _any(attested: Sequence[Answer], known: Answer) -> Answer:
    """What holds by either. Where no code can tell, what is attested is all there is."""
    order = (Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL)
    answers = attested if attested and known == UNDECLARED else (*attested, known)
    return min(answers, key=lambda answer: order.index(answer.verdict))


def _held(first: str, others: Sequence[Copy], wanted: int) -> Answer:
    """How many there are; the data's own place is the first."""
    names = ", ".join([first, *(copy.name for copy in others)])
    sure, at_most = 1 + sum(copy.sure for copy in others), 1 + len(others)
    if sure == at_most:
        return Answer(Verdict.PASS if sure >= wanted else Verdict.FAIL, f"{sure} ({names})")
    verdict = Verdict.PASS if sure >= wanted else Verdict.UNKNOWN if at_most >= wanted else Verdict.FAIL
    return Answer(verdict, f"{sure} to {at_most} ({names})")


def _plan(job: Attested) -> Plan:
    attestation = job.attestation
    hours, days = attestation.frequency_hours, attestation.retention_days
    return Plan(
        name=_name(job),
        schedule=f"every {hours:g} h" if hours else "",
        rpo_hours=f"{hours:g}" if hours else "",
        retention_days=str(days) if days else "",
        vault=attestation.location,
    )


def _name(job: Attested) -> str:
    attestation = job.attestation
    name = ", job ".join(filter(None, (attestation.product or "a product", attestation.job)))
    return f"{name} (attested by {attestation.owner})"


def _is_offsite(job: Attested) -> Answer:
    if job.offsite is None:
        return _unsaid("location")
    if job.offsite:
        return Answer(Verdict.PASS, f"attested: {job.attestation.location}")
    return Answer(Verdict.FAIL, f"attested: {job.attestation.location}, where the data is")


def _is_immutable(attestation: Attestation) -> Answer:
    days = attestation.immutable_days
    if days is None:
        return _unsaid("immutable-days")
    return Answer(Verdict.PASS, f"attested: {days} days") if days else Answer(Verdict.FAIL, "attested: not immutable")


def _is_restored(attestation: Attestation) -> Answer:
    day = attestation.last_restore_test
    if day is None:
        return _unsaid("last-restore-test")
    if attestation.restore_result is RestoreResult.FAILED:
        return Answer(Verdict.FAIL, f"attested: the restore of {day.isoformat()} failed")
    return Answer(Verdict.PASS, f"attested: restored on {day.isoformat()}")


def _unsaid(key: str) -> Answer:
    return Answer(Verdict.UNKNOWN, f"the attestation does not say `{key}`")


def _best(better: Callable[[list[Decimal]], Decimal], known: str, attested: Sequence[float | None]) -> str:
    """The best of all figures that are known; "unknown" where there is one that is not, and no other."""
    numbers = [Decimal(str(number)) for number in attested if number]
    if known not in ("", "unknown"):
        numbers.append(Decimal(known))
    return f"{better(numbers).normalize():f}" if numbers else known


def _in_days(figure: str) -> str:
    is_number = figure not in ("", "unknown")
    return "never deleted" if is_number and Decimal(figure) >= _NEVER_DELETED else figure
