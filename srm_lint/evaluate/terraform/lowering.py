"""Run-time values -> plain values, as rules and reports see them."""

from __future__ import annotations

from srm_lint.evaluate.typed import List, Map, RuntimeValue, Sensitive, Set
from srm_lint.model.resource import Path
from srm_lint.model.value import Unknown, Value


def lowered(value: RuntimeValue, path: Path, sensitive: list[Path]) -> Value:
    """The plain value: types are gone, sets are tuples in order. Paths of what must not be shown join `sensitive`."""
    if isinstance(value, Sensitive):
        sensitive.append(path)
        return lowered(value.value, path, [])
    if isinstance(value, Unknown):
        return plain(value)
    if isinstance(value, List | Set):
        value = value.elements
    if isinstance(value, tuple):
        return tuple([lowered(item, (*path, index), sensitive) for index, item in enumerate(value)])
    items = value.items if isinstance(value, Map) else value
    if isinstance(items, dict):
        return {key: lowered(items[key], (*path, key), sensitive) for key in sorted(items, key=str.encode)}
    return items


def plain(value: Unknown) -> Unknown:
    """The unknown without type and without ways to read further from it."""
    if type(value) is Unknown and all(type(part) in (str, Unknown) for part in value.parts):
        return value  # many may hold the same long text: its parts, which have none themselves, are left alone
    parts = tuple(part if isinstance(part, str) else plain(part) for part in value.parts)
    return Unknown(value.reason, value.references, value.settle, parts, value.never_null)
