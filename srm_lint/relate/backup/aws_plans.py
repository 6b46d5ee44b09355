"""Plans of AWS Backup: rules, vaults, locks and copies, in Terraform and in CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.backup.aws_vaults import VAULTS, is_locked, other_account
from srm_lint.relate.backup.places import offsite, place
from srm_lint.relate.backup.schedule import FOREVER, gap_hours
from srm_lint.relate.backup.shapes import Copy, Cover, name_of
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_truth, at, blocks, each

PLANS = ("aws_backup_plan", "AWS::Backup::BackupPlan")
_DEFAULT_SCHEDULE = "cron(0 5 ? * * *)"
"""What AWS Backup takes where a rule has no schedule."""


class _Words(msgspec.Struct, frozen=True):
    """What the two languages call the parts of a plan."""

    rules: tuple[str, ...]
    schedule: str
    vault: str
    air_gapped: str
    continuous: str
    lifecycle: str
    delete_after: str
    copies: str
    destination: str


_TERRAFORM = _Words(
    rules=("rule",),
    schedule="schedule",
    vault="target_vault_name",
    air_gapped="target_logically_air_gapped_backup_vault_arn",
    continuous="enable_continuous_backup",
    lifecycle="lifecycle",
    delete_after="delete_after",
    copies="copy_action",
    destination="destination_vault_arn",
)
_CLOUDFORMATION = _Words(
    rules=("BackupPlan", "BackupPlanRule"),
    schedule="ScheduleExpression",
    vault="TargetBackupVault",
    air_gapped="TargetLogicallyAirGappedBackupVaultArn",
    continuous="EnableContinuousBackup",
    lifecycle="Lifecycle",
    delete_after="DeleteAfterDays",
    copies="CopyActions",
    destination="DestinationBackupVaultArn",
)


def plan_covers(plan: Resource, protected: Resource, source: str, links: Links) -> Iterator[Cover]:
    """One cover for each rule of a plan; `source` is the address of the selection."""
    words = _TERRAFORM if plan.type == PLANS[0] else _CLOUDFORMATION
    exists = plan.exists if isinstance(plan.exists, Unknown) else True
    for rule in each(plan.values, *words.rules):
        if isinstance(rule, Unknown):
            yield Cover(plan.address, source, applies=rule)
        elif isinstance(rule, Mapping):
            cover = _cover(rule, words, protected, links)
            yield msgspec.structs.replace(cover, plan=plan.address, source=source, applies=exists)


def _cover(rule: Mapping[str, Value], words: _Words, protected: Resource, links: Links) -> Cover:
    written = at(rule, words.schedule)
    schedule = _DEFAULT_SCHEDULE if written is None else written
    named = at(rule, words.vault)
    vault = links.follow(named, *VAULTS)
    return Cover(
        vault=name_of(vault, named),
        schedule=schedule,
        rpo_hours=gap_hours(schedule),
        retention_days=_kept(rule, words),
        immutable=True if at(rule, words.air_gapped) is not None else is_locked(vault, named, links),
        continuous=as_truth(at(rule, words.continuous)),
        copies=tuple(_copies(rule, words, protected, links)),
    )


def _kept(rule: Mapping[str, Value], words: _Words) -> Value:
    days = at(rule, words.lifecycle, words.delete_after)
    return FOREVER if days is None else days


def _copies(rule: Mapping[str, Value], words: _Words, protected: Resource, links: Links) -> Iterator[Copy]:
    for action in blocks(rule.get(words.copies)):
        if isinstance(action, Unknown):
            yield Copy(action, offsite=action, immutable=action, other_account=action)
        elif isinstance(action, Mapping):
            named = at(action, words.destination)
            vault = links.follow(named, *VAULTS)
            where = place(vault if isinstance(vault, Resource) else named)
            yield Copy(
                vault=name_of(vault, named),
                region=where.region,
                account=where.account,
                retention_days=_kept(action, words),
                offsite=offsite(vault if isinstance(vault, Resource) else named, protected),
                immutable=is_locked(vault, named, links),
                other_account=other_account(named, protected, links),
            )
