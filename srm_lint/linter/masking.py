"""The last look before a result is reported or kept: no sensitive value and no token is left in any of its texts.

What reports show of an attribute is masked where it is shown. A value may take other ways: into an address by `for_each`,
into a fact that is worked out from it, into a message about a module's source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from srm_lint.model.resource import Path, Resource
from srm_lint.model.secrets import MASK, mask_keys, mask_text
from srm_lint.model.source import Location
from srm_lint.model.text import parse_json
from srm_lint.model.value import Unknown, Value

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)
Mask = Callable[[str], str]

_SHORTEST = 6
_PLAIN_WORD = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)*")
_NO_VALUES = frozenset(
    (
        *("rule", "rules", "title", "code", "fingerprint", "judged"),
        *("type", "provider", "service", "parent", "file", "read", "takes"),
    )
)
"""Fields with names of ours, of providers, and of files."""


def sensitive_texts(resources: Iterable[Resource]) -> frozenset[str]:
    """Every text in a sensitive attribute that is long enough to be told from others."""
    found = (
        text for resource in resources for path in resource.sensitive for text in _texts(_at(resource.values, path))
    )
    return frozenset(text for text in found if len(text) >= _SHORTEST)


def without_secrets(result: S, exposed: Iterable[str], sensitive: frozenset[str]) -> S:
    """`result` with the mask in place of sensitive texts and of key material.

    It is gone through only where there is one, which is rare: to look for it costs little. `exposed` are those of its
    texts that nothing has masked so far.
    """
    mask = lru_cache(maxsize=4096)(_mask_for(sensitive))
    if all(mask(text) == text for text in exposed):
        encoded = msgspec.msgpack.encode(result)
        if not any(text.encode("utf-8", "replace") in encoded for text in sensitive):
            return result
    changed: S = _masked(result, mask)
    return changed


def masked(value: T, sensitive: frozenset[str]) -> T:
    """A value of the model with every text masked but names of ours, of providers and of files."""
    changed: T = _masked(value, lru_cache(maxsize=4096)(_mask_for(sensitive)))
    return changed


def masked_as_written(value: T) -> T:
    """The same of what people write about their estate: also a password that a sentence names as one."""
    changed: T = _masked(value, mask_text)
    return changed


def _mask_for(sensitive: frozenset[str]) -> Mask:
    """Longer texts first, since one may hold another. A plain word is a secret only where it stands alone."""
    if not sensitive:
        return mask_keys
    parts = (
        rf"(?<!\w){re.escape(text)}(?!\w)" if _PLAIN_WORD.fullmatch(text) else re.escape(text)
        for text in sorted(sensitive, key=lambda text: (-len(text), text))
    )
    expression = re.compile("|".join(parts))
    return lambda text: mask_keys(expression.sub(MASK, text))


def _masked(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - whatever a model type holds
    """A value of the model with every text masked but those that are no values."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, tuple):
        return tuple(_masked(item, mask) for item in value)
    if not isinstance(value, msgspec.Struct) or isinstance(value, Location):
        return value
    fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in _NO_VALUES}
    return msgspec.structs.replace(value, **{name: _masked(item, mask) for name, item in fields.items()})


def _at(values: Mapping[str, Value], path: Path) -> Value:
    value: Value = dict(values)
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _texts(value: Value) -> Iterator[str]:
    """Every text in a value, and in the JSON that one holds: facts are made of its parts."""
    if isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):
            yield from _texts(parse_json(value))
    elif isinstance(value, Unknown):
        yield from (part for part in value.parts if isinstance(part, str))
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
