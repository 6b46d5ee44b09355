"""Findings about resources that a transform made, as findings about the resource that is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from srm_lint.judge.findings import fingerprint
from srm_lint.judge.judge import Judged
from srm_lint.model.finding import Finding, Subject, Verdict


def as_written(judged: Judged, subjects: Mapping[str, Subject]) -> Judged:
    """The same findings about `subjects`: by address of the judged resource, the resource that is written.

    Of what several made resources say about one written resource, what is the same is said once, and that a rule is met
    only where none of them breaks it.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in judged.findings:
        about = _about(finding, subjects.get(finding.subject.address, finding.subject))
        groups.setdefault((about.rule, about.subject.address), []).append(about)
    findings = (finding for group in groups.values() for finding in _different(group))
    return msgspec.structs.replace(judged, findings=tuple(findings))


def _about(finding: Finding, subject: Subject) -> Finding:
    if (subject.address, subject.type) == (finding.subject.address, finding.subject.type):
        return finding
    identity = fingerprint(finding.rule, subject, finding.attribute)
    return msgspec.structs.replace(finding, subject=subject, fingerprint=identity)


def _different(findings: Sequence[Finding]) -> Iterator[Finding]:
    if len(findings) == 1:
        yield findings[0]
        return
    open_ones = [finding for finding in findings if finding.verdict is not Verdict.PASS]
    told: set[tuple[object, ...]] = set()
    for finding in open_ones or findings[:1]:
        words = (finding.verdict, finding.location, finding.attribute, finding.message)
        if words not in told:
            told.add(words)
            yield finding
