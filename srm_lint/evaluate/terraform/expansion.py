"""`count` and `for_each` -> the instances of a resource or module."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.evaluate.terraform.errors import EvaluationError
from srm_lint.evaluate.terraform.unknowns import follows
from srm_lint.evaluate.typed import (
    ANY,
    NUMBER,
    STRING,
    ConversionError,
    Map,
    Pending,
    RuntimeValue,
    Set,
    convert,
    unmark,
)
from srm_lint.model.hcl import Expression
from srm_lint.model.value import Unknown

Key = str | int | None

_MAXIMUM_COUNT = 100_000
"""More than this is a mistake of the configuration, not an estate."""
STEPS_OF_AN_INSTANCE = 20
"""What an instance costs beside its expressions, in steps of `Work`."""


class Expansion(msgspec.Struct, frozen=True):
    """Instance keys with the names that each instance knows (`count`, `each`).

    `unknown` says why the keys cannot be told; then there is one instance, without a key, that stands for all.
    """

    kind: str
    instances: Mapping[Key, Mapping[str, RuntimeValue]]
    unknown: Unknown | None = None


SINGLE = Expansion("single", {None: {}})


def expand_count(value: RuntimeValue, node: Expression) -> Expansion:
    """Instances 0 to `count` - 1. Raises EvaluationError."""
    count, is_sensitive = unmark(value)
    if count is None:
        raise EvaluationError("`count` is null", node)
    try:
        count = convert(count, NUMBER)
    except ConversionError as error:
        raise EvaluationError(f"`count`: {error}", node) from error
    if isinstance(count, Unknown):
        index = follows([count], NUMBER, never_null=True)
        return Expansion("count", {None: {"count": {"index": index}}}, count)
    if not isinstance(count, int) or not 0 <= count <= _MAXIMUM_COUNT:
        shown = "sensitive and wrong" if is_sensitive else count
        raise EvaluationError(f"`count` is {shown}; it must be a whole number from 0 to {_MAXIMUM_COUNT}", node)
    return Expansion("count", {index: {"count": {"index": index}} for index in range(count)})


def expand_for_each(value: RuntimeValue, node: Expression) -> Expansion:
    """One instance for each key of a map or object, or each string of a set. Raises EvaluationError."""
    each, is_marked = unmark(value)
    if each is None:
        raise EvaluationError("`for_each` is null", node)
    if is_marked:
        raise EvaluationError("`for_each` is sensitive, so its keys cannot be used", node)
    if isinstance(each, Unknown):
        return _unknown_each(each)
    if isinstance(each, Set):
        unknown = next((element for element in each.elements if isinstance(element, Unknown)), None)
        if unknown is not None:
            return _unknown_each(unknown)
        if not all(isinstance(element, str) for element in each.elements):
            raise EvaluationError("`for_each` over a set needs a set of strings", node)
        items: Mapping[str, RuntimeValue] = {str(element): element for element in each.elements}
    elif isinstance(each, Map | dict):
        items = each.items if isinstance(each, Map) else each
    else:
        raise EvaluationError("`for_each` needs a map, an object, or a set of strings", node)
    instances: dict[Key, Mapping[str, RuntimeValue]] = {
        key: {"each": {"key": key, "value": items[key]}} for key in sorted(items, key=str.encode)
    }
    return Expansion("for_each", instances)


def instance_address(address: str, key: Key) -> str:
    """Address of an instance: `aws_s3_bucket.b`, `aws_s3_bucket.b[0]`, `aws_s3_bucket.b["k"]`."""
    if key is None:
        return address
    if isinstance(key, int):
        return f"{address}[{key}]"
    escaped = (
        key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'{address}["{escaped}"]'


def _unknown_each(cause: Unknown) -> Expansion:
    type = cause.type if isinstance(cause, Pending) else ANY
    element = type.element if type.element is not None else ANY
    key = follows([cause], STRING, never_null=True)
    value = key if type.kind == "set" else follows([cause], element)
    return Expansion("for_each", {None: {"each": {"key": key, "value": value}}}, cause)
