"""Findings with one cause: a block that is evaluated for many callers is one gap in the code, not many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from srm_lint.model.finding import Finding, Subject, Verdict
from srm_lint.model.rule import Severity

SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
"""Worst first."""

_RANKS = {severity: rank for rank, severity in enumerate(SEVERITIES)}
_VERDICTS = {Verdict.FAIL: 0, Verdict.UNKNOWN: 1, Verdict.PASS: 2}


class Cause(msgspec.Struct, frozen=True):
    """One rule's verdict on one place in the source, for every instance of one block that it holds for, in address order.

    Two blocks that fail because of the same place elsewhere are two causes: each has to be looked after. `settle` is the union over all instances.
    """

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The resource instances it holds for."""
        return tuple(finding.subject for finding in self.findings)

    @property
    def settle(self) -> tuple[str, ...]:
        """What would turn an unknown into an answer, for all instances together."""
        return tuple(dict.fromkeys(item for finding in self.findings for item in finding.settle))

    @property
    def is_open(self) -> bool:
        """Whether it counts: a gap that nobody accepted."""
        return self.first.verdict is Verdict.FAIL and self.first.suppression is None


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """Findings grouped by cause: by file, then gaps before unknowns, the worst first, then by line."""
    by_file = groupby(sorted(findings, key=_file), key=_file)
    return tuple(cause for _, in_file in by_file for cause in sorted(_of_one_file(in_file), key=_cause_order))


def _of_one_file(findings: Iterable[Finding]) -> Iterator[Cause]:
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        place, block = finding.location, finding.subject.location
        key = (finding.rule, finding.verdict, place.line, place.column, block, finding.suppression)
        groups.setdefault(key, []).append(finding)
    return (Cause(tuple(sorted(group, key=_instance_order))) for group in groups.values())


def shown(every: Iterable[Cause], show_all: bool) -> Iterator[Cause]:
    """What a report lists: the open gaps, or everything."""
    return (cause for cause in every if show_all or cause.is_open)


def severity_rank(severity: Severity) -> int:
    """0 for the worst."""
    return _RANKS[severity]


def _file(finding: Finding) -> str:
    return finding.location.file


def _instance_order(finding: Finding) -> tuple[str, str]:
    return (finding.subject.address, finding.fingerprint)


def _cause_order(cause: Cause) -> tuple[object, ...]:
    finding = cause.first
    return (
        _VERDICTS[finding.verdict],
        _RANKS[finding.severity],
        finding.location.line,
        finding.location.column,
        finding.rule,
        finding.fingerprint,
    )
