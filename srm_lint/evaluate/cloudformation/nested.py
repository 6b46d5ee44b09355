"""Where the template of a nested stack is."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from srm_lint.model.value import Unknown, Value

STACK = "AWS::CloudFormation::Stack"
_CDK_ASSET = "aws:asset:path"


def template_path(parent: str, values: Mapping[str, Value], metadata: Value) -> str | None:
    """Path of the nested template beside its parent; None where it is not on disk (a URL, a value that is not known)."""
    location = values.get("TemplateURL")
    if isinstance(metadata, dict) and isinstance(metadata.get(_CDK_ASSET), str):
        location = metadata[_CDK_ASSET]
    if not isinstance(location, str) or not location or "://" in location:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(parent), location))


def described(values: Mapping[str, Value]) -> str:
    """Where the template is, for people."""
    location = values.get("TemplateURL")
    if isinstance(location, str):
        return location
    return location.reason if isinstance(location, Unknown) else "not given"
