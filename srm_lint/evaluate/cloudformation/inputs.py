"""Parameters: the values that were given, defaults, and what is unknown without either."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Unknown, Value

PSEUDO_PARAMETERS = (
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
)


class Inputs(msgspec.Struct, frozen=True):
    """Parameter values from the command line, by name. Pseudo parameters (`AWS::Region`) can be given as well."""

    parameters: Mapping[str, Value] = {}


class Parameters(msgspec.Struct, frozen=True):
    """Values of one template's parameters, pseudo parameters included.

    `secret` are the names of those with NoEcho. `choices` maps the `Unknown` of each single-valued parameter without a
    value to its AllowedValues, or to None where any text is possible: conditions tell worlds apart by these.
    """

    values: Mapping[str, Value]
    secret: frozenset[str]
    choices: Mapping[Unknown, tuple[str, ...] | None]


def evaluate_parameters(source: Source, section: MappingNode, given: Mapping[str, Value]) -> Parameters:
    """Values of the parameters that `section` declares, from `given`, else from their defaults."""
    values: dict[str, Value] = {name: given.get(name, _pseudo(name)) for name in PSEUDO_PARAMETERS}
    choices: dict[Unknown, tuple[str, ...] | None] = {
        value: None for value in values.values() if isinstance(value, Unknown)
    }
    secret: list[str] = []
    for entry in section.entries:
        declaration = entry.value if isinstance(entry.value, MappingNode) else MappingNode((), entry.start, entry.end)
        line = source.location(entry.start, entry.end).line
        unset = Unknown(
            f"parameter `{entry.key}` has no value",
            settle=(f"set parameter `{entry.key}`, declared at {source.path}:{line}",),
            never_null=True,
        )
        value = values[entry.key] = _value(entry.key, declaration, given, unset)
        if value is unset and not _is_list(declaration):
            choices[unset] = _allowed(declaration)
        if text(_literal(declaration.get("NoEcho"))).lower() == "true":
            secret.append(entry.key)
    return Parameters(values, frozenset(secret), choices)


def _pseudo(name: str) -> Unknown:
    return Unknown(f"`{name}` is known only in deployment", never_null=True)


def _value(name: str, declaration: MappingNode, given: Mapping[str, Value], unset: Unknown) -> Value:
    type = text(_literal(declaration.get("Type")))
    if type.startswith("AWS::SSM::Parameter::Value<"):
        return Unknown(f"parameter `{name}` is read from Systems Manager in deployment", never_null=True)
    value = given[name] if name in given else _literal(declaration.get("Default"))
    if value is None:
        return unset
    if isinstance(value, Unknown):
        return value
    items = value if isinstance(value, tuple) else None
    if _is_list(declaration):
        return items if items is not None else tuple(item.strip() for item in text(value).split(","))
    return text(value) if items is None else ",".join(text(item) for item in items)


def _is_list(declaration: MappingNode) -> bool:
    type = text(_literal(declaration.get("Type")))
    return type == "CommaDelimitedList" or type.startswith("List<")


def _allowed(declaration: MappingNode) -> tuple[str, ...] | None:
    node = declaration.get("AllowedValues")
    if not isinstance(node, SequenceNode) or not node.items:
        return None
    return tuple(dict.fromkeys(text(_literal(item)) for item in node.items))


def _literal(node: Node | None) -> Value:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return tuple(_literal(item) for item in node.items)
    return None
