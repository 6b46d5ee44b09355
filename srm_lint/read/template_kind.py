"""Which YAML and JSON files are CloudFormation templates. All others are passed over without a word."""

from __future__ import annotations

import re

from srm_lint.model.template import MappingNode, Node, ScalarNode, SequenceNode

_VERSION = "AWSTemplateFormatVersion"
_LOOP = "Fn::ForEach::"
_RESOURCES_AND_TYPE = (b"Resources", b"Type", b"::")
_CLAIMS = re.compile(
    rf"""^(?:\ufeff)?[{{\s]*["']?{_VERSION}["']?\s*:"""
    r"""|^[{\s]*["']?Resources["']?\s*:(?=[\s\S]*["']?Type["']?\s*:\s*["']?(?:AWS|Alexa|Custom)::)""",
    re.MULTILINE,
)


def may_be_template(content: bytes) -> bool:
    """Whether the bytes hold the words that every template has: cheap enough to ask of thousands of files."""
    return _VERSION.encode() in content or all(word in content for word in _RESOURCES_AND_TYPE)


def claims_to_be_template(text: str) -> bool:
    """Whether a file that cannot be parsed says of itself that it is a template."""
    return _CLAIMS.search(text) is not None


def is_template(root: Node | None) -> bool:
    """Whether a file says that it is one, or declares at least one resource with a type such as `AWS::S3::Bucket`."""
    if not isinstance(root, MappingNode):
        return False
    if root.entry(_VERSION) is not None:
        return True
    resources = root.get("Resources")
    if isinstance(resources, SequenceNode):
        return any(_has_type(item) for item in resources.items)
    if not isinstance(resources, MappingNode):
        return False
    return any(entry.key.startswith(_LOOP) or _has_type(entry.value) for entry in resources.entries)


def _has_type(node: Node) -> bool:
    type = node.get("Type") if isinstance(node, MappingNode) else None
    return isinstance(type, ScalarNode) and isinstance(type.value, str) and "::" in type.value
