"""What is no backup, and reported beside it: replication, versioning, soft delete."""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, any_of
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_truth, at, each

_REPLICATING = {
    "aws_s3_bucket": ("aws_s3_bucket_replication_configuration",),
    "aws_db_instance": (),
    "aws_rds_cluster": ("aws_rds_global_cluster",),
    "aws_efs_file_system": ("aws_efs_replication_configuration",),
    "aws_dynamodb_table": ("aws_dynamodb_table_replica",),
    "azurerm_mssql_database": ("azurerm_mssql_failover_group",),
    "azurerm_storage_account": ("azurerm_storage_object_replication",),
    "azurerm_linux_virtual_machine": ("azurerm_site_recovery_replicated_vm",),
    "azurerm_windows_virtual_machine": ("azurerm_site_recovery_replicated_vm",),
    "azurerm_virtual_machine": ("azurerm_site_recovery_replicated_vm",),
    "google_sql_database_instance": (),
}
"""Types whose data other resources replicate. Copies of a database that name it as their source count too."""

_REPLICAS = {
    "aws_db_instance": "replicate_source_db",
    "AWS::RDS::DBInstance": "SourceDBInstanceIdentifier",
    "google_sql_database_instance": "master_instance_name",
}

_FLAGS = {
    "aws_s3_bucket": ("replication_configuration",),
    "AWS::S3::Bucket": ("ReplicationConfiguration",),
    "aws_dynamodb_table": ("replica",),
    "AWS::DynamoDB::GlobalTable": ("Replicas",),
    "AWS::EFS::FileSystem": ("ReplicationConfiguration",),
}
"""Blocks whose presence means replication."""

_MULTIPLE_ZONES = {
    "aws_db_instance": ("multi_az",),
    "AWS::RDS::DBInstance": ("MultiAZ",),
    "aws_elasticache_replication_group": ("multi_az_enabled",),
    "AWS::ElastiCache::ReplicationGroup": ("MultiAZEnabled",),
}
_REDUNDANCY = {
    "azurerm_storage_account": (("account_replication_type",), ("GRS", "RAGRS", "GZRS", "RAGZRS", "ZRS")),
    "google_sql_database_instance": (("settings", "availability_type"), ("REGIONAL",)),
}

_VERSIONING = {
    "azurerm_storage_account": ("blob_properties", "versioning_enabled"),
    "google_storage_bucket": ("versioning", "enabled"),
    "AWS::S3::Bucket": ("VersioningConfiguration", "Status"),
    "aws_s3_bucket": ("versioning", "enabled"),
}


def replicated(resource: Resource, links: Links) -> Truth:
    """Whether the data also exists elsewhere as it is now, mistakes and deletions included."""
    answers: list[Truth] = [*_replicating(resource, links)]
    for name in _FLAGS.get(resource.type, ()):
        answers += [item if isinstance(item, Unknown) else True for item in each(resource.values, name)]
    if resource.type in _MULTIPLE_ZONES:
        answers.append(as_truth(at(resource.values, *_MULTIPLE_ZONES[resource.type])))
    if resource.type in _REDUNDANCY:
        path, kinds = _REDUNDANCY[resource.type]
        written = at(resource.values, *path)
        answers.append(written if isinstance(written, Unknown) else written in kinds)
    return any_of(answers)


def is_replica(resource: Resource) -> Truth:
    """Whether a database is itself the copy of another one, whose backups are the ones that count."""
    written = resource.values.get(_REPLICAS.get(resource.type, ""))
    if isinstance(written, Unknown) and not written.never_null:
        return written
    return written is not None and written != ""


def versioned(resource: Resource, links: Links) -> Truth:
    """Whether overwritten and deleted objects are kept as versions."""
    inline = as_truth(at(resource.values, *_VERSIONING[resource.type])) if resource.type in _VERSIONING else False
    if resource.type != "aws_s3_bucket":
        return inline
    return any_of(
        (
            inline,
            *(
                item if isinstance(item, Unknown) else as_truth(at(item.values, "versioning_configuration", "status"))
                for item in links.linked(resource, "aws_s3_bucket_versioning")
            ),
        )
    )


def soft_deleted(resource: Resource) -> Truth:
    """Whether what is deleted can be taken back for a while, by whoever has not emptied the bin."""
    values: Mapping[str, Value] = resource.values
    if resource.type == "azurerm_storage_account":
        policy = at(values, "blob_properties", "delete_retention_policy")
        return policy if isinstance(policy, Unknown) else policy is not None
    if resource.type == "google_storage_bucket":
        seconds = at(values, "soft_delete_policy", "retention_duration_seconds")
        return seconds if isinstance(seconds, Unknown) else str(seconds) != "0"
    return resource.type in ("azurerm_key_vault", "azurerm_app_configuration", "aws_secretsmanager_secret")


def _replicating(resource: Resource, links: Links) -> list[Truth]:
    found = [item for type in _REPLICATING.get(resource.type, ()) for item in links.linked(resource, type)]
    pointer = _REPLICAS.get(resource.type)
    if pointer is not None:
        found += links.linked(resource, resource.type, via=(pointer,))
    return [item if isinstance(item, Unknown) else True for item in found]
