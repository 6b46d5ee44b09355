"""Parameters: the values that were given, defaults, and what is unknown without either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

import msgspec

from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.patterns import SlowPatternError, check_pattern, is_found
from srm_lint.model.secrets import MASK
from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Node, ScalarNode, SequenceNode, known_in_deployment
from srm_lint.model.value import Unknown, Value

PSEUDO_PARAMETERS: Mapping[str, str] = {
    "AWS::AccountId": r"[0-9]{12}",
    "AWS::NotificationARNs": r"arn:.*",
    "AWS::Partition": r"aws(-[a-z-]+)?",
    "AWS::Region": r"[a-z]+(-[a-z]+)+-[0-9]+",
    "AWS::StackId": r"arn:.*",
    "AWS::StackName": r"[A-Za-z][A-Za-z0-9-]*",
    "AWS::URLSuffix": r"[a-z0-9.-]+",
}
"""Names, and the form of the values, which tells what they cannot be."""

SAME_IN_ALL_STACKS = ("AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix")
"""Pseudo parameters that all stacks of one account and region have in common."""

_MOST_NAMED = 20  # values in a message
_LONGEST_VALUE = 100_000
"""Characters of a parameter. CloudFormation takes 4,096; what is written longer is read all the same, if not evaluated for ever."""

_LONG_PATTERN = 1_000
_PATTERN_SECONDS = 0.001
"""A pattern that takes longer on no text at all was not written to be matched."""


class Inputs(msgspec.Struct, frozen=True):
    """Parameter values from the command line, by name. Pseudo parameters (`AWS::Region`) can be given as well."""

    parameters: Mapping[str, Value] = {}


class Range(msgspec.Struct, frozen=True):
    """The texts that a parameter without a value may have: one of `allowed` where there are any, else those of a form."""

    allowed: Mapping[str, None] = {}
    pattern: str = ""
    may_be_empty: bool = True

    def admits(self, value: str) -> bool:
        """Whether the parameter may have the value."""
        if self.allowed:
            return value in self.allowed
        if not value:
            return self.may_be_empty
        return not self.pattern or re.fullmatch(self.pattern, value) is not None


class Refused(msgspec.Struct, frozen=True):
    """A parameter value that the service would not take."""

    offset: int
    message: str


class Parameters(msgspec.Struct, frozen=True):
    """Values of one template's parameters, pseudo parameters included.

    `secret` are the names of those with NoEcho. `ranges` pairs the `Unknown` of each single-valued parameter without a
    value with the texts it may have: conditions tell worlds apart by these.
    """

    values: Mapping[str, Value]
    secret: frozenset[str]
    ranges: tuple[tuple[Unknown, Range], ...]
    refused: tuple[Refused, ...] = ()


def evaluate_parameters(source: Source, section: MappingNode, given: Mapping[str, Value]) -> Parameters:
    """Values of the parameters that `section` declares, from `given`, else from their defaults."""
    values: dict[str, Value] = {name: given.get(name, known_in_deployment(name)) for name in PSEUDO_PARAMETERS}
    ranges = [
        (value, Range(pattern=PSEUDO_PARAMETERS[name], may_be_empty=False))
        for name, value in values.items()
        if isinstance(value, Unknown)
    ]
    secret: list[str] = []
    refused: list[Refused] = []
    for entry in section.entries:
        declaration = entry.value if isinstance(entry.value, MappingNode) else MappingNode((), entry.start, entry.end)
        place = source.location(entry.start, entry.end)
        unset = Unknown(
            f"parameter `{entry.key}` has no value",
            settle=(f"set parameter `{entry.key}`, declared at {place.file}:{place.line}",),
            never_null=True,
        )
        value = values[entry.key] = _value(entry.key, declaration, given, unset)
        allowed = _allowed(declaration)
        if value is unset and not _is_list(declaration):
            ranges.append((unset, Range(allowed, may_be_empty=_may_be_empty(declaration))))
        if isinstance(value, str) and len(value) > _LONGEST_VALUE:
            message = f"the value of parameter `{entry.key}` has more than {_LONGEST_VALUE:,} characters"
            refused.append(Refused(entry.start, message))
            values[entry.key] = Unknown(message, never_null=True)
        is_secret = text(_literal(declaration.get("NoEcho"))).lower() == "true"
        if allowed and isinstance(value, str) and value not in allowed:
            message = f"parameter `{entry.key}` may not be `{MASK if is_secret else value}`: its AllowedValues are {_listed(allowed)}"
            refused.append(Refused(entry.start, message))
        if is_secret:
            secret.append(entry.key)
    return Parameters(values, frozenset(secret), tuple(ranges), tuple(refused))


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


def _allowed(declaration: MappingNode) -> dict[str, None]:
    node = declaration.get("AllowedValues")
    return dict.fromkeys(text(_literal(item)) for item in node.items) if isinstance(node, SequenceNode) else {}


def _listed(allowed: Mapping[str, None]) -> str:
    more = f", and {len(allowed) - _MOST_NAMED} others" if len(allowed) > _MOST_NAMED else ""
    return ", ".join(islice(allowed, _MOST_NAMED)) + more


def _may_be_empty(declaration: MappingNode) -> bool:
    least, pattern = text(_literal(declaration.get("MinLength"))), _literal(declaration.get("AllowedPattern"))
    if (least.isdecimal() and least.strip("0")) or text(_literal(declaration.get("Type"))) == "Number":
        return False
    return not isinstance(pattern, str) or _matches_nothing(pattern)


def _matches_nothing(pattern: str) -> bool:
    """Whether an `AllowedPattern` matches the empty text, or may."""
    try:
        if "(" not in pattern and len(pattern) < _LONG_PATTERN:  # one way at most to match nothing: no limit is needed
            return re.fullmatch(pattern, "") is not None
        check_pattern(pattern)
        return is_found(rf"\A(?:{pattern})\Z", "", _PATTERN_SECONDS)
    except (
        re.error,
        OverflowError,
        RecursionError,
        ValueError,
        SlowPatternError,
    ):  # or a form that Java knows and Python does not
        return True


def _literal(node: Node | None) -> Value:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return tuple(_literal(item) for item in node.items)
    return None
