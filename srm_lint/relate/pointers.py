"""What in a resource may lead to another: its texts and unknowns, each with the name of the attribute that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.names import is_form, is_qualified, names_itself

_FULL_NAME = re.compile(r"arn:|gs://|projects/|(//|https://)?[a-z.]+\.googleapis\.com/")
"""How names begin that end with the name of the resource: ARNs and what Google calls full resource names."""


class Pointer(msgspec.Struct, frozen=True):
    """One attribute value of a resource that may lead to another. `attribute` is its name ("bucket").

    `secondary` are those that tell what else a resource has to do with, not what it belongs to: in a block, in a policy
    document, or named `source_`, `target_`, `destination_`.
    """

    source: Resource
    attribute: str
    value: str | Unknown
    is_own_name: bool
    in_document: bool
    secondary: bool


def pointers_of(resource: Resource) -> Iterator[Pointer]:
    """All texts and unknowns of a resource; which of them do lead to another is told by comparing."""
    for name, value in resource.values.items():
        own = names_itself(name, resource.type)
        for leaf in _leaves(value, name, in_document=False):
            nested = leaf.attribute != name
            yield Pointer(
                source=resource,
                attribute=leaf.attribute,
                value=leaf.value,
                is_own_name=own and not nested,
                in_document=leaf.in_document,
                secondary=nested or leaf.in_document or is_qualified(name),
            )


_NAMED_INSIDE = {
    "aws_cloudwatch_log_metric_filter": ("metric_transformation", "name"),
    "AWS::Logs::MetricFilter": ("MetricTransformations", "MetricName"),
}
"""Types that others know by a name in one of their blocks: an alarm names the metric, not the filter that counts it."""


def own_names(resource: Resource) -> Iterator[str | Unknown]:
    """What a resource is called: the values of `name`, `id`, `bucket` of a bucket, `function_name` of a function."""
    for name, value in resource.values.items():
        if isinstance(value, str | Unknown) and value != "" and names_itself(name, resource.type):
            yield value
    if resource.type in _NAMED_INSIDE:
        yield from _names_inside(resource, *_NAMED_INSIDE[resource.type])


def _names_inside(resource: Resource, block: str, name: str) -> Iterator[str | Unknown]:
    written = resource.values.get(block)
    for item in written if isinstance(written, tuple) else ():
        value = item.get(name) if isinstance(item, dict) else None
        if isinstance(value, str | Unknown):
            yield value


class _Leaf(msgspec.Struct, frozen=True):
    attribute: str
    value: str | Unknown
    in_document: bool


def _leaves(value: Value, attribute: str, in_document: bool) -> Iterator[_Leaf]:
    """Texts and unknowns at any depth. `id` and its like in a block are named after the block: `launch_template_id`."""
    if isinstance(value, Unknown):
        is_document = in_document or value.prefix.lstrip().startswith(("{", "["))
        yield _Leaf(attribute, value, is_document)
    elif isinstance(value, str):
        yield _Leaf(attribute, value, in_document)
    elif isinstance(value, tuple):
        for item in value:
            yield from _leaves(item, attribute, in_document)
    elif isinstance(value, dict):
        for name, item in value.items():
            inner = f"{attribute}_{name}" if is_form(name) else name
            yield from _leaves(item, inner, in_document or name == "Statement")


def sources(value: Unknown) -> Iterable[Unknown]:
    """The unknown itself, or, of a text with several unknown parts, each part that comes from somewhere else."""
    parts = [part for part in value.parts if isinstance(part, Unknown)]
    return parts if len(parts) > 1 else (value,)


def names_in(text: str) -> tuple[str, ...]:
    """What a text may call a resource: the text, and of a full name its last part (`logs` of `arn:aws:s3:::logs/*`)."""
    return (text, _last_part(text)) if _FULL_NAME.match(text) else (text,)


def can_equal(one: str | Unknown, other: str | Unknown) -> bool:
    """Whether two texts of which parts may be unknown can be the same, or one the ARN of what the other names."""
    if isinstance(one, str) and isinstance(other, str):
        return one in names_in(other) or other in names_in(one)
    (start, end), (other_start, other_end) = _ends(one), _ends(other)
    starts = start.startswith(other_start) or other_start.startswith(start)
    return starts and (end.endswith(other_end) or other_end.endswith(end))


def _ends(value: str | Unknown) -> tuple[str, str]:
    """Known start and end of a text; of an ARN, those of its last part."""
    start, end = (value, value) if isinstance(value, str) else (value.prefix, value.suffix)
    return (_last_part(start), end.partition("/")[0]) if start.startswith("arn:") else (start, end)


def _last_part(arn: str) -> str:
    return re.split("[:/]", arn.removesuffix("/*"))[-1]
