"""The counts that every report states. Counts are of causes: one gap in the code counts once, however often it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from srm_lint.model.finding import Report, Verdict
from srm_lint.model.inspection import Inspection
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Severity
from srm_lint.model.source import Level
from srm_lint.report.causes import SEVERITIES, Cause


class Summary(msgspec.Struct, frozen=True):
    """Counts of one run.

    `findings` are open gaps, `instances` the resource instances they hold for, `passed` single verdicts.
    `by_duty` and `by_severity` split `findings`; severities are all there, duties only where they have one.
    """

    findings: int
    instances: int
    unknown: int
    suppressed: int
    passed: int
    by_duty: dict[Duty, dict[Severity, int]]
    by_severity: dict[Severity, int]
    by_model: dict[Model, int]


def summarize(report: Report, causes: Sequence[Cause]) -> Summary:
    """Counts of `report`, whose findings are grouped as `causes`."""
    gaps = [cause for cause in causes if cause.is_open]
    severities = Counter(cause.first.severity for cause in gaps)
    models = Counter(subject.model for subject in report.subjects)
    return Summary(
        findings=len(gaps),
        instances=sum(len(cause.findings) for cause in gaps),
        unknown=sum(cause.first.verdict is Verdict.UNKNOWN and cause.first.suppression is None for cause in causes),
        suppressed=sum(cause.first.suppression is not None for cause in causes),
        passed=sum(report.passed.values()),
        by_duty=_by_duty(gaps),
        by_severity={severity: severities[severity] for severity in SEVERITIES},
        by_model={model: models[model] for model in Model},
    )


def _by_duty(gaps: Iterable[Cause]) -> dict[Duty, dict[Severity, int]]:
    counts = Counter((cause.first.duty, cause.first.severity) for cause in gaps)
    duties = {duty for duty, _ in counts}
    return {duty: {severity: counts[duty, severity] for severity in SEVERITIES} for duty in Duty if duty in duties}


def is_complete(report: Report | Inspection) -> bool:
    """Whether everything that was found could be read and judged."""
    return not report.unread and all(diagnostic.level is not Level.ERROR for diagnostic in report.diagnostics)


def what_settles(causes: Iterable[Cause]) -> list[tuple[str, int]]:
    """What would settle the open unknowns, the most useful first, with the number of unknowns it takes part in."""
    counts: Counter[str] = Counter()
    for cause in causes:
        if cause.first.verdict is Verdict.UNKNOWN and cause.first.suppression is None:
            counts.update(cause.settle or (cause.first.message,))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
