"""The check report as JSON: the shapes of `contract`, filled from the model."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TextIO

import msgspec

from srm_lint.model.finding import Finding, Report, Subject, Suppression, Unread
from srm_lint.model.source import Diagnostic, Location
from srm_lint.report.causes import Cause, causes, shown
from srm_lint.report.contract.check import (
    AppliedSuppression,
    Call,
    CheckReport,
    Counts,
    Instance,
    ReportedFinding,
    TaggedResource,
)
from srm_lint.report.contract.shared import Files, Place, RunDiagnostic, UnreadFile
from srm_lint.report.summary import is_complete, summarize
from srm_lint.report.view import View

VERSION: Final = 1

_ENCODER = msgspec.json.Encoder(decimal_format="number")  # exact, whatever the reader makes of it


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write the report as JSON; the shape is the same when nothing was found."""
    every = causes(report.findings)
    without_findings = CheckReport(
        version=VERSION,
        summary=_counts(report, every),
        files=files_of(report),
        diagnostics=diagnostics(report.diagnostics),
        findings=(),
    )
    write_with_list(without_findings, (_finding(cause) for cause in shown(every, view.show_all)), stream)


def write(document: msgspec.Struct, stream: TextIO) -> None:
    """Write a document as indented JSON."""
    stream.write(f"{_indented(document)}\n")


def write_with_list(document: msgspec.Struct, items: Iterable[msgspec.Struct], stream: TextIO) -> None:
    """Write a document whose last field is a list, empty so far, with the items of that list, one at a time.

    All of them together may be larger than the memory there is.
    """
    stream.write(_indented(document).removesuffix("[]\n}"))
    _write_items(items, stream, margin="  ")
    stream.write("\n}\n")


def write_list(items: Iterable[msgspec.Struct], stream: TextIO) -> None:
    """Write a list as a document of its own, one item at a time."""
    _write_items(items, stream, margin="")
    stream.write("\n")


def _write_items(items: Iterable[msgspec.Struct], stream: TextIO, margin: str) -> None:
    """Write a list that starts on a line which is indented by `margin`."""
    line = f"\n{margin}  "
    before = "["
    for item in items:
        stream.write(f"{before}{line}{_indented(item).replace(chr(10), line)}")
        before = ","
    stream.write(f"\n{margin}]" if before == "," else "[]")


def _indented(document: msgspec.Struct) -> str:
    try:
        encoded = _ENCODER.encode(document)
    except UnicodeEncodeError:  # half a character, from a file name or an escape: rare, so looked for only now
        encoded = _ENCODER.encode(_encodable(msgspec.to_builtins(document, builtin_types=(Decimal,))))
    # Only texts hold `##`, with which Azure Pipelines' commands start; written like this it is the same text, and none.
    return msgspec.json.format(encoded, indent=2).decode().replace("##", "#\\u0023")


def _encodable(value: object) -> object:
    """`value` with every half character replaced."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {_encodable(key): _encodable(item) for key, item in value.items()}
        case list() | tuple():
            return [_encodable(item) for item in value]
        case _:
            return value


def files_of(report: Report) -> Files:
    """What was found and read."""
    return Files(report.files_found, report.files_read, unread(report.unread), report.value_files, report.digest)


def unread(files: Iterable[Unread]) -> tuple[UnreadFile, ...]:
    """Files that could not be read, as the contract has them."""
    return tuple(UnreadFile(each.file, each.line, each.message) for each in files)


def diagnostics(items: Iterable[Diagnostic]) -> tuple[RunDiagnostic, ...]:
    """Diagnostics as the contract has them."""
    return tuple(RunDiagnostic(d.file, d.line, d.code, d.level, d.message, d.help) for d in items)


def _counts(report: Report, every: tuple[Cause, ...]) -> Counts:
    summary = summarize(report, every)
    return Counts(
        findings=summary.findings,
        instances=summary.instances,
        unknown=summary.unknown,
        suppressed=summary.suppressed,
        passed=summary.passed,
        complete=is_complete(report),
        resources=len(report.subjects),
        by_duty={duty: sum(counts.values()) for duty, counts in summary.by_duty.items()},
        by_severity=summary.by_severity,
        by_model=summary.by_model,
    )


def _finding(cause: Cause) -> ReportedFinding:
    finding = cause.first
    place = finding.location
    return ReportedFinding(
        rule=finding.rule,
        title=finding.title,
        duty=finding.duty,
        severity=finding.severity,
        confidence=finding.confidence,
        verdict=finding.verdict,
        message=finding.message,
        attribute=finding.attribute,
        file=place.file,
        line=max(1, place.line),
        column=max(1, place.column),
        end_line=max(1, place.line, place.end_line),
        end_column=max(1, place.end_column if place.end_line else place.column),
        fingerprint=finding.fingerprint,
        suppression=_suppression(finding.suppression),
        settle=cause.settle,
        fix=finding.fix,
        assumptions=finding.world,
        related=tuple(_place(location) for location in finding.related),
        resource=_resource(finding.subject),
        instances=tuple(_instance(each) for each in cause.findings),
    )


def _suppression(suppression: Suppression | None) -> AppliedSuppression | None:
    if suppression is None:
        return None
    return AppliedSuppression(
        kind=suppression.kind,
        justification=suppression.justification,
        expires=suppression.expires or None,
        source=_place(suppression.source) if suppression.source else None,
    )


def _resource(subject: Subject) -> TaggedResource:
    return TaggedResource(
        address=subject.address,
        type=subject.type,
        framework=subject.framework,
        provider=subject.provider,
        service=subject.service,
        model=subject.model,
        kind=subject.kind,
        state=subject.state,
        file=subject.location.file,
        line=subject.location.line,
        construct=subject.construct,
    )


def _instance(finding: Finding) -> Instance:
    subject = finding.subject
    calls = zip(subject.call_addresses, subject.calls, strict=True)
    return Instance(
        address=subject.address,
        fingerprint=finding.fingerprint,
        calls=tuple(Call(address, location.file, location.line) for address, location in calls),
    )


def _place(location: Location) -> Place:
    return Place(location.file, location.line)
