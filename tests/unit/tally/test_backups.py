"""Stores against 3-2-1-1-0: what the code tells, and what is attested."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from ledger_samples import attested, declared, ledger_of, subject

from srm_lint.model.attestation import Scope
from srm_lint.model.backup import Store
from srm_lint.model.config import AttestationKind, RestoreResult
from srm_lint.model.finding import Verdict
from srm_lint.model.value import Unknown, Value
from srm_lint.tally import backups_of

FAIL, PASS, UNKNOWN = Verdict.FAIL, Verdict.PASS, Verdict.UNKNOWN
ELSEWHERE = Unknown("the vault is elsewhere", settle=("show it",))

NATIVE = {"enabled": True, "retention_days": 7, "pitr": True, "offsite": False, "rpo_hours": 24}
PLAN = {
    "plan": "aws_backup_plan.shop",
    "vault": "aws_backup_vault.shop",
    "schedule": "cron(0 3 * * ? *)",
    "rpo_hours": 24,
    "retention_days": 35,
    "immutable": True,
    "offsite": False,
    "continuous": False,
    "copies": (),
    "source": "",
}
COPY = {
    "vault": "vault.far",
    "region": "eu-west-1",
    "account": None,
    "retention_days": 90,
    "offsite": True,
    "immutable": True,
}


def fact(**changes: Value) -> dict[str, Value]:
    nothing: dict[str, Value] = dict.fromkeys(
        ("covered", "planned", "offsite", "immutable", "restore_tested", "replicated", "versioned", "soft_deleted"),
        False,
    )
    return {**nothing, "by": (), "copies": (), "native": None, "rpo_hours": None, "retention_days": None, **changes}


def row(known: Value, *attestations):
    stores = (Store(subject(), backups_of(known)),)
    return ledger_of([], stores=stores, attested=attestations).backups[0]


def verdicts(row) -> str:
    answers = (row.copies, row.media, row.offsite, row.immutable, row.verified)
    return "".join({PASS: "y", FAIL: "n", UNKNOWN: "?"}[answer.verdict] for answer in answers)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (fact(), "nnnnn"),
        (fact(covered=True, native=NATIVE), "nnnnn"),
        (fact(covered=True, by=(PLAN,), immutable=True), "nynyn"),
        (fact(covered=True, by=(PLAN,), native=NATIVE, immutable=True), "yynyn"),
        (fact(covered=True, by=(PLAN, {**PLAN, "schedule": "monthly"})), "nynnn"),
        (fact(covered=True, by=(PLAN,), copies=(COPY,), offsite=True, immutable=True, restore_tested=True), "yyyyy"),
        (fact(covered=ELSEWHERE, by=(ELSEWHERE,), offsite=ELSEWHERE), "n??nn"),
        (fact(covered=True, by=(PLAN, ELSEWHERE)), "?ynnn"),
        (fact(replicated=True, versioned=True, soft_deleted=True), "nnnnn"),
        (None, "?????"),
    ],
)
def test_the_code_answers_each_part(known, expected):
    assert verdicts(row(known)) == expected


def test_words_name_what_was_found():
    found = row(
        fact(covered=True, by=(PLAN,), native=NATIVE, rpo_hours=24, retention_days=Decimal(36500), versioned=True)
    )
    assert found.copies.text == "3 (the data, the service's own backups, aws_backup_vault.shop)"
    assert found.media.text == "2 (the service itself, aws_backup_vault.shop)"
    assert [plan.name for plan in found.plans] == ["aws_backup_plan.shop", "point-in-time recovery"]
    assert (found.rpo_hours, found.retention_days) == ("24", "never deleted")
    assert found.no_backups == ("versioning: goes with the store itself",)


def test_what_is_unknown_says_what_would_settle_it():
    found = row(fact(covered=ELSEWHERE, retention_days=ELSEWHERE))
    assert found.covered.text == "the vault is elsewhere; to settle it: show it"
    assert found.retention_days == "unknown"


JOB = attested(offsite=True, frequency_hours=6, retention_days=365, immutable_days=14, location="elsewhere", last_restore_test=date(2026, 10, 1))  # fmt: skip


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (JOB, "nyyyy"),
        (attested(), "ny???"),
        (attested(offsite=False, location="here", immutable_days=0), "nynn?"),
        (attested(last_restore_test=date(2026, 10, 1), restore_result=RestoreResult.FAILED), "ny??n"),
        (attested(kind=AttestationKind.RESTORE_TEST, last_restore_test=date(2026, 10, 1)), "nn??y"),
        (attested(kind=AttestationKind.DISPOSABLE_DATA), "?????"),
        (attested(valid=False), "?????"),
        (attested(scope=Scope(("Slack",))), "?????"),
    ],
)
def test_an_attested_job_is_a_copy_elsewhere_as_far_as_it_is_said(job, expected):
    assert verdicts(row(None, job)) == expected


def test_the_best_figures_of_code_and_attestation_count():
    found = row(fact(covered=True, by=(PLAN,), rpo_hours=24, retention_days=35), JOB)
    assert (found.rpo_hours, found.retention_days) == ("6", "365")
    assert found.covered.verdict is PASS


def test_a_declared_system_is_a_row_until_every_part_is_attested():
    whole = declared("Microsoft 365", parts=("Mail", "Files"))

    def answers(*names: str) -> str:
        jobs = tuple(attested(scope=Scope((name,)), offsite=True) for name in names)
        return verdicts(ledger_of([], [], declared=(whole,), attested=jobs).backups[0])

    assert answers() == "?????"
    assert answers("Mail") == "?????"
    assert answers("Mail", "Files") == "yyy??"
