"""What backs data up on the three clouds, and what only looks as if it did."""

import pytest
from estate_makers import attribute, estate, resource, variable

from srm_lint.model.value import Unknown, concatenate
from srm_lint.relate import relate

PLAN = resource(
    "aws_backup_plan.p",
    {
        "rule": (
            {
                "schedule": "cron(0 5 ? * * *)",
                "target_vault_name": attribute("aws_backup_vault.v.name"),
                "lifecycle": ({"delete_after": 35},),
                "copy_action": (
                    {
                        "destination_vault_arn": "arn:aws:backup:eu-west-1:1:backup-vault:x",
                        "lifecycle": ({"delete_after": 90},),
                    },
                ),
            },
        )
    },
)
VAULT = resource("aws_backup_vault.v", {"name": "main"}, settings={"region": "eu-central-1"})
LOCK = resource(
    "aws_backup_vault_lock_configuration.l",
    {"backup_vault_name": attribute("aws_backup_vault.v.name"), "changeable_for_days": 3},
)
TABLE = resource(
    "aws_dynamodb_table.t", {"name": "orders"}, tags={"backup": "daily"}, settings={"region": "eu-central-1"}
)


def backup(subject, *others):
    return relate(estate(subject, *others)).fact(subject, "backup")


def selection(**values):
    return resource("aws_backup_selection.s", {"plan_id": attribute("aws_backup_plan.p.id"), **values})


def answer(value):
    return "?" if isinstance(value, Unknown) else value


def test_a_plan_with_vault_copy_and_lock():
    facts = backup(TABLE, selection(resources=(attribute("aws_dynamodb_table.t.arn"),)), PLAN, VAULT, LOCK)
    (found,) = facts["by"]
    assert {key: found[key] for key in ("plan", "vault", "schedule", "rpo_hours", "retention_days", "source")} == {
        "plan": "aws_backup_plan.p",
        "vault": "aws_backup_vault.v",
        "schedule": "cron(0 5 ? * * *)",
        "rpo_hours": 24,
        "retention_days": 35,
        "source": "aws_backup_selection.s",
    }
    assert (facts["covered"], facts["planned"], facts["immutable"], facts["offsite"]) == (True, True, True, True)
    assert [(copy["region"], copy["account"], copy["retention_days"]) for copy in facts["copies"]] == [
        ("eu-west-1", "1", 90)
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"resources": ("*",)}, True),
        ({"resources": ("arn:aws:dynamodb:*:*:table/*",)}, True),
        ({"resources": ("arn:aws:dynamodb:eu-central-1:1:table/orders",)}, True),
        ({"resources": (concatenate(["arn:", variable("partition"), ":dynamodb:*:*:table/*"]),)}, True),
        ({"resources": ("arn:aws:dynamodb:*:*:table/other",)}, False),
        ({"resources": ("arn:aws:ec2:*:*:volume/*",)}, False),
        ({"resources": (variable("arn"),)}, "?"),
        ({"resources": variable("arns")}, "?"),
        ({"resources": (attribute("aws_dynamodb_table.other.arn"),)}, False),
        ({"resources": ("*",), "not_resources": (attribute("aws_dynamodb_table.t.arn"),)}, False),
        ({"resources": ("*",), "not_resources": (variable("arn"),)}, "?"),
        ({"selection_tag": ({"type": "STRINGEQUALS", "key": "backup", "value": "daily"},)}, True),
        ({"selection_tag": ({"type": "STRINGEQUALS", "key": "backup", "value": "weekly"},)}, False),
        ({"selection_tag": ({"key": "env", "value": "x"}, {"key": "backup", "value": "daily"})}, True),
        ({"selection_tag": ({"key": "backup", "value": variable("value")},)}, "?"),
        (
            {
                "resources": ("*",),
                "condition": ({"string_equals": ({"key": "aws:ResourceTag/backup", "value": "daily"},)},),
            },
            True,
        ),
        (
            {"resources": ("*",), "condition": ({"string_like": ({"key": "aws:ResourceTag/backup", "value": "d*"},)},)},
            True,
        ),
        (
            {
                "resources": ("*",),
                "condition": ({"string_not_equals": ({"key": "aws:ResourceTag/backup", "value": "daily"},)},),
            },
            False,
        ),
        ({"condition": ({"string_not_like": ({"key": "aws:ResourceTag/env", "value": "dev*"},)},)}, True),
        ({}, False),
    ],
)
def test_what_a_selection_takes_in(values, expected):
    other = resource("aws_dynamodb_table.other", {"name": "other"})
    assert answer(backup(TABLE, selection(**values), PLAN, VAULT, other)["planned"]) == expected


def test_tags_that_are_not_known():
    tagged = resource("aws_dynamodb_table.t", tags=variable("tags"))
    chosen = selection(selection_tag=({"key": "backup", "value": "daily"},))
    assert answer(backup(tagged, chosen, PLAN, VAULT)["planned"]) == "?"


@pytest.mark.parametrize("plan_id", [variable("plan"), "0123-4567"])
def test_a_selection_of_a_plan_that_is_not_in_the_code(plan_id):
    facts = backup(TABLE, selection(resources=("*",), plan_id=plan_id))
    assert isinstance(facts["planned"], Unknown)


def test_a_selection_that_may_not_exist():
    chosen = resource(
        "aws_backup_selection.s",
        {"plan_id": attribute("aws_backup_plan.p.id"), "resources": ("*",)},
        exists=variable("enabled"),
    )
    facts = backup(TABLE, chosen, PLAN, VAULT)
    assert isinstance(facts["planned"], Unknown)
    assert facts["planned"].settle == ("set variable `enabled`",)


@pytest.mark.parametrize(
    ("vault", "others", "immutable"),
    [
        (VAULT, (), False),
        (VAULT, (LOCK,), True),
        (
            VAULT,
            (
                resource(
                    "aws_backup_vault_lock_configuration.l", {"backup_vault_name": "main", "min_retention_days": 7}
                ),
            ),
            False,
        ),
        (resource("aws_backup_vault.other"), (), "?"),
    ],
)
def test_only_a_lock_in_compliance_mode_is_immutable(vault, others, immutable):
    facts = backup(
        TABLE,
        selection(resources=("*",)),
        resource("aws_backup_plan.p", {"rule": ({"target_vault_name": "main"},)}),
        vault,
        *others,
    )
    assert answer(facts["immutable"]) == immutable


def test_a_rule_without_lifecycle_and_schedule_keeps_for_ever_and_runs_daily():
    facts = backup(
        TABLE,
        selection(resources=("*",)),
        resource("aws_backup_plan.p", {"rule": ({"target_vault_name": "main"},)}),
        VAULT,
    )
    assert (facts["retention_days"], facts["rpo_hours"]) == (36500, 24)


def test_cloudformation_plans():
    table = resource("T", {"TableName": "orders"}, type="AWS::DynamoDB::Table")
    rule = {
        "TargetBackupVault": attribute("V.Ref"),
        "ScheduleExpression": "rate(12 hours)",
        "Lifecycle": {"DeleteAfterDays": 30},
    }
    others = (
        resource("P", {"BackupPlan": {"BackupPlanRule": (rule,)}}, type="AWS::Backup::BackupPlan"),
        resource(
            "V",
            {"BackupVaultName": "v", "LockConfiguration": {"ChangeableForDays": 3, "MinRetentionDays": 7}},
            type="AWS::Backup::BackupVault",
        ),
        resource(
            "S",
            {"BackupPlanId": attribute("P.Ref"), "BackupSelection": {"Resources": (attribute("T.Arn"),)}},
            type="AWS::Backup::BackupSelection",
        ),
    )
    facts = backup(table, *others)
    assert (facts["planned"], facts["rpo_hours"], facts["retention_days"], facts["immutable"]) == (True, 12, 30, True)


@pytest.mark.parametrize(
    ("subject", "enabled", "days", "pitr"),
    [
        (resource("aws_db_instance.d"), False, 0, False),
        (resource("D", type="AWS::RDS::DBInstance"), True, 1, True),
        (resource("aws_db_instance.d", {"backup_retention_period": "14"}), True, 14, True),
        (resource("aws_db_instance.d", {"backup_retention_period": variable("days")}), "?", "?", "?"),
        (resource("aws_rds_cluster.c"), True, 1, True),
        (resource("aws_dynamodb_table.t", {"point_in_time_recovery": ({"enabled": True},)}), True, 35, True),
        (resource("aws_dynamodb_table.t"), False, 35, False),
        (resource("aws_elasticache_replication_group.g"), False, 0, False),
        (resource("F", {"LustreConfiguration": {}}, type="AWS::FSx::FileSystem"), False, 0, False),
        (resource("F", {"WindowsConfiguration": {}}, type="AWS::FSx::FileSystem"), True, 30, False),
        (resource("azurerm_mssql_database.d"), True, 7, True),
        (
            resource(
                "azurerm_mssql_database.d",
                {"long_term_retention_policy": ({"yearly_retention": "P5Y", "weekly_retention": "PT0S"},)},
            ),
            True,
            1825,
            True,
        ),
        (resource("azurerm_cosmosdb_account.c"), True, pytest.approx(1 / 3), False),
        (
            resource("azurerm_cosmosdb_account.c", {"backup": ({"type": "Continuous", "tier": "Continuous7Days"},)}),
            True,
            7,
            True,
        ),
        (resource("google_sql_database_instance.i"), False, 7, False),
        (
            resource(
                "google_sql_database_instance.i",
                {"settings": ({"backup_configuration": ({"enabled": True, "point_in_time_recovery_enabled": True},)},)},
            ),
            True,
            7,
            True,
        ),
        (
            resource(
                "google_bigtable_table.t",
                {"automated_backup_policy": ({"retention_period": "72h0m0s", "frequency": "24h0m0s"},)},
            ),
            True,
            3,
            False,
        ),
    ],
)
def test_native_backups(subject, enabled, days, pitr):
    native = backup(subject)["native"]
    found = [answer(native[key]) for key in ("enabled", "retention_days", "pitr")]
    assert found[0] == enabled
    assert (found[1] if found[1] == "?" else float(found[1])) == days
    assert found[2] == pitr


def test_a_member_is_backed_up_with_its_cluster():
    member = resource("aws_rds_cluster_instance.i", {"cluster_identifier": attribute("aws_rds_cluster.c.id")})
    assert backup(member, resource("aws_rds_cluster.c", {"backup_retention_period": 7}))["retention_days"] == 7
    outside = resource("aws_rds_cluster_instance.i", {"cluster_identifier": variable("cluster")})
    assert isinstance(backup(outside)["covered"], Unknown)


def test_efs_backup_policy():
    files = resource("aws_efs_file_system.f")
    policy = resource(
        "aws_efs_backup_policy.p",
        {"file_system_id": attribute("aws_efs_file_system.f.id"), "backup_policy": ({"status": "ENABLED"},)},
    )
    assert backup(files, policy)["covered"] is True
    assert backup(files)["covered"] is False


def test_snapshots_by_lifecycle_policy():
    volume = resource("aws_ebs_volume.v", tags={"Snapshot": "true"})
    details = {
        "resource_types": ("VOLUME",),
        "target_tags": {"Snapshot": "true"},
        "schedule": (
            {
                "create_rule": ({"interval": 12, "interval_unit": "HOURS"},),
                "retain_rule": ({"count": 14},),
                "cross_region_copy_rule": (
                    {"target": "eu-west-1", "retain_rule": ({"interval": 1, "interval_unit": "MONTHS"},)},
                ),
            },
        ),
    }
    facts = backup(volume, resource("aws_dlm_lifecycle_policy.p", {"policy_details": (details,), "state": "ENABLED"}))
    assert (facts["covered"], facts["rpo_hours"], facts["retention_days"], facts["offsite"]) == (True, 12, 7, True)
    assert (
        backup(volume, resource("aws_dlm_lifecycle_policy.p", {"policy_details": (details,), "state": "DISABLED"}))[
            "covered"
        ]
        is False
    )
    assert (
        backup(resource("aws_ebs_volume.v"), resource("aws_dlm_lifecycle_policy.p", {"policy_details": (details,)}))[
            "covered"
        ]
        is False
    )


def test_lifecycle_policy_of_cloudformation():
    volume = resource("V", type="AWS::EC2::Volume", tags={"Snapshot": "true"})
    details = {
        "ResourceTypes": ("VOLUME",),
        "TargetTags": ({"Key": "Snapshot", "Value": "true"},),
        "Schedules": (
            {
                "CreateRule": {"CronExpression": "cron(0 1 * * ? *)"},
                "RetainRule": {"Interval": 2, "IntervalUnit": "WEEKS"},
            },
        ),
    }
    facts = backup(
        volume, resource("P", {"PolicyDetails": details, "State": "ENABLED"}, type="AWS::DLM::LifecyclePolicy")
    )
    assert (facts["covered"], facts["rpo_hours"], facts["retention_days"]) == (True, 24, 14)


def test_a_volume_is_backed_up_with_its_instance():
    volume = resource("aws_ebs_volume.v")
    others = (
        resource(
            "aws_volume_attachment.a",
            {"volume_id": attribute("aws_ebs_volume.v.id"), "instance_id": attribute("aws_instance.i.id")},
        ),
        resource("aws_instance.i"),
        selection(resources=(attribute("aws_instance.i.arn"),)),
    )
    assert backup(volume, *others, PLAN, VAULT)["planned"] is True


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"protected_resource_type": "DynamoDB", "protected_resource_arns": ("*",)}, True),
        (
            {
                "protected_resource_type": "DynamoDB",
                "protected_resource_arns": (attribute("aws_dynamodb_table.t.arn"),),
            },
            True,
        ),
        ({"protected_resource_type": "EBS", "protected_resource_arns": ("*",)}, False),
        (
            {
                "protected_resource_type": "DynamoDB",
                "protected_resource_conditions": (
                    {"string_equals": ({"key": "aws:ResourceTag/backup", "value": "daily"},)},
                ),
            },
            True,
        ),
        ({"protected_resource_type": variable("type"), "protected_resource_arns": ("*",)}, "?"),
    ],
)
def test_restore_tests(values, expected):
    test = resource("aws_backup_restore_testing_selection.s", values)
    assert answer(backup(TABLE, test)["restore_tested"]) == expected


def test_replication_and_versioning_are_no_backup():
    bucket = resource("aws_s3_bucket.b")
    versioning = resource(
        "aws_s3_bucket_versioning.v",
        {"bucket": attribute("aws_s3_bucket.b.id"), "versioning_configuration": ({"status": "Enabled"},)},
    )
    replication = resource("aws_s3_bucket_replication_configuration.r", {"bucket": attribute("aws_s3_bucket.b.id")})
    facts = backup(bucket, versioning, replication)
    shown = {key: facts[key] for key in ("covered", "versioned", "replicated", "replication_only")}
    assert shown == {"covered": False, "versioned": True, "replicated": True, "replication_only": True}
    assert backup(bucket, versioning, selection(resources=("*",)), PLAN, VAULT)["replication_only"] is False


def test_a_replica_is_told_from_its_source():
    source = resource("aws_db_instance.s", {"backup_retention_period": 7})
    replica = resource("aws_db_instance.r", {"replicate_source_db": attribute("aws_db_instance.s.identifier")})
    assert backup(source, replica)["replicated"] is True
    assert (backup(replica, source)["replica"], backup(source, replica)["replica"]) == (True, False)


def test_a_service_without_declarable_backup_has_to_be_attested():
    covered = backup(resource("aws_cognito_user_pool.p"))["covered"]
    assert isinstance(covered, Unknown)
    assert covered.settle


def test_what_stores_nothing_has_no_backup_fact():
    assert backup(resource("aws_iam_role.r")) is None


def test_an_azure_machine():
    machine = resource("azurerm_linux_virtual_machine.m")
    item = resource(
        "azurerm_backup_protected_vm.i",
        {
            "source_vm_id": attribute("azurerm_linux_virtual_machine.m.id"),
            "backup_policy_id": attribute("azurerm_backup_policy_vm.p.id"),
            "recovery_vault_name": attribute("azurerm_recovery_services_vault.v.name"),
        },
    )
    policy = resource(
        "azurerm_backup_policy_vm.p",
        {"backup": ({"frequency": "Daily"},), "retention_daily": ({"count": 7},), "retention_weekly": ({"count": 4},)},
    )
    vault = resource("azurerm_recovery_services_vault.v", {"immutability": "Locked"})
    facts = backup(machine, item, policy, vault)
    shown = [facts[key] for key in ("covered", "rpo_hours", "retention_days", "immutable", "offsite")]
    assert shown == [True, 24, 28, True, True]
    recovery = resource(
        "azurerm_site_recovery_replicated_vm.r", {"source_vm_id": attribute("azurerm_linux_virtual_machine.m.id")}
    )
    assert [backup(machine, recovery)[key] for key in ("covered", "replicated", "replication_only")] == [
        False,
        True,
        True,
    ]


def test_azure_disks_by_backup_vault():
    disk = resource("azurerm_managed_disk.d")
    others = (
        resource(
            "azurerm_data_protection_backup_instance_disk.i",
            {
                "disk_id": attribute("azurerm_managed_disk.d.id"),
                "backup_policy_id": attribute("azurerm_data_protection_backup_policy_disk.p.id"),
                "vault_id": attribute("azurerm_data_protection_backup_vault.v.id"),
            },
        ),
        resource(
            "azurerm_data_protection_backup_policy_disk.p",
            {
                "backup_repeating_time_intervals": ("R/2024-05-19T06:33:16+00:00/PT4H",),
                "default_retention_duration": "P7D",
            },
        ),
        resource("azurerm_data_protection_backup_vault.v", {"redundancy": "LocallyRedundant"}),
    )
    facts = backup(disk, *others)
    assert [facts[key] for key in ("covered", "rpo_hours", "retention_days", "immutable", "offsite")] == [
        True,
        4,
        7,
        False,
        False,
    ]


def test_google_disks_and_clusters():
    disk = resource("google_compute_disk.d", {"name": "data"})
    schedule = {"daily_schedule": ({"days_in_cycle": 1, "start_time": "04:00"},)}
    policy = resource(
        "google_compute_resource_policy.p",
        {
            "name": "daily",
            "snapshot_schedule_policy": ({"schedule": (schedule,), "retention_policy": ({"max_retention_days": 10},)},),
        },
    )
    attached = resource("google_compute_disk_resource_policy_attachment.a", {"name": "daily", "disk": "data"})
    facts = backup(disk, policy, attached)
    assert [facts[key] for key in ("covered", "rpo_hours", "retention_days")] == [True, 24, 10]
    assert backup(disk, policy)["covered"] is False

    cluster = resource("google_container_cluster.c")
    plan = resource(
        "google_gke_backup_backup_plan.p",
        {
            "cluster": attribute("google_container_cluster.c.id"),
            "backup_schedule": ({"cron_schedule": "0 9 * * 1"},),
            "retention_policy": ({"backup_retain_days": 90, "backup_delete_lock_days": 30, "locked": True},),
        },
    )
    facts = backup(cluster, plan)
    assert [facts[key] for key in ("covered", "rpo_hours", "retention_days", "immutable")] == [True, 168, 90, True]


def test_google_backup_and_dr():
    instance = resource("google_compute_instance.i")
    others = (
        resource(
            "google_backup_dr_backup_plan_association.a",
            {
                "resource": attribute("google_compute_instance.i.id"),
                "backup_plan": attribute("google_backup_dr_backup_plan.p.name"),
            },
        ),
        resource(
            "google_backup_dr_backup_plan.p",
            {
                "backup_vault": attribute("google_backup_dr_backup_vault.v.id"),
                "backup_rules": (
                    {
                        "backup_retention_days": 5,
                        "standard_schedule": ({"recurrence_type": "HOURLY", "hourly_frequency": 6},),
                    },
                ),
            },
        ),
        resource("google_backup_dr_backup_vault.v", {"backup_minimum_enforced_retention_duration": "100000s"}),
    )
    facts = backup(instance, *others)
    assert [facts[key] for key in ("covered", "rpo_hours", "retention_days", "immutable")] == [True, 6, 5, True]


def test_veeam_as_evidence():
    machine = resource("azurerm_linux_virtual_machine.m", tags={"backup": "veeam"})
    policy = {
        "is_enabled": True,
        "selected_items": ({"tags": ({"name": "backup", "value": "veeam"},)},),
        "daily_schedule": ({"backup_schedule": ({"target_repository_id": "1"},)},),
    }
    facts = backup(machine, resource("veeambackup_azure_vm_backup_policy.p", policy))
    assert (facts["covered"], facts["rpo_hours"]) == (True, 24)
    without = {"excluded_items": ({"virtual_machines": ({"id": attribute("azurerm_linux_virtual_machine.m.id")},)},)}
    assert backup(machine, resource("veeambackup_azure_vm_backup_policy.p", policy | without))["covered"] is False
    assert (
        backup(machine, resource("veeambackup_azure_vm_backup_policy.p", policy | {"is_enabled": False}))["covered"]
        is False
    )


def test_veeam_jobs_over_object_storage():
    bucket = resource("aws_s3_bucket.b", {"bucket": "data"})
    job = resource("veeambackup_vbr_object_storage_backup_job.j", {"objects": ({"container": "data"},)})
    repository = {
        "bucket": ({"immutability": ({"is_enabled": True, "days_count": 30, "immutability_mode": "Compliance"},)},)
    }
    stored = {
        "objects": ({"container": "data"},),
        "backup_repository": ({"backup_repository_id": attribute("veeambackup_vbr_repository.r.id")},),
    }
    assert backup(bucket, job)["covered"] is True
    facts = backup(
        bucket,
        resource("veeambackup_vbr_object_storage_backup_job.j", stored),
        resource("veeambackup_vbr_repository.r", repository),
    )
    assert facts["immutable"] is True


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, True),
        ({"storage_account_container_names": ("uploads",)}, True),
        ({"storage_account_container_names": ("x",)}, False),
    ],
    ids=["the account", "the container", "another container"],
)
def test_a_container_is_backed_up_with_its_account(named, expected):
    account = resource("azurerm_storage_account.a", {"name": "shop"})
    container = resource(
        "azurerm_storage_container.c",
        {"name": "uploads", "storage_account_id": attribute("azurerm_storage_account.a.id")},
    )
    item = resource(
        "azurerm_data_protection_backup_instance_blob_storage.i",
        {"storage_account_id": attribute("azurerm_storage_account.a.id"), **named},
    )
    assert backup(container, account, item)["covered"] is expected


def test_a_machine_is_backed_up_with_its_boot_disk():
    disk = resource(
        "google_compute_disk.d", {"name": "d", "resource_policies": (attribute("google_compute_resource_policy.p.id"),)}
    )
    policy = resource(
        "google_compute_resource_policy.p",
        {"snapshot_schedule_policy": ({"schedule": ({"daily_schedule": ({"days_in_cycle": 1},)},)},)},
    )
    machine = resource("google_compute_instance.i", {"boot_disk": ({"source": attribute("google_compute_disk.d.id")},)})
    bare = resource("google_compute_instance.i", {"boot_disk": ({"initialize_params": ({"image": "debian"},)},)})
    assert backup(machine, disk, policy)["covered"] is True
    assert backup(bare, disk, policy)["covered"] is False


@pytest.mark.parametrize(
    ("provider", "expected"), [({}, False), ({"meta": {"provider": "aws.copies"}}, "?")], ids=["default", "another"]
)
def test_an_account_that_the_code_does_not_name_is_the_same_for_one_provider_only(provider, expected):
    copies = resource("aws_backup_vault.copies", {"name": "copies"}, **provider)
    rule = {
        "target_vault_name": "main",
        "copy_action": ({"destination_vault_arn": attribute("aws_backup_vault.copies.arn")},),
    }
    (copy,) = backup(resource("aws_backup_plan.p", {"rule": (rule,)}), copies)["copies"]
    assert answer(copy["other_account"]) == expected
