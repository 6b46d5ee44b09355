"""The one shape of a statement and its principals."""

from __future__ import annotations

from srm_lint.model.value import Value
from srm_lint.relate.values import as_list

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
