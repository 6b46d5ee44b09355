"""What holds for every format."""

from __future__ import annotations

import io
import re

import pytest
from report_samples import BROKEN, EMPTY, FULL, TEMPLATE, VIEW, report

from srm_lint.model.finding import Report
from srm_lint.report.formats import FORMATS
from srm_lint.report.view import View

ALL = View(show_all=True, directory=VIEW.directory, repository=VIEW.repository)


def rendered(format: str, report: Report, view: View = VIEW) -> str:
    stream = io.StringIO()
    FORMATS[format].render(report, stream, view)
    return stream.getvalue()


@pytest.mark.parametrize("view", [VIEW, ALL], ids=["gaps", "all"])
@pytest.mark.parametrize("report", [FULL, BROKEN, EMPTY], ids=["full", "broken", "empty"])
@pytest.mark.parametrize("format", FORMATS)
def test_any_report_can_be_written_as_utf_8(format: str, report: Report, view: View) -> None:
    text = rendered(format, report, view)
    text.encode()
    assert text == "" or text.endswith("\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_of_findings_does_not_change_a_byte(format: str) -> None:
    backwards = Report(
        findings=FULL.findings[::-1],
        subjects=FULL.subjects,
        diagnostics=FULL.diagnostics,
        unread=FULL.unread,
        files_found=FULL.files_found,
        files_read=FULL.files_read,
        passed=FULL.passed,
        rules=FULL.rules,
    )
    assert rendered(format, backwards, ALL) == rendered(format, FULL, ALL)


@pytest.mark.parametrize("format", FORMATS)
def test_gaps_are_shown_and_what_is_accepted_or_passed_is_not(format: str) -> None:
    text = rendered(format, FULL)
    assert "aws-s3-public-access-open" in text
    assert "aws_db_instance.scratch" not in text
    assert "aws_db_instance.good" not in text


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in {"gitlab", "github"}])
def test_everything_is_shown_when_asked_for(format: str) -> None:
    text = rendered(format, FULL, ALL)
    assert all(name in text.replace("\\_", "_") for name in ("aws_db_instance.scratch", "aws_db_instance.later"))


@pytest.mark.parametrize("format", FORMATS)
def test_what_could_not_be_read_is_said(format: str) -> None:
    assert "broken.tf" in rendered(format, BROKEN)


def test_only_a_format_whose_reader_closes_alerts_asks_for_a_complete_report() -> None:
    assert [name for name, format in FORMATS.items() if format.complete_only] == ["sarif"]


@pytest.mark.parametrize("format", FORMATS)
def test_the_construct_of_a_synthesised_resource_is_named(format: str) -> None:
    assert "Stack/Store/Bucket" in rendered(format, report(TEMPLATE))
