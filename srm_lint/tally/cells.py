"""One duty of one system: its state, and the evidence for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.model.attestation import Attested, Declared
from srm_lint.model.backup import Store
from srm_lint.model.finding import Finding, Subject, Verdict
from srm_lint.model.ledger import ATTENTION, OPEN, Cell, CellState, Evidence
from srm_lint.model.matrix import Matrix
from srm_lint.model.resource import Model, Service
from srm_lint.model.rule import Duty, Party, Severity
from srm_lint.model.secrets import mask_line
from srm_lint.tally.stores import from_stores

_STATES: Mapping[Verdict, CellState] = {
    Verdict.PASS: CellState.MET,
    Verdict.FAIL: CellState.GAP,
    Verdict.UNKNOWN: CellState.UNKNOWN,
}
_SEVERITIES = [*Severity]
_NOBODY = "Nobody looked: no code describes this system, and nothing is attested."
_NO_RULE = "Nobody looked: no rule asks this of {}."
_NONE_APPLIES = "Nobody looked: there are rules for this, but none of them applies to what is here."
_SETTINGS = "Nobody looked: the code has settings of this system, and nothing of what it holds."
_PARTS = "Nobody looked at {}: what is attested is about other parts."


class Group(msgspec.Struct, frozen=True):
    """What belongs to one system. `attested` are the attestations about it, each with what was found about it.

    `stores` are those of its members about whose backups the code can tell.
    """

    service: Service
    account: str
    members: tuple[Subject, ...]
    findings: tuple[Finding, ...]
    declared: Declared | None
    attested: tuple[tuple[Attested, tuple[Finding, ...]], ...]
    stores: tuple[Store, ...] = ()


def cell(duty: Duty, group: Group, looked_at: frozenset[tuple[str, Duty]], matrix: Matrix) -> Cell:
    """The state of `duty`, which is that of its most urgent evidence."""
    party = matrix.party(duty, group.service)
    means = _means(duty, group.service, matrix)
    attested = [pair for pair in group.attested if pair[0].attestation.duty is duty]
    findings = [finding for finding in group.findings if finding.duty is duty]
    if party is Party.PROVIDER and not findings and not attested:
        return Cell(duty, party, CellState.PROVIDER, means)
    concerned = [member for member in group.members if _owes(member, duty, matrix)]
    stores = group.stores if duty is Duty.BACKUP else ()
    known = {store.subject for store in stores}
    seen = [member for member in concerned if (member.type, duty) in looked_at or member in known]
    about = [finding for _, found in attested for finding in found]
    evidence = [
        *_from_findings([*findings, *(finding for finding in about if finding.verdict is not Verdict.PASS)]),
        *(_from_attestation(item) for item, _ in attested if item.valid),
    ]
    evidence += from_stores(_unanswered(stores, findings, attested))
    evidence += _open(group, [item for item, _ in attested if item.valid], concerned, seen, has_answer=bool(evidence))
    if not evidence and duty is Duty.BACKUP and group.service.model is Model.SAAS:
        # Such a system holds data by its nature, also where the code has nothing but settings of it.
        evidence.append(Evidence(CellState.NOT_ASSESSED, _SETTINGS, location=group.members[0].location))
    state = min((ground.state for ground in evidence), key=ATTENTION.__getitem__, default=CellState.NOT_APPLICABLE)
    return Cell(
        duty=duty,
        party=party,
        state=state,
        means=means,
        evidence=tuple(sorted(evidence, key=_order)),
        findings=tuple(
            finding.fingerprint for finding in (*findings, *about) if state in OPEN and _state(finding) is state
        ),
        concerned=len(concerned),
        looked_at=len(seen),
    )


def _unanswered(
    stores: Iterable[Store], findings: Iterable[Finding], attested: Iterable[tuple[Attested, tuple[Finding, ...]]]
) -> Iterator[Store]:
    """Stores about which no rule has anything to say yet, and nobody vouches."""
    told = {finding.subject for finding in findings if finding.verdict is not Verdict.PASS}
    scopes = [item.scope for item, _ in attested if item.valid]
    for store in stores:
        if store.subject not in told and not any(scope.holds(store.subject) for scope in scopes):
            yield store


def _means(duty: Duty, service: Service, matrix: Matrix) -> str:
    difference = matrix.difference(duty.value, service)
    if difference is not None:
        return difference.means
    under = matrix.layers[duty.value].under
    return under[service.model].means if service.model in under else matrix.layers[duty.value].meaning


def _owes(member: Subject, duty: Duty, matrix: Matrix) -> bool:
    """Whether the duty exists for a resource of its own: what is split out of another is judged with that one."""
    service = Service(member.service, member.model, member.kind, member.state)
    return not member.parent and matrix.concerns_resource(duty, service)


def _state(finding: Finding) -> CellState:
    if finding.verdict is not Verdict.PASS and finding.suppression is not None:
        return CellState.ATTESTED if finding.suppression.attested else CellState.ACCEPTED
    return _STATES[finding.verdict]


def _order(evidence: Evidence) -> tuple[int, int, str, str, int]:
    place = evidence.location
    severity = _SEVERITIES.index(evidence.severity) if evidence.severity else -1
    return (
        ATTENTION[evidence.state],
        -severity,
        evidence.rule,
        place.file if place else "",
        place.line if place else 0,
    )


def _from_findings(findings: Iterable[Finding]) -> Iterator[Evidence]:
    """A ground for each rule's verdict on one place in the source, for every instance that it holds for."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.verdict, finding.location, finding.suppression, finding.message)
        groups.setdefault(key, []).append(finding)
    for group in groups.values():
        finding = group[0]
        suppression = finding.suppression
        accepted = suppression is not None and not suppression.attested
        yield Evidence(
            state=_state(finding),
            text=_accepted(suppression.justification, finding) if suppression and accepted else finding.message,
            rule=finding.rule,
            title=finding.title,
            severity=finding.severity,
            addresses=tuple(sorted({each.subject.address for each in group})),
            location=finding.location,
            lines=finding.excerpt.lines if finding.excerpt else (),
            first_line=finding.excerpt.first_line if finding.excerpt else 0,
            settle=tuple(dict.fromkeys(remedy for each in group for remedy in each.settle)),
            expires=suppression.expires if suppression else "",
        )


def _accepted(reason: str, finding: Finding) -> str:
    return f"Accepted: {reason or 'no reason is given'} ({finding.message})"


def _from_attestation(item: Attested) -> Evidence:
    attestation = item.attestation
    return Evidence(
        state=CellState.ATTESTED,
        text=mask_line(f"{attestation.statement or 'Done outside the code.'} {'; '.join(_particulars(item))}"),
        addresses=(item.subject.address,),
        location=item.location,
        lines=item.lines,
        first_line=item.location.line,
        expires=attestation.expires.isoformat(),
    )


def stray(item: Attested, found: Sequence[Finding]) -> Evidence:
    """An attestation that is about nothing: said, and worth nothing."""
    accepted = next((finding.suppression for finding in found if finding.suppression), None)
    attestation = item.attestation
    return Evidence(
        state=CellState.ACCEPTED if accepted else CellState.GAP,
        text=f"{attestation.duty.value} of `{attestation.scope}` is attested, and nothing here is called so",
        rule=found[0].rule if found else "",
        addresses=(item.subject.address,),
        location=item.location,
        lines=item.lines,
        first_line=item.location.line,
    )


def _particulars(item: Attested) -> Iterator[str]:
    """What makes an attestation worth something, as far as it is said."""
    attestation = item.attestation
    said: tuple[tuple[str, object], ...] = (
        ("kind", attestation.kind.value if attestation.kind else ""),
        ("product", attestation.product),
        ("job", attestation.job),
        ("every", f"{attestation.frequency_hours:g} h" if attestation.frequency_hours else ""),
        ("kept", f"{attestation.retention_days} days" if attestation.retention_days else ""),
        ("immutable", f"{attestation.immutable_days} days" if attestation.immutable_days else ""),
        ("location", attestation.location),
        ("encrypted", {True: "yes", False: "no", None: ""}[attestation.encrypted]),
        ("last success", attestation.last_success),
        ("last restore test", attestation.last_restore_test),
        ("owner", attestation.owner),
        ("approved by", attestation.approver),
        ("evidence", attestation.evidence),
    )
    return (f"{name}: {value}" for name, value in said if value)


def _open(
    group: Group,
    attested: Sequence[Attested],
    concerned: Sequence[Subject],
    seen: Sequence[Subject],
    *,
    has_answer: bool,
) -> Iterator[Evidence]:
    """What nobody looked at."""
    scopes = [item.scope for item in attested]
    whole = any(scope.holds_system(group.service.name, group.account) for scope in scopes)
    if whole:
        return
    if group.declared is not None and not group.members:
        parts = [
            part
            for part in group.declared.system.parts
            if not any(scope.holds_system(part, group.account) for scope in scopes)
        ]
        if attested and parts:
            yield Evidence(CellState.NOT_ASSESSED, _PARTS.format(_list(parts)))
        elif not has_answer:
            yield Evidence(CellState.NOT_ASSESSED, _NOBODY, location=group.declared.location)
        return
    left = [member for member in concerned if not any(scope.holds(member) for scope in scopes)]
    unseen = [member for member in left if member not in seen]
    if unseen:
        types = Counter(member.type for member in unseen)
        named = [f"{type} ({count})" if count > 1 else type for type, count in sorted(types.items())]
        yield Evidence(
            CellState.NOT_ASSESSED,
            _NO_RULE.format(_list(named)),
            addresses=tuple(member.address for member in unseen),
            location=unseen[0].location,
        )
    elif left and not has_answer:
        yield Evidence(
            CellState.NOT_ASSESSED,
            _NONE_APPLIES,
            addresses=tuple(member.address for member in left),
            location=left[0].location,
        )


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
