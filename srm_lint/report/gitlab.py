"""GitLab's Code Quality report: what the widget of a merge request reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

import msgspec

from srm_lint.model.finding import Report
from srm_lint.model.rule import Severity
from srm_lint.report import json
from srm_lint.report.causes import Cause, causes, shown
from srm_lint.report.clean import one_line
from srm_lint.report.fingerprint import fingerprints
from srm_lint.report.names import named
from srm_lint.report.view import View

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}


class Lines(msgspec.Struct, frozen=True):
    """Counted from 1."""

    begin: int
    end: int


class Location(msgspec.Struct, frozen=True):
    """`path` is relative to the repository's root."""

    path: str
    lines: Lines


class Issue(msgspec.Struct, frozen=True):
    """One entry of the report."""

    description: str
    check_name: str
    fingerprint: str
    severity: str
    location: Location


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write the open gaps, and each file that could not be read. The format has no word for unknown or accepted."""
    every = [*shown(causes(report.findings), show_all=False)]
    marked = zip(every, fingerprints(every, view), strict=True)
    json.write_list(chain((_issue(cause, mark, view) for cause, mark in marked), _unread(report, view)), stream)


def _issue(cause: Cause, fingerprint: str, view: View) -> Issue:
    finding = cause.first
    places = (finding.location, *reversed(finding.subject.calls))
    place = next((each for each in places if view.in_repository(each.file)), finding.location)
    line = max(1, place.line)
    times = f" (×{len(cause.findings)})" if len(cause.findings) > 1 else ""
    return Issue(
        description=one_line(f"{finding.title}: {named(finding.subject)}{times}. {finding.message}"),
        check_name=finding.rule,
        fingerprint=fingerprint,
        severity=_SEVERITIES[finding.severity],
        location=Location(view.in_repository(place.file) or place.file, Lines(line, max(line, place.end_line))),
    )


def _unread(report: Report, view: View) -> Iterator[Issue]:
    for each in report.unread:
        path = view.in_repository(each.file) or each.file
        line = max(1, each.line)
        yield Issue(
            description=one_line(f"Not read, so not judged: {each.message}"),
            check_name="srm-lint-unread",
            fingerprint=hashlib.sha256(f"unread\0{path}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
            severity="blocker",
            location=Location(path, Lines(line, line)),
        )
