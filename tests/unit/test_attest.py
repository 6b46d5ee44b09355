"""Attestations as resources, and laid over findings."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import ACCEPTED, attestation, attested, declared, finding, subject

from srm_lint.attest import Circumstances, WrittenItem, cover, resource_of
from srm_lint.attest.resources import is_about
from srm_lint.model.attestation import Declared, KnownSystem, Product, Scope, Systems
from srm_lint.model.finding import Verdict
from srm_lint.model.resource import Model, Service
from srm_lint.model.rule import Duty
from srm_lint.model.source import Source
from srm_lint.read.configuration import read

TEXT = """\
attestations:
  - scope: Amazon RDS
    duty: backup
    owner: dba
    expires: 2027-01-31
    last-restore-test: 2026-06-01
"""
SLACK = KnownSystem(Service("Slack", Model.SAAS), ("slack", "slack.com"))
SYSTEMS = Systems({"slack": SLACK, "slack.com": SLACK}, (Product("slack saver", ("Slack",)),))
HERE = subject(account="111122223333")


def item() -> WrittenItem:
    template = read(Source(".srm-lint.yaml", TEXT.encode()))
    return WrittenItem(template.source, template.root.get("attestations").items[0])


def values(about: Scope | None = None, *findings, **changes):
    around = Circumstances([HERE], findings, [Declared(SLACK, "", "", HERE.location)], SYSTEMS, date(2026, 11, 24))
    written = attestation(**changes)
    return resource_of(written, "a", about or Scope((written.scope,)), item(), around).values


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({}, "days_left", 68),
        ({"expires": date(2026, 11, 23)}, "days_left", -1),
        ({"last_restore_test": date(2026, 11, 14)}, "restore_test_age_days", 10),
        ({}, "restore_test_age_days", None),
        ({"last_success": date(2026, 11, 24)}, "last_success_age_days", 0),
        ({"approver": "DBA"}, "approver_is_owner", True),
        ({"approver": "ciso"}, "approver_is_owner", False),
        ({}, "approver_is_owner", None),
        ({"frequency_hours": 24.0}, "frequency_hours", 24),
        ({"encrypted": False}, "encrypted", False),
        ({}, "product", None),
        ({"location": "Same region"}, "same_location", True),
        ({"location": "aws / 111122223333 / eu-west-1"}, "same_location", True),
        ({"location": "amazon rds"}, "same_location", True),
        ({"location": "444455556666"}, "same_location", False),
        ({"scope": "Slack", "location": "slack.com"}, "same_location", True),
        ({"scope": "Slack", "product": "Slack Saver"}, "product_fits", True),
        ({"product": "slack saver"}, "product_fits", False),
        ({"product": "something else"}, "product_fits", None),
        ({}, "matches", 1),
        ({"scope": "Dropbox"}, "matches", 0),
    ],
)
def test_values_are_what_is_written_and_what_follows_from_it(changes, name, value):
    assert values(**changes).get(name) == value


@pytest.mark.parametrize(
    ("scope", "matches"),
    [
        (Scope(pattern="aws_db_*"), 1),
        (Scope(pattern="aws_db_instance.main"), 1),
        (Scope(pattern="aws_db_instance.mai?"), 1),
        (Scope(pattern="aws_db_instance.main[0]"), 0),
        (Scope(pattern="aws_db_*", account="444455556666"), 0),
        (Scope(("Amazon RDS",), account="111122223333"), 1),
        (Scope(("Amazon RDS", "Slack")), 2),
    ],
)
def test_a_scope_is_systems_or_a_pattern_perhaps_of_one_account(scope, matches):
    assert values(scope)["matches"] == matches


def test_brackets_in_a_pattern_are_those_of_addresses():
    assert Scope(pattern="aws_db_instance.main[*]").holds(subject("aws_db_instance.main[0]"))


def test_a_part_of_a_declared_system_is_about_it():
    whole = declared("Microsoft 365", parts=("Mail",))
    assert is_about(Scope(("Mail",)), whole)
    assert not is_about(Scope(("Files",)), whole)


@pytest.mark.parametrize(
    ("duty", "verdict", "suppression", "contradicts"),
    [
        (Duty.ENCRYPTION, Verdict.FAIL, None, True),
        (Duty.ENCRYPTION, Verdict.UNKNOWN, None, False),
        (Duty.ENCRYPTION, Verdict.FAIL, ACCEPTED, False),
        (Duty.NETWORK, Verdict.FAIL, None, True),
        (Duty.BACKUP, Verdict.FAIL, None, False),
    ],
)
def test_a_gap_in_what_code_decides_contradicts(duty, verdict, suppression, contradicts):
    found = finding(verdict, duty, HERE, suppression=suppression)
    assert values(None, found, duty=duty)["contradicts_code"] is contradicts


def test_values_are_found_where_they_are_written_or_come_from():
    lines = {name: item().locate((name,)) for name in ("expires", "days_left", "restore_test_age_days", "product")}
    assert {name: place and place.line for name, place in lines.items()} == {
        "expires": 5,
        "days_left": 5,
        "restore_test_age_days": 6,
        "product": None,
    }
    assert (item().header().line, item().extent().end_line) == (2, 6)


@pytest.mark.parametrize("duty", [*Duty])
@pytest.mark.parametrize("verdict", [*Verdict])
def test_a_valid_attestation_answers_gaps_of_what_is_done_outside_the_code_and_whatever_is_unknown(duty, verdict):
    by_code = duty in (Duty.ENCRYPTION, Duty.NETWORK, Duty.CONFIGURATION, Duty.DATA_PROTECTION)
    (found,) = cover([finding(verdict, duty)], [attested(duty=duty)])
    answered = verdict is Verdict.UNKNOWN or (verdict is Verdict.FAIL and not by_code)
    assert (found.suppression is not None and found.suppression.attested) is answered


@pytest.mark.parametrize(
    "item",
    [attested(valid=False), attested(duty=Duty.ENDPOINT), attested(scope=Scope(("Slack",)))],
    ids=["past its date", "another duty", "another system"],
)
def test_any_other_attestation_answers_nothing(item):
    assert cover([finding()], [item])[0].suppression is None


def test_what_is_accepted_stays_so_and_says_by_whom_it_is_attested():
    assert cover([finding(suppression=ACCEPTED)], [attested()])[0].suppression == ACCEPTED
    suppression = cover([finding()], [attested()])[0].suppression
    assert suppression.justification == "attested by dba: Dumped every night."
    assert suppression.expires == "2027-01-31"
    assert suppression.source.file == ".srm-lint.yaml"
