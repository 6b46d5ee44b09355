"""Backups of AWS's data stores: AWS Backup, Data Lifecycle Manager, and what each service makes by itself."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, all_of, any_of
from srm_lint.relate.backup.aws_lifecycle import lifecycle_covers
from srm_lint.relate.backup.aws_plans import PLANS, plan_covers
from srm_lint.relate.backup.aws_selections import ARNS, RESTORE_TESTS, restored_by, selected, selections
from srm_lint.relate.backup.places import place
from srm_lint.relate.backup.shapes import Backups, Copy, Cover, Native, Setting
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_truth, at

SETTINGS = {
    "aws_db_instance": Setting(days=("backup_retention_period",), days_absent=0, pitr=True),
    "AWS::RDS::DBInstance": Setting(days=("BackupRetentionPeriod",), days_absent=1, pitr=True),
    "aws_rds_cluster": Setting(days=("backup_retention_period",), days_absent=1, pitr=True),
    "AWS::RDS::DBCluster": Setting(days=("BackupRetentionPeriod",), days_absent=1, pitr=True),
    "aws_docdb_cluster": Setting(days=("backup_retention_period",), days_absent=1, pitr=True),
    "AWS::DocDB::DBCluster": Setting(days=("BackupRetentionPeriod",), days_absent=1, pitr=True),
    "aws_docdbelastic_cluster": Setting(days=("backup_retention_period",), days_absent=1),
    "AWS::DocDBElastic::Cluster": Setting(days=("BackupRetentionPeriod",), days_absent=1),
    "aws_neptune_cluster": Setting(days=("backup_retention_period",), days_absent=1, pitr=True),
    "AWS::Neptune::DBCluster": Setting(days=("BackupRetentionPeriod",), days_absent=1, pitr=True),
    "aws_dynamodb_table": Setting(
        switch=("point_in_time_recovery", "enabled"),
        days=("point_in_time_recovery", "recovery_period_in_days"),
        days_absent=35,
        pitr=True,
    ),
    "AWS::DynamoDB::Table": Setting(
        switch=("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"),
        days=("PointInTimeRecoverySpecification", "RecoveryPeriodInDays"),
        days_absent=35,
        pitr=True,
    ),
    "AWS::DynamoDB::GlobalTable": Setting(
        switch=("Replicas", "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"), days_absent=35, pitr=True
    ),
    "AWS::EFS::FileSystem": Setting(switch=("BackupPolicy", "Status"), days_absent=35),
    "aws_fsx_windows_file_system": Setting(days=("automatic_backup_retention_days",), days_absent=7),
    "aws_fsx_lustre_file_system": Setting(days=("automatic_backup_retention_days",), days_absent=0),
    "aws_fsx_ontap_file_system": Setting(days=("automatic_backup_retention_days",), days_absent=0),
    "aws_fsx_openzfs_file_system": Setting(days=("automatic_backup_retention_days",), days_absent=0),
    "aws_redshift_cluster": Setting(days=("automated_snapshot_retention_period",), days_absent=1),
    "AWS::Redshift::Cluster": Setting(days=("AutomatedSnapshotRetentionPeriod",), days_absent=1),
    "aws_redshiftserverless_namespace": Setting(always=True, days_absent=1),
    "AWS::RedshiftServerless::Namespace": Setting(always=True, days_absent=1),
    "aws_elasticache_cluster": Setting(days=("snapshot_retention_limit",), days_absent=0),
    "AWS::ElastiCache::CacheCluster": Setting(days=("SnapshotRetentionLimit",), days_absent=0),
    "aws_elasticache_replication_group": Setting(days=("snapshot_retention_limit",), days_absent=0),
    "AWS::ElastiCache::ReplicationGroup": Setting(days=("SnapshotRetentionLimit",), days_absent=0),
    "aws_elasticache_serverless_cache": Setting(days=("snapshot_retention_limit",), days_absent=0),
    "AWS::ElastiCache::ServerlessCache": Setting(days=("SnapshotRetentionLimit",), days_absent=0),
    "aws_memorydb_cluster": Setting(days=("snapshot_retention_limit",), days_absent=0),
    "AWS::MemoryDB::Cluster": Setting(days=("SnapshotRetentionLimit",), days_absent=0),
    "aws_keyspaces_table": Setting(switch=("point_in_time_recovery", "status"), days_absent=35, pitr=True),
    "AWS::Cassandra::Table": Setting(switch=("PointInTimeRecoveryEnabled",), days_absent=35, pitr=True),
    "aws_lightsail_database": Setting(
        switch=("backup_retention_enabled",), switch_absent=True, days_absent=7, pitr=True
    ),
    "aws_lightsail_instance": Setting(switch=("add_on", "status"), days_absent=7),
}
"""Source of the defaults: documentation of the AWS provider and of CloudFormation; they differ for aws_db_instance."""

_FSX = ("WindowsConfiguration", "LustreConfiguration", "OntapConfiguration", "OpenZFSConfiguration")
_FSX_ABSENT = {"LustreConfiguration": 0}

UNDECLARABLE = frozenset(
    {
        *(
            "aws_opensearch_domain",
            "aws_elasticsearch_domain",
            "aws_msk_cluster",
            "aws_mq_broker",
            "aws_cognito_user_pool",
        ),
        *(
            "aws_codecommit_repository",
            "aws_workspaces_workspace",
            "aws_directory_service_directory",
            "aws_kinesis_stream",
        ),
        *("aws_ecr_repository", "aws_glacier_vault", "aws_qldb_ledger", "aws_connect_instance"),
        *("AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain", "AWS::MSK::Cluster", "AWS::AmazonMQ::Broker"),
        *(
            "AWS::Cognito::UserPool",
            "AWS::CodeCommit::Repository",
            "AWS::WorkSpaces::Workspace",
            "AWS::ECR::Repository",
        ),
        *("AWS::DirectoryService::MicrosoftAD", "AWS::DirectoryService::SimpleAD", "AWS::Connect::Instance"),
        *("AWS::Kinesis::Stream", "aws_lightsail_disk"),
    }
)
"""Stores whose backup no code declares: that they are backed up has to be attested."""

_CLUSTERS = {
    "aws_rds_cluster_instance": "aws_rds_cluster",
    "aws_docdb_cluster_instance": "aws_docdb_cluster",
    "aws_neptune_cluster_instance": "aws_neptune_cluster",
    "AWS::RDS::DBInstance": "AWS::RDS::DBCluster",
    "AWS::DocDB::DBInstance": "AWS::DocDB::DBCluster",
    "AWS::Neptune::DBInstance": "AWS::Neptune::DBCluster",
}
"""Members whose data is their cluster's, and is backed up with it."""

_ATTACHMENTS = {
    "aws_ebs_volume": ("aws_volume_attachment", "aws_instance"),
    "AWS::EC2::Volume": ("AWS::EC2::VolumeAttachment", "AWS::EC2::Instance"),
}
_COPIES = {
    "aws_db_instance": "aws_db_instance_automated_backups_replication",
    "aws_rds_cluster": "aws_db_instance_automated_backups_replication",
    "aws_redshift_cluster": "aws_redshift_snapshot_copy",
}


def backups(resource: Resource, links: Links) -> Backups | None:
    """Backups of a resource of AWS; None where it stores nothing, an `Unknown` cluster counts as one of its own."""
    cluster = _cluster(resource, links)
    if isinstance(cluster, Resource):
        return backups(cluster, links)
    if resource.type in UNDECLARABLE:
        return Backups(undeclarable=True)
    if resource.type not in ARNS and resource.type not in SETTINGS and resource.type != "aws_fsx_ontap_file_system":
        return Backups(native=Native(cluster)) if isinstance(cluster, Unknown) else None
    return Backups(
        covers=(*_selected(resource, links), *lifecycle_covers(resource, links), *_with_instance(resource, links)),
        native=Native(cluster, cluster, cluster) if isinstance(cluster, Unknown) else _native(resource, links),
        copies=tuple(_copies(resource, links)),
        restore_tested=_restore_tested(resource, links),
    )


def _cluster(resource: Resource, links: Links) -> Resource | Unknown | None:
    type = _CLUSTERS.get(resource.type)
    written = next(
        (resource.values[name] for name in ("cluster_identifier", "DBClusterIdentifier") if resource.values.get(name)),
        None,
    )
    if type is None or written is None:
        return None
    found = links.follow(written, type)
    return found if found is not None else Unknown(f"the cluster of {resource.address} is not in the code")


def _selected(resource: Resource, links: Links) -> Iterator[Cover]:
    if resource.type not in ARNS:
        return
    for selection in links.once(selections):
        source = selection.source
        applies = all_of((selected(selection, resource, links), _exists(source)))
        if applies is False:
            continue
        plan = links.follow(source.values.get("plan_id", source.values.get("BackupPlanId")), *PLANS)
        if not isinstance(plan, Resource):
            hidden = plan if plan is not None else Unknown(f"the plan of {source.address} is not in the code")
            yield Cover(None, source.address, applies=all_of((applies, hidden)))
            continue
        for cover in plan_covers(plan, resource, source.address, links):
            yield msgspec.structs.replace(cover, applies=all_of((applies, cover.applies)))


def _exists(resource: Resource) -> Truth:
    return resource.exists if isinstance(resource.exists, Unknown) else True


def _with_instance(resource: Resource, links: Links) -> Iterator[Cover]:
    """A volume is backed up with the instance it is attached to."""
    if resource.type not in _ATTACHMENTS:
        return
    attachment, machine = _ATTACHMENTS[resource.type]
    for found in links.linked(resource, attachment):
        instances = (found,) if isinstance(found, Unknown) else links.refers(found, machine)
        for instance in instances:
            if isinstance(instance, Resource):
                yield from (*_selected(instance, links), *lifecycle_covers(instance, links))


def _native(resource: Resource, links: Links) -> Native | None:
    if resource.type == "aws_efs_file_system":
        return Native(_efs_policy(resource, links), 35)
    if resource.type == "AWS::FSx::FileSystem":
        return _fsx(resource)
    setting = SETTINGS.get(resource.type)
    return None if setting is None else setting.read(resource.values)


def _efs_policy(resource: Resource, links: Links) -> Truth:
    policies = links.linked(resource, "aws_efs_backup_policy")
    return any_of(
        item if isinstance(item, Unknown) else as_truth(at(item.values, "backup_policy", "status")) for item in policies
    )


def _fsx(resource: Resource) -> Native:
    kind = next((name for name in _FSX if name in resource.values), "WindowsConfiguration")
    absent = _FSX_ABSENT.get(kind, 30)
    return Setting(days=(kind, "AutomaticBackupRetentionDays"), days_absent=absent).read(resource.values)


def _copies(resource: Resource, links: Links) -> Iterator[Copy]:
    """Automated backups that are copied to another region."""
    for other in links.linked(resource, _COPIES.get(resource.type, "")):
        if isinstance(other, Resource):
            named = other.values.get("destination_region")
            region = place(other).region if named is None else named
            yield Copy(other.address, region, retention_days=other.values.get("retention_period"), offsite=True)
        else:
            yield Copy(other, offsite=other)


def _restore_tested(resource: Resource, links: Links) -> Truth:
    tests = (test for type in RESTORE_TESTS for test in links.every(type))
    return any_of(all_of((restored_by(test, resource, links), _exists(test))) for test in tests)
