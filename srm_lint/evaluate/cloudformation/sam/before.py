"""Templates as the translator takes them: plain data, with local files uploaded and what `sam build` adds."""

from __future__ import annotations

from decimal import Decimal
from typing import Union

import msgspec

from srm_lint.model.template import MappingNode, Node, SequenceNode

Plain = Union[dict[str, "Plain"], list["Plain"], str, int, float, bool, None]

UPLOADED = "AWS::SAM::Uploaded"
"""Stands for the place of code and templates that are uploaded before deployment, as a pseudo parameter."""
MISSING = "AWS::SAM::Missing"
"""Stands for the value of a property that SAM asks for and that is not written, as a pseudo parameter."""
SERVERLESS = "AWS::Serverless::"

_APPLICATION = "AWS::Serverless::Application"
_DEFINITIONS: dict[str, dict[str, Plain]] = {
    "AWS::Serverless::Api": {"swagger": "2.0"},
    "AWS::Serverless::HttpApi": {"openapi": "3.0.1"},
}
"""How the definition of an API starts."""
_UPLOAD: Plain = {"Bucket": {"Ref": UPLOADED}, "Key": {"Ref": UPLOADED}}
_LOCAL_FILES = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}


class Change(msgspec.Struct, frozen=True):
    """Something removed from a template, or added to it where `value` is given, so that the rest of it can be translated."""

    path: tuple[str, ...]
    value: Plain = None


def plain(node: Node) -> Plain:
    """A node as plain data."""
    if isinstance(node, MappingNode):
        return {entry.key: plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return float(node.value) if isinstance(node.value, Decimal) else node.value


def plain_template(root: MappingNode, changes: tuple[Change, ...]) -> dict[str, Plain]:
    """The template as `sam package` would hand it over, with the `changes` made."""
    template = {entry.key: plain(entry.value) for entry in root.entries}
    shared = template.get("Globals")
    if isinstance(shared, dict):
        for name, properties in shared.items():
            if isinstance(properties, dict):
                _mark_uploads(f"{SERVERLESS}{name}", properties)
    for change in changes:
        _make(change, template)
    resources = template.get("Resources")
    for resource in resources.values() if isinstance(resources, dict) else ():
        if isinstance(resource, dict) and isinstance(resource.get("Type"), str):
            properties = resource.setdefault("Properties", {})
            if isinstance(properties, dict):
                _mark_uploads(str(resource["Type"]), properties)
                _mark_unpublished(resource, properties)
                _mark_included(str(resource["Type"]), properties)
                _complete_function(str(resource["Type"]), properties, shared)
    return template


def _make(change: Change, template: dict[str, Plain]) -> None:
    holder = template
    for step in change.path[:-1]:
        inner = holder.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        holder = inner
    if change.value is None:
        holder.pop(change.path[-1], None)
    else:
        holder.setdefault(change.path[-1], change.value)


def _mark_uploads(type: str, properties: dict[str, Plain]) -> None:
    """Local files are uploaded before deployment; the translator takes places in S3 alone."""
    name = _LOCAL_FILES.get(type, "")
    place = properties.get(name)
    if isinstance(place, str) and not place.startswith("s3://"):
        properties[name] = _UPLOAD


def _mark_unpublished(resource: dict[str, Plain], properties: dict[str, Plain]) -> None:
    """An application of the Serverless Application Repository is a stack whose template only AWS can tell."""
    if resource["Type"] != _APPLICATION or not isinstance(properties.get("Location"), dict):
        return
    resource["Type"] = "AWS::CloudFormation::Stack"
    del properties["Location"]
    properties["TemplateURL"] = {"Ref": UPLOADED}
    tags = properties.get("Tags")
    if isinstance(tags, dict):
        properties["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]


def _mark_included(type: str, properties: dict[str, Plain]) -> None:
    """What `AWS::Include` puts in is there before SAM looks: a definition, of which nothing is known here but that it is one."""
    body = properties.get("DefinitionBody")
    version = _DEFINITIONS.get(type)
    if version and isinstance(body, dict) and "Fn::Transform" in body:
        properties["DefinitionBody"] = {**version, "paths": {}, **body}


def _complete_function(type: str, properties: dict[str, Plain], shared: Plain) -> None:
    """`sam build` adds the place of code that is built from a folder or an image."""
    if type != f"{SERVERLESS}Function":
        return
    inherited = shared.get("Function") if isinstance(shared, dict) else None
    given = {**(inherited if isinstance(inherited, dict) else {}), **properties}
    if given.get("PackageType") == "Image" and not given.get("ImageUri"):
        properties["ImageUri"] = {"Ref": UPLOADED}
    elif not given.keys() & {"CodeUri", "InlineCode", "ImageUri"}:
        properties["CodeUri"] = _UPLOAD
