"""Small questions about evaluated values that all facts ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from srm_lint.model.value import Truth, Unknown, Value, any_of, member


def blocks(value: Value) -> tuple[Value, ...]:
    """Blocks of a resource as a tuple: of objects, and of an `Unknown` where some cannot be told."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def as_list(value: Value) -> Value:
    """A list of texts from what may be written as one text or several; nested lists are joined."""
    if value is None:
        return ()
    if isinstance(value, Unknown):
        return (value,) if value.parts or names_something(value) else value
    if not isinstance(value, tuple):
        return (as_text(value),)
    return tuple(part for item in value for part in _parts(item))


def _parts(item: Value) -> tuple[Value, ...]:
    inner = as_list(item)
    return inner if isinstance(inner, tuple) else (inner,)


def as_text(value: Value) -> Value:
    """Account numbers and flags that a template wrote without quotes, as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal) else value


def as_number(value: Value) -> int | Decimal | Unknown | None:
    """A number, also one written as text; None where it is neither number nor unknown."""
    if isinstance(value, str):
        try:
            return int(value) if value.strip().lstrip("-").isdigit() else Decimal(value)
        except InvalidOperation:
            return None
    return value if isinstance(value, int | Decimal | Unknown) and not isinstance(value, bool) else None


def as_truth(value: Value, absent: Truth = False) -> Truth:
    """A flag, also one written as text; `absent` where it is not written."""
    if value is None:
        return absent
    if isinstance(value, Unknown):
        return value
    return value.lower() in ("true", "yes", "enabled", "on") if isinstance(value, str) else bool(value)


def each(value: Value | Mapping[str, Value], *path: str) -> Iterator[Value]:
    """Everything that is written at `path`, through every block on the way; lists are taken apart.

    An `Unknown` on the way stands for what it hides.
    """
    if value is None:
        return
    if isinstance(value, tuple):
        for item in value:
            yield from each(item, *path)
    elif isinstance(value, Unknown) or not path:
        yield dict(value) if isinstance(value, Mapping) else value
    elif isinstance(value, Mapping):
        yield from each(member(value, path[0]), *path[1:])


def at(value: Value | Mapping[str, Value], *path: str) -> Value:
    """The first thing written at `path`, None where there is none."""
    return next(each(value, *path), None)


def any_item(items: Value, question: Callable[[Value], Truth]) -> Truth:
    """Whether the answer is yes for some element of a list, of which parts or all may be unknown."""
    if isinstance(items, tuple):
        return any_of(question(item) for item in items)
    return items if isinstance(items, Unknown) else False


def is_empty(items: Value) -> Truth:
    """Whether a list has no elements."""
    return items if isinstance(items, Unknown) else not items


def names_something(value: Unknown) -> bool:
    """Whether a value surely is the id, ARN or name of some resource, so that it is no wildcard."""
    attributes = [reference.attribute.lower() for reference in value.references]
    return bool(attributes) and not value.settle and all(name.endswith(_IDENTIFYING) for name in attributes)


_IDENTIFYING = ("arn", "id", "name", "ref", "identifier", "url", "endpoint")
