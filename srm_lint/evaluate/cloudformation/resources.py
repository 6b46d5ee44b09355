"""The resources of a stack and of the stacks nested in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from srm_lint.evaluate.cloudformation.expression import Expressions, function_name
from srm_lint.evaluate.cloudformation.functions import transform
from srm_lint.evaluate.cloudformation.nested import STACK
from srm_lint.evaluate.cloudformation.prepare import MODULE_SUFFIX
from srm_lint.evaluate.cloudformation.stack import Stack, resource_type
from srm_lint.evaluate.cloudformation.syntax import TemplateSyntax
from srm_lint.evaluate.cloudformation.tags import own_tags, with_stack_tags
from srm_lint.model.resource import Framework, Mode, Resource, Written
from srm_lint.model.source import Diagnostic, Level
from srm_lint.model.template import Entry, MappingNode
from srm_lint.model.value import Unknown, Value

_PROVIDERS = {"AWS": "aws", "Alexa": "aws"}
_SERVERLESS = "AWS::Serverless::"
_TRANSFORM = "Fn::Transform"
_CONSTRUCT = "aws:cdk:path"


def resources_of(stack: Stack) -> Iterator[Resource]:
    """Every resource that is not known to be absent, in the order of the template, nested stacks after it."""
    for entry in stack.resources.values():
        resource = _resource(stack, entry)
        if resource is not None:
            yield resource
            if resource.type.endswith(MODULE_SUFFIX) or (resource.type == STACK and stack.child(entry.key) is None):
                yield _unread(resource)
        elif not resource_type(entry):
            yield _addition(stack, entry)
    for child in stack.children():
        yield from resources_of(child)


def _resource(stack: Stack, entry: Entry) -> Resource | None:
    type, body = resource_type(entry), entry.value
    if entry.key == _TRANSFORM:
        transform(Expressions(stack), body)
        return None
    if not type or not isinstance(body, MappingNode):
        _note_unknown_type(stack, entry)
        return None
    exists = stack.existence(entry)
    if exists is False:
        return None
    expressions = Expressions(stack)
    values, meta = _properties(expressions, body), _meta(stack, body)
    added = meta.get(_TRANSFORM)
    if isinstance(added, Unknown):  # what a macro adds to the resource may be its properties
        values.setdefault(_TRANSFORM, added)
    stack.needs(meta.get("DependsOn"), entry.start)
    maker = stack.prepared.makers.get(entry.key)
    written = maker.written(stack.prefix, entry.key, type) if maker else None
    return Resource(
        address=stack.prefix + entry.key,
        type=type,
        name=entry.key,
        framework=Framework.CLOUDFORMATION,
        mode=Mode.MANAGED,
        provider=_PROVIDERS.get(type.split("::")[0], type.split("::")[0].lower()),
        values=values,
        syntax=_syntax(stack, entry, written),
        meta=meta,
        exists=exists,
        tags=with_stack_tags(own_tags(values), stack.tags),
        sensitive=tuple(dict.fromkeys(expressions.sensitive)),
        references=tuple(expressions.references),
        calls=stack.calls,
        construct=_construct(meta),
        written=written,
    )


def _unread(call: Resource) -> Resource:
    """What is known of a nested stack or module that was not read: what it is given may be pointed at in there."""
    given = call.values.get("Parameters") if call.type == STACK else call.values
    reason = f"`{call.address}` is given it, and its template was not read"
    values: dict[str, Value] = {
        name: Unknown(reason, value.references)
        for name, value in (given.items() if isinstance(given, Mapping) else ())
        if isinstance(value, Unknown) and value.references
    }
    return msgspec.structs.replace(
        call, address=f"{call.address}.template", type="module", mode=Mode.UNREAD_MODULE, values=values, references=()
    )


def _addition(stack: Stack, entry: Entry) -> Resource:
    """What a macro adds to the resources, and what is filled in by a tool: it may point at anything."""
    reason = Unknown(f"what `{entry.key}` comes to may point at it")
    return Resource(
        address=stack.prefix + entry.key,
        type="module",
        name=entry.key,
        framework=Framework.CLOUDFORMATION,
        mode=Mode.UNREAD_MODULE,
        provider="",
        values={_TRANSFORM: reason},
        syntax=_syntax(stack, entry, None),
        calls=stack.calls,
    )


def _syntax(stack: Stack, entry: Entry, written: Written | None) -> TemplateSyntax:
    type = written.type if written else resource_type(entry)
    shared = stack.globals.get(type.removeprefix(_SERVERLESS)) if _SERVERLESS in type else None
    defaults = shared if isinstance(shared, MappingNode) else None
    return TemplateSyntax(stack.source, stack.prepared.source_of(entry), stack.conditions.known, defaults, written)


def _note_unknown_type(stack: Stack, entry: Entry) -> None:
    """A type that a macro or a tool outside CloudFormation fills in. Others that are missing were reported by the reader."""
    if isinstance(entry.value, MappingNode) and entry.value.entry(_TRANSFORM) is not None:
        Expressions(stack).members(entry.value, ())
    elif isinstance(entry.value, MappingNode) and isinstance(entry.value.get("Type"), MappingNode):
        message = f"what `{entry.key}` is gets filled in before deployment, by a tool of its own: it is not judged"
        place = stack.source.location(entry.start, entry.end)
        stack.report(Diagnostic(place.file, place.line, "resource-not-evaluated", message, Level.NOTE))


def _properties(expressions: Expressions, body: MappingNode) -> dict[str, Value]:
    node = body.get("Properties")
    if not isinstance(node, MappingNode):
        return {}
    if function_name(node) not in {None, _TRANSFORM}:
        value = expressions.value(node)
        return value if isinstance(value, dict) else {node.entries[0].key: value}
    return expressions.members(node, ())


def _meta(stack: Stack, body: MappingNode) -> dict[str, Value]:
    attributes = tuple(entry for entry in body.entries if entry.key not in {"Type", "Properties"})
    return Expressions(stack).members(MappingNode(attributes, body.start, body.end), ())


def _construct(meta: Mapping[str, Value]) -> str:
    metadata = meta.get("Metadata")
    path = metadata.get(_CONSTRUCT) if isinstance(metadata, dict) else None
    return path if isinstance(path, str) else ""
