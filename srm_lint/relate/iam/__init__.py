"""`facts.iam`: what a resource's policies allow, in one shape whatever they were written in (docs/facts.md)."""

from __future__ import annotations

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.effort import check_entries
from srm_lint.relate.iam import aws, azure, google
from srm_lint.relate.iam.pairs import role_pairs
from srm_lint.relate.iam.privileges import privileges
from srm_lint.relate.iam.roles import one_role
from srm_lint.relate.iam.verdicts import verdicts
from srm_lint.relate.links import Links

_STEPS_OF_AN_ENTRY = 4  # of `Effort`: each is held against many actions


def iam(resource: Resource, links: Links) -> Value:
    """`facts.iam` of a resource: `{statements, trust, allows_all_actions, ...}`."""
    statements = _settled(_counted(_statements(resource, links), links))
    trust = _settled(_counted(aws.trust(resource, links), links))
    facts = {"statements": statements, "trust": trust, **verdicts(statements), **one_role(resource, links)}
    if (pairs := role_pairs(resource, links)) is not None:
        facts["role_pairs"] = pairs
    is_aws = resource.type.removeprefix("data.").startswith(("aws_", "AWS::"))
    return {**facts, **privileges(statements)} if is_aws else facts


def _counted(statements: tuple[Value, ...], links: Links) -> tuple[Value, ...]:
    lists = (part for item in statements if isinstance(item, dict) for part in item.values() if isinstance(part, tuple))
    entries = len(statements) + sum(map(len, lists))
    check_entries("statements, actions and resources in its policies", entries)
    links.effort.spend(entries * _STEPS_OF_AN_ENTRY)
    return statements


def _statements(resource: Resource, links: Links) -> tuple[Value, ...]:
    if resource.type.removeprefix("data.").startswith("google_"):
        return google.statements(resource, links)
    if resource.type.startswith("azurerm_"):
        return azure.statements(resource)
    return aws.statements(resource, links)


def _settled(statements: tuple[Value, ...]) -> Value:
    """Where nothing is known of any statement, not even their number is."""
    unknown = next((item for item in statements if isinstance(item, Unknown)), None)
    return unknown if unknown is not None and not any(isinstance(item, dict) for item in statements) else statements
