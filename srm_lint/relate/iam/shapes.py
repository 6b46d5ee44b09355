"""The one shape of a statement, and the lists it is made of."""

from __future__ import annotations

from decimal import Decimal

from srm_lint.model.value import Unknown, Value

_EMPTY: dict[str, Value] = {
    "sid": "",
    "effect": "Allow",
    "actions": (),
    "not_actions": (),
    "resources": (),
    "not_resources": (),
    "principals": (),
    "not_principals": (),
    "conditions": (),
}


def statement(**parts: Value) -> dict[str, Value]:
    """A statement with every key present; lists are tuples, or an `Unknown` where not even their length is known."""
    return _EMPTY | parts


def principal(type: str, identifiers: Value) -> dict[str, Value]:
    """A principal: AWS, Service, Federated, CanonicalUser or *; for Google user, group, allUsers and so on."""
    return {"type": type, "identifiers": as_list(identifiers)}


def as_list(value: Value) -> Value:
    """A list of texts from what may be written as one text or several; nested lists are joined."""
    if value is None:
        return ()
    if isinstance(value, Unknown):
        return (value,) if value.parts else value
    if not isinstance(value, tuple):
        return (_text(value),)
    return tuple(part for item in value for part in _parts(item))


def _parts(item: Value) -> tuple[Value, ...]:
    inner = as_list(item)
    return inner if isinstance(inner, tuple) else (inner,)


def _text(value: Value) -> Value:
    """Account numbers and flags that a template wrote without quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal) else value


def blocks(value: Value) -> tuple[Value, ...]:
    """Blocks of a resource as a tuple: of objects, and of an `Unknown` where some cannot be told."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
