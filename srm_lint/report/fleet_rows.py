"""A report as rows of one table, which holds the reports of many repositories."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.model.finding import Finding, Report
from srm_lint.report.causes import causes, shown
from srm_lint.report.contract.fleet import FleetRow
from srm_lint.report.fingerprint import fingerprints
from srm_lint.report.summary import is_complete
from srm_lint.report.view import View


def fleet_rows(repository: str, report: Report, view: View) -> Iterator[FleetRow]:
    """The rows of one repository: its findings, what could not be read, its diagnostics, and one for itself."""
    complete = is_complete(report)
    listed = list(shown(causes(report.findings), view.show_all))
    for cause, fingerprint in zip(listed, fingerprints(listed, view), strict=True):
        for finding in cause.findings:
            yield _finding(repository, finding, fingerprint, view, complete=complete)
    for unread in report.unread:
        file = view.in_repository(unread.file) or unread.file
        yield FleetRow(repository, "unread", complete, message=unread.message, file=file, line=unread.line)
    for diagnostic in report.diagnostics:
        yield FleetRow(
            repository,
            "diagnostic",
            complete,
            rule=diagnostic.code,
            severity=diagnostic.level.value,
            message=diagnostic.message,
            file=view.in_repository(diagnostic.file) or diagnostic.file,
            line=diagnostic.line,
        )
    yield FleetRow(
        repository,
        "repository",
        complete,
        files_found=report.files_found,
        files_read=report.files_read,
        resources=len(report.subjects),
    )


def _finding(repository: str, finding: Finding, fingerprint: str, view: View, *, complete: bool) -> FleetRow:
    subject, suppression = finding.subject, finding.suppression
    return FleetRow(
        repository=repository,
        record="finding",
        complete=complete,
        rule=finding.rule,
        duty=finding.duty.value,
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        verdict=finding.verdict.value,
        title=finding.title,
        message=finding.message,
        address=subject.address,
        type=subject.type,
        provider=subject.provider,
        service=subject.service,
        model=subject.model.value,
        file=view.in_repository(finding.location.file) or finding.location.file,
        line=finding.location.line,
        attribute=finding.attribute,
        settle=finding.settle,
        accepted=(suppression.justification or "no reason given") if suppression else "",
        expires=suppression.expires if suppression else "",
        fingerprint=fingerprint,
    )
