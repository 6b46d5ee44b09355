"""The text report: entries, frames, summary."""

from __future__ import annotations

import io

import pytest
from msgspec import structs
from report_samples import (
    ACCEPTED,
    BROKEN,
    EMPTY,
    FULL,
    PASSED,
    SHARED,
    TEMPLATE,
    UNKNOWN,
    VIEW,
    finding,
    report,
    subject,
)

from srm_lint.model.finding import Excerpt, Report
from srm_lint.model.resource import Model
from srm_lint.model.rule import Severity
from srm_lint.model.source import Diagnostic, Level, Location
from srm_lint.report.frame import frame
from srm_lint.report.paint import painter
from srm_lint.report.text import render
from srm_lint.report.view import View

PLAIN = painter(color=False)


def text(given: Report, view: View = VIEW) -> str:
    stream = io.StringIO()
    render(given, stream, view)
    return stream.getvalue()


def test_an_entry_names_gap_place_duty_tag_and_fix() -> None:
    assert text(report(finding())).startswith(
        """\
db/main.tf

  aws_db_instance.this  (Amazon RDS, PaaS)

    high: Database keeps too few days of automated backups [aws-rds-backup-retention-short]
    --> db/main.tf:5:3  your duty: backup
    4 │   engine = "postgres"
    5 │   backup_retention_period = 1
      │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    6 │ }
    `backup_retention_period` is 1, at least 7 needed
    fix:
      backup_retention_period = 7

"""
    )


def test_one_cause_in_a_module_is_one_entry_with_its_callers() -> None:
    written = text(report(*SHARED))
    assert written.count("[aws-rds-backup-retention-short]") == 1
    assert "module.a.aws_db_instance.this ×3  (Amazon RDS, PaaS)" in written
    assert (
        "    instances: module.a.aws_db_instance.this called at main.tf:10:1, "
        "module.b.aws_db_instance.this called at main.tf:20:1, "
        "module.c.aws_db_instance.this called at main.tf:30:1\n"
    ) in written
    assert written.endswith("1 gap in 3 instances, 2 passed\n")


def test_many_callers_are_counted_and_not_listed() -> None:
    many = [
        finding(
            f"module.m[{n}].aws_db_instance.this",
            subject=subject(f"module.m[{n}].aws_db_instance.this", calls=(Location("main.tf", n),)),
        )
        for n in range(37)
    ]
    written = text(report(*many))
    assert "×37" in written
    assert "and 34 more" in written


def test_the_worst_resource_of_a_file_goes_first() -> None:
    low = finding("aws_db_instance.first", severity=Severity.LOW, location=Location("db/main.tf", 2, 1))
    critical = finding(
        "aws_db_instance.last",
        severity=Severity.CRITICAL,
        location=Location("db/main.tf", 90, 1),
        subject=subject("aws_db_instance.last", location=Location("db/main.tf", 90)),
    )
    written = text(report(low, critical))
    assert written.index("aws_db_instance.last") < written.index("aws_db_instance.first")


def test_the_lines_of_one_place_are_shown_once() -> None:
    header = Location("db/main.tf", 3, 1, 3, 35)
    written = text(report(finding(location=header), finding(rule="other-rule", location=header)))
    assert written.count('3 │ resource "aws_db_instance" "this" {') == 1
    assert written.count("--> db/main.tf:3:1") == 2


PASSED_TOO = structs.replace(PASSED, rule="another-rule")


def test_what_had_to_be_assumed_and_the_construct_are_named() -> None:
    written = text(report(TEMPLATE))
    assert "when: IsProd is false" in written
    assert "construct Stack/Store/Bucket" in written


def test_unknown_and_accepted_are_counted_and_shown_on_request() -> None:
    given = report(UNKNOWN, ACCEPTED)
    brief, full = text(given), text(given, View(show_all=True))
    assert "aws_db_instance" not in brief
    assert (
        "1 unknown: the code does not tell. Why, or what would settle it:\n    1× set variable `days`, declared at variables.tf:1"
        in brief
    )
    assert "unknown high: " in full
    assert "to settle it: set variable `days`" in full
    assert "accepted until 2027-01-31: rebuilt nightly" in full
    assert brief.endswith("No gaps found, 1 unknown, 1 accepted, 2 passed\n")


def test_rules_that_passed_are_named_after_what_did_not() -> None:
    written = text(report(PASSED, PASSED_TOO), View(show_all=True))
    assert f"  aws_db_instance.good  (Amazon RDS, PaaS)\n\n    pass: another-rule, {PASSED.rule}\n" in written
    assert PASSED.title not in written


def test_the_summary_has_duties_by_severity() -> None:
    assert """\
your duty       critical     high   medium      low
backup                 ·        1        ·        ·
encryption             ·        ·        ·        1
identity-access        1        ·        ·        ·
""" in text(FULL)


def test_an_incomplete_answer_is_never_called_clean() -> None:
    written = text(BROKEN)
    assert "not read broken.tf:9: unexpected `}`, expected a name" in written
    assert "4 files found, 3 read, 1 not or only partly" in written
    assert written.endswith("1 gap, 2 passed — incomplete: not everything could be read\n")


def test_nothing_found_says_so() -> None:
    assert text(EMPTY) == "0 resources\n0 files found, 0 read\nNo gaps found\n"


def test_unclassified_types_are_named() -> None:
    stranger = subject("thing.a", "thing_widget", model=Model.UNCLASSIFIED, service="")
    assert "not classified, so judged by no duty: thing_widget" in text(report(subjects=(stranger,)))


def test_colour_and_width_only_where_asked_for() -> None:
    narrow = text(report(*SHARED), View(color=True, width=60))
    assert "\x1b[1;31mhigh:\x1b[0m" in narrow
    assert "\x1b" not in text(report(*SHARED))
    called = [line for line in narrow.splitlines() if "called at" in line]
    assert all(len(line) <= 60 for line in called)
    assert len(called) > 1


@pytest.mark.parametrize(
    ("lines", "place", "expected"),
    [
        (["a = 1"], Location("f", 1, 5, 1, 6), ["1 │ a = 1", "  │     ^"]),
        (["\ta = 1"], Location("f", 1, 2, 1, 3), ["1 │ \ta = 1", "  │ \t^"]),
        (["a = {", "  b = 1", "}"], Location("f", 1, 1, 3, 2), ["1 │ a = {", "  │ ^^^^^", "2 │   b = 1", "3 │ }"]),
        (["short"], Location("f", 1, 40, 1, 50), ["1 │ short"]),
        (["x" * 50], Location("f", 1, 1, 1, 51), [f"1 │ {'x' * 25}…", f"  │ {'^' * 26}"]),
    ],
    ids=["column", "tab", "several lines", "past the end of a masked line", "longer than the terminal"],
)
def test_frame(lines: list[str], place: Location, expected: list[str]) -> None:
    assert [*frame(Excerpt(1, tuple(lines)), place, PLAIN, width=30)] == expected


def test_notes_of_one_kind_are_counted_after_the_first_few() -> None:
    many = tuple(Diagnostic("f.tf", line, "macro", "not evaluated", Level.NOTE) for line in range(1, 21))
    errors = tuple(Diagnostic("f.tf", line, "broke", "rule broke", Level.ERROR) for line in range(1, 6))
    brief = text(report(diagnostics=(*many, *errors)))
    assert brief.count("[macro]") == 4
    assert "note: 17 more of [macro]; --all shows them" in brief
    assert brief.count("[broke]") == 5
    assert text(report(diagnostics=many), View(show_all=True)).count("[macro]") == 20
