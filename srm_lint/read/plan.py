"""The JSON of `terraform show -json PLAN` -> Plan.

Shape: https://developer.hashicorp.com/terraform/internals/json-format. `after` holds the planned values,
`after_unknown` marks what is known only after apply, and `configuration` tells which references lead there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast

import msgspec

from srm_lint.model.plan import Plan, PlannedResource
from srm_lint.model.resource import Mode, Path
from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.value import Reference, Unknown, Value

_GONE = (["delete"], ["forget"])
_UNCHANGED = ["no-op"]
_INDEX = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')
_NEVER_NULL = re.compile(r"(?:^|_)(?:id|arn)$")
_MAXIMUM_HOPS = 20


class _Change(msgspec.Struct):
    actions: list[str] = []
    after: Any = None
    after_unknown: Any = None
    after_sensitive: Any = None


class _ResourceChange(msgspec.Struct):
    address: str
    type: str
    name: str
    change: _Change
    mode: Literal["managed", "data"] = "managed"
    module_address: str = ""


class _Configured(msgspec.Struct):
    address: str
    expressions: dict[str, Any] = {}
    provider_config_key: str = ""


class _Output(msgspec.Struct):
    expression: Any = None


class _Call(msgspec.Struct):
    module: _Module | None = None
    expressions: dict[str, Any] = {}


class _Module(msgspec.Struct):
    resources: list[_Configured] = []
    module_calls: dict[str, _Call] = {}
    outputs: dict[str, _Output] = {}


class _Configuration(msgspec.Struct):
    root_module: _Module = msgspec.field(default_factory=_Module)


class _Read(msgspec.Struct):
    address: str
    type: str
    name: str
    mode: Literal["managed", "data"] = "managed"
    values: Any = None
    sensitive_values: Any = None


class _State(msgspec.Struct):
    resources: list[_Read] = []
    child_modules: list[_StateModule] = []


class _StateModule(_State):
    address: str = ""


class _Values(msgspec.Struct):
    root_module: _State = msgspec.field(default_factory=_State)


class _PriorState(msgspec.Struct):
    values: _Values = msgspec.field(default_factory=_Values)


class _PlanFile(msgspec.Struct):
    format_version: str
    resource_changes: list[_ResourceChange] = []
    configuration: _Configuration = msgspec.field(default_factory=_Configuration)
    prior_state: _PriorState = msgspec.field(default_factory=_PriorState)


def read(source: Source) -> Plan | Diagnostic:
    """The plan in `source`, or why there is none."""
    try:
        file = msgspec.json.Decoder(_PlanFile, float_hook=Decimal).decode(source.content)
        lines = _lines_of_addresses(source)
    except (msgspec.DecodeError, UnicodeDecodeError, InvalidOperation, RecursionError) as error:
        return Diagnostic(
            source.path,
            1,
            "plan-unreadable",
            f"not the JSON of a Terraform plan: {error}",
            help="write it with `terraform show -json PLANFILE > plan.json`",
        )
    planned = [*_planned(file, lines), *_read_before(file.prior_state.values.root_module, "", lines)]
    return Plan(source, tuple(planned))


def _planned(file: _PlanFile, lines: Mapping[str, int]) -> Iterator[PlannedResource]:
    for item in file.resource_changes:
        if item.change.actions in _GONE:
            continue
        configured = _configured(file.configuration.root_module, item)
        references = {
            name: tuple(_resolved(expression, item.module_address, file.configuration.root_module))
            for name, expression in configured.expressions.items()
        }
        yield PlannedResource(
            address=item.address,
            module=item.module_address,
            mode=Mode(item.mode),
            type=item.type,
            name=item.name,
            values=_values(item, references),
            sensitive=tuple(_marked(item.change.after_sensitive, ())),
            references=tuple(dict.fromkeys(ref for refs in references.values() for ref in refs)),
            line=lines.get(item.address, 1),
            changes=item.change.actions != _UNCHANGED,
            provider=configured.provider_config_key,
        )


def _read_before(module: _State, address: str, lines: Mapping[str, int]) -> Iterator[PlannedResource]:
    """Data sources that were read while planning: their values are known."""
    for item in module.resources:
        if item.mode == "data":
            yield PlannedResource(
                address=item.address,
                module=address,
                mode=Mode.DATA,
                type=item.type,
                name=item.name,
                values={
                    name: _value(value, None, _after_apply(name, item.address, ()))
                    for name, value in (item.values or {}).items()
                },
                sensitive=tuple(_marked(item.sensitive_values, ())),
                references=(),
                line=lines.get(item.address, 1),
            )
    for child in module.child_modules:
        yield from _read_before(child, child.address, lines)


def _values(item: _ResourceChange, references: Mapping[str, tuple[Reference, ...]]) -> dict[str, Value]:
    after = item.change.after if isinstance(item.change.after, dict) else {}
    unknown = item.change.after_unknown if isinstance(item.change.after_unknown, dict) else {}
    return {
        name: _value(after.get(name), unknown.get(name), _after_apply(name, item.address, references.get(name, ())))
        for name in (*after, *(name for name in unknown if name not in after))
    }


def _after_apply(attribute: str, address: str, references: tuple[Reference, ...]) -> Unknown:
    """What is known about it all the same: ids and ARNs, its own or the one it takes over, always come to exist."""
    names = (attribute, references[0].attribute) if len(references) == 1 else (attribute,)
    reason = f"attribute `{attribute}` of {address} is known after apply"
    return Unknown(reason, references, never_null=any(_NEVER_NULL.search(name) for name in names))


def _value(after: Any, unknown: Any, mark: Unknown) -> Value:  # noqa: ANN401 - JSON as it comes
    """A planned value with `mark` wherever the plan says that it is not known yet."""
    if unknown is True:
        return mark
    if isinstance(after, dict) or isinstance(unknown, dict):
        values, marks = after or {}, unknown if isinstance(unknown, dict) else {}
        return {
            name: _value(values.get(name), marks.get(name), mark)
            for name in (*values, *(m for m in marks if m not in values))
        }
    if isinstance(after, list):
        flags = unknown if isinstance(unknown, list) else []
        return tuple(_value(item, flags[i] if i < len(flags) else None, mark) for i, item in enumerate(after))
    if isinstance(after, Decimal) and after == after.to_integral_value():
        return int(after)
    return cast("Value", after)


def _marked(sensitive: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401 - JSON as it comes
    if sensitive is True:
        yield path
    elif isinstance(sensitive, dict):
        for name, item in sensitive.items():
            yield from _marked(item, (*path, name))
    elif isinstance(sensitive, list):
        for index, item in enumerate(sensitive):
            yield from _marked(item, (*path, index))


def _module_at(root: _Module, address: str) -> _Module | None:
    module: _Module | None = root
    for name in _call_names(address):
        call = module.module_calls.get(name) if module else None
        module = call.module if call else None
    return module


def _call_names(address: str) -> list[str]:
    """`module.a["x"].module.b` -> ["a", "b"]."""
    return [step for step in _INDEX.sub("", address).split(".") if step != "module"] if address else []


def _configured(root: _Module, item: _ResourceChange) -> _Configured:
    module = _module_at(root, item.module_address)
    wanted = ("data." if item.mode == "data" else "") + f"{item.type}.{item.name}"
    for configured in module.resources if module else ():
        if configured.address == wanted:
            return configured
    return _Configured(wanted)


def _references_in(expression: Any) -> Iterator[str]:  # noqa: ANN401 - JSON as it comes
    if isinstance(expression, dict):
        found = expression.get("references")
        if isinstance(found, list):
            yield from (text for text in found if isinstance(text, str))
        else:
            for item in expression.values():
                yield from _references_in(item)
    elif isinstance(expression, list):
        for item in expression:
            yield from _references_in(item)


def _resolved(expression: Any, module: str, root: _Module, hops: int = 0) -> Iterator[Reference]:  # noqa: ANN401 - JSON as it comes
    """Resources an expression leads to, through the variables and outputs of modules."""
    if hops > _MAXIMUM_HOPS:
        return
    for text in _most_specific(_references_in(expression)):
        steps = text.split(".")
        if steps[0] == "var":
            parent, _, call = module.rpartition("module.")
            outer = _module_at(root, parent.rstrip("."))
            caller = outer.module_calls.get(_INDEX.sub("", call)) if outer and call else None
            if caller and steps[1] in caller.expressions:
                yield from _resolved(caller.expressions[steps[1]], parent.rstrip("."), root, hops + 1)
        elif steps[0] == "module" and len(steps) > 2:
            inner = f"{module}.module.{steps[1]}" if module else f"module.{steps[1]}"
            target = _module_at(root, inner)
            output = target.outputs.get(steps[2]) if target else None
            if output:
                yield from _resolved(output.expression, inner, root, hops + 1)
        elif steps[0] not in ("local", "each", "count", "path", "terraform", "self", "module"):
            width = 3 if steps[0] == "data" else 2
            address = ".".join(steps[:width])
            yield Reference(f"{module}.{address}" if module else address, ".".join(steps[width:]))


def _most_specific(references: Iterable[str]) -> list[str]:
    """Terraform lists `a.b.id` and then `a.b`; the first says it all."""
    found = list(dict.fromkeys(references))
    return [text for text in found if not any(other.startswith((text + ".", text + "[")) for other in found)]


def _lines_of_addresses(source: Source) -> dict[str, int]:
    """Line of the last mention of each address: its entry under `resource_changes`, which follows `planned_values`."""
    lines: dict[str, int] = {}
    for match in re.finditer(rb'"address"\s*:\s*("(?:[^"\\]|\\.)*")', source.content.partition(b'"configuration"')[0]):
        address = msgspec.json.decode(match.group(1), type=str)
        lines[address] = source.location(match.start(), match.end()).line
    return lines
