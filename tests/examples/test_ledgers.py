"""The ledgers of the example estates: every cell as it is kept, and the cells that each estate is there to show."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from srm_lint.model.backup import StoreBackup
from srm_lint.model.finding import Verdict
from srm_lint.model.ledger import Cell, Ledger
from srm_lint.model.rule import Duty

_SPEC = importlib.util.spec_from_file_location(
    "example_ledgers", Path(__file__).parents[2] / "tools" / "example_ledgers.py"
)
tool = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tool)


@cache
def ledger(estate: str) -> Ledger:
    return tool.ledger(estate)


def cell(estate: str, name: str, duty: str) -> Cell:
    system = next(system for system in ledger(estate).systems if system.name == name)
    return next(cell for cell in system.cells if cell.duty is Duty(duty))


@pytest.mark.parametrize("estate", tool.estates())
def test_every_cell_is_as_it_is_kept(estate):
    kept = tool.KEPT / f"{estate.replace('/', '-')}.txt"
    assert tool.matrix(estate) == kept.read_text(encoding="utf-8"), "as meant? Then: python tools/example_ledgers.py"


@pytest.mark.parametrize(
    ("estate", "system", "duty", "state"),
    [
        ("aws-terraform/gaps", "Amazon RDS", "backup", "gap"),
        ("aws-terraform/gaps", "Amazon RDS", "encryption", "gap"),
        ("aws-terraform/gaps", "Amazon RDS", "application", "not-applicable"),
        ("aws-terraform/gaps", "Amazon S3", "backup", "gap"),
        ("aws-terraform/gaps", "Amazon S3", "operating-system", "provider"),
        ("aws-terraform/gaps", "Amazon VPC", "network", "gap"),
        ("aws-terraform/gaps", "AWS IAM", "identity-access", "gap"),
        ("aws-terraform/clean", "Amazon RDS", "backup", "met"),
        ("aws-terraform/clean", "Amazon RDS", "encryption", "met"),
        ("aws-terraform/clean", "Amazon S3", "backup", "met"),
        ("aws-cloudformation/gaps", "Amazon RDS", "backup", "gap"),
        ("aws-cloudformation/gaps", "Amazon S3", "backup", "gap"),
        ("azure-terraform/gaps", "Azure Virtual Machines", "backup", "gap"),
        ("azure-terraform/gaps", "Azure Virtual Machines", "operating-system", "gap"),
        ("azure-terraform/gaps", "Azure Virtual Network", "network", "gap"),
        ("azure-terraform/gaps", "Azure SQL Database", "backup", "gap"),
        ("azure-terraform/gaps", "Azure Storage", "data-protection", "gap"),
        ("azure-terraform/gaps", "Azure role-based access", "identity-access", "gap"),
        ("azure-terraform/clean", "Azure Virtual Machines", "backup", "met"),
        ("azure-terraform/clean", "Azure Virtual Machines", "operating-system", "met"),
        ("azure-terraform/clean", "Azure Storage", "backup", "met"),
        ("azure-terraform/clean", "Azure SQL Database", "backup", "met"),
        ("azure-terraform/clean", "Azure Key Vault", "operating-system", "provider"),
        ("google-terraform/gaps", "Cloud SQL", "backup", "gap"),
        ("google-terraform/gaps", "Cloud Storage", "data-protection", "gap"),
        ("google-terraform/gaps", "Compute Engine", "operating-system", "gap"),
        ("google-terraform/gaps", "Google Cloud resource hierarchy", "identity-access", "gap"),
        ("google-terraform/clean", "Cloud SQL", "backup", "met"),
        ("google-terraform/clean", "Compute Engine", "backup", "met"),
        ("google-terraform/clean", "Cloud Storage", "backup", "attested"),
        ("google-terraform/clean", "BigQuery", "backup", "attested"),
        ("google-terraform/clean", "Cloud KMS", "operating-system", "provider"),
        ("microsoft365-entra/clean", "Microsoft Entra ID", "backup", "attested"),
        ("microsoft365-entra/clean", "Microsoft Exchange Online", "backup", "attested"),
        ("microsoft365-entra/clean", "Microsoft Exchange Online", "operating-system", "provider"),
        ("microsoft365-entra/gaps", "Microsoft Entra ID", "identity-access", "gap"),
        ("salesforce/gaps", "Salesforce", "backup", "gap"),
        ("salesforce/clean", "Salesforce", "backup", "attested"),
        ("salesforce/clean", "Salesforce", "endpoint", "attested"),
        ("salesforce/clean", "Salesforce", "application", "provider"),
        ("slack/gaps", "Slack", "backup", "not-assessed"),
        ("slack/clean", "Slack", "backup", "attested"),
        ("slack/clean", "Slack", "identity-access", "attested"),
        ("slack/clean", "Slack", "network", "provider"),
        ("dropbox/gaps", "Dropbox", "backup", "not-assessed"),
        ("dropbox/clean", "Dropbox", "backup", "attested"),
        ("dropbox/clean", "Dropbox", "encryption", "attested"),
        ("veeam/gaps", "Amazon EC2", "backup", "gap"),
        ("veeam/clean", "Amazon EC2", "backup", "attested"),
    ],
)
def test_each_estate_shows_what_it_is_for(estate, system, duty, state):
    assert cell(estate, system, duty).state.value == state


@pytest.mark.parametrize("estate", tool.estates())
def test_nothing_is_blank_and_nothing_open_lacks_a_ground(estate):
    for system in ledger(estate).systems:
        assert [cell.duty for cell in system.cells] == [*Duty]
        silent = [
            c.duty.value for c in system.cells if not c.evidence and c.state.value not in ("provider", "not-applicable")
        ]
        assert silent == [], system.name
        placeless = [g.text for c in system.cells for g in c.evidence if g.location is None]
        assert placeless == [], system.name


@pytest.mark.parametrize(
    ("estate", "store", "kept"),
    [
        ("aws-terraform/gaps", "aws_db_instance.orders", "nnnnn"),
        ("aws-terraform/clean", "aws_db_instance.orders", "yyyyy"),
        ("aws-terraform/clean", "aws_s3_bucket.uploads", "yyyyy"),
        ("azure-terraform/gaps", "azurerm_linux_virtual_machine.web", "nnnnn"),
        ("azure-terraform/clean", "azurerm_linux_virtual_machine.web", "nyyyn"),
        ("google-terraform/gaps", "google_compute_disk.cache", "nnnnn"),
        ("google-terraform/clean", "google_storage_bucket.uploads", "nyyyy"),
        ("microsoft365-entra/clean", "Microsoft Exchange Online", "nyyyy"),
        ("slack/gaps", "slack_conversation.incidents", "?????"),
        ("slack/clean", "slack_conversation.incidents", "nyyyy"),
        ("dropbox/gaps", "Dropbox", "?????"),
        ("dropbox/clean", "Dropbox", "nyyyy"),
        ("veeam/gaps", "aws_instance.billing", "nnnnn"),
        ("veeam/clean", "aws_instance.billing", "yyyyy"),
    ],
)
def test_backups_by_the_rule_of_3_2_1_1_0(estate, store, kept):
    row = next(row for row in ledger(estate).backups if store in (row.address, row.service))
    assert _signs(row) == kept


def _signs(row: StoreBackup) -> str:
    signs = {Verdict.PASS: "y", Verdict.FAIL: "n", Verdict.UNKNOWN: "?"}
    answers = (row.copies, row.media, row.offsite, row.immutable, row.verified)
    return "".join(signs[answer.verdict] for answer in answers)
