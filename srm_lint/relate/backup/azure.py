"""Backups of Azure's data stores: Recovery Services vaults, backup vaults, and what each service makes by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value
from srm_lint.relate.backup.schedule import duration_days, duration_hours, in_days
from srm_lint.relate.backup.shapes import Backups, Cover, Native, Setting, name_of
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_number, as_truth, at, blocks, each

_MACHINES = ("azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine")
_BLOB = "azurerm_data_protection_backup_instance_blob_storage"
_LAKE = "azurerm_data_protection_backup_instance_data_lake_storage"

_CONTAINER = "azurerm_storage_container"

_ITEMS = {
    **dict.fromkeys(_MACHINES, ("azurerm_backup_protected_vm",)),
    "azurerm_managed_disk": ("azurerm_data_protection_backup_instance_disk",),
    "azurerm_storage_account": (_BLOB, _LAKE, "azurerm_backup_protected_file_share"),
    _CONTAINER: (_BLOB, _LAKE),
    "azurerm_storage_share": ("azurerm_backup_protected_file_share",),
    "azurerm_kubernetes_cluster": ("azurerm_data_protection_backup_instance_kubernetes_cluster",),
    "azurerm_postgresql_database": ("azurerm_data_protection_backup_instance_postgresql",),
    "azurerm_postgresql_flexible_server": ("azurerm_data_protection_backup_instance_postgresql_flexible_server",),
    "azurerm_mysql_flexible_server": ("azurerm_data_protection_backup_instance_mysql_flexible_server",),
}
"""Types of protected items by what they protect. Site recovery is none of them."""

_POLICIES = (
    *(f"azurerm_backup_policy_{kind}" for kind in ("vm", "file_share", "vm_workload")),
    *(
        f"azurerm_data_protection_backup_policy_{kind}"
        for kind in ("blob_storage", "data_lake_storage", "disk", "kubernetes_cluster", "postgresql")
    ),
    *(f"azurerm_data_protection_backup_policy_{kind}_flexible_server" for kind in ("mysql", "postgresql")),
)
_VAULTS = ("azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault")

_SETTINGS = {
    "azurerm_mssql_database": Setting(days=("short_term_retention_policy", "retention_days"), days_absent=7, pitr=True),
    "azurerm_mssql_managed_database": Setting(days=("short_term_retention_days",), days_absent=7, pitr=True),
    "azurerm_postgresql_flexible_server": Setting(
        days=("backup_retention_days",), days_absent=7, pitr=True, offsite=("geo_redundant_backup_enabled",)
    ),
    "azurerm_mysql_flexible_server": Setting(
        days=("backup_retention_days",), days_absent=7, pitr=True, offsite=("geo_redundant_backup_enabled",)
    ),
    "azurerm_postgresql_server": Setting(
        days=("backup_retention_days",), days_absent=7, pitr=True, offsite=("geo_redundant_backup_enabled",)
    ),
    "azurerm_mysql_server": Setting(
        days=("backup_retention_days",), days_absent=7, pitr=True, offsite=("geo_redundant_backup_enabled",)
    ),
    "azurerm_mariadb_server": Setting(
        days=("backup_retention_days",), days_absent=7, pitr=True, offsite=("geo_redundant_backup_enabled",)
    ),
    "azurerm_synapse_sql_pool": Setting(always=True, days_absent=7, offsite=("geo_backup_policy_enabled",)),
    "azurerm_redis_cache": Setting(switch=("redis_configuration", "rdb_backup_enabled"), days_absent=None),
    "azurerm_linux_web_app": Setting(
        switch=("backup", "enabled"), days=("backup", "schedule", "retention_period_days"), days_absent=30
    ),
    "azurerm_windows_web_app": Setting(
        switch=("backup", "enabled"), days=("backup", "schedule", "retention_period_days"), days_absent=30
    ),
}
"""Source of the defaults: documentation of the azurerm provider and of Azure."""

_UNDECLARABLE = frozenset(
    {
        *(
            "azurerm_key_vault",
            "azurerm_app_configuration",
            "azurerm_log_analytics_workspace",
            "azurerm_kusto_database",
        ),
        *("azurerm_search_service", "azurerm_api_management", "azurerm_eventhub", "azurerm_container_registry"),
        *(
            "azurerm_cognitive_account",
            "azurerm_storage_table",
            "azurerm_storage_queue",
            "azurerm_key_vault_managed_hardware_security_module",
        ),
    }
)


def backups(resource: Resource, links: Links) -> Backups | None:
    """Backups of a resource of Azure; None where it stores nothing."""
    if resource.type in _UNDECLARABLE:
        return Backups(undeclarable=True)
    native = _native(resource)
    if native is None and resource.type not in _ITEMS and resource.type != "azurerm_netapp_volume":
        return None
    return Backups(covers=tuple(_covers(resource, links)), native=native)


def _native(resource: Resource) -> Native | None:
    if resource.type == "azurerm_cosmosdb_account":
        return _cosmos(resource.values)
    if resource.type not in _SETTINGS:
        return None
    native = _SETTINGS[resource.type].read(resource.values)
    kept = _long_term(resource.values)
    return native if kept is None else Native(native.enabled, kept, native.pitr, native.offsite, native.rpo_hours)


def _long_term(values: Mapping[str, Value]) -> Value:
    """Days of the longest long-term retention of a SQL database; `PT0S` and nothing mean none."""
    found = [
        duration_days(at(values, "long_term_retention_policy", f"{period}_retention"))
        for period in ("weekly", "monthly", "yearly")
    ]
    unknown = next((item for item in found if isinstance(item, Unknown)), None)
    longest = max((int(item) for item in found if isinstance(item, int)), default=0)
    return unknown if unknown is not None else longest or None


def _cosmos(values: Mapping[str, Value]) -> Native:
    kind = at(values, "backup", "type")
    if isinstance(kind, Unknown):
        return Native(True, kind, kind, kind)
    if kind == "Continuous":
        tier = at(values, "backup", "tier")
        days: Value = tier if isinstance(tier, Unknown) else 7 if tier == "Continuous7Days" else 30
        return Native(True, days, True)
    hours = as_number(at(values, "backup", "retention_in_hours"))
    redundancy = at(values, "backup", "storage_redundancy")
    away: Truth = redundancy if isinstance(redundancy, Unknown) else redundancy in (None, "Geo")
    return Native(True, in_days(8 if hours is None else hours), offsite=away, rpo_hours=4)


def _covers(resource: Resource, links: Links) -> Iterator[Cover]:
    for item in _items(resource, links):
        if isinstance(item, Unknown):
            yield Cover(None, resource.address, applies=item)
        elif item.values.get("protection_state") != "ProtectionStopped":
            yield _cover(item, links)
    for policy in each(resource.values, "data_protection_backup_policy"):  # of a NetApp volume
        enabled = as_truth(at(policy, "policy_enabled"), absent=True)
        yield Cover(at(policy, "backup_policy_id"), resource.address, applies=enabled)


def _items(resource: Resource, links: Links) -> Iterator[Resource | Unknown]:
    """What protects a resource; a container also what protects its account, and names this container or none."""
    for type in _ITEMS.get(resource.type, ()):
        yield from links.linked(resource, type)
    if resource.type != _CONTAINER:
        return
    for account in links.refers(resource, "azurerm_storage_account"):
        for item in links.linked(account, _BLOB) if isinstance(account, Resource) else ():
            named = () if isinstance(item, Unknown) else blocks(item.values.get("storage_account_container_names"))
            if not named or resource.values.get("name") in named:
                yield item


def _cover(item: Resource, links: Links) -> Cover:
    written = item.values.get("backup_policy_id", item.values.get("backup_policy_data_lake_storage_id"))
    policy = links.follow(written, *_POLICIES)
    named = next((item.values[name] for name in _VAULT_NAMES if item.values.get(name) is not None), None)
    vault = links.follow(named, *_VAULTS)
    if vault is None and isinstance(policy, Resource):
        vault = links.follow(
            next((policy.values[name] for name in _VAULT_NAMES if name in policy.values), None), *_VAULTS
        )
    hidden = policy if isinstance(policy, Unknown) else Unknown(f"the policy of {item.address} is not in the code")
    values: Mapping[str, Value] = policy.values if isinstance(policy, Resource) else {}
    return Cover(
        plan=name_of(policy, written),
        source=item.address,
        vault=name_of(vault, named),
        rpo_hours=_gap(values) if values else hidden,
        retention_days=_kept(values) if values else hidden,
        immutable=_immutable(vault),
        offsite=_geo_redundant(vault),
    )


_VAULT_NAMES = ("recovery_vault_name", "vault_id", "vault_name", "data_protection_backup_vault_id")


def _immutable(vault: Resource | Unknown | None) -> Truth:
    if not isinstance(vault, Resource):
        return vault if isinstance(vault, Unknown) else Unknown("the vault is not in the code")
    immutability = vault.values.get("immutability")
    return immutability if isinstance(immutability, Unknown) else immutability == "Locked"


def _geo_redundant(vault: Resource | Unknown | None) -> Truth:
    """Recovery Services vaults are geo-redundant unless told otherwise; backup vaults always say."""
    if not isinstance(vault, Resource):
        return vault if isinstance(vault, Unknown) else Unknown("the vault is not in the code")
    kind = vault.values.get("storage_mode_type", vault.values.get("redundancy"))
    return kind if isinstance(kind, Unknown) else kind in (None, "GeoRedundant")


_FREQUENCIES = {"daily": 24, "weekly": 168}


def _gap(values: Mapping[str, Value]) -> Value:
    frequency = at(values, "backup", "frequency")
    if frequency is None:
        interval = at(values, "backup_repeating_time_intervals")
        if isinstance(interval, str) and (found := re.search(r"/(P[^/]+)$", interval)):
            return duration_hours(found[1])
        return interval if isinstance(interval, Unknown) else None
    if isinstance(frequency, str) and frequency.lower() in _FREQUENCIES:
        return _FREQUENCIES[frequency.lower()]
    hours = at(values, "backup", "hour_interval")
    return (
        frequency
        if isinstance(frequency, Unknown)
        else hours
        if hours is not None
        else at(values, "backup", "hourly", "interval")
    )


_COUNTS = (("retention_daily", 1), ("retention_weekly", 7), ("retention_monthly", 30), ("retention_yearly", 365))
_DURATIONS = (
    ("default_retention_duration",),
    ("operational_default_retention_duration",),
    ("vault_default_retention_duration",),
    ("default_retention_rule", "life_cycle", "duration"),
    ("retention_rule", "duration"),
    ("retention_rule", "life_cycle", "duration"),
)


def _kept(values: Mapping[str, Value]) -> Value:
    """Days of the longest retention of a policy."""
    found: list[Value] = [in_days(_times(at(values, name, "count"), days * 24)) for name, days in _COUNTS]
    found += [duration_days(text) for path in _DURATIONS for text in each(values, *path)]
    unknown = next((item for item in found if isinstance(item, Unknown)), None)
    return unknown if unknown is not None else max((int(item) for item in found if isinstance(item, int)), default=None)


def _times(count: Value, hours: int) -> Value:
    number = as_number(count)
    return number if isinstance(number, Unknown) or number is None else number * hours
