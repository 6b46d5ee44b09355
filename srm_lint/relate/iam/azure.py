"""Azure's role definitions and assignments as statements."""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.iam.shapes import statement
from srm_lint.relate.values import as_list, blocks


def statements(resource: Resource) -> tuple[Value, ...]:
    """One statement for each `permissions` block of a role definition, one for a role assignment.

    Azure takes `not_actions` away from `actions` of the same block; AWS never has both in one statement.
    """
    if resource.type == "azurerm_role_definition":
        return tuple(_permissions(block, resource) for block in blocks(resource.values.get("permissions")))
    return (_assignment(resource),) if resource.type == "azurerm_role_assignment" else ()


def _permissions(block: Value, resource: Resource) -> Value:
    if not isinstance(block, dict):
        return block
    scopes = resource.values.get("assignable_scopes")
    return statement(
        sid=resource.values.get("name") or "",
        actions=_joined(block.get("actions"), block.get("data_actions")),
        not_actions=_joined(block.get("not_actions"), block.get("not_data_actions")),
        resources=as_list(scopes if scopes is not None else resource.values.get("scope")),
    )


def _joined(first: Value, second: Value) -> Value:
    lists = (as_list(first), as_list(second))
    unknown = next((item for item in lists if isinstance(item, Unknown)), None)
    if unknown is not None:
        return unknown
    return tuple(part for item in lists if isinstance(item, tuple) for part in item)


def _assignment(resource: Resource) -> Value:
    values = resource.values
    role = values.get("role_definition_name")
    kind = values.get("principal_type")
    return statement(
        sid=values.get("name") or "",
        actions=as_list(role if role is not None else values.get("role_definition_id")),
        resources=as_list(values.get("scope")),
        principals=({"type": "" if kind is None else kind, "identifiers": as_list(values.get("principal_id"))},),
        conditions=_condition(values),
    )


def _condition(values: Mapping[str, Value]) -> Value:
    written = values.get("condition")
    return () if written is None else ({"test": "ABAC", "variable": "", "values": as_list(written)},)
