"""GitHub annotations, GitLab Code Quality, JUnit, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from report_samples import (
    ACCEPTED,
    BROKEN,
    EMPTY,
    EVIL,
    FULL,
    HOSTILE,
    PASSED,
    SHARED,
    TEMPLATE,
    UNKNOWN,
    VIEW,
    finding,
    report,
    subject,
)

from srm_lint.model.finding import Report, Unread
from srm_lint.model.rule import Severity
from srm_lint.model.source import Diagnostic, Level, Location
from srm_lint.report import markdown
from srm_lint.report.formats import FORMATS
from srm_lint.report.markup import code, escaped
from srm_lint.report.view import View

ALL = View(show_all=True, directory=VIEW.directory, repository=VIEW.repository)


def rendered(format: str, given: Report, view: View = VIEW) -> str:
    stream = io.StringIO()
    FORMATS[format].render(given, stream, view)
    return stream.getvalue()


class TestGitHub:
    def lines(self, given: Report) -> list[str]:
        return rendered("github", given).splitlines()

    def test_an_annotation_has_file_region_and_title(self) -> None:
        assert self.lines(report(TEMPLATE)) == [
            "::error file=infra/stack.yaml,line=7,endLine=7,col=3,endColumn=9,title=Bucket can be opened to the public"
            "::Bucket (construct Stack/Store/Bucket): `PublicAccessBlockConfiguration` is not set%0Aidentity-access is your duty (PaaS). "
            "[aws-s3-public-access-open]%0AFix:%0APublicAccessBlockConfiguration:%0A  BlockPublicAcls: true"
        ]

    def test_nothing_from_the_scanned_tree_forges_a_command(self) -> None:
        path = "x,line=1::%0A\n::stop-commands::y"
        hostile = finding(
            f"a\n::error::{EVIL}",
            location=Location(f"{path}.tf", 1),
            message="\n::error::b\r::warning::c",
            title="t::,file=x\n::debug::d",
        )
        lines = self.lines(report(hostile, unread=(Unread(f"{path}.tf", 1, "\n::error::e"),)))
        assert len(lines) == 2
        assert all(re.match(r"::error file=infra/[^:,]*,line=1,title=[^:,]*::", line) for line in lines)

    def test_the_worst_go_first_and_unread_files_before_them(self) -> None:
        low = finding(severity=Severity.LOW, location=Location("a.tf", 1))
        lines = self.lines(report(low, TEMPLATE, unread=BROKEN.unread))
        assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::notice"]
        assert "broken.tf" in lines[0]

    def test_columns_are_left_out_of_several_lines(self) -> None:
        (line,) = self.lines(report(finding(location=Location("a.tf", 5, 3, 9, 2))))
        assert "line=5,endLine=9,title" in line

    def test_what_is_outside_of_the_repository_has_no_file(self) -> None:
        (line,) = self.lines(report(finding(location=Location("/other/a.tf", 5))))
        assert line.startswith("::error title=")


class TestGitLab:
    def issues(self, given: Report) -> list[dict]:
        return json.loads(rendered("gitlab", given))

    def test_an_issue_has_all_that_the_widget_needs(self) -> None:
        (issue,) = self.issues(report(*SHARED))
        assert re.fullmatch(r"[0-9a-f]{32}:1", issue.pop("fingerprint"))
        assert issue == {
            "description": "Database keeps too few days of automated backups: module.a.aws_db_instance.this (×3). "
            "`backup_retention_period` is 1, at least 7 needed",
            "check_name": "aws-rds-backup-retention-short",
            "severity": "critical",
            "location": {"path": "infra/db/main.tf", "lines": {"begin": 5, "end": 5}},
        }

    def test_fingerprints_are_unique(self) -> None:
        issues = self.issues(FULL)
        assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 3

    def test_a_file_that_was_not_read_is_an_issue(self) -> None:
        assert [issue["check_name"] for issue in self.issues(BROKEN)] == [TEMPLATE.rule, "srm-lint-unread"]

    def test_no_gap_is_an_empty_list(self) -> None:
        assert self.issues(EMPTY) == []


class TestJUnit:
    def suite(self, given: Report, view: View = VIEW) -> ElementTree.Element:
        root = ElementTree.fromstring(rendered("junit", given, view))  # noqa: S314 - our own output
        assert root.tag == "testsuites"
        (suite,) = root
        return suite

    def test_a_gap_is_a_failure_with_rule_file_and_line(self) -> None:
        case = self.suite(report(TEMPLATE)).findall("testcase")[1]
        assert case.attrib == {
            "classname": "stack.yaml",
            "name": "aws-s3-public-access-open: Bucket (construct Stack/Store/Bucket)",
            "file": "stack.yaml",
            "line": "7",
        }
        failure = case.find("failure")
        assert failure is not None
        assert failure.attrib == {"type": "critical", "message": "Bucket can be opened to the public"}
        assert (failure.text or "").startswith("stack.yaml:7:3\nBucket (Amazon S3, PaaS)\nyour duty: identity-access\n")

    def test_counts_match_the_cases(self) -> None:
        suite = self.suite(report(TEMPLATE, UNKNOWN, ACCEPTED, PASSED, unread=BROKEN.unread), ALL)
        assert suite.attrib == {"name": "srm-lint", "tests": "5", "failures": "1", "errors": "1", "skipped": "2"}
        assert len(suite.findall("testcase")) == 5

    def test_a_clean_run_is_one_passed_test(self) -> None:
        assert self.suite(EMPTY).attrib["tests"] == "1"
        assert self.suite(EMPTY).attrib["failures"] == "0"


class TestCsv:
    def rows(self, given: Report, view: View = VIEW) -> list[dict[str, str]]:
        return [*csv.DictReader(io.StringIO(rendered("csv", given, view)))]

    def test_a_row_for_each_instance(self) -> None:
        rows = self.rows(report(*SHARED))
        assert [row["address"] for row in rows] == [each.subject.address for each in SHARED]
        assert rows[0]["duty"] == "backup"
        assert rows[0]["model"] == "PaaS"

    def test_accepted_rows_say_why(self) -> None:
        (row,) = self.rows(report(ACCEPTED), ALL)
        assert (row["accepted"], row["expires"]) == ("rebuilt nightly", "2027-01-31")

    @pytest.mark.parametrize("start", ["=", "+", "-", "@"])
    def test_no_cell_is_a_formula(self, start: str) -> None:
        (row,) = self.rows(report(finding(message=f'{start}HYPERLINK("x")')))
        assert row["message"].startswith(f"'{start}")


class TestMarkdown:
    def test_a_table_of_duties_and_a_section_for_each_file(self) -> None:
        text = rendered("markdown", FULL)
        assert text.startswith("### srm-lint: 3 gaps\n\n| Your duty | critical | high | medium | low |\n")
        assert "| backup |  | 1 |  |  |\n" in text
        assert "<details><summary>infra/stack.yaml (1)</summary>\n\n| Line |" in text
        assert "| `module.a.aws_db_instance.this` ×3 (PaaS) |" in text

    def test_every_row_has_as_many_cells_as_its_head(self) -> None:
        rows = [line for line in rendered("markdown", report(HOSTILE), ALL).splitlines() if line.startswith("| 1 ")]
        assert len(rows) == 1
        assert len(re.findall(r"(?<!\\)\|", rows[0])) == 6

    def test_html_of_the_scanned_tree_stays_text(self) -> None:
        text = rendered("markdown", report(HOSTILE), ALL)
        assert "<img" not in re.sub(r"(`+).*?\1(?!`)", "", text)

    def test_an_incomplete_answer_says_so_first(self) -> None:
        text = rendered("markdown", BROKEN)
        assert text.index("**Incomplete") < text.index("| Your duty")
        assert "- `broken.tf:9`: unexpected" in text

    def test_a_warning_is_listed_although_the_answer_is_complete(self) -> None:
        nothing = Diagnostic("infra", 0, "nothing-found", "nothing was judged", Level.WARNING)
        assert "- `infra`: nothing was judged\n" in rendered("markdown", report(diagnostics=(nothing,)))

    def test_it_fits_a_comment_and_counts_what_does_not(self) -> None:
        many = [
            finding(
                location=Location(f"{n}.tf", 1),
                subject=subject(f"aws_db_instance.n{n}", location=Location(f"{n}.tf", 1)),
            )
            for n in range(1000)
        ]
        text = rendered("markdown", report(*many))
        assert len(text) <= markdown.LONGEST + 200
        assert re.search(r"\n\d{3} more are left out here", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a|b", r"a\|b"), ("<b>", r"\<b\>"), ("@team", "@\u200bteam"), ("&lt;", "&amp;lt;"), ("a\nb", "a b")],
)
def test_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("a", "`a`"), ("`a`", "`` `a` ``"), ("a``b", "```a``b```")])
def test_code(text: str, expected: str) -> None:
    assert code(text) == expected
