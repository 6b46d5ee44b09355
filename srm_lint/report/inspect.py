"""What the linter saw: every resource, its evaluated values and its tag, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TextIO, Union

from srm_lint.model.inspection import Inspection
from srm_lint.model.resource import Path, Resource, Service
from srm_lint.model.secrets import MASK, holds_secrets, is_secret_pair, mask_keys, mask_line
from srm_lint.model.value import Unknown, Value
from srm_lint.report import json
from srm_lint.report.clean import counted, one_line
from srm_lint.report.contract.inspect import InspectedResource, InspectReport, UnknownValue
from srm_lint.report.contract.shared import Files
from srm_lint.report.notes import notes
from srm_lint.report.paint import Style, painter
from srm_lint.report.view import View

Plain = Union[None, bool, int, Decimal, str, list["Plain"], dict[str, "Plain"]]
"""A value as JSON has it; an unknown one is `{"$unknown": true}`."""


def render_json(inspection: Inspection, stream: TextIO, *, show_sensitive: bool) -> None:
    """Write everything as JSON."""
    without_resources = InspectReport(
        version=json.VERSION,
        files=Files(inspection.files_found, inspection.files_read, json.unread(inspection.unread)),
        diagnostics=json.diagnostics(inspection.diagnostics),
        resources=(),
    )
    resources = (_resource(*pair, show_sensitive=show_sensitive) for pair in inspection.resources)
    json.write_with_list(without_resources, resources, stream)


def render_text(inspection: Inspection, stream: TextIO, view: View, *, show_sensitive: bool) -> None:
    """Write everything as text: a resource, then a line for each attribute that has a value."""
    paint = painter(view.color)
    for resource, service in inspection.resources:
        place = f"{resource.location.file}:{resource.location.line}"
        stream.write(
            f"{paint(one_line(mask_keys(resource.address)), Style.STRONG)}  {paint(one_line(place), Style.FAINT)}\n"
        )
        stream.write(f"  {one_line(service.name) or resource.type}: {service.model.value}\n")
        for name, value in _visible(resource, show_sensitive=show_sensitive).items():
            if value is not None:
                stream.write(f"    {one_line(name)} = {_as_text(value)}\n")
        stream.write("\n")
    stream.writelines(f"{line}\n" for line in notes(inspection.unread, inspection.diagnostics, paint, show_all=True))
    stream.write(
        f"{counted(len(inspection.resources), 'resource')}; "
        f"{counted(inspection.files_found, 'file')} found, {inspection.files_read} read\n"
    )


def _resource(resource: Resource, service: Service, *, show_sensitive: bool) -> InspectedResource:
    values = _visible(resource, show_sensitive=show_sensitive)
    return InspectedResource(
        address=mask_keys(resource.address),
        type=resource.type,
        mode=resource.mode,
        framework=resource.framework,
        provider=resource.provider,
        service=service.name,
        model=service.model,
        kind=service.kind,
        state=service.state,
        ground=service.ground,
        file=resource.location.file,
        line=resource.location.line,
        construct=resource.construct,
        exists=None if isinstance(resource.exists, Unknown) else resource.exists,
        values={name: _plain(value) for name, value in values.items()},
        unknowns=tuple(
            UnknownValue(_dotted(path), unknown.reason, unknown.settle) for path, unknown in _unknowns((), values)
        ),
    )


def _visible(resource: Resource, *, show_sensitive: bool) -> dict[str, Value]:
    """The resource's values; those that are sensitive or look like secrets masked, unless they are asked for."""
    if show_sensitive:
        return dict(resource.values)
    sensitive = frozenset(resource.sensitive)
    return {name: _masked(value, (name,), sensitive) for name, value in resource.values.items()}


def _masked(value: Value, path: Path, sensitive: frozenset[Path]) -> Value:
    """`value`, found at `path`, with masks for what must not be shown. What is unknown gives nothing away."""
    if value is None or isinstance(value, Unknown):
        return value
    if path in sensitive:
        return MASK
    if isinstance(value, dict):
        return {
            mask_keys(key): MASK if is_secret_pair(value, key) else _masked(item, (*path, key), sensitive)
            for key, item in value.items()
        }
    if isinstance(value, tuple):
        return tuple(_masked(item, (*path, index), sensitive) for index, item in enumerate(value))
    if isinstance(value, str):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        return MASK if holds_secrets(name) else mask_line(value)
    return value


def _plain(value: Value) -> Plain:
    if isinstance(value, Unknown):
        return {"$unknown": True}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _unknowns(path: Path, value: Value | Mapping[str, Value]) -> Iterator[tuple[Path, Unknown]]:
    """Every unknown with the way to it."""
    if isinstance(value, Unknown):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _unknowns((*path, key), item)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _unknowns((*path, index), item)


def _dotted(path: Path) -> str:
    """`a.b[0]`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _as_text(value: Value) -> str:
    """A value on one line, near to how the languages write it."""
    match value:
        case Unknown():
            return f"unknown ({one_line(value.reason)})"
        case str():
            return f'"{one_line(value)}"'
        case tuple():
            return f"[{', '.join(_as_text(item) for item in value)}]"
        case dict():
            return "{" + ", ".join(f"{one_line(key)} = {_as_text(item)}" for key, item in value.items()) + "}"
        case None | bool():
            return "null" if value is None else str(value).lower()
        case _:
            return str(value)
