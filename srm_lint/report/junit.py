"""JUnit XML, for whatever shows test results: a gap is a failed test, what could not be read an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from srm_lint.model.finding import Finding, Report, Verdict
from srm_lint.model.source import Level
from srm_lint.report.causes import Cause, causes, shown
from srm_lint.report.clean import clean, one_line
from srm_lint.report.names import named
from srm_lint.report.view import View


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write one document with one suite, a case at a time. It is never empty: that everything could be read is a test of its own."""
    problems = [(each.file, each.line, each.message) for each in report.unread]
    problems += [(d.file, d.line, d.message) for d in report.diagnostics if d.level is Level.ERROR]
    listed = [*shown(causes(report.findings), view.show_all)]
    outcomes = Counter(_outcome(cause) for cause in listed)
    counts = {
        "tests": max(1, len(problems)) + len(listed),
        "failures": outcomes["failure"],
        "errors": len(problems),
        "skipped": outcomes["skipped"],
    }
    written = "".join(f' {name}="{count}"' for name, count in counts.items())
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f'<testsuites name="srm-lint"{written}>\n  <testsuite name="srm-lint"{written}>\n')
    for case in chain(_reading(report, problems), map(_case, listed)):
        indent(case, level=2)
        stream.write(f"    {tostring(case, encoding='unicode')}\n")
    stream.write("  </testsuite>\n</testsuites>\n")


def _reading(report: Report, problems: Sequence[tuple[str, int, str]]) -> Iterator[Element]:
    if not problems:
        yield _testcase("srm-lint", f"{report.files_read} files could be read", "", 0)
    for file, line, message in problems:
        case = _testcase(file or "srm-lint", f"could be read and judged: {message}", file, line)
        SubElement(case, "error", {"type": "incomplete", "message": one_line(message)})
        yield case


def _outcome(cause: Cause) -> str:
    """The element that says what became of a test, "" for one that passed."""
    if cause.first.suppression is not None or cause.first.verdict is Verdict.UNKNOWN:
        return "skipped"
    return "failure" if cause.first.verdict is Verdict.FAIL else ""


def _case(cause: Cause) -> Element:
    finding = cause.first
    times = f" ×{len(cause.findings)}" if len(cause.findings) > 1 else ""
    place = finding.location
    case = _testcase(place.file, f"{finding.rule}: {named(finding.subject)}{times}", place.file, place.line)
    match _outcome(cause):
        case "skipped":
            accepted = finding.suppression
            why = f"accepted: {accepted.justification}" if accepted else f"unknown: {finding.message}"
            SubElement(case, "skipped", {"message": one_line(why)})
        case "failure":
            attributes = {"type": finding.severity.value, "message": one_line(finding.title)}
            SubElement(case, "failure", attributes).text = _details(finding)
    return case


def _testcase(classname: str, name: str, file: str, line: int) -> Element:
    attributes = {"classname": one_line(classname), "name": one_line(name)}
    place = {"file": one_line(file), "line": str(max(1, line))} if file else {}
    return Element("testcase", {**attributes, **place})


def _details(finding: Finding) -> str:
    place = finding.location
    lines = [
        f"{one_line(place.file)}:{place.line}:{place.column}",
        one_line(f"{finding.subject.address} ({finding.subject.service}, {finding.subject.model.value})"),
        f"your duty: {finding.duty.value}",
        one_line(finding.message),
    ]
    return clean("\n".join([*lines, *(("fix:", finding.fix) if finding.fix else ())]))
