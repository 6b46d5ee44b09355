"""Snapshots by Amazon Data Lifecycle Manager, in Terraform and in CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of
from srm_lint.relate.backup.matching import has_tag
from srm_lint.relate.backup.schedule import gap_hours, in_days, interval_hours, times
from srm_lint.relate.backup.shapes import Copy, Cover
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_number, at, each

_POLICIES = ("aws_dlm_lifecycle_policy", "AWS::DLM::LifecyclePolicy")
_KINDS = {
    "aws_ebs_volume": "VOLUME",
    "AWS::EC2::Volume": "VOLUME",
    "aws_instance": "INSTANCE",
    "AWS::EC2::Instance": "INSTANCE",
}


def lifecycle_covers(resource: Resource, links: Links) -> Iterator[Cover]:
    """One cover for each schedule of each policy whose target tags the resource carries."""
    if resource.type not in _KINDS:
        return
    for policy in (found for type in _POLICIES for found in links.every(type)):
        values = _snake(policy.values) if policy.type == _POLICIES[1] else policy.values
        applies = _applies(policy, values, resource)
        if applies is not False:
            yield from _schedules(policy, values, applies)


def _applies(policy: Resource, values: Mapping[str, Value], resource: Resource) -> Truth:
    state = values.get("state")
    on = state if isinstance(state, Unknown) else state != "DISABLED"
    default = values.get("default_policy")
    if default is not None:
        selects: Truth = default if isinstance(default, Unknown) else default == _KINDS[resource.type]
    else:
        selects = all_of((_takes_kind(values, _KINDS[resource.type]), _tagged(values, resource)))
    exists = policy.exists if isinstance(policy.exists, Unknown) else True
    return all_of((on, selects, exists))


def _takes_kind(values: Mapping[str, Value], kind: str) -> Truth:
    kinds = list(each(values, "policy_details", "resource_types"))
    return any_of(item if isinstance(item, Unknown) else item == kind for item in kinds)


def _tagged(values: Mapping[str, Value], resource: Resource) -> Truth:
    """One of the target tags is enough."""
    return any_of(
        target if isinstance(target, Unknown) else _has_any(target, resource)
        for target in each(values, "policy_details", "target_tags")
    )


def _has_any(target: Value, resource: Resource) -> Truth:
    if not isinstance(target, Mapping):
        return False
    if "key" in target and "value" in target:
        return has_tag(resource, target["key"], target["value"])
    return any_of(has_tag(resource, key, value) for key, value in target.items())


def _schedules(policy: Resource, values: Mapping[str, Value], applies: Truth) -> Iterator[Cover]:
    if values.get("default_policy") is not None:
        every = at(values, "policy_details", "create_interval") or values.get("create_interval") or 1
        kept = at(values, "policy_details", "retain_interval") or values.get("retain_interval") or 7
        gap = interval_hours(every, "DAYS")
        yield Cover(policy.address, policy.address, rpo_hours=gap, retention_days=kept, applies=applies)
    for name in ("schedule", "schedules"):
        for schedule in each(values, "policy_details", name):
            yield _cover(policy, schedule, applies)


def _cover(policy: Resource, schedule: Value, applies: Truth) -> Cover:
    if not isinstance(schedule, Mapping):
        hidden = schedule if isinstance(schedule, Unknown) else applies
        return Cover(policy.address, policy.address, applies=hidden)
    written = at(schedule, "create_rule", "cron_expression")
    rule = at(schedule, "create_rule")
    gap = (
        gap_hours(written)
        if written is not None
        else interval_hours(at(rule, "interval"), at(rule, "interval_unit") or "HOURS")
    )
    return Cover(
        plan=policy.address,
        source=policy.address,
        schedule=written,
        rpo_hours=gap,
        retention_days=_kept(at(schedule, "retain_rule"), gap),
        copies=tuple(_copies(schedule)),
        applies=applies,
    )


def _kept(rule: Value, gap: Value) -> Value:
    """Days by an interval, or by a number of snapshots times the time between them."""
    hours = interval_hours(as_number(at(rule, "interval")), at(rule, "interval_unit"))
    return in_days(times(as_number(at(rule, "count")), gap) if hours is None else hours)


def _copies(schedule: Mapping[str, Value]) -> Iterator[Copy]:
    for rule in (*each(schedule, "cross_region_copy_rule"), *each(schedule, "cross_region_copy_rules")):
        region = rule if isinstance(rule, Unknown) else at(rule, "target_region") or at(rule, "target")
        kept = None if isinstance(rule, Unknown) else _kept(at(rule, "retain_rule"), None)
        yield Copy(None, region=region, retention_days=kept, offsite=True)


def _snake(values: Mapping[str, Value]) -> dict[str, Value]:
    """CloudFormation's names as Terraform writes them: `PolicyDetails.TargetTags` as `policy_details.target_tags`."""
    return {_snake_name(name): _snake_value(value) for name, value in values.items()}


def _snake_value(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_snake_value(item) for item in value)
    return value if not isinstance(value, dict) else _snake(value)


def _snake_name(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
