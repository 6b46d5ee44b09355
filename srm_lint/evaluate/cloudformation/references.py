"""Intrinsic functions that look something up: `Ref`, `Fn::GetAtt`, `Fn::Sub`, `Fn::FindInMap`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from srm_lint.evaluate.cloudformation.functions import arguments
from srm_lint.evaluate.cloudformation.inputs import PSEUDO_PARAMETERS
from srm_lint.evaluate.cloudformation.scope import Evaluator
from srm_lint.evaluate.cloudformation.values import NO_VALUE, Result, piece, text
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Reference, Unknown, Value, concatenate

_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
_OUTPUTS = "Outputs."


def ref(evaluator: Evaluator, node: Node) -> Result:
    """The value of a parameter, or what identifies a resource."""
    name = _name(evaluator, node)
    if isinstance(name, Unknown):
        return name
    return NO_VALUE if name == "AWS::NoValue" else _named(evaluator, node, name)


def _name(evaluator: Evaluator, node: Node) -> str | Unknown:
    """A name as it is written (`No` is no truth value here), or what a function makes of it."""
    return node.text if isinstance(node, ScalarNode) else piece(evaluator.value(node))


def _named(evaluator: Evaluator, node: Node, name: str) -> Value:
    if name in evaluator.scope.parameters.values:
        return evaluator.parameter(name)
    if evaluator.scope.has_resource(name):
        return _deployed(evaluator, name, "Ref")
    kind = "pseudo parameter" if name.startswith("AWS::") else "parameter or resource"
    return evaluator.problem(node, f"there is no {kind} `{name}`")


def _deployed(evaluator: Evaluator, name: str, attribute: str) -> Unknown:
    reference = Reference(evaluator.scope.prefix + name, attribute)
    evaluator.refer(reference)
    what = f"`Ref` of {reference.address}" if attribute == "Ref" else f"attribute `{attribute}` of {reference.address}"
    return Unknown(f"{what} is known after deployment", (reference,), never_null=True)


def get_att(evaluator: Evaluator, node: Node) -> Value:
    """An attribute of a resource, or an output of a nested stack."""
    names: list[str] = []
    for part in node.items if isinstance(node, SequenceNode) else (node,):
        name = _name(evaluator, part)
        if isinstance(name, Unknown):
            return name
        names.append(name)
    resource, _, attribute = ".".join(names).partition(".")
    if not attribute:
        return evaluator.problem(node, "wrong arguments: `Fn::GetAtt` takes a logical id and an attribute")
    return _attribute(evaluator, node, resource, attribute)


def _attribute(evaluator: Evaluator, node: Node, name: str, attribute: str) -> Value:
    if not evaluator.scope.has_resource(name):
        return evaluator.problem(node, f"there is no resource `{name}`")
    if attribute.startswith(_OUTPUTS):
        output = evaluator.scope.output(name, attribute.removeprefix(_OUTPUTS))
        if output is not None:
            evaluator.refer(Reference(evaluator.scope.prefix + name, attribute))
            return output
    return _deployed(evaluator, name, attribute)


def sub(evaluator: Evaluator, node: Node) -> Value:
    """A text with `${Name}`, `${Resource.Attribute}` and variables of its own filled in; `${!x}` stands for `${x}`."""
    template, variables = node, dict[str, Value]()
    if isinstance(node, SequenceNode):
        usage = "`Fn::Sub` takes a text, or a text and a map of variables"
        given = arguments(evaluator, node, 2, 2, usage)
        if isinstance(given, Unknown):
            return given
        template, own = given
        if not isinstance(own, MappingNode):
            return evaluator.problem(own, f"wrong arguments: {usage}")
        variables = {entry.key: evaluator.value(entry.value) for entry in own.entries}
    if not isinstance(template, ScalarNode):
        made = evaluator.value(template)
        if isinstance(made, Unknown):
            return made
        return evaluator.problem(node, "wrong arguments: `Fn::Sub` takes a text, or a text and a map of variables")
    return concatenate(_filled(evaluator, template, variables))


def _filled(evaluator: Evaluator, template: ScalarNode, variables: dict[str, Value]) -> Iterator[str | Unknown]:
    whole, end = text(template.value), 0
    for found in _VARIABLE.finditer(whole):
        yield whole[end : found.start()]
        end = found.end()
        literal, name = found[1], found[2].strip()
        if literal or not name:
            yield f"${{{found[2]}}}"
        elif name in variables:
            yield piece(variables[name])
        else:
            yield piece(_variable(evaluator, template, name))
    yield whole[end:]


def _variable(evaluator: Evaluator, node: Node, name: str) -> Value:
    if "." in name and name not in PSEUDO_PARAMETERS and name not in evaluator.scope.parameters.values:
        resource, attribute = name.split(".", 1)
        return _attribute(evaluator, node, resource, attribute)
    return _named(evaluator, node, name)


def find_in_map(evaluator: Evaluator, node: Node) -> Value:
    """A value of the section `Mappings`; a fourth argument `{DefaultValue: x}` stands in for a missing key."""
    given = arguments(evaluator, node, 3, 4, "`Fn::FindInMap` takes the name of a mapping and two keys")
    if isinstance(given, Unknown):
        return given
    default = _default(given[3]) if len(given) == 4 else None
    found: Node | None = evaluator.scope.mappings
    keys: list[str] = []
    for item in given[:3]:
        key = _name(evaluator, item)
        if isinstance(key, Unknown):
            return Unknown(f"looked up in a mapping: {key.reason}", key.references, key.settle, never_null=True)
        if isinstance(found, MappingNode) and found.get(key) is None and found.get("Fn::Transform") is not None:
            return Unknown(f"`{evaluator.shown(key)}` may be among what a macro adds to the mappings", never_null=True)
        found = found.get(key) if isinstance(found, MappingNode) else None
        keys.append(evaluator.shown(key))
        if found is None and default is None:
            what = f"key `{keys[-1]}` in mapping `{keys[0]}`" if keys[1:] else f"mapping `{keys[0]}`"
            return evaluator.problem(item, f"there is no {what}")
    return evaluator.value(found or (default.value if default else node))


def _default(node: Node) -> Entry | None:
    return node.entry("DefaultValue") if isinstance(node, MappingNode) else None
