"""One rule as written -> a frozen rule, or an error that names file, line, rule and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from srm_lint.errors import RuleError
from srm_lint.model.condition import Condition, Scalar
from srm_lint.model.rule import Check, Confidence, Constant, Duty, Example, Rule, Severity
from srm_lint.rules.conditions import ConditionReader, MalformedError, Place
from srm_lint.rules.written import Plain, Written

E = TypeVar("E", Duty, Severity, Confidence)


def parse_rule(written: Written) -> Rule:
    """The rule that is written there.

    Raises:
        RuleError: something is missing or not what it has to be.
    """
    try:
        return _rule(written)
    except MalformedError as error:
        raise RuleError(describe(written, error.place, str(error))) from error


def describe(written: Written, place: Place, message: str) -> str:
    """`file:line: rule: key: message`, the form of every complaint about a rule."""
    name = written.data.get("id") if isinstance(written.data, dict) else None
    key = ".".join(str(step) for step in place)
    parts = (f"{written.file}:{written.line_of(place)}", f"rule {name}" if name else "rule without id", key, message)
    return ": ".join(part for part in parts if part)


def _rule(written: Written) -> Rule:
    data = _mapping(written.data, ())
    parameters = {name: _constant(value, ("parameters", name)) for name, value in _part(data, "parameters").items()}
    checks = _list(data.get("checks"), ("checks",))
    return Rule(
        id=_text(data, "id"),
        title=_text(data, "title"),
        duty=_member(Duty, data, "duty"),
        severity=_member(Severity, data, "severity"),
        confidence=_member(Confidence, data, "confidence") if "confidence" in data else Confidence.HIGH,
        why=_text(data, "why"),
        checks=tuple(_check(check, ("checks", index), parameters) for index, check in enumerate(checks)),
        examples={
            language: _example(code, ("examples", language)) for language, code in _part(data, "examples").items()
        },
        parameters=parameters,
        equivalents=_texts(data, "equivalents"),
        controls={name: _words(ids, ("controls", name)) for name, ids in _part(data, "controls").items()},
        differs=_text(data, "differs", ""),
        aliases=_texts(data, "aliases"),
        links=_texts(data, "links"),
        fix=_text(data, "fix", ""),
        safe_fix=data.get("safe-fix") is True,
        file=written.file,
        line=written.line,
    )


def _check(written: Plain, place: Place, parameters: Mapping[str, Constant]) -> Check:
    data = _mapping(written, place)
    reader = ConditionReader(parameters)

    def condition(key: str) -> Condition | None:
        return reader.condition(data[key], (*place, key)) if key in data else None

    expect = condition("expect")
    if expect is None:
        raise MalformedError(place, "`expect` is missing: what a good resource satisfies")
    on = data.get("on")
    types = _words(on if isinstance(on, list) else [on], (*place, "on"))
    return Check(
        types,
        expect,
        condition("when"),
        condition("unless"),
        _text(data, "fix", "", place),
        _text(data, "message", "", place),
    )


def _example(written: Plain, place: Place) -> Example:
    data = _mapping(written, place)
    beside = _mapping(data.get("beside", {}), (*place, "beside"))
    return Example(
        failing=_text(data, "fail", place=place),
        passing=_text(data, "pass", place=place),
        unknown=_text(data, "unknown", "", place),
        beside={name: _text(beside, name, place=(*place, "beside")) for name in beside},
    )


def _mapping(value: Plain, place: Place) -> dict[str, Plain]:
    if not isinstance(value, dict):
        raise MalformedError(place, "a mapping is needed here")
    return value


def _part(data: Mapping[str, Plain], key: str) -> dict[str, Plain]:
    return _mapping(data.get(key, {}), (key,))


def _list(value: Plain, place: Place) -> list[Plain]:
    if not isinstance(value, list) or not value:
        raise MalformedError(place, "a list with at least one item is needed here")
    return value


def _text(data: Mapping[str, Plain], key: str, default: str | None = None, place: Place = ()) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        message = f"`{key}` is missing" if value is None else "text is needed here"
        raise MalformedError((*place, key), message)
    return value


def _texts(data: Mapping[str, Plain], key: str) -> tuple[str, ...]:
    return _words(data.get(key, []), (key,))


def _words(value: Plain, place: Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MalformedError(place, "a list of words is needed here (quote numbers)")
    return tuple(str(item) for item in value)


def _constant(value: Plain, place: Place) -> Constant:
    return tuple(_scalar(item, place) for item in value) if isinstance(value, list) else _scalar(value, place)


def _scalar(value: Plain, place: Place) -> Scalar:
    if isinstance(value, list | dict):
        raise MalformedError(place, "a single value or a list of them is needed here")
    return value


def _member(kind: type[E], data: Mapping[str, Plain], key: str) -> E:
    value = data.get(key)
    for member in kind:
        if member.value == value:
            return member
    names = ", ".join(member.value for member in kind)
    raise MalformedError((key,), f"{value!r} is none of {names}")
