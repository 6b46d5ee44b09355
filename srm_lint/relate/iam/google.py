"""Google Cloud's bindings as statements: the role stands where AWS has actions, the members are the principals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.text import parse_json
from srm_lint.model.value import Unknown, Value, concatenate
from srm_lint.relate.iam.shapes import statement
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, blocks

_BINDING = re.compile(r"_iam_(member|binding)$")
_BOUND_TO = frozenset({"role", "member", "members", "condition", "policy_data", "etag", "id"})
_POLICY = "data.google_iam_policy"
_ACCOUNT = re.compile(r"(^|(?<!data)\.)google_service_account\.[^.\[]+(\[.*\])?$")
_ACCOUNT_DOMAIN = ".iam.gserviceaccount.com"
"""Where the addresses of accounts end that the estate makes; those that Google makes by itself end otherwise."""


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
    if isinstance(data, Unknown):
        targets = [target for reference in data.references for target in links.resolve(reference)]
        if len(targets) == 1 and targets[0].type == _POLICY and not data.settle:
            return _bindings(targets[0], resources)
    parsed = parse_json(data)
    written = parsed.get("bindings") if isinstance(parsed, dict) else parsed
    return tuple(_binding(block, resources) if isinstance(block, dict) else block for block in blocks(written))


def _bindings(policy: Resource, resources: Value) -> tuple[Value, ...]:
    bindings = blocks(policy.values.get("binding"))
    return tuple(_binding(block, resources) if isinstance(block, dict) else block for block in bindings)


def _bound_to(resource: Resource) -> Value:
    """What the role is granted on: the bucket, project, secret that the binding names."""
    return tuple(value for name, value in resource.values.items() if name not in _BOUND_TO and value is not None)


def _binding(written: Mapping[str, Value], resources: Value) -> Value:
    members = _members(written)
    return statement(
        actions=as_list(written.get("role")),
        resources=resources,
        principals=tuple(_member(member) for member in members) if isinstance(members, tuple) else members,
        conditions=tuple(_condition(block) for block in blocks(written.get("condition"))),
    )


def _members(written: Mapping[str, Value]) -> Value:
    if written.get("members") is not None:
        return as_list(written["members"])
    member = written.get("member")
    return () if member is None else (member,)


def _member(member: Value) -> Value:
    if isinstance(member, Unknown) and _is_own_account(member):
        member = concatenate(("serviceAccount:", Unknown(member.reason, member.references), _ACCOUNT_DOMAIN))
    known = member.prefix if isinstance(member, Unknown) else str(member)
    if isinstance(member, Unknown) and ":" not in known:
        return member
    return {"type": known.partition(":")[0], "identifiers": (member,)}


def _is_own_account(member: Unknown) -> bool:
    """Whether a member is the account that a `google_service_account` makes, by its `member` or its `email`."""
    if member.prefix not in ("", "serviceAccount:") or len(member.parts) > 2:
        return False
    return member.references != () and all(
        _ACCOUNT.search(reference.address) and reference.attribute in ("member", "email")
        for reference in member.references
    )


def _condition(block: Value) -> Value:
    if not isinstance(block, dict):
        return block
    return {"test": "CEL", "variable": block.get("title"), "values": as_list(block.get("expression"))}
