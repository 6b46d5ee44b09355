"""The state of one duty of one system, from what was found, said, or not looked at."""

from __future__ import annotations

import pytest
from ledger_samples import ACCEPTED, attested, cell_of, declared, finding, ledger_of, subject

from srm_lint.model.attestation import Scope
from srm_lint.model.backup import Answer, Backups, Plan, Store
from srm_lint.model.finding import Suppression, SuppressionKind, Verdict
from srm_lint.model.ledger import CellState
from srm_lint.model.resource import Kind, Model, State
from srm_lint.model.rule import ATTESTATION, Duty, Party, Severity

FAIL, PASS, UNKNOWN = Verdict.FAIL, Verdict.PASS, Verdict.UNKNOWN
COVERED = Suppression(SuppressionKind.EXTERNAL, "attested", "2027-01-31", attested=True)


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ([finding(PASS)], CellState.MET),
        ([finding(FAIL)], CellState.GAP),
        ([finding(UNKNOWN)], CellState.UNKNOWN),
        ([finding(FAIL, suppression=ACCEPTED)], CellState.ACCEPTED),
        ([finding(UNKNOWN, suppression=ACCEPTED)], CellState.ACCEPTED),
        ([finding(FAIL, suppression=COVERED)], CellState.ATTESTED),
        ([finding(PASS), finding(FAIL)], CellState.GAP),
        ([finding(PASS), finding(UNKNOWN)], CellState.UNKNOWN),
        ([finding(UNKNOWN), finding(FAIL)], CellState.GAP),
        ([finding(PASS), finding(FAIL, suppression=ACCEPTED)], CellState.ACCEPTED),
        ([], CellState.NOT_ASSESSED),
    ],
    ids=lambda value: value.value if isinstance(value, CellState) else "",
)
def test_the_most_urgent_ground_decides(findings, state):
    assert cell_of(ledger_of(findings)).state is state


def test_a_ground_says_what_where_and_until_when():
    cell = cell_of(ledger_of([finding(FAIL, suppression=ACCEPTED, settle=("ask",))]))
    (ground,) = cell.evidence
    assert ground.text == "Accepted: rebuilt nightly (`backup_retention_period` is 0)"
    assert (ground.rule, ground.title) == ("aws-rds-backups-off", "Database keeps no automated backups")
    assert (ground.location.file, ground.location.line, ground.first_line, ground.lines) == (
        "main.tf",
        5,
        4,
        ("a", "b", "c"),
    )
    assert ground.expires == "2027-01-31"


def test_instances_of_one_place_are_one_ground():
    both = [finding(about=subject(f"aws_db_instance.main[{index}]"), fingerprint=f"f{index}") for index in (0, 1)]
    cell = cell_of(ledger_of(both, [item.subject for item in both]))
    assert [ground.addresses for ground in cell.evidence] == [("aws_db_instance.main[0]", "aws_db_instance.main[1]")]
    assert cell.findings == ("f0", "f1")


@pytest.mark.parametrize(
    ("changes", "duty", "party", "state"),
    [
        ({}, Duty.APPLICATION, Party.CUSTOMER, CellState.NOT_APPLICABLE),
        ({"service": "Amazon S3"}, Duty.OPERATING_SYSTEM, Party.PROVIDER, CellState.PROVIDER),
        ({"service": "Slack", "model": Model.SAAS}, Duty.NETWORK, Party.PROVIDER, CellState.PROVIDER),
        ({"state": State.NONE}, Duty.BACKUP, Party.CUSTOMER, CellState.NOT_APPLICABLE),
        ({"model": Model.SAAS, "state": State.NONE}, Duty.BACKUP, Party.CUSTOMER, CellState.NOT_ASSESSED),
        ({"parent": "aws_s3_bucket"}, Duty.BACKUP, Party.CUSTOMER, CellState.NOT_APPLICABLE),
        ({"kind": Kind.EVIDENCE}, Duty.BACKUP, Party.CUSTOMER, CellState.NOT_APPLICABLE),
        ({}, Duty.BACKUP, Party.CUSTOMER, CellState.NOT_ASSESSED),
    ],
)
def test_what_nobody_looked_at_by_whose_duty_it_is(changes, duty, party, state):
    about = subject(**changes)
    cell = cell_of(ledger_of([], [about], looked_at=frozenset()), duty, about.service)
    assert (cell.party, cell.state) == (party, state)


def test_glue_alone_is_no_system():
    assert ledger_of([], [subject(kind=Kind.GLUE)]).systems == ()


def test_nothing_is_met_of_which_a_part_was_not_looked_at():
    other = subject("aws_rds_cluster.other")
    cell = cell_of(ledger_of([finding(PASS)], [subject(), other]))
    assert cell.state is CellState.NOT_ASSESSED
    assert [ground.state for ground in cell.evidence] == [CellState.NOT_ASSESSED, CellState.MET]
    assert cell.evidence[0].text == "Nobody looked: no rule asks this of aws_rds_cluster."
    assert (cell.looked_at, cell.concerned) == (1, 2)


def test_a_rule_that_does_not_apply_is_no_answer():
    cell = cell_of(ledger_of())
    assert cell.evidence[0].text == "Nobody looked: there are rules for this, but none of them applies to what is here."


BACKED_UP = Answer(PASS, "backed up")
NOT_BACKED_UP = Answer(FAIL, "nothing backs it up")


@pytest.mark.parametrize(
    ("covered", "findings", "attestations", "state", "text"),
    [
        (BACKED_UP, [], (), CellState.MET, "Backed up by nightly."),
        (NOT_BACKED_UP, [], (), CellState.GAP, "Nothing backs it up: no plan, policy or job takes it in, and the service makes no backups of its own. Versioning: goes with the store itself, and no backup."),
        (Answer(UNKNOWN, "the plan is elsewhere"), [], (), CellState.UNKNOWN, "Whether it is backed up cannot be told: the plan is elsewhere"),
        (NOT_BACKED_UP, [finding(FAIL)], (), CellState.GAP, "`backup_retention_period` is 0"),
        (NOT_BACKED_UP, [finding(FAIL, suppression=ACCEPTED)], (), CellState.ACCEPTED, "Accepted: rebuilt nightly (`backup_retention_period` is 0)"),
        (NOT_BACKED_UP, [finding(PASS)], (), CellState.GAP, "Nothing backs it up: no plan, policy or job takes it in, and the service makes no backups of its own. Versioning: goes with the store itself, and no backup."),
        (NOT_BACKED_UP, [], (attested(),), CellState.ATTESTED, "Dumped every night. owner: dba"),
    ],
)  # fmt: skip
def test_what_facts_tell_about_backups_counts_where_no_rule_says_it(covered, findings, attestations, state, text):
    known = Backups(
        covered, covered, covered, covered, (Plan("nightly"),), no_backups=("versioning: goes with the store itself",)
    )
    cell = cell_of(ledger_of(findings, looked_at=frozenset(), stores=(Store(subject(), known),), attested=attestations))
    assert cell.state is state
    assert cell.evidence[0].text == text
    assert cell.looked_at == 1


def test_a_declared_system_has_its_duties_although_nobody_looked():
    ledger = ledger_of([], [], declared=(declared(),))
    assert {cell.state for cell in ledger.systems[0].cells} == {CellState.PROVIDER, CellState.NOT_ASSESSED}
    assert cell_of(ledger, name="Slack").evidence[0].text == (
        "Nobody looked: no code describes this system, and nothing is attested."
    )
    assert (ledger.systems[0].declared, ledger.systems[0].owner) == (True, "it-team")


@pytest.mark.parametrize(
    ("item", "state"),
    [
        (attested(scope=Scope(("Slack",))), CellState.ATTESTED),
        (attested(scope=Scope(("Slack",)), valid=False), CellState.NOT_ASSESSED),
        (attested(scope=Scope(("Slack",)), duty=Duty.ENDPOINT), CellState.NOT_ASSESSED),
        (attested(scope=Scope(("Slack",), account="other")), CellState.NOT_ASSESSED),
    ],
)
def test_a_valid_attestation_answers_for_a_declared_system(item, state):
    assert cell_of(ledger_of([], [], declared=(declared(),), attested=(item,)), name="Slack").state is state


def test_an_attestation_about_a_part_leaves_the_others_open():
    both = declared("Microsoft 365", parts=("Mail", "Files"))
    one = attested(scope=Scope(("Mail",)))
    cell = cell_of(ledger_of([], [], declared=(both,), attested=(one,)), name="Microsoft 365")
    assert cell.state is CellState.NOT_ASSESSED
    assert cell.evidence[0].text == "Nobody looked at Files: what is attested is about other parts."
    whole = (one, attested(scope=Scope(("Files",))))
    assert cell_of(ledger_of([], [], declared=(both,), attested=whole), name="Microsoft 365").state is not CellState.GAP


def test_what_is_found_about_an_attestation_counts_for_the_duty_it_attests():
    item = attested(valid=False)
    about = finding(rule="srm-attestation-expired", about=item.subject, severity=Severity.HIGH)
    cell = cell_of(ledger_of([about], attested=(item,)))
    assert item.subject.type == ATTESTATION
    assert (cell.state, cell.evidence[0].rule) == (CellState.GAP, "srm-attestation-expired")


def test_an_attestation_about_nothing_is_a_stray():
    ledger = ledger_of([], attested=(attested(scope=Scope(("Dropbox",)), valid=False),))
    assert [ground.state for ground in ledger.strays] == [CellState.GAP]
    assert "nothing here is called so" in ledger.strays[0].text


def test_accounts_tell_systems_apart_and_totals_add_up():
    dev, prod = subject(account="1"), subject(account="2")
    ledger = ledger_of([finding(about=dev), finding(PASS, about=prod)], [dev, prod])
    backup = {
        system.account: cell.state for system in ledger.systems for cell in system.cells if cell.duty is Duty.BACKUP
    }
    assert backup == {"1": CellState.GAP, "2": CellState.MET}
    assert sum(ledger.totals.values()) == 2 * len(Duty)
    coverage = ledger.coverage
    assert (coverage.duties_answered, coverage.resources, coverage.resources_looked_at) == (2, 2, 2)
    assert coverage.share == 2 / coverage.duties


def test_what_the_catalogue_does_not_know_is_said():
    ledger = ledger_of([], [subject("acme_thing.a", service="acme_thing", model=Model.UNCLASSIFIED)])
    assert ledger.coverage.unclassified == ("acme_thing",)
