"""A report as diagnostics, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from lsprotocol import types

from srm_lint.editor.places import Units, range_of, uri_of
from srm_lint.model.finding import Finding, Report, Verdict
from srm_lint.model.rule import Rule, Severity
from srm_lint.model.source import Diagnostic, Level, Location, Source
from srm_lint.places import is_downloaded
from srm_lint.report.causes import Cause, causes
from srm_lint.report.clean import one_line

SOURCE = "srm-lint"

_SEVERITIES = {
    Severity.CRITICAL: types.DiagnosticSeverity.Error,
    Severity.HIGH: types.DiagnosticSeverity.Error,
    Severity.MEDIUM: types.DiagnosticSeverity.Warning,
    Severity.LOW: types.DiagnosticSeverity.Information,
}
_LEVELS = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Information,
}
_MOST_RELATED = 20


class Shown(msgspec.Struct, frozen=True):
    """A diagnostic in a file, and the cause and the rule that it is about; None for one about the run itself."""

    file: str
    diagnostic: types.Diagnostic
    cause: Cause | None = None
    rule: Rule | None = None


class Page(msgspec.Struct, frozen=True):
    """What it takes to write places: the text of any file, and the units that columns count in."""

    source: Callable[[str], Source]
    units: Units

    def range(self, place: Location) -> types.Range:
        """The range of a place in its file."""
        return range_of(place, self.source(place.file), self.units)


def shown_in(report: Report, open_files: Sequence[str], page: Page, *, show_unknown: bool) -> Iterator[Shown]:
    """Open gaps, unknowns where they are wanted, and what is wrong with files and ignores.

    What is said about no single file is shown in each of the open ones that it holds for.
    """
    rules = {rule.id: rule for rule in report.rules}
    for cause in causes(report.findings):
        first = cause.first
        if first.suppression is None and (
            first.verdict is Verdict.FAIL or (show_unknown and first.verdict is Verdict.UNKNOWN)
        ):
            yield _of_cause(cause, rules.get(first.rule), page)
    for unread in report.unread:
        yield from _of_run(Diagnostic(unread.file, unread.line, "not-read", unread.message), open_files, page)
    for diagnostic in report.diagnostics:
        yield from _of_run(diagnostic, open_files, page)


def trouble_in(open_files: Iterable[str], message: str, page: Page) -> Iterator[Shown]:
    """What keeps everything from being judged, at the top of each open file."""
    for file in open_files:
        yield from _of_run(Diagnostic(file, 1, "not-judged", message), (), page)


def place_of(finding: Finding) -> Location:
    """Where a finding is shown: in code of the user's own, which for a downloaded module is the call of it."""
    subject = finding.subject
    places = (finding.location, subject.location, *reversed(subject.calls))
    return next((place for place in places if not is_downloaded(place.file)), finding.location)


def _of_cause(cause: Cause, rule: Rule | None, page: Page) -> Shown:
    finding = cause.first
    place = place_of(finding)
    unknown = finding.verdict is Verdict.UNKNOWN
    links = rule.links if rule else ()
    diagnostic = types.Diagnostic(
        range=page.range(place),
        message=_message(cause),
        severity=types.DiagnosticSeverity.Hint if unknown else _SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(links[0]) if links else None,
        source=SOURCE,
        related_information=_related(finding, place, page),
    )
    return Shown(place.file, diagnostic, cause, rule)


def _message(cause: Cause) -> str:
    finding = cause.first
    more = len(cause.findings) - 1
    instances = f" ({finding.subject.address} and {more} more)" if more else ""
    unknown = "not known: " if finding.verdict is Verdict.UNKNOWN else ""
    settle = f"; to settle it: {', '.join(cause.settle)}" if unknown and cause.settle else ""
    return one_line(f"{unknown}{finding.title}{instances}: {finding.message}{settle} [your duty: {finding.duty.value}]")


def _related(finding: Finding, shown_at: Location, page: Page) -> list[types.DiagnosticRelatedInformation] | None:
    texts = {finding.location: "decided here", finding.subject.location: finding.subject.address}
    texts |= dict.fromkeys(finding.subject.calls, "called here")
    texts |= dict.fromkeys(finding.related, "belongs to it")
    others = [(place, text) for place, text in texts.items() if place != shown_at][:_MOST_RELATED]
    related = [
        types.DiagnosticRelatedInformation(types.Location(uri_of(place.file), page.range(place)), one_line(text))
        for place, text in others
    ]
    return related or None


def _of_run(told: Diagnostic, open_files: Sequence[str], page: Page) -> Iterator[Shown]:
    help = f"; {told.help}" if told.help else ""
    for file in _holders(told.file, open_files):
        place = Location(file, told.line if file == told.file else 1)
        about = "" if file == told.file else f"{told.file}: "
        diagnostic = types.Diagnostic(
            range=page.range(place),
            message=one_line(f"{about}{told.message}{help}"),
            severity=_LEVELS[told.level],
            code=told.code,
            source=SOURCE,
        )
        yield Shown(file, diagnostic)


def _holders(file: str, open_files: Sequence[str]) -> Sequence[str]:
    """Where to show what is said about `file`: there; or, of a folder, in the open files below it, else in all of them."""
    if file in open_files or not open_files or Path(file).is_file():
        return (file,)
    return [name for name in open_files if PurePosixPath(name).is_relative_to(file or ".")] or open_files
