"""One line for each verdict on each resource instance, for spreadsheets."""

from __future__ import annotations

import csv
from typing import TextIO

from srm_lint.model.finding import Finding, Report
from srm_lint.report.causes import causes, shown
from srm_lint.report.clean import one_line
from srm_lint.report.view import View

HEADS = (
    "rule", "duty", "severity", "confidence", "verdict", "title", "message", "address", "type", "service", "model",
    "file", "line", "column", "attribute", "settle", "accepted", "expires", "construct",
)  # fmt: skip

_FORMULA_STARTS = ("=", "+", "-", "@")


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write the table with its heads; files that could not be read are rows of their own."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADS)
    for cause in shown(causes(report.findings), view.show_all):
        writer.writerows([safe_cell(value) for value in _row(finding)] for finding in cause.findings)
    for unread in report.unread:
        row = {"verdict": "unread", "message": unread.message, "file": unread.file, "line": str(unread.line)}
        writer.writerow([safe_cell(row.get(head, "")) for head in HEADS])


def _row(finding: Finding) -> tuple[str, ...]:
    subject, suppression = finding.subject, finding.suppression
    return (
        finding.rule,
        finding.duty.value,
        finding.severity.value,
        finding.confidence.value,
        finding.verdict.value,
        finding.title,
        finding.message,
        subject.address,
        subject.type,
        subject.service,
        subject.model.value,
        finding.location.file,
        str(finding.location.line),
        str(finding.location.column),
        finding.attribute,
        "; ".join(finding.settle),
        (suppression.justification or "no reason given") if suppression else "",
        suppression.expires if suppression else "",
        subject.construct,
    )


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    plain = one_line(text)
    return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain
