"""Whether a container task runs with the very role that the service starts it with."""

from __future__ import annotations

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.links import Links

_ROLES = {
    "aws_ecs_task_definition": ("execution_role_arn", "task_role_arn"),
    "AWS::ECS::TaskDefinition": ("ExecutionRoleArn", "TaskRoleArn"),
}
_ROLE_TYPES = ("aws_iam_role", "data.aws_iam_role", "AWS::IAM::Role")


def one_role(resource: Resource, links: Links) -> dict[str, Value]:
    """`{one_role}` of a task definition: a truth, or unknown where it cannot be told; nothing for other types."""
    if resource.type not in _ROLES:
        return {}
    starting, running = (resource.values.get(name) for name in _ROLES[resource.type])
    return {"one_role": _same(starting, running, links)}


def _same(one: Value, other: Value, links: Links) -> Value:
    if not one or not other:
        return False
    if not isinstance(one, Unknown) and not isinstance(other, Unknown):
        return one == other
    found = [links.follow(value, *_ROLE_TYPES) for value in (one, other)]
    if all(isinstance(role, Resource) for role in found):
        return found[0] is found[1]
    if isinstance(one, Unknown) and isinstance(other, Unknown) and _comes_from_the_same(one, other):
        return True
    return one if isinstance(one, Unknown) else other


def _comes_from_the_same(one: Unknown, other: Unknown) -> bool:
    """Both are the same attribute of the same resource, whether or not that is on disk."""
    references, parts = one.references, one.parts
    return len(references) == 1 and not one.settle and references == other.references and parts == other.parts
