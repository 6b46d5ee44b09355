"""JUnit XML, for whatever shows test results: a gap is a failed test, what could not be read an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from srm_lint.model.finding import Finding, Report, Verdict
from srm_lint.model.source import Level
from srm_lint.report.causes import Cause, causes, shown
from srm_lint.report.clean import clean, one_line
from srm_lint.report.names import named
from srm_lint.report.view import View


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write one document with one suite. It is never empty: that everything could be read is a test of its own."""
    cases = [*_reading(report), *(_case(cause) for cause in shown(causes(report.findings), view.show_all))]
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    written = {name: str(count) for name, count in counts.items()}
    root = Element("testsuites", {"name": "srm-lint", **written})
    SubElement(root, "testsuite", {"name": "srm-lint", **written}).extend(cases)
    indent(root)
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n')


def _reading(report: Report) -> Iterator[Element]:
    problems = [(each.file, each.line, each.message) for each in report.unread]
    problems += [(d.file, d.line, d.message) for d in report.diagnostics if d.level is Level.ERROR]
    if not problems:
        yield _testcase("srm-lint", f"{report.files_read} files could be read", "", 0)
    for file, line, message in problems:
        case = _testcase(file or "srm-lint", f"could be read and judged: {message}", file, line)
        SubElement(case, "error", {"type": "incomplete", "message": one_line(message)})
        yield case


def _case(cause: Cause) -> Element:
    finding = cause.first
    times = f" ×{len(cause.findings)}" if len(cause.findings) > 1 else ""
    place = finding.location
    case = _testcase(place.file, f"{finding.rule}: {named(finding.subject)}{times}", place.file, place.line)
    if finding.suppression is not None:
        SubElement(case, "skipped", {"message": one_line(f"accepted: {finding.suppression.justification}")})
    elif finding.verdict is Verdict.UNKNOWN:
        SubElement(case, "skipped", {"message": one_line(f"unknown: {finding.message}")})
    elif finding.verdict is Verdict.FAIL:
        SubElement(
            case, "failure", {"type": finding.severity.value, "message": one_line(finding.title)}
        ).text = _details(finding)
    return case


def _testcase(classname: str, name: str, file: str, line: int) -> Element:
    attributes = {"classname": one_line(classname), "name": one_line(name)}
    place = {"file": one_line(file), "line": str(max(1, line))} if file else {}
    return Element("testcase", {**attributes, **place})


def _details(finding: Finding) -> str:
    place = finding.location
    lines = [
        f"{one_line(place.file)}:{place.line}:{place.column}",
        f"{finding.subject.address} ({finding.subject.service}, {finding.subject.model.value})",
        f"your duty: {finding.duty.value}",
        finding.message,
    ]
    return clean("\n".join([*lines, *(("fix:", finding.fix) if finding.fix else ())]))
