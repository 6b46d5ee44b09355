"""The report for a comment on a pull request, or a job summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from srm_lint.model.finding import Report
from srm_lint.model.source import Level
from srm_lint.report.causes import SEVERITIES, Cause, causes, shown
from srm_lint.report.clean import counted
from srm_lint.report.markup import cell, code, escaped, in_html, table
from srm_lint.report.names import named
from srm_lint.report.summary import Summary, is_complete, summarize, what_settles
from srm_lint.report.view import View

LONGEST = 60_000  # characters; a comment on GitHub holds 65,536
_MOST_LISTED = 20
_TOP = 5


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write the report; what does not fit into a comment is counted instead."""
    every = causes(report.findings)
    summary = summarize(report, every)
    head = "".join(f"{line}\n" for line in _head(report, every, summary))
    stream.write(head)
    left = LONGEST - len(head)
    listed = [*shown(every, view.show_all)]
    for file, in_file in groupby(listed, key=lambda cause: cause.first.location.file):
        causes_here = [*in_file]
        section = "".join(f"{line}\n" for line in _file(file, causes_here, view))
        left -= len(section)
        if left < 0:
            rest = len(listed) - listed.index(causes_here[0])
            stream.write(f"\n{rest} more are left out here: a comment holds no more. Other formats list them all.\n")
            return
        stream.write(section)


def _head(report: Report, every: Sequence[Cause], summary: Summary) -> Iterator[str]:
    yield f"### srm-lint: {counted(summary.findings, 'gap') if summary.findings else 'no gaps found'}"
    yield ""
    if not is_complete(report):
        yield "**Incomplete: not everything could be read, so this is not the whole answer.**"
        yield ""
    yield from _amiss(report)
    if summary.by_duty:
        heads = ("Your duty", *(severity.value for severity in SEVERITIES))
        rows = (
            (duty.value, *(str(counts[severity] or "") for severity in SEVERITIES))
            for duty, counts in summary.by_duty.items()
        )
        yield from table(heads, rows)
        yield ""
    yield (
        f"{counted(len(report.subjects), 'resource')}; {summary.passed} passed, {summary.unknown} unknown, "
        f"{summary.suppressed} accepted; {report.files_read} of {report.files_found} files read."
    )
    yield from _settling(every, summary)


def _amiss(report: Report) -> Iterator[str]:
    diagnostics = [each for each in report.diagnostics if each.level is not Level.NOTE]
    lines = [f"- {_place(each.file, each.line)}: {escaped(each.message)}" for each in report.unread]
    lines += [f"- {_place(each.file, each.line) or each.level.value}: {escaped(each.message)}" for each in diagnostics]
    if not lines:
        return
    yield from lines[:_MOST_LISTED]
    if len(lines) > _MOST_LISTED:
        yield f"- and {len(lines) - _MOST_LISTED} more"
    yield ""


def _place(file: str, line: int) -> str:
    return code(f"{file}:{line}" if line else file) if file else ""


def _settling(every: Sequence[Cause], summary: Summary) -> Iterator[str]:
    if not summary.unknown:
        return
    settling = what_settles(every)
    yield ""
    yield "Why something is unknown, or what would settle it:"
    yield ""
    for text, count in settling[:_TOP]:
        yield f"- {escaped(text)} ({count})"


def _file(file: str, in_file: Sequence[Cause], view: View) -> Iterator[str]:
    path = view.in_repository(file) or file
    yield ""
    yield f"<details><summary>{in_html(path)} ({len(in_file)})</summary>"
    yield ""
    yield from table(("Line", "Severity", "Your duty", "Gap", "Resource"), (_row(cause) for cause in in_file))
    yield ""
    yield "</details>"


def _row(cause: Cause) -> tuple[str, ...]:
    finding = cause.first
    times = f" ×{len(cause.findings)}" if len(cause.findings) > 1 else ""
    state = finding.verdict.value if finding.suppression is None else "accepted"
    severity = finding.severity.value if cause.is_open else f"{state} ({finding.severity.value})"
    return (
        str(finding.location.line),
        severity,
        finding.duty.value,
        f"{escaped(finding.title)} {code(finding.rule)}",
        f"{cell(named(finding.subject))}{times} ({finding.subject.model.value})",
    )
