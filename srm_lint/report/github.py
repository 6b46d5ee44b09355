"""Annotations of GitHub Actions, as workflow commands on standard output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from srm_lint.model.finding import Report
from srm_lint.model.rule import Severity
from srm_lint.model.source import Level, Location
from srm_lint.report.causes import Cause, causes, severity_rank, shown
from srm_lint.report.clean import clean, one_line
from srm_lint.report.names import named
from srm_lint.report.view import View

_COMMANDS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}
_NOTE_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write one command a line. GitHub shows ten of a kind for a step, so what could not be read and the worst go first."""
    for unread in report.unread:
        place = Location(unread.file, max(1, unread.line))
        stream.write(_command("error", place, "Not read, so not judged", unread.message, view))
    stream.writelines(
        _annotation(cause, view) for cause in sorted(shown(causes(report.findings), show_all=False), key=_urgency)
    )
    for diagnostic in report.diagnostics:
        place = Location(diagnostic.file, diagnostic.line)
        text = "\n".join(filter(None, (diagnostic.message, diagnostic.help)))
        stream.write(_command(_NOTE_COMMANDS[diagnostic.level], place, diagnostic.code, text, view))


def _urgency(cause: Cause) -> int:
    return severity_rank(cause.first.severity)


def _annotation(cause: Cause, view: View) -> str:
    finding = cause.first
    places = (finding.location, *reversed(finding.subject.calls))
    place = next((each for each in places if view.in_repository(each.file)), finding.location)
    times = f" (×{len(cause.findings)})" if len(cause.findings) > 1 else ""
    text = "\n".join(
        (
            f"{one_line(named(finding.subject))}{times}: {one_line(finding.message)}",
            f"{finding.duty.value} is your duty ({finding.subject.model.value}). [{finding.rule}]",
            *(("Fix:", clean(finding.fix)) if finding.fix else ()),
        )
    )
    return _command(_COMMANDS[finding.severity], place, finding.title, text, view)


def _command(name: str, place: Location, title: str, text: str, view: View) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in (*_place(place, view), ("title", title)))
    return f"::{name} {properties}::{_data(text.strip())}\n"


def _place(place: Location, view: View) -> Iterator[tuple[str, str]]:
    """File and region, nothing for what is outside of the repository. Columns make sense on one line only."""
    path = view.in_repository(place.file)
    if path is None:
        return
    yield "file", path
    if place.line < 1:
        return
    yield "line", str(place.line)
    if place.end_line > place.line:
        yield "endLine", str(place.end_line)
    elif place.end_column > place.column:
        yield from (("endLine", str(place.line)), ("col", str(place.column)), ("endColumn", str(place.end_column)))


def _data(text: str) -> str:
    """Text after `::`. A line break would end the command, and the rest could be read as another one."""
    return clean(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property's value, in which `:` and `,` also end something."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
