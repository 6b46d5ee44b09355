"""SARIF, requirement by requirement of what code scanning takes, and against the published schema."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from report_samples import (
    ACCEPTED,
    BROKEN,
    EMPTY,
    FULL,
    RETENTION,
    SHARED,
    TEMPLATE,
    UNKNOWN,
    VIEW,
    finding,
    report,
    subject,
)

from srm_lint import __version__
from srm_lint.model.finding import Report
from srm_lint.model.rule import Severity
from srm_lint.model.source import Location
from srm_lint.report import sarif
from srm_lint.report.view import View

ALL = View(show_all=True, directory=VIEW.directory, repository=VIEW.repository)


@cache
def published_schema() -> Draft4Validator:
    path = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"
    return Draft4Validator(json.loads(path.read_text("utf-8")))


def run(given: Report, view: View = VIEW) -> dict:
    stream = io.StringIO()
    sarif.render(given, stream, view)
    document = json.loads(stream.getvalue())
    published_schema().validate(document)
    assert document["version"] == "2.1.0"
    assert len(document["runs"]) == 1
    return document["runs"][0]


def results(*findings: object, view: View = VIEW) -> list[dict]:
    return run(report(*findings), view)["results"]


def physical(result: dict) -> dict:
    return result["locations"][0]["physicalLocation"]


@pytest.mark.parametrize("given", [FULL, BROKEN, EMPTY], ids=["full", "broken", "empty"])
@pytest.mark.parametrize("view", [VIEW, ALL], ids=["gaps", "all"])
def test_valid_against_the_published_schema(given: Report, view: View) -> None:
    assert run(given, view)["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize(
    ("directory", "file", "uri"),
    [
        ("/repo/infra", "db/main.tf", "infra/db/main.tf"),
        ("/repo", "./db/main.tf", "db/main.tf"),
        ("/repo/infra", "../main.tf", "main.tf"),
        ("/elsewhere", "/repo/db/main.tf", "db/main.tf"),
        ("/repo", "db\\main.tf", "db/main.tf"),
        ("/repo", "a b/ü%.tf", "a%20b/%C3%BC%25.tf"),
    ],
    ids=["below", "dot", "above", "absolute", "backslash", "encoded"],
)
def test_uris_are_relative_to_the_repository_wherever_the_run_starts(directory: str, file: str, uri: str) -> None:
    found = results(finding(location=Location(file, 5, 3, 5, 9)), view=View(directory=directory, repository="/repo"))
    assert physical(found[0])["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize(
    "file",
    [
        "git::https://example.com/m.git//main.tf",
        "https://example.com/main.tf",
        ".terraform/modules/m/main.tf",
        "../../other/main.tf",
    ],
    ids=["git", "https", "downloaded", "outside"],
)
def test_what_is_not_in_the_repository_is_reported_at_the_call(file: str) -> None:
    made = subject("module.m.aws_db_instance.this", location=Location(file, 3), calls=(Location("main.tf", 10, 1),))
    found = results(finding(location=Location(file, 5, 3, 5, 9), subject=made))
    assert physical(found[0])["artifactLocation"]["uri"] == "infra/main.tf"
    assert physical(found[0])["region"] == {"startLine": 10, "startColumn": 1}
    assert "(in main.tf, line 5)" in found[0]["message"]["text"]


def test_what_has_no_place_in_the_repository_is_a_notification() -> None:
    outside = Location("/other/main.tf", 5)
    found = run(report(finding(location=outside, subject=subject("aws_db_instance.this", location=outside))))
    assert found["results"] == []
    assert "outside of the repository" in found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("place", "region"),
    [
        (Location("f.tf", 5, 3, 5, 9), {"startLine": 5, "startColumn": 3, "endLine": 5, "endColumn": 9}),
        (Location("f.tf", 5, 3, 7, 2), {"startLine": 5, "startColumn": 3, "endLine": 7, "endColumn": 2}),
        (Location("f.tf", 5), {"startLine": 5, "startColumn": 1}),
        (Location("f.tf", 0, 0, 0, 0), {"startLine": 1, "startColumn": 1}),
        (Location("f.tf", -1, -1, -1, -1), {"startLine": 1, "startColumn": 1}),
        (Location("f.tf", 5, 9, 5, 3), {"startLine": 5, "startColumn": 9}),
    ],
)
def test_regions_are_the_attribute_and_never_impossible(place: Location, region: dict) -> None:
    assert physical(results(finding(location=place))[0])["region"] == region


@pytest.mark.parametrize(
    ("severity", "level", "low", "high"),
    [
        (Severity.CRITICAL, "error", 9.0, 10.0),
        (Severity.HIGH, "error", 7.0, 8.9),
        (Severity.MEDIUM, "warning", 4.0, 6.9),
        (Severity.LOW, "note", 0.1, 3.9),
    ],
)
def test_severity_is_a_level_and_a_score(severity: Severity, level: str, low: float, high: float) -> None:
    found = run(report(finding(rule="r", severity=severity)))
    rule = found["tool"]["driver"]["rules"][0]
    assert found["results"][0]["level"] == level
    assert rule["defaultConfiguration"]["level"] == level
    assert isinstance(rule["properties"]["security-severity"], str)
    assert low <= float(rule["properties"]["security-severity"]) <= high
    assert "security" in rule["properties"]["tags"]


def test_a_configured_severity_is_the_results_own() -> None:
    found = run(report(finding(severity=Severity.LOW)))
    assert found["results"][0]["level"] == "note"
    assert found["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == "error"


def test_rules_are_unique_and_describe_themselves_without_a_trace_of_the_run() -> None:
    driver = run(report(*SHARED, finding("aws_db_instance.other", location=Location("x.tf", 1)), TEMPLATE))["tool"][
        "driver"
    ]
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == [RETENTION.id, TEMPLATE.rule]
    assert rules[0]["name"] == RETENTION.id
    assert rules[0]["shortDescription"]["text"] == RETENTION.title
    assert "customer's choice" in rules[0]["fullDescription"]["text"]
    assert "## Compliant" in rules[0]["help"]["markdown"]
    assert rules[0]["helpUri"].startswith("https://")
    assert len(rules[0]["properties"]["tags"]) <= 10
    assert "aws_db_instance.other" not in json.dumps(rules)
    assert driver["version"] == __version__
    assert driver["version"][0].isdigit()


def test_results_point_at_their_rule() -> None:
    found = run(FULL)
    rules = found["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in found["results"])


def fingerprint(given: object, view: View = VIEW) -> str:
    return results(given, view=view)[0]["partialFingerprints"]["primaryLocationLineHash"]


def test_fingerprints_survive_moved_lines_reworded_messages_and_another_working_directory() -> None:
    moved = finding(location=Location("db/main.tf", 99, 5, 99, 9), message="other words", fingerprint="other")
    elsewhere = finding(location=Location("infra/db/main.tf", 5, 3, 5, 30))
    root = View(directory="/repo", repository="/repo")
    assert fingerprint(finding()) == fingerprint(moved) == fingerprint(elsewhere, root)


@pytest.mark.parametrize(
    "other",
    [
        finding(rule="other"),
        finding(location=Location("other/main.tf", 5)),
        finding("aws_db_instance.other"),
        finding(attribute="other"),
    ],
    ids=["rule", "path", "address", "attribute"],
)
def test_fingerprints_tell_gaps_apart(other: object) -> None:
    assert fingerprint(finding()) != fingerprint(other)


def test_elements_of_one_list_have_fingerprints_of_their_own() -> None:
    first, second = finding(), finding(location=Location("db/main.tf", 6, 3, 6, 30))
    found = [each["partialFingerprints"]["primaryLocationLineHash"] for each in results(first, second)]
    assert len(set(found)) == 2


def test_a_caller_more_is_no_new_alert() -> None:
    assert fingerprint(SHARED[0]) == results(*SHARED)[0]["partialFingerprints"]["primaryLocationLineHash"]


def test_one_result_for_a_cause_with_its_callers_as_related_locations() -> None:
    found = results(*SHARED)
    assert len(found) == 1
    assert "and 2 more" in found[0]["message"]["text"]
    assert [each["physicalLocation"]["region"]["startLine"] for each in found[0]["relatedLocations"]] == [10, 20, 30]


def test_no_more_locations_than_are_shown() -> None:
    many = [
        finding(subject=subject(f"module.m[{n}].aws_db_instance.this", calls=(Location("main.tf", n),)))
        for n in range(1, 300)
    ]
    found = results(*many)[0]
    assert len(found["locations"]) + len(found["relatedLocations"]) == 100


def test_accepted_gaps_are_left_out_or_marked() -> None:
    assert results(ACCEPTED) == []
    marked = results(ACCEPTED, view=ALL)[0]["suppressions"]
    assert marked == [{"kind": "inSource", "status": "accepted", "justification": "rebuilt nightly (until 2027-01-31)"}]


def test_unknown_is_an_open_result_of_the_full_report_only() -> None:
    assert results(UNKNOWN) == []
    found = results(UNKNOWN, view=ALL)[0]
    assert (found["kind"], found["level"]) == ("open", "none")
    assert found["properties"]["settle"] == ["set variable `days`, declared at variables.tf:1"]


def test_a_clean_run_has_empty_results_so_that_alerts_close() -> None:
    assert run(EMPTY)["results"] == []


def test_an_incomplete_run_says_so() -> None:
    invocation = run(BROKEN)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    said = invocation["toolExecutionNotifications"]
    assert said[0]["message"]["text"] == "broken.tf could not be read: unexpected `}`, expected a name"
    assert said[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "infra/broken.tf"


def test_too_many_results_are_cut_worst_first_with_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 1)
    found = run(report(finding(severity=Severity.LOW), TEMPLATE))
    assert [each["ruleId"] for each in found["results"]] == [TEMPLATE.rule]
    assert found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("1 less severe")


def test_snippets_are_the_masked_lines_of_the_excerpt() -> None:
    context = physical(results(finding())[0])["contextRegion"]
    assert (context["startLine"], context["endLine"]) == (3, 6)
    assert context["snippet"]["text"].splitlines()[2] == "  backup_retention_period = 1"
