"""Settings written as code: blocks and attributes of Terraform, properties of CloudFormation, JSON where the file is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from srm_lint.model.condition import Quantifier
from srm_lint.model.resource import Framework, Resource
from srm_lint.model.template import Entry, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Unknown, Value

Steps = tuple[str | int | Quantifier, ...]

_IDENTIFIER = re.compile(r"[A-Za-z_][\w-]*")
_ESCAPE = re.compile(r"\\.")
_HCL_ESCAPES = {r"\b": r"\u0008", r"\f": r"\u000c"}  # the two that JSON has and HCL has not
_MAPS = ("tags", "labels")  # objects although nothing is written yet that would tell


class Assignment(msgspec.Struct, frozen=True):
    """A value to be set; indices and quantifiers among the steps stand for an element of a list."""

    resource: Resource
    steps: Steps
    value: Value


class Block(msgspec.Struct, frozen=True):
    """Settings inside one another. `is_list`: they are those of a list's element; `is_object`: of an object."""

    settings: Mapping[str, Value | Block]
    is_list: bool = False
    is_object: bool = False


def render(assignments: Sequence[Assignment], subject: Resource) -> str:
    """Code that makes the assignments; those of resources other than `subject` come under their address."""
    by_resource: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        by_resource.setdefault(assignment.resource.address, []).append(assignment)
    return "\n".join(_of_resource(group, subject) for group in by_resource.values())


def is_json(resource: Resource) -> bool:
    """Whether a resource stands in a JSON file."""
    return resource.location.file.endswith(".json")


def json_of(code: Node) -> str:
    """Code of a template as JSON, laid out like what `render` makes."""
    return _json(_of_node(code))


def _of_resource(assignments: Sequence[Assignment], subject: Resource) -> str:
    resource = assignments[0].resource
    block = _block([(assignment.steps, assignment.value) for assignment in assignments], {**resource.values})
    if is_json(resource):
        return _json(_plain(block))
    is_terraform = resource.framework is Framework.TERRAFORM
    lines = _hcl(block) if is_terraform else _yaml(block)
    return "\n".join(lines if resource.address == subject.address else [f"# {resource.address}", *lines])


def _block(
    settings: Sequence[tuple[Steps, Value]], written: Value, *, is_list: bool = False, is_object: bool = False
) -> Block:
    """Settings grouped by their first name. `written` is what stands there now: it tells objects from blocks."""
    groups: dict[str, list[tuple[Steps, Value]]] = {}
    for steps, value in settings:
        groups.setdefault(str(steps[0]), []).append((steps[1:], value))
    return Block(
        {name: _setting(name, group, _inside(written, name)) for name, group in groups.items()}, is_list, is_object
    )


def _setting(name: str, group: Sequence[tuple[Steps, Value]], written: Value) -> Value | Block:
    steps, value = group[0]
    is_list = bool(steps) and not isinstance(steps[0], str)
    inner = [(_without_index(steps), value) for steps, value in group]
    if not inner[0][0]:
        return value
    is_object = isinstance(written, dict) or (written is None and name in _MAPS)
    return _block(inner, written, is_list=is_list, is_object=is_object)


def _without_index(steps: Steps) -> Steps:
    while steps and not isinstance(steps[0], str):
        steps = steps[1:]
    return steps


def _inside(written: Value, name: str) -> Value:
    if isinstance(written, tuple) and written:
        written = written[0]
    return written.get(name) if isinstance(written, dict) else None


def _hcl(block: Block) -> list[str]:
    names = [_key(name) for name, setting in block.settings.items() if not isinstance(setting, Block)]
    width = max((len(name) for name in names), default=0)
    lines: list[str] = []
    for name, setting in block.settings.items():
        if not isinstance(setting, Block):
            lines.append(f"{_key(name):<{width}} = {hcl_literal(setting)}")
            continue
        opening = f"{_key(name)} = {{" if setting.is_object else f"{_key(name)} {{"
        lines += [opening, *(f"  {line}" for line in _hcl(setting)), "}"]
    return lines


def _key(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else _quoted(name)


def hcl_literal(value: Value) -> str:
    """A value as an HCL expression; template markers in text are escaped."""
    if isinstance(value, tuple):
        return f"[{', '.join(hcl_literal(item) for item in value)}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {hcl_literal(item)}" for name, item in value.items()) + " }"
    if isinstance(value, str):
        return _quoted(value)
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(_plain(value))


def _quoted(text: str) -> str:
    quoted = _ESCAPE.sub(lambda match: _HCL_ESCAPES.get(match[0], match[0]), json.dumps(text, ensure_ascii=False))
    return quoted.replace("${", "$${").replace("%{", "%%{")


def _yaml(block: Block) -> list[str]:
    lines: list[str] = []
    for name, setting in block.settings.items():
        if not isinstance(setting, Block):
            lines.append(f"{_yaml_literal(name)}: {_yaml_literal(setting)}")
            continue
        inner = _yaml(setting)
        if setting.is_list:
            inner = [f"{'- ' if index == 0 else '  '}{line}" for index, line in enumerate(inner)]
        lines += [f"{_yaml_literal(name)}:", *(f"  {line}" for line in inner)]
    return lines


def _yaml_literal(value: Value) -> str:
    """JSON is YAML; plain words go without quotes."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z][\w/.-]*", value) and value.lower() not in _YAML_WORDS:
        return value
    return json.dumps(_plain(value), ensure_ascii=False)


def _of_node(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return _plain(node.value)
    if isinstance(node, SequenceNode):
        return [_of_node(item) for item in node.items]
    return {entry.key: _of_entry(entry) for entry in node.entries}


def _of_entry(entry: Entry) -> object:
    """The value of a key. JSON has no `Fn::GetAtt` in one text: it takes a list of the resource and the attribute."""
    value = _of_node(entry.value)
    return value.split(".", 1) if entry.key == "Fn::GetAtt" and isinstance(value, str) else value


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


_YAML_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")


def _plain(value: Value | Block) -> object:
    """What `json` can write."""
    if isinstance(value, Block):
        inner = {name: _plain(setting) for name, setting in value.settings.items()}
        return [inner] if value.is_list else inner
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    return None if isinstance(value, Unknown) else value
