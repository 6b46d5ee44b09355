"""Backups of Google Cloud's data stores: snapshot schedules, Backup and DR, GKE backups, and each service's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of
from srm_lint.relate.backup.schedule import duration_days, duration_hours, gap_hours, times
from srm_lint.relate.backup.shapes import Backups, Cover, Native, Setting, name_of, positive
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_number, as_text, as_truth, at, each

_DISKS = ("google_compute_disk", "google_compute_region_disk")
_INSTANCE = "google_compute_instance"
_SNAPSHOTS = "google_compute_resource_policy"
_ATTACHMENTS = (
    *("google_compute_disk_resource_policy_attachment", "google_compute_region_disk_resource_policy_attachment"),
    "google_compute_resource_policy_attachment",
)
_ASSOCIATION, _PLAN, _VAULT = (f"google_backup_dr_backup_{name}" for name in ("plan_association", "plan", "vault"))
_CLUSTER, _CLUSTER_PLAN = "google_container_cluster", "google_gke_backup_backup_plan"
_SCHEDULES = {
    "google_spanner_database": "google_spanner_backup_schedule",
    "google_firestore_database": "google_firestore_backup_schedule",
}

_SETTINGS = {
    "google_alloydb_cluster": Setting(
        switch=("automated_backup_policy", "enabled"),
        switch_absent=True,
        days_absent=14,
        pitr=("continuous_backup_config", "enabled"),
    ),
    "google_dataproc_metastore_service": Setting(switch=("scheduled_backup", "enabled"), days_absent=None),
    "google_composer_environment": Setting(
        switch=("config", "recovery_config", "scheduled_snapshots_config", "enabled"), days_absent=None
    ),
}

_STORES = frozenset(
    {*_DISKS, _INSTANCE, _CLUSTER, *_SCHEDULES, *_SETTINGS, "google_sql_database_instance", "google_bigtable_table"}
)
_UNDECLARABLE = frozenset(
    {
        *("google_storage_bucket", "google_bigquery_dataset", "google_filestore_instance", "google_redis_instance"),
        *(
            "google_secret_manager_secret",
            "google_artifact_registry_repository",
            "google_pubsub_topic",
            "google_netapp_volume",
        ),
    }
)
"""Stores without a backup that code declares: copies of them are made by hand or by jobs, and have to be attested."""


def backups(resource: Resource, links: Links) -> Backups | None:
    """Backups of a resource of Google Cloud; None where it stores nothing."""
    if resource.type in _UNDECLARABLE:
        return Backups(undeclarable=True)
    if resource.type not in _STORES:
        return None
    return Backups(covers=tuple(_covers(resource, links)), native=_native(resource))


def _native(resource: Resource) -> Native | None:
    if resource.type == "google_sql_database_instance":
        return _sql(resource.values)
    if resource.type == "google_bigtable_table":
        policy = at(resource.values, "automated_backup_policy")
        enabled: Truth = policy if isinstance(policy, Unknown) else policy is not None
        gap = duration_hours(at(policy, "frequency")) if isinstance(policy, Mapping) else None
        kept = duration_days(at(policy, "retention_period")) if isinstance(policy, Mapping) else None
        return Native(enabled, kept, rpo_hours=gap)
    setting = _SETTINGS.get(resource.type)
    return None if setting is None else setting.read(resource.values)


def _sql(values: Mapping[str, Value]) -> Native:
    """Cloud SQL: one backup a day, seven kept unless told otherwise; a location other than the region is off-site."""
    settings = at(values, "settings", "backup_configuration")
    kept = as_number(at(settings, "backup_retention_settings", "retained_backups"))
    logs = any_of(as_truth(at(settings, name)) for name in ("point_in_time_recovery_enabled", "binary_log_enabled"))
    location, region = at(settings, "location"), values.get("region")
    return Native(as_truth(at(settings, "enabled")), 7 if kept is None else kept, logs, _elsewhere(location, region))


def _elsewhere(location: Value, region: Value) -> Truth:
    """Without a location backups lie in the multi-region around the instance's region, which outlives the region."""
    if location is None:
        return True
    unknown = next((side for side in (location, region) if isinstance(side, Unknown)), None)
    return unknown if unknown is not None else location != region


def _covers(resource: Resource, links: Links) -> Iterator[Cover]:
    if resource.type in (*_DISKS, _INSTANCE):
        yield from _snapshots(resource, links)
        yield from _associations(resource, links)
        boot = links.follow(at(resource.values, "boot_disk", "source"), *_DISKS)
        if isinstance(boot, Resource):
            yield from (*_snapshots(boot, links), *_associations(boot, links))
    elif resource.type == _CLUSTER:
        for plan in links.linked(resource, _CLUSTER_PLAN):
            yield Cover(None, _CLUSTER_PLAN, applies=plan) if isinstance(plan, Unknown) else _cluster_plan(plan)
    elif resource.type in _SCHEDULES:
        for schedule in links.linked(resource, _SCHEDULES[resource.type]):
            yield (
                Cover(None, schedule.reason, applies=schedule)
                if isinstance(schedule, Unknown)
                else _scheduled(schedule)
            )


def _snapshots(resource: Resource, links: Links) -> Iterator[Cover]:
    """Snapshot schedules attached to a disk, by themselves or by an attachment."""
    for policy in (*links.refers(resource, _SNAPSHOTS), *_attached(resource, links)):
        if isinstance(policy, Unknown):
            yield Cover(None, resource.address, applies=policy)
        elif at(policy.values, "snapshot_schedule_policy") is not None:
            yield _snapshot(policy)


def _attached(resource: Resource, links: Links) -> Iterator[Resource | Unknown]:
    for type in _ATTACHMENTS:
        for attachment in links.linked(resource, type, via=("disk", "instance", "resource")):
            if isinstance(attachment, Unknown):
                yield attachment
                continue
            written = attachment.values.get("name", attachment.values.get("resource_policy"))
            policy = links.follow(written, _SNAPSHOTS)
            yield (
                policy
                if policy is not None
                else Unknown(f"the policy that {attachment.address} attaches is not in the code")
            )


def _snapshot(policy: Resource) -> Cover:
    schedule = at(policy.values, "snapshot_schedule_policy", "schedule")
    days = at(policy.values, "snapshot_schedule_policy", "retention_policy", "max_retention_days")
    where = at(policy.values, "snapshot_schedule_policy", "snapshot_properties", "storage_locations")
    return Cover(
        plan=policy.address,
        source=policy.address,
        vault=where,
        rpo_hours=_snapshot_gap(schedule),
        retention_days=days,
    )


def _snapshot_gap(schedule: Value) -> Value:
    if (hours := at(schedule, "hourly_schedule", "hours_in_cycle")) is not None:
        return hours
    if (days := at(schedule, "daily_schedule", "days_in_cycle")) is not None:
        return times(days, 24)
    weekly = at(schedule, "weekly_schedule")
    return None if weekly is None else weekly if isinstance(weekly, Unknown) else 168


def _associations(resource: Resource, links: Links) -> Iterator[Cover]:
    for association in links.linked(resource, _ASSOCIATION):
        if isinstance(association, Unknown):
            yield Cover(None, _ASSOCIATION, applies=association)
            continue
        plan = links.follow(association.values.get("backup_plan"), _PLAN)
        if isinstance(plan, Resource):
            yield from _rules(plan, association, links)
        else:
            hidden = plan if plan is not None else Unknown(f"the plan of {association.address} is not in the code")
            yield Cover(None, association.address, rpo_hours=hidden, retention_days=hidden, immutable=hidden)


_RECURRENCES = {"DAILY": 24, "WEEKLY": 168, "MONTHLY": 744, "YEARLY": 8784}


def _rules(plan: Resource, association: Resource, links: Links) -> Iterator[Cover]:
    vault = links.follow(plan.values.get("backup_vault"), _VAULT)
    for rule in each(plan.values, "backup_rules"):
        kind = at(rule, "standard_schedule", "recurrence_type")
        hourly = at(rule, "standard_schedule", "hourly_frequency")
        yield Cover(
            plan=plan.address,
            source=association.address,
            vault=name_of(vault, plan.values.get("backup_vault")),
            schedule=kind,
            rpo_hours=hourly
            if kind == "HOURLY"
            else kind
            if isinstance(kind, Unknown)
            else _RECURRENCES.get(str(kind)),
            retention_days=at(rule, "backup_retention_days"),
            immutable=_enforced(vault),
        )


def _enforced(vault: Resource | Unknown | None) -> Truth:
    """Backup vaults keep what is in them for the enforced time, whoever asks."""
    if not isinstance(vault, Resource):
        return vault if isinstance(vault, Unknown) else Unknown("the vault is not in the code")
    kept = vault.values.get("backup_minimum_enforced_retention_duration")
    return kept if isinstance(kept, Unknown) else kept is not None


def _cluster_plan(plan: Resource) -> Cover:
    values = plan.values
    schedule = at(values, "backup_schedule", "cron_schedule")
    minutes = as_number(at(values, "backup_schedule", "rpo_config", "target_rpo_minutes"))
    off = any_of((as_truth(values.get("deactivated")), as_truth(at(values, "backup_schedule", "paused"))))
    written: Truth = schedule is not None or minutes is not None
    return Cover(
        plan=plan.address,
        source=plan.address,
        schedule=schedule,
        rpo_hours=gap_hours(schedule)
        if schedule is not None
        else duration_hours(f"PT{minutes}M")
        if minutes is not None
        else None,
        retention_days=at(values, "retention_policy", "backup_retain_days"),
        immutable=all_of(
            (
                as_truth(at(values, "retention_policy", "locked")),
                positive(at(values, "retention_policy", "backup_delete_lock_days")),
            )
        ),
        applies=off if isinstance(off, Unknown) else written and not off,
    )


def _scheduled(schedule: Resource) -> Cover:
    values = schedule.values
    kept = as_text(values.get("retention_duration", values.get("retention")))
    cron = at(values, "spec", "cron_spec", "text")
    gap: Value = gap_hours(cron) if cron is not None else 168 if "weekly_recurrence" in values else 24
    return Cover(schedule.address, schedule.address, schedule=cron, rpo_hours=gap, retention_days=duration_days(kept))
