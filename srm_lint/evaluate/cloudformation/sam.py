"""SAM: `AWS::Serverless::*` becomes the resources that the service makes of it, by AWS's own translator.

Importing this module costs 0.4 s, so it is imported for SAM templates alone. The translator works on plain data; what it
made is mapped back to the resource it was made from.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec
from samtranslator.model.exceptions import ExceptionWithMessage, InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Unknown, Value

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None

UPLOADED = "AWS::SAM::Uploaded"
"""Stands for the place of code and templates that are uploaded before deployment, as a pseudo parameter."""

_SERVERLESS = "AWS::Serverless::"
_APPLICATION = "AWS::Serverless::Application"
_REGION = "region-of-deployment-1"
_LOCAL_FILES = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}
_MAXIMUM_ATTEMPTS = 5


class Failure(msgspec.Struct, frozen=True):
    """Why a resource (or the whole template: "") could not be translated."""

    resource: str
    message: str


class Translated(msgspec.Struct, frozen=True):
    """The template as CloudFormation gets it; `written` maps logical ids to the entries that they were made from."""

    root: MappingNode
    written: Mapping[str, Entry]
    failures: tuple[Failure, ...]


class _Session:
    """Takes the place of the translator's session with AWS, of which it asks the region alone."""

    region_name = _REGION


def translate(root: MappingNode, parameters: Mapping[str, Value]) -> Translated:
    """The template with its SAM resources translated; those that cannot be stay as they are, with the reason."""
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # it warns of itself, not of the template
    failures: list[Failure] = []
    for _ in range(_MAXIMUM_ATTEMPTS):
        template = _plain_template(root)
        kept = _take_out(template, {failure.resource for failure in failures})
        translator = Translator({}, Parser(), boto_session=_Session())
        try:
            made = translator.translate(template, _known(parameters))
        except InvalidDocumentException as error:
            found = [_failure(cause) for cause in error.causes]
            failures += found
            if all(failure.resource for failure in found):
                continue
            break
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            failures.append(Failure("", f"the translator failed: {type(error).__name__}: {error}"))
            break
        finally:
            translator.metrics.publish()  # to nobody; unpublished metrics are complained about
        made["Resources"] = {**made.get("Resources", {}), **kept}
        return _translated(root, made, failures)
    return Translated(root, {}, tuple(failures))


def _plain_template(root: MappingNode) -> dict[str, Plain]:
    template = {entry.key: _plain(entry.value) for entry in root.entries}
    shared = template.get("Globals")
    if isinstance(shared, dict):
        for name, properties in shared.items():
            if isinstance(properties, dict):
                _mark_uploads(f"{_SERVERLESS}{name}", properties)
    resources = template.get("Resources")
    for resource in resources.values() if isinstance(resources, dict) else ():
        if isinstance(resource, dict) and isinstance(resource.get("Type"), str):
            properties = resource.setdefault("Properties", {})
            if isinstance(properties, dict):
                _mark_uploads(str(resource["Type"]), properties)
                _mark_unpublished(resource, properties)
                _complete_function(str(resource["Type"]), properties, shared)
    return template


def _mark_uploads(type: str, properties: dict[str, Plain]) -> None:
    """Local files are uploaded before deployment; the translator takes places in S3 alone."""
    name = _LOCAL_FILES.get(type, "")
    place = properties.get(name)
    if isinstance(place, str) and not place.startswith("s3://"):
        properties[name] = {"Bucket": {"Ref": UPLOADED}, "Key": {"Ref": UPLOADED}}


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


def _complete_function(type: str, properties: dict[str, Plain], shared: Plain) -> None:
    """`sam build` adds the place of code that is built from a folder or an image."""
    if type != f"{_SERVERLESS}Function":
        return
    inherited = shared.get("Function") if isinstance(shared, dict) else None
    given = {**(inherited if isinstance(inherited, dict) else {}), **properties}
    if given.get("PackageType") == "Image" and not given.get("ImageUri"):
        properties["ImageUri"] = {"Ref": UPLOADED}
    elif not given.keys() & {"CodeUri", "InlineCode", "ImageUri"}:
        properties["CodeUri"] = {"Bucket": {"Ref": UPLOADED}, "Key": {"Ref": UPLOADED}}


def _take_out(template: dict[str, Plain], names: set[str]) -> dict[str, Plain]:
    resources = template.get("Resources")
    if not isinstance(resources, dict):
        return {}
    return {name: resources.pop(name) for name in names if name in resources}


def _known(parameters: Mapping[str, Value]) -> dict[str, Plain]:
    return {name: text(value) for name, value in parameters.items() if not isinstance(value, Unknown)}


def _failure(cause: ExceptionWithMessage) -> Failure:
    message = str(cause.message)
    named = re.search(r"[Rr]esource with id \[(\w+)\]", message)
    return Failure(named[1] if named else "", message)


def _translated(root: MappingNode, made: dict[str, Plain], failures: list[Failure]) -> Translated:
    declared = root.get("Resources")
    places = _Places(root, declared if isinstance(declared, MappingNode) else MappingNode((), root.start, root.end))
    entries = []
    for section, content in made.items():
        original = root.entry(section)
        if section == "Resources" and isinstance(content, dict):
            entries.append(_resources(content, places, root))
        elif original is not None and _plain(original.value) == content:
            entries.append(original)
        else:
            start, end = (original.start, original.end) if original else (root.start, root.start)
            entries.append(Entry(section, _node(content, start, end), start, end))
    written = {name: places.of(name) for name in places.made}
    return Translated(MappingNode(tuple(entries), root.start, root.end), written, tuple(failures))


class _Places:
    """Which entry of the template a resource was made from."""

    def __init__(self, root: MappingNode, declared: MappingNode) -> None:
        self.made: dict[str, None] = {}
        self._declared = {entry.key: entry for entry in declared.entries}
        self._fallback = _implicit(root) or next(iter(declared.entries))

    def of(self, name: str) -> Entry:
        """The resource itself, else the one whose logical id starts the name, else what stands for all of them."""
        if name in self._declared:
            return self._declared[name]
        makers = [key for key in self._declared if name.startswith(key) and self.is_serverless(key)]
        return self._declared[max(makers, key=len)] if makers else self._fallback

    def is_serverless(self, name: str) -> bool:
        body = self._declared[name].value
        type = body.get("Type") if isinstance(body, MappingNode) else None
        return isinstance(type, ScalarNode) and str(type.value).startswith(_SERVERLESS)

    def original(self, name: str) -> Entry | None:
        return self._declared.get(name)


def _implicit(root: MappingNode) -> Entry | None:
    """Where the API is configured that SAM makes of its own for functions that name none."""
    shared = root.get("Globals")
    if not isinstance(shared, MappingNode):
        return None
    return shared.entry("Api") or shared.entry("HttpApi")


def _resources(content: dict[str, Plain], places: _Places, root: MappingNode) -> Entry:
    entries = []
    for name, resource in content.items():
        original = places.original(name)
        if original is not None and _plain(original.value) == resource:
            entries.append(original)
            continue
        place = places.of(name)
        places.made[name] = None
        entries.append(Entry(name, _node(resource, place.start, place.end), place.start, place.end))
    section = root.entry("Resources")
    start, end = (section.start, section.end) if section else (root.start, root.end)
    return Entry("Resources", MappingNode(tuple(entries), start, end), start, end)


def _plain(node: Node) -> Plain:
    if isinstance(node, MappingNode):
        return {entry.key: _plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    return float(node.value) if isinstance(node.value, Decimal) else node.value


def _node(value: Plain, start: int, end: int) -> Node:
    if isinstance(value, dict):
        return MappingNode(tuple(_members(value, start, end)), start, end)
    if isinstance(value, list):
        return SequenceNode(tuple(_node(item, start, end) for item in value), start, end)
    if isinstance(value, str) and _REGION in value:
        inner = _scalar(value.replace(_REGION, "${AWS::Region}"), start, end)
        return MappingNode((Entry("Fn::Sub", inner, start, end),), start, end)
    return _scalar(Decimal(str(value)) if isinstance(value, float) else value, start, end)


def _scalar(value: bool | int | Decimal | str | None, start: int, end: int) -> ScalarNode:
    return ScalarNode(value, start, end, text(value))


def _members(value: dict[str, Plain], start: int, end: int) -> Iterator[Entry]:
    for key, item in value.items():
        if key == "Fn::Sub" and isinstance(item, str):
            yield Entry(key, _scalar(item.replace(_REGION, "${AWS::Region}"), start, end), start, end)
        else:
            yield Entry(str(key), _node(item, start, end), start, end)
