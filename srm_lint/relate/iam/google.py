"""Google Cloud's bindings as statements: the role stands where AWS has actions, the members are the principals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.iam.shapes import statement
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, blocks

_BINDING = re.compile(r"_iam_(member|binding)$")
_BOUND_TO = frozenset({"role", "member", "members", "condition", "policy_data", "etag", "id"})
_POLICY = "data.google_iam_policy"


def statements(resource: Resource, links: Links) -> tuple[Value, ...]:
    """One statement for each binding of a role; permissions of a custom role as one statement."""
    values = resource.values
    if _BINDING.search(resource.type):
        return (_binding(values, _bound_to(resource)),)
    if resource.type == _POLICY:
        return _bindings(resource, ())
    if resource.type.endswith("_iam_custom_role"):
        return (statement(actions=as_list(values.get("permissions"))),)
    return _policy(values.get("policy_data"), _bound_to(resource), links)


def _policy(data: Value, resources: Value, links: Links) -> tuple[Value, ...]:
    if not isinstance(data, Unknown):
        return ()
    targets = [target for reference in data.references for target in links.resolve(reference)]
    if len(targets) == 1 and targets[0].type == _POLICY and not data.settle:
        return _bindings(targets[0], resources)
    return (data,)


def _bindings(policy: Resource, resources: Value) -> tuple[Value, ...]:
    bindings = blocks(policy.values.get("binding"))
    return tuple(_binding(block, resources) if isinstance(block, dict) else block for block in bindings)


def _bound_to(resource: Resource) -> Value:
    """What the role is granted on: the bucket, project, secret that the binding names."""
    return tuple(value for name, value in resource.values.items() if name not in _BOUND_TO and value is not None)


def _binding(written: Mapping[str, Value], resources: Value) -> Value:
    members = as_list(written["members"] if written.get("members") is not None else written.get("member"))
    return statement(
        actions=as_list(written.get("role")),
        resources=resources,
        principals=tuple(_member(member) for member in members) if isinstance(members, tuple) else members,
        conditions=tuple(_condition(block) for block in blocks(written.get("condition"))),
    )


def _member(member: Value) -> Value:
    known = member.prefix if isinstance(member, Unknown) else str(member)
    if isinstance(member, Unknown) and ":" not in known:
        return member
    return {"type": known.partition(":")[0], "identifiers": (member,)}


def _condition(block: Value) -> Value:
    if not isinstance(block, dict):
        return block
    return {"test": "CEL", "variable": block.get("title"), "values": as_list(block.get("expression"))}
