"""Findings, subjects and declarations -> the responsibility ledger.

Nothing is blank, and nothing is met that was not looked at: a duty that is the customer's and that no rule judged is
`not-assessed`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from srm_lint.model.finding import Finding, Report, Subject, Verdict
from srm_lint.model.ledger import OPEN, SETTLED, Cell, CellState, Evidence, Ledger, System
from srm_lint.model.resource import Kind, Model, Service, State
from srm_lint.model.rule import Duty, Party

Holder = Callable[[Duty, Service], Party]
"""Whose a duty is for a service."""

Key = tuple[str, str, str]
"""Service, model and account: what makes two resources belong to the same system."""

_OF_DATA = (Duty.BACKUP, Duty.DATA_PROTECTION)
"""Duties that a system without any data of its own does not have."""


class Declared(msgspec.Struct, frozen=True):
    """A system that the configuration names, with the service it stands for."""

    name: str
    service: Service


def tally(report: Report, declared: Sequence[Declared], holder: Holder) -> Ledger:
    """The ledger of a run that kept its passes."""
    subjects: dict[Key, list[Subject]] = {}
    for subject in report.subjects:
        if subject.kind is not Kind.GLUE:
            subjects.setdefault(_key(subject), []).append(subject)
    findings: dict[tuple[Key, Duty], list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault((_key(finding.subject), finding.duty), []).append(finding)
    systems = [_system(key, members, findings, holder) for key, members in subjects.items()]
    systems += [_from_declaration(item, holder) for item in declared if not _is_seen(item, systems)]
    systems.sort(key=lambda system: (system.name.lower(), system.account, system.model.value))
    return _totalled(systems)


def _key(subject: Subject) -> Key:
    return (subject.service, subject.model.value, subject.account)


def _is_seen(item: Declared, systems: Iterable[System]) -> bool:
    return any(system.name == item.service.name for system in systems)


def _system(
    key: Key, members: Sequence[Subject], findings: Mapping[tuple[Key, Duty], Sequence[Finding]], holder: Holder
) -> System:
    name, model, account = key
    service = Service(name, Model(model))
    holds_data = any(member.state is not State.NONE for member in members)
    cells = tuple(_cell(duty, holder(duty, service), findings.get((key, duty), ()), holds_data) for duty in Duty)
    return System(name, Model(model), account, len(members), declared=False, cells=cells)


def _from_declaration(item: Declared, holder: Holder) -> System:
    cells = tuple(_cell(duty, holder(duty, item.service), (), holds_data=True) for duty in Duty)
    return System(item.service.name, item.service.model, "", 0, declared=True, cells=cells)


def _cell(duty: Duty, party: Party, findings: Sequence[Finding], holds_data: bool) -> Cell:
    if party is Party.PROVIDER:
        return Cell(duty, party, CellState.PROVIDER)
    evidence = tuple(sorted((_evidence(finding) for finding in findings), key=_attention))
    if evidence:
        state = evidence[0].state
        behind = tuple(finding.fingerprint for finding in findings if _state(finding) is state and state in OPEN)
        return Cell(duty, party, state, evidence, behind)
    if duty in _OF_DATA and not holds_data:
        return Cell(duty, party, CellState.NOT_APPLICABLE)
    return Cell(
        duty, party, CellState.NOT_ASSESSED, (Evidence(CellState.NOT_ASSESSED, "No rule looked at this duty."),)
    )


def _attention(evidence: Evidence) -> tuple[int, str, str]:
    return ([*CellState].index(evidence.state), evidence.rule, evidence.address)


def _state(finding: Finding) -> CellState:
    if finding.verdict is Verdict.PASS:
        return CellState.MET
    if finding.suppression is not None:
        return CellState.ATTESTED if finding.suppression.attested else CellState.ACCEPTED
    return CellState.GAP if finding.verdict is Verdict.FAIL else CellState.UNKNOWN


def _evidence(finding: Finding) -> Evidence:
    suppression = finding.suppression
    return Evidence(
        state=_state(finding),
        text=suppression.justification if suppression else finding.message,
        rule=finding.rule,
        address=finding.subject.address,
        location=finding.location,
        lines=finding.excerpt.lines if finding.excerpt else (),
        first_line=finding.excerpt.first_line if finding.excerpt else 0,
        expires=suppression.expires if suppression else "",
    )


def _totalled(systems: Sequence[System]) -> Ledger:
    totals = Counter(cell.state for system in systems for cell in system.cells)
    answered = sum(totals[state] for state in (*SETTLED, CellState.GAP, CellState.UNKNOWN))
    asked = answered + totals[CellState.NOT_ASSESSED]
    return Ledger(tuple(systems), {state: totals[state] for state in CellState}, answered / asked if asked else 1.0)
