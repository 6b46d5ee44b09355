"""Vaults of AWS Backup: whether anybody can delete from them, and whether they are in another account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.template import known_in_deployment
from srm_lint.model.value import Truth, Unknown, Value, all_of, unknowns_in
from srm_lint.relate.backup.places import differs, place
from srm_lint.relate.links import Links
from srm_lint.relate.values import at

VAULTS = (
    *("aws_backup_vault", "aws_backup_logically_air_gapped_vault"),
    *("AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault"),
)
_AIR_GAPPED = (VAULTS[1], VAULTS[3])
_LOCK = "aws_backup_vault_lock_configuration"
_CALLER = "data.aws_caller_identity"
_DEPLOYING_ACCOUNT = known_in_deployment("AWS::AccountId")
_ROLES = {"aws_backup_selection": ("iam_role_arn",), "AWS::Backup::BackupSelection": ("BackupSelection", "IamRoleArn")}
"""The role of a selection, which has to be one of the plan's own account. Source: AWS Backup, BackupSelection."""

_CREDENTIALS = (
    *("access_key", "profile", "shared_config_files", "shared_credentials_files"),
    *("assume_role", "assume_role_with_web_identity", "allowed_account_ids"),
)
"""Settings of the provider that decide in which account it works."""


def is_locked(vault: Resource | Unknown | None, named: Value, links: Links) -> Truth:
    """Whether nobody can delete from a vault: locked in compliance mode, or logically air-gapped.

    A lock without `changeable_for_days` is in governance mode: whoever has the permission takes it off.
    """
    if not isinstance(vault, Resource):
        return (
            vault
            if isinstance(vault, Unknown)
            else Unknown(f"the vault `{named}` is not in the code, its lock may be elsewhere")
        )
    if vault.type in _AIR_GAPPED:
        return True
    if vault.type == VAULTS[2]:
        days = at(vault.values, "LockConfiguration", "ChangeableForDays")
        return days if isinstance(days, Unknown) else days is not None
    return _any_lock(links.linked(vault, _LOCK))


def _any_lock(locks: tuple[Resource | Unknown, ...]) -> Truth:
    answers: list[Truth] = []
    for lock in locks:
        days = lock if isinstance(lock, Unknown) else lock.values.get("changeable_for_days")
        answers.append(days if isinstance(days, Unknown) else days is not None)
    return True if True in answers else all_of(answers) if answers else False


def other_account(named: Value, here: Resource, links: Links) -> Truth:
    """Whether the vault that a copy goes to is in another account than `here`, the plan or what it protects.

    An air-gapped vault is: AWS keeps what is in it outside of the customer's accounts. Source: AWS Backup, logically
    air-gapped vault.
    """
    vault = links.follow(named, *VAULTS, "data.aws_backup_vault")
    if isinstance(vault, Resource):
        if vault.type in _AIR_GAPPED:
            return True
        if _is_same_login(vault, here):
            return False
        return differs(place(vault).account, _own_account(here, links))
    account = place(named).account
    if isinstance(account, Unknown) and _is_own(account, here, links):
        return False
    return differs(account, _own_account(here, links))


def _credentials(resource: Resource) -> Mapping[str, Value] | None:
    """What decides in which account a resource is made; None where it names a provider that is declared elsewhere."""
    if not resource.settings and "." in str(resource.meta.get("provider", "")):
        return None
    return {name: resource.settings[name] for name in _CREDENTIALS if name in resource.settings}


def _is_same_login(one: Resource, other: Resource) -> bool:
    """Whether two resources surely are made with the same credentials, of which two unknown ones may be different."""
    own, others = _credentials(one), _credentials(other)
    if own is None or own != others:
        return False
    return one.settings == other.settings or not any(True for value in own.values() for _ in unknowns_in(value))


def _is_own(account: Unknown, here: Resource, links: Links) -> bool:
    """Whether an account that the code does not name is surely the one that `here` is made in."""
    if account == _DEPLOYING_ACCOUNT:
        return True
    callers = [target for reference in account.references for target in links.resolve(reference)]
    return bool(callers) and all(caller.type == _CALLER and _is_same_login(caller, here) for caller in callers)


def _own_account(here: Resource, links: Links) -> Value:
    """The account of a plan or of what it protects: that of its provider, or of the roles that make the backups there."""
    stated = place(here).account
    if stated is not None:
        return stated
    accounts = {account for account in _accounts_of_roles(here, links) if isinstance(account, str)}
    return accounts.pop() if len(accounts) == 1 else None


def _accounts_of_roles(here: Resource, links: Links) -> Iterator[Value]:
    for type, path in _ROLES.items():
        for selection in links.every(type):
            if _is_same_login(selection, here):
                yield place(at(selection.values, *path)).account
