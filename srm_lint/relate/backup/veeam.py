"""Backup policies of Veeam's providers, where they are in the code, as evidence for what they name.

The providers are the public `veeambackup` and `veeam`; a policy counts for what it selects by id or by tag and does not
leave out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.backup.matching import has_tag
from srm_lint.relate.backup.shapes import Cover, name_of
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_truth, at, each

_POLICIES = {
    "aws_instance": ("veeambackup_aws_ec2_backup_policy",),
    "aws_db_instance": ("veeambackup_aws_rds_backup_policy",),
    "aws_rds_cluster": ("veeambackup_aws_rds_backup_policy",),
    **dict.fromkeys(
        ("azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"),
        ("veeambackup_azure_vm_backup_policy",),
    ),
    "azurerm_mssql_database": ("veeambackup_azure_sql_backup_policy",),
    "azurerm_storage_share": ("veeambackup_azure_file_shares_backup_policy",),
    "azurerm_storage_account": ("veeambackup_azure_file_shares_backup_policy",),
    "azurerm_cosmosdb_account": ("veeambackup_azure_cosmos_backup_policy",),
}
_OBJECT_JOB = "veeambackup_vbr_object_storage_backup_job"
_OBJECT_STORES = ("aws_s3_bucket", "azurerm_storage_container")
_REPOSITORY = "veeambackup_vbr_repository"
_UNTOLD = Unknown("the policy's retention and schedule are not in one place of its code")


def veeam_covers(resource: Resource, links: Links) -> Iterator[Cover]:
    """One cover for each policy or job of Veeam that takes a resource in."""
    for type in _POLICIES.get(resource.type, ()):
        for policy in links.every(type):
            applies = all_of(
                (_selects(policy, resource, links), as_truth(policy.values.get("is_enabled"), absent=True))
            )
            if applies is not False:
                yield _cover(policy, applies, links)
    if resource.type in _OBJECT_STORES:
        yield from _object_jobs(resource, links)


def _selects(policy: Resource, resource: Resource, links: Links) -> Truth:
    chosen = _takes(policy, ("selected_items",), resource, links)
    left_out = _takes(policy, ("excluded_items", "exclude_items", "exclusion_items"), resource, links)
    return all_of((chosen, negate(left_out)))


def _takes(policy: Resource, names: tuple[str, ...], resource: Resource, links: Links) -> Truth:
    return any_of(
        answer
        for name in names
        for container in each(policy.values, name)
        for answer in _entries(container, resource, links)
    )


def _entries(container: Value, resource: Resource, links: Links) -> Iterator[Truth]:
    """For each entry of a selection whether it means the resource: a tag block, or an id at any depth."""
    if isinstance(container, Unknown | str):
        found = links.follow(container, resource.type)
        if isinstance(found, Resource):
            yield found.address == resource.address
        elif isinstance(found, Unknown) and not _is_elsewhere(found, links):
            yield found
    elif isinstance(container, tuple):
        for item in container:
            yield from _entries(item, resource, links)
    elif isinstance(container, Mapping):
        if "name" in container and "value" in container:
            yield has_tag(resource, container["name"], container["value"])
            return
        for item in container.values():
            yield from _entries(item, resource, links)


def _is_elsewhere(value: Unknown, links: Links) -> bool:
    """Whether a value comes from a resource of the estate, which then is another one: a resource group, a region."""
    return bool(value.references) and all(links.resolve(reference) for reference in value.references)


def _cover(policy: Resource, applies: Truth, links: Links) -> Cover:
    written = next(iter(_repositories(policy.values)), None)
    repository = links.follow(written, _REPOSITORY)
    return Cover(
        plan=policy.address,
        source=policy.address,
        vault=name_of(repository, written),
        rpo_hours=_gap(policy.values),
        retention_days=_UNTOLD,
        immutable=_immutable(repository),
        applies=applies,
    )


def _gap(values: Mapping[str, Value]) -> Value:
    for name, hours in (("daily_schedule", 24), ("weekly_schedule", 168), ("monthly_schedule", 744)):
        if at(values, name) is not None or at(values, "schedule_settings", name) is not None:
            return hours
    return _UNTOLD


def _repositories(value: Value | Mapping[str, Value]) -> Iterator[Value]:
    """Where backups go: `target_repository_id` at any depth."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name in ("target_repository_id", "backup_repository_id"):
                yield item
            else:
                yield from _repositories(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _repositories(item)


def _immutable(repository: Resource | Unknown | None) -> Truth:
    if not isinstance(repository, Resource):
        return Unknown("whether Veeam's repository is immutable is not in the code")
    return any_of(_in_compliance_mode(at(repository.values, kind, "immutability")) for kind in ("bucket", "container"))


def _in_compliance_mode(immutability: Value) -> Truth:
    mode = at(immutability, "immutability_mode")
    compliant = mode if isinstance(mode, Unknown) else mode == "Compliance"
    return all_of((as_truth(at(immutability, "is_enabled")), compliant))


def _object_jobs(resource: Resource, links: Links) -> Iterator[Cover]:
    """Jobs over object storage name the bucket or container."""
    for job in links.every(_OBJECT_JOB):
        named = [links.follow(container, resource.type) for container in each(job.values, "objects", "container")]
        takes = any_of(_is(found, resource) for found in named)
        applies = all_of((takes, negate(as_truth(job.values.get("is_disabled")))))
        if applies is not False:
            yield _cover(job, applies, links)


def _is(found: Resource | Unknown | None, resource: Resource) -> Truth:
    return found if isinstance(found, Unknown) else found is not None and found.address == resource.address
