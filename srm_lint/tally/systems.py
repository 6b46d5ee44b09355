"""The systems of an estate, and the ledger of them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from srm_lint.model.attestation import Attested, Declared
from srm_lint.model.backup import Store
from srm_lint.model.finding import Finding, Report, Subject
from srm_lint.model.ledger import SETTLED, Assessed, CellState, Coverage, Ledger, System
from srm_lint.model.matrix import Matrix
from srm_lint.model.resource import Kind, Model, Service
from srm_lint.model.rule import ATTESTATION, Duty
from srm_lint.tally.backups import backups
from srm_lint.tally.cells import Group, cell, stray
from srm_lint.tally.facts import NO_FACTS

Key = tuple[str, str, str]
"""Service, model and account: what makes two resources belong to the same system."""


def tally(report: Report, assessed: Assessed, matrix: Matrix) -> Ledger:
    """The ledger of a run that collected what it needs.

    Nothing is blank, and nothing is met that was not looked at: a duty that is the customer's and that no rule judged
    is `not-assessed`.
    """
    groups = _groups(report, assessed)
    systems = [_system(group, assessed, matrix) for group in groups.values() if _is_shown(group)]
    systems.sort(key=lambda system: (system.name.lower(), system.account, system.model.value))
    totals = Counter(cell.state for system in systems for cell in system.cells)
    about = {id(item) for group in groups.values() for item, _ in group.attested}
    return Ledger(
        systems=tuple(systems),
        totals={state: totals[state] for state in CellState},
        coverage=_coverage(report.subjects, totals, assessed),
        backups=backups(assessed),
        strays=tuple(
            stray(item, found)
            for item, found in _with_findings(assessed.attested, report.findings)
            if id(item) not in about
        ),
    )


def _groups(report: Report, assessed: Assessed) -> dict[Key, Group]:
    members: dict[Key, list[Subject]] = defaultdict(list)
    findings: dict[Key, list[Finding]] = defaultdict(list)
    declared: dict[Key, Declared] = {}
    for subject in report.subjects:
        members[_key(subject)].append(subject)
    for finding in report.findings:
        if finding.subject.type != ATTESTATION:
            findings[_key(finding.subject)].append(finding)
    for item in assessed.declared:
        service = item.system.service
        declared[service.name, service.model.value, item.account] = item
    stores: dict[Key, list[Store]] = defaultdict(list)
    for store in assessed.stores:
        if store.backups != NO_FACTS:
            stores[_key(store.subject)].append(store)
    judged = [*_with_findings(assessed.attested, report.findings)]
    groups: dict[Key, Group] = {}
    for key in dict.fromkeys((*members, *findings, *declared)):
        own = [pair for pair in judged if _concerns(pair[0], key, members[key], declared.get(key))]
        groups[key] = Group(
            service=Service(key[0], Model(key[1])),
            account=key[2],
            members=tuple(members[key]),
            findings=tuple(findings[key]),
            declared=declared.get(key),
            attested=tuple(own),
            stores=tuple(stores[key]),
        )
    return groups


def _key(subject: Subject) -> Key:
    return (subject.service, subject.model.value, subject.account)


def _place(subject: Subject) -> tuple[str, str]:
    return (subject.location.file, subject.address)


def _with_findings(
    attested: Iterable[Attested], findings: Iterable[Finding]
) -> Iterator[tuple[Attested, tuple[Finding, ...]]]:
    """Each attestation with what was found about it."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.subject.type == ATTESTATION:
            found[_place(finding.subject)].append(finding)
    return ((item, tuple(found[_place(item.subject)])) for item in attested)


def _concerns(item: Attested, key: Key, members: Sequence[Subject], declared: Declared | None) -> bool:
    parts = declared.system.parts if declared else ()
    return any(item.scope.holds_system(name, key[2]) for name in (key[0], *parts)) or any(
        item.scope.holds(member) for member in members
    )


def _is_shown(group: Group) -> bool:
    """Glue alone is no system: it belongs to others, and what was found about it is said there."""
    return group.declared is not None or bool(group.findings) or any(_counts(member) for member in group.members)


def _counts(subject: Subject) -> bool:
    return subject.kind is not Kind.GLUE


def _system(group: Group, assessed: Assessed, matrix: Matrix) -> System:
    return System(
        name=group.service.name,
        model=group.service.model,
        account=group.account,
        resources=sum(_counts(member) for member in group.members),
        declared=group.declared is not None,
        cells=tuple(cell(duty, group, assessed.looked_at, matrix) for duty in Duty),
        owner=group.declared.owner if group.declared else "",
    )


def _coverage(subjects: Sequence[Subject], totals: Counter[CellState], assessed: Assessed) -> Coverage:
    answered = sum(totals[state] for state in (*SETTLED, CellState.GAP, CellState.UNKNOWN))
    types = {type for type, _ in assessed.looked_at}
    counted = [subject for subject in subjects if _counts(subject)]
    return Coverage(
        duties=answered + totals[CellState.NOT_ASSESSED],
        duties_answered=answered,
        resources=len(counted),
        resources_looked_at=sum(subject.type in types for subject in counted),
        unclassified=tuple(sorted({*_unclassified(counted)})),
    )


def _unclassified(subjects: Iterable[Subject]) -> Iterator[str]:
    return (subject.type for subject in subjects if subject.model is Model.UNCLASSIFIED)
