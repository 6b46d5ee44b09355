"""SARIF 2.1.0 as GitHub code scanning takes it.

The default is what code scanning is to see: open gaps only, since it opens alerts for suppressed results too. With
everything shown, results also carry kind `open` (unknown) and `pass`, and suppressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import TextIO
from urllib.parse import quote

from srm_lint import __version__
from srm_lint.model import rule as model
from srm_lint.model.finding import Finding, Report, Subject, Verdict
from srm_lint.model.rule import Severity
from srm_lint.model.source import Level
from srm_lint.model.source import Location as Place
from srm_lint.report import json
from srm_lint.report.causes import Cause, causes, severity_rank, shown
from srm_lint.report.clean import clean, one_line
from srm_lint.report.fingerprint import fingerprints
from srm_lint.report.rule_page import rule_page
from srm_lint.report.sarif_shapes import (
    ArtifactLocation,
    Configuration,
    Driver,
    Invocation,
    Location,
    Log,
    LogicalLocation,
    Notification,
    PhysicalLocation,
    Region,
    Result,
    ResultProperties,
    Rule,
    RuleProperties,
    Run,
    Suppression,
    Text,
    Tool,
)
from srm_lint.report.summary import is_complete
from srm_lint.report.view import View

MOST_RESULTS = 5000  # code scanning keeps no more, and says nothing of the rest
_MOST_RELATED = 99  # of which it shows a hundred in all
_MOST_TAGS = 10

_LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}

# Scores inside the bands that code scanning calls critical, high, medium and low.
_SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.5"}

_KINDS = {Verdict.FAIL: "fail", Verdict.UNKNOWN: "open", Verdict.PASS: "pass"}

_NOTIFICATION_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write the report as SARIF. Nothing outside the repository is ever a location."""
    every = [*shown(causes(report.findings), view.show_all)]
    marked = zip(every, fingerprints(every, view), strict=True)
    kept = nsmallest(MOST_RESULTS, marked, key=lambda pair: _urgency(pair[0]))
    rules = _rules(report, [cause.first for cause, _ in kept])
    indices = {rule.id: index for index, rule in enumerate(rules)}
    results = [_result(cause, mark, indices[cause.first.rule], view) for cause, mark in kept]
    invocation = Invocation(
        execution_successful=is_complete(report),
        tool_execution_notifications=(*_cut(len(every)), *_outside(results), *_notifications(report, view)),
    )
    run = Run(
        tool=Tool(Driver("srm-lint", __version__, __version__, rules)),
        invocations=(invocation,),
        column_kind="unicodeCodePoints",
        results=tuple(result for result in results if result.locations),
    )
    json.write(Log(schema="https://json.schemastore.org/sarif-2.1.0.json", version="2.1.0", runs=(run,)), stream)


def _urgency(cause: Cause) -> tuple[bool, int]:
    return (cause.first.verdict is not Verdict.FAIL, severity_rank(cause.first.severity))


def _rules(report: Report, findings: Iterable[Finding]) -> tuple[Rule, ...]:
    """Descriptors of the rules that have a result, in order of their ids."""
    known = {rule.id: rule for rule in report.rules}
    named = {finding.rule: finding for finding in findings}
    return tuple(_descriptor(known[id]) if id in known else _from_finding(named[id]) for id in sorted(named))


def _descriptor(rule: model.Rule) -> Rule:
    controls = (f"{framework}/{id}" for framework, ids in rule.controls.items() for id in ids)
    return Rule(
        id=rule.id,
        name=rule.id,
        short_description=Text(rule.title),
        full_description=Text(one_line(rule.why)),
        help=Text(one_line(rule.why), rule_page(rule)),
        help_uri=rule.links[0] if rule.links else "",
        default_configuration=Configuration(_LEVELS[rule.severity]),
        properties=RuleProperties(
            tags=("security", rule.duty.value, *controls)[:_MOST_TAGS],
            precision=rule.confidence.value,
            security_severity=_SCORES[rule.severity],
        ),
    )


def _from_finding(finding: Finding) -> Rule:
    """A descriptor of what the finding itself tells about its rule."""
    return Rule(
        id=finding.rule,
        name=finding.rule,
        short_description=Text(finding.title),
        full_description=Text(finding.title),
        help=Text(finding.title),
        default_configuration=Configuration(_LEVELS[finding.severity]),
        properties=RuleProperties(
            ("security", finding.duty.value), finding.confidence.value, _SCORES[finding.severity]
        ),
    )


def _result(cause: Cause, fingerprint: str, index: int, view: View) -> Result:
    finding = cause.first
    subject = finding.subject
    return Result(
        rule_id=finding.rule,
        rule_index=index,
        kind=_KINDS[finding.verdict],
        level=_LEVELS[finding.severity] if finding.verdict is Verdict.FAIL else "none",
        message=Text(_message(cause, view)),
        locations=tuple(_primary(finding, view)),
        related_locations=tuple(_related(cause, view)),
        partial_fingerprints={"primaryLocationLineHash": fingerprint},
        suppressions=_suppressions(finding),
        properties=ResultProperties(
            duty=finding.duty.value,
            resource=subject.address,
            service=subject.service,
            model=subject.model.value,
            instances=len(cause.findings),
            construct=subject.construct,
            settle=cause.settle,
        ),
    )


def _message(cause: Cause, view: View) -> str:
    """What is wrong with which resource; where it is written, if that is outside of the repository."""
    finding = cause.first
    more = len(cause.findings) - 1
    others = f" and {more} more" if more else ""
    place = finding.location
    # The name of the file only: where a module was downloaded to differs from machine to machine.
    outside = "" if view.in_repository(place.file) else f" (in {place.file.rpartition('/')[2]}, line {place.line})"
    text = f"{finding.subject.address}{others}: {one_line(finding.message) or finding.title}{outside}"
    return clean(text).replace("](", "] (")  # would be a link


def _primary(finding: Finding, view: View) -> Iterator[Location]:
    """The place of the finding; or of the innermost call that leads there from inside the repository."""
    candidates = (finding.location, finding.subject.location, *reversed(finding.subject.calls))
    for place in candidates:
        if (physical := _physical(place, view)) is not None:
            if place is finding.location:
                physical = _with_context(physical, finding)
            yield Location(physical, (_logical(finding.subject),))
            return


def _related(cause: Cause, view: View) -> Iterator[Location]:
    """The calls of the other instances, then what else belongs to the finding."""
    texts: dict[Place, str] = {}
    for subject in cause.subjects if len(cause.findings) > 1 else ():
        if subject.calls:
            texts.setdefault(subject.calls[0], f"instance {subject.address}")
    for place in cause.first.related:
        texts.setdefault(place, "belongs to it")
    number = 0
    for place, text in texts.items():
        physical = _physical(place, view)
        if physical is not None and number < _MOST_RELATED:
            number += 1
            yield Location(physical, id=number, message=Text(clean(text)))


def _physical(place: Place, view: View) -> PhysicalLocation | None:
    path = view.in_repository(place.file)
    if path is None:
        return None
    return PhysicalLocation(ArtifactLocation(quote(clean(path)), "%SRCROOT%"), _region(place))


def _region(place: Place) -> Region:
    """The place with every bound at least 1 and the end never before the start."""
    line, column = max(1, place.line), max(1, place.column)
    end_line = max(line, place.end_line)
    end_column = max(1, place.end_column)
    if end_line == line and end_column <= column:
        return Region(line, column)
    return Region(line, column, end_line, end_column)


def _with_context(physical: PhysicalLocation, finding: Finding) -> PhysicalLocation:
    excerpt = finding.excerpt
    if excerpt is None or not excerpt.lines:
        return physical
    text = "\n".join(clean(line) for line in excerpt.lines)
    context = Region(
        start_line=excerpt.first_line,
        end_line=excerpt.first_line + len(excerpt.lines) - 1,
        snippet=Text(f"{text}\n"),
    )
    return PhysicalLocation(physical.artifact_location, physical.region, context)


def _logical(subject: Subject) -> LogicalLocation:
    return LogicalLocation(clean(subject.construct or subject.address), "resource")


def _suppressions(finding: Finding) -> tuple[Suppression, ...]:
    if (given := finding.suppression) is None:
        return ()
    until = f" (until {given.expires})" if given.expires else ""
    return (Suppression(given.kind.value, "accepted", f"{one_line(given.justification)}{until}".strip()),)


def _cut(count: int) -> Iterator[Notification]:
    if count > MOST_RESULTS:
        yield Notification("warning", Text(f"{count - MOST_RESULTS} less severe results were left out of {count}."))


def _outside(results: Sequence[Result]) -> Iterator[Notification]:
    for result in results:
        if not result.locations:
            yield Notification("warning", Text(f"{result.rule_id}, outside of the repository: {result.message.text}"))


def _notifications(report: Report, view: View) -> Iterator[Notification]:
    for unread in report.unread:
        place = _physical(Place(unread.file, unread.line), view)
        text = one_line(f"{unread.file} could not be read: {unread.message}")
        yield Notification("error", Text(text), (Location(place),) if place else ())
    for diagnostic in report.diagnostics:
        place = _physical(Place(diagnostic.file, diagnostic.line), view)
        text = one_line("; ".join(filter(None, (diagnostic.message, diagnostic.help))))
        yield Notification(_NOTIFICATION_LEVELS[diagnostic.level], Text(text), (Location(place),) if place else ())
