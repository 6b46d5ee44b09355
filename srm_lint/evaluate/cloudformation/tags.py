"""Tags of resources, and those that they get from the stack they are in.

Facts: the CloudFormation guide on resource tags: the service passes a stack's tags on to all resources that take tags,
nested stacks among them, and a resource's own tag of the same name wins.
"""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.value import Unknown, Value, member

Tags = Mapping[str, Value] | Unknown

_PROPERTIES = ("Tags", "TagList", "FileSystemTags", "HostedZoneTags", "UserPoolTags", "BackupVaultTags")


def own_tags(values: Mapping[str, Value]) -> Tags:
    """The tags that a resource's properties give it."""
    written = next((values[name] for name in _PROPERTIES if name in values), member(values, _PROPERTIES[0]))
    if isinstance(written, Unknown | dict):
        return written
    tags: dict[str, Value] = {}
    for tag in written if isinstance(written, tuple) else ():
        key = tag.get("Key") if isinstance(tag, dict) else tag
        if isinstance(key, Unknown):
            return key
        if isinstance(tag, dict):
            tags[text(key)] = tag.get("Value")
    return tags


def with_stack_tags(own: Tags, of_stack: Tags) -> Tags:
    """The tags that a resource has in its stack."""
    if isinstance(own, Unknown) or isinstance(of_stack, Unknown):
        return own if isinstance(own, Unknown) else of_stack
    return {**of_stack, **own}
