"""`srm-lint ledger`: exit codes, where it goes, and what configurations add to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ATTESTED = """\
root: true
systems: [{name: Dropbox, owner: marketing}]
attestations:
  - {scope: Dropbox, duty: backup, owner: marketing, approver: it, expires: 2100-01-01, last-restore-test: 2099-01-01}
"""


@pytest.fixture
def ledger(estate: Path, call):
    own = ("--rules", str(estate / "rules"), "--select", "acme-rds-deletion-protection-off", "--no-cache")
    return lambda *arguments: call("ledger", *own, *arguments)


def system(answer, name: str) -> dict[str, object]:
    return next(each for each in json.loads(answer.out)["systems"] if each["name"] == name)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["bad"], 1),
        (["bad", "--fail-on", "critical"], 0),
        (["broken"], 3),
        (["broken", "bad"], 3),
        (["broken", "bad", "--allow-parse-errors"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes_are_those_of_check(ledger, arguments, code):
    assert ledger(*arguments).code == code


def test_a_store_that_nothing_backs_up_is_a_gap_although_no_rule_was_judged(ledger, estate):
    (estate / "store").mkdir()
    (estate / "store" / "main.tf").write_text('resource "aws_ebs_volume" "data" { size = 10 }\n')
    answer = ledger("store", "--format", "json")
    assert system(answer, "Amazon EBS")["duties"]["backup"]["state"] == "gap"
    assert answer.code == 1
    assert ledger("store", "--fail-on", "critical").code == 0


def test_what_a_baseline_has_is_accepted(ledger, estate, call):
    own = ("--rules", str(estate / "rules"), "--select", "acme-rds-deletion-protection-off", "--no-cache")
    assert call("baseline", "bad", "-o", "kept.json", *own).code == 0
    answer = ledger("bad", "--baseline", "kept.json", "--format", "json")
    states = {duty["state"] for duty in system(answer, "Amazon RDS")["duties"].values()}
    assert "accepted" in states
    assert "gap" not in states
    assert answer.code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Give at least one path"),
        (["good", "--format", "sarif"], "'sarif' is not one of 'text', 'html', 'markdown', 'csv', 'json'."),
        (["good", "--output", "nowhere/ledger.html"], "nowhere/ledger.html: its folder does not exist"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_sentence(ledger, arguments, sentence):
    answer = ledger(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err


@pytest.mark.parametrize("format", ["text", "html", "markdown", "csv", "json"])
def test_a_file_holds_what_standard_output_would(ledger, estate, format):
    printed = ledger("bad", "--format", format)
    written = ledger("bad", "--format", format, "--output", "ledger.out")
    assert written.out == ""
    assert (estate / "ledger.out").read_text(encoding="utf-8") == printed.out


def test_notes_go_to_standard_error(ledger):
    answer = ledger("broken", "--format", "json")
    assert json.loads(answer.out)["summary"]["complete"] is False
    assert "broken/stack.yaml" in answer.err


def test_systems_without_code_are_declared_and_attested_in_the_configuration(call, estate):
    (estate / "saas").mkdir()
    (estate / "saas" / ".srm-lint.yaml").write_text(ATTESTED)
    answer = call("ledger", "saas", "--format", "json", "--no-cache")
    dropbox = system(answer, "Dropbox")
    assert answer.err == ""
    assert (dropbox["declared"], dropbox["model"], dropbox["owner"]) == (True, "SaaS", "marketing")
    assert dropbox["duties"]["backup"]["state"] == "gap"  # good for longer than anybody can vouch
    assert dropbox["duties"]["endpoint"]["state"] == "not-assessed"
    assert system(call("ledger", ".", "--format", "json", "--no-cache"), "Dropbox") == dropbox
    assert json.loads(call("ledger", "saas", "--format", "json", "--no-config").out)["systems"] == []


def test_one_answer_to_all_of_3_2_1_1_0_is_told_once(call, estate):
    (estate / ".srm-lint.yaml").write_text("root: true\nsystems: [Dropbox]\n")
    assert call("ledger", ".", "--no-cache").out.count("no code tells how it is backed up") == 1


def test_the_resources_of_the_ledger_and_of_check_add_up(call, estate):
    (estate / "queue").mkdir()
    (estate / "queue" / "main.tf").write_text(
        'resource "aws_ebs_volume" "d" {}\nresource "aws_volume_attachment" "a" { volume_id = aws_ebs_volume.d.id }\n'
    )
    assert "2 resources: 2 IaaS" in call("check", "queue", "--no-cache").out
    told = "rules looked at 1 of 1 resource; beside them 1 part of others (settings, attachments, names), judged with those."
    assert told in call("ledger", "queue", "--no-cache").out


def test_check_points_to_the_ledger_where_systems_are_declared_and_nothing_else(call, estate):
    (estate / "declared").mkdir()
    (estate / "declared" / ".srm-lint.yaml").write_text("root: true\nsystems: [Dropbox]\n")
    answer = call("check", "declared")
    assert "what is declared here is judged by `srm-lint ledger`: Dropbox [only-declared]" in answer.out
    assert "only-declared" not in call("ledger", "declared").out
    assert "only-declared" not in call("check", "good", "--no-cache").out


def test_an_attestation_can_be_ignored_beside_it_with_a_reason(call, estate):
    comment = "  # srm-lint: ignore[srm-attestation-valid-too-long] reviewed by contract\n  - {scope"
    (estate / ".srm-lint.yaml").write_text(ATTESTED.replace("  - {scope", comment))
    backup = system(call("ledger", ".", "--format", "json", "--no-cache"), "Dropbox")["duties"]["backup"]
    assert backup["state"] == "accepted"
    assert "reviewed by contract" in backup["evidence"][0]["text"]


def test_a_valid_attestation_answers_what_check_finds(call, estate):
    own = ("--rules", str(estate / "rules"), "--select", "acme-rds-deletion-protection-off", "--no-cache", "unknown")
    assert call("check", *own, "--fail-on-unknown").code == 1
    (estate / "unknown" / ".srm-lint.yaml").write_text(
        "root: true\nattestations:\n"
        "  - {scope: Amazon RDS, duty: data-protection, owner: dba, expires: 2100-01-01, statement: Locked.}\n"
    )
    assert call("check", *own, "--fail-on-unknown").code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("systems: [Slak]", ".srm-lint.yaml:1: no system is called `Slak`; did you mean `Slack`? Otherwise give it a `model`: {name: Slak, model: SaaS}"),
        ("attestations:\n  - {scope: a, duty: backups, owner: b, expires: 2027-01-01}", ":2: `attestations[0].duty` is 'backups', and has to be one of operating-system, "),
        ("attestations:\n  - {scope: a, duty: backup, owner: b, expires: soon}", ":2: `attestations[0].expires` has to be a date such as 2027-01-31"),
        ("attestations:\n  - {scope: a, duty: backup, owner: b}", ":2: `attestations[0]` lacks the key `expires`"),
    ],
)  # fmt: skip
def test_a_broken_statement_is_named_with_file_and_line(call, estate, text, message):
    (estate / ".srm-lint.yaml").write_text(text + "\n")
    answer = call("ledger", "good", "--no-cache")
    assert answer.code == 2
    assert message in answer.err


def test_keys_may_be_written_with_underscores(call, estate):
    (estate / ".srm-lint.yaml").write_text(ATTESTED.replace("last-restore-test", "last_restore_test"))
    backups = json.loads(call("ledger", "good", "--format", "json", "--no-cache").out)["backups"]
    assert [each["verified"]["text"] for each in backups if each["system"] == "Dropbox"] == [
        "attested: restored on 2099-01-01"
    ]
