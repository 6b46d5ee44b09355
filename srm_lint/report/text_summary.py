"""The end of the text report: gaps by duty and severity, what is unknown and why, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from srm_lint.model.finding import Report
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Severity
from srm_lint.report.causes import SEVERITIES, Cause
from srm_lint.report.clean import counted, one_line
from srm_lint.report.notes import notes
from srm_lint.report.paint import SEVERITY_STYLES, Paint, Style
from srm_lint.report.summary import Summary, is_complete, summarize, what_settles
from srm_lint.report.view import View

_TOP = 5
_COLUMN = 9


def summary_lines(report: Report, causes: Sequence[Cause], paint: Paint, view: View) -> Iterator[str]:
    """Lines of the summary, the verdict of the whole run last."""
    summary = summarize(report, causes)
    if said := [*notes(report.unread, report.diagnostics, paint, show_all=view.show_all)]:
        yield from (*said, "")
    if summary.by_duty:
        yield from _duty_table(summary, paint)
        yield ""
    yield from _unknowns(summary, causes, paint, view)
    yield from _estate(report, summary)
    yield _verdict(report, summary, paint)


def _duty_table(summary: Summary, paint: Paint) -> Iterator[str]:
    labels = [*(duty.value for duty in summary.by_duty), "your duty"]
    width = max(len(label) for label in labels)
    heads = "".join(paint(f"{severity.value:>{_COLUMN}}", SEVERITY_STYLES[severity]) for severity in SEVERITIES)
    yield paint("your duty".ljust(width), Style.STRONG) + heads
    for duty, counts in summary.by_duty.items():
        yield _row(duty, counts, width)


def _row(duty: Duty, counts: dict[Severity, int], width: int) -> str:
    return f"{duty.value:<{width}}" + "".join(f"{counts[severity] or '·':>{_COLUMN}}" for severity in SEVERITIES)


def _unknowns(summary: Summary, causes: Iterable[Cause], paint: Paint, view: View) -> Iterator[str]:
    if not summary.unknown:
        return
    yield f"{paint(f'{summary.unknown} unknown', Style.STRONG)}: the code does not tell. Why, or what would settle it:"
    settling = what_settles(causes)
    for item, count in settling[:_TOP]:
        yield f"  {count:>3}× {one_line(item)}"
    if len(settling) > _TOP:
        yield f"       and {len(settling) - _TOP} more"
    if not view.show_all:
        yield "  --all lists each of them"
    yield ""


def _estate(report: Report, summary: Summary) -> Iterator[str]:
    models = ", ".join(f"{count} {model.value}" for model, count in summary.by_model.items() if count)
    yield f"{counted(len(report.subjects), 'resource')}{f': {models}' if models else ''}"
    if unclassified := Counter(s.type for s in report.subjects if s.model is Model.UNCLASSIFIED):
        names = ", ".join(one_line(name) for name, _ in unclassified.most_common(_TOP))
        more = f" and {len(unclassified) - _TOP} more" if len(unclassified) > _TOP else ""
        yield f"  not classified, so judged by no duty: {names}{more}"
    unread = f", {len(report.unread)} not or only partly" if report.unread else ""
    yield f"{counted(report.files_found, 'file')} found, {report.files_read} read{unread}"
    if report.value_files:
        more = f" and {len(report.value_files) - _TOP} more" if len(report.value_files) > _TOP else ""
        yield f"values from {', '.join(map(one_line, report.value_files[:_TOP]))}{more}"


def _verdict(report: Report, summary: Summary, paint: Paint) -> str:
    others = [
        f"{summary.unknown} unknown" if summary.unknown else "",
        f"{summary.suppressed} accepted" if summary.suppressed else "",
        f"{summary.passed} passed" if summary.passed else "",
    ]
    tail = "".join(f", {other}" for other in others if other)
    if summary.findings:
        times = f" in {summary.instances} instances" if summary.instances > summary.findings else ""
        head = paint(f"{counted(summary.findings, 'gap')}{times}", Style.HIGH)
    else:
        head = paint("No gaps found", Style.GOOD if is_complete(report) else Style.STRONG)
    incomplete = "" if is_complete(report) else " — incomplete: not everything could be read"
    return f"{head}{tail}{incomplete}"
