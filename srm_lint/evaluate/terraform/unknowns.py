"""Unknown values of the evaluator: what follows from others, and resource instances of which only a part is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from srm_lint.evaluate.typed import ANY, Pending, RuntimeValue, Type
from srm_lint.model.value import Unknown, because_of


class ResourceValue(Unknown, frozen=True, kw_only=True):
    """A resource instance as a value. Its attributes are read one by one: which ones there are, only the provider knows."""

    read: Callable[[str], RuntimeValue]


def follows(causes: Iterable[Unknown], type: Type = ANY, *, never_null: bool = False) -> Unknown:
    """The unknown result of something that depends on others, the first of which gives the reason."""
    first = because_of([*causes])
    if type == ANY:
        return Unknown(first.reason, first.references, first.settle, never_null=never_null)
    return Pending(first.reason, first.references, first.settle, never_null=never_null, type=type)
