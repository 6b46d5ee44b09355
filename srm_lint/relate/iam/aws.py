"""Where resources of AWS hold their policies, in Terraform and in CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.iam.documents import DATA_SOURCE, data_source_statements, document_statements, is_document
from srm_lint.relate.iam.shapes import principal, statement
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, blocks

_TRUST = ("assume_role_policy", "AssumeRolePolicyDocument")

_POLICIES = frozenset(
    {
        *(
            "policy",
            "policy_document",
            "policy_text",
            "key_policy",
            "bucket_policy",
            "file_system_policy",
            "inline_policy",
        ),
        *("access_policy", "access_policies", "resource_policy", "repository_policy"),
        *("Policy", "PolicyDocument", "PolicyText", "KeyPolicy", "FileSystemPolicy", "InlinePolicy"),
        *("AccessPolicy", "AccessPolicies", "ResourcePolicy", "RepositoryPolicyText", "RegistryPolicyText"),
    }
)
"""Attributes that hold a policy document, whatever the type. Service control policies (`content`) grant nothing."""

_CONTAINERS = ("inline_policy", "Policies", "resource_policy", "ResourcePolicy")
"""Blocks that hold such attributes."""

_NO_DOCUMENT = ("_lifecycle_policy", "_scaling_policy", "autoscaling_policy", "_fms_policy", "_dlm_lifecycle_policy")
"""Types whose `policy` is something else, so that an unknown one says nothing about permissions."""

_PERMISSIONS = frozenset(
    {
        "aws_lambda_permission",
        "AWS::Lambda::Permission",
        "aws_cloudwatch_event_permission",
        "AWS::Events::EventBusPolicy",
    }
    | {"aws_lambda_layer_version_permission", "AWS::Lambda::LayerVersionPermission"}
)
"""Types that are one statement of a policy each."""


def statements(resource: Resource, links: Links) -> tuple[Value, ...]:
    """Statements of all policies a resource holds, its trust policy excepted."""
    if resource.type == DATA_SOURCE:
        return data_source_statements(resource, links)
    if resource.type.endswith(_NO_DOCUMENT):
        return ()
    found = [
        statement for document in _documents(resource, links) for statement in document_statements(document, links)
    ]
    return (*found, *_permission(resource)) if resource.type in _PERMISSIONS else tuple(found)


def trust(resource: Resource, links: Links) -> tuple[Value, ...]:
    """Statements of the document that says who may assume a role."""
    documents = (resource.values.get(name) for name in _TRUST)
    return tuple(
        item for document in documents if document is not None for item in document_statements(document, links)
    )


def _documents(resource: Resource, links: Links) -> Iterator[Value]:
    for name, value in resource.values.items():
        if name in _CONTAINERS:
            yield from _contained(value, links)
        if name in _POLICIES and (isinstance(value, Unknown) or is_document(value, links)):
            yield value


def _contained(value: Value, links: Links) -> Iterator[Value]:
    for block in blocks(value):
        if isinstance(block, Unknown):
            yield block
        elif isinstance(block, dict) and not is_document(block, links):
            yield from (item for name, item in block.items() if name in _POLICIES and item is not None)


def _permission(resource: Resource) -> Iterator[Value]:
    """The statement that a permission of a function, layer or event bus stands for."""
    values = {key.lower().replace("_", ""): value for key, value in resource.values.items()}
    if values.get("action") is None:
        return
    target = values.get("functionname") or values.get("eventbusname") or values.get("layername")
    yield statement(
        sid=values.get("statementid") or "",
        actions=as_list(values["action"]),
        resources=as_list(target),
        principals=_permitted(values.get("principal")),
        conditions=tuple(_restrictions(values)),
    )


def _permitted(value: Value) -> Value:
    if not isinstance(value, str):
        return value if isinstance(value, Unknown) else ()
    if value == "*":
        return (principal("*", value),)
    return (principal("Service" if value.endswith((".amazonaws.com", ".amazonaws.com.cn")) else "AWS", value),)


def _restrictions(values: dict[str, Value]) -> Iterator[Value]:
    named = (
        ("sourcearn", "ArnLike", "aws:SourceArn"),
        ("sourceaccount", "StringEquals", "aws:SourceAccount"),
        ("principalorgid", "StringEquals", "aws:PrincipalOrgID"),
        ("organizationid", "StringEquals", "aws:PrincipalOrgID"),
    )
    for name, test, variable in named:
        if values.get(name) is not None:
            yield {"test": test, "variable": variable, "values": as_list(values[name])}
    for condition in blocks(values.get("condition")):
        if isinstance(condition, dict):
            written = {key.lower(): value for key, value in condition.items()}
            yield {"test": written.get("type"), "variable": written.get("key"), "values": as_list(written.get("value"))}
        else:
            yield condition
