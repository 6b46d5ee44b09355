"""A resource -> the service it belongs to and its service model, by type and, where the catalogue says so, by attribute.

`unclassified` is an answer: a type that the catalogue does not know is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from srm_lint.errors import CatalogueError
from srm_lint.model.catalogue import Catalogue, Condition, Test
from srm_lint.model.patterns import SlowPatternError, is_found
from srm_lint.model.resource import Model, Resource, Service
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate

UNCLASSIFIED_GROUND = "type is not in the catalogue; classify it in .srm-lint.yaml under `catalogue:`"

_PATTERN_SECONDS = 0.25


def classify(resource: Resource, catalogue: Catalogue) -> Service:
    """How `resource` is tagged. Data sources are tagged as the resource type of the same name would be.

    Raises:
        CatalogueError: a pattern of the catalogue takes too long.
    """
    entry = catalogue.entry(resource.type) or catalogue.entry(resource.type.removeprefix("data."))
    if entry is None:
        return Service(resource.type, Model.UNCLASSIFIED, ground=UNCLASSIFIED_GROUND)
    doubt: Unknown | None = None
    for variant in entry.variants:
        try:
            truth = all_of(_holds(condition, resource) for condition in variant.conditions)
        except SlowPatternError as error:
            raise CatalogueError(f"catalogue: {resource.type}, at {resource.address}: {error}") from error
        if truth is True:
            return variant.service
        if isinstance(truth, Unknown):
            doubt = doubt or truth
    if doubt is None:
        return entry.service
    return msgspec.structs.replace(entry.service, ground=f"{entry.service.ground}; assumed, since {doubt.reason}")


def _holds(condition: Condition, resource: Resource) -> Truth:
    first, *rest = condition.path
    reached = _reach(resource.values[first], rest) if first in resource.values else ()
    found = [value for value in reached if value is not None]
    test = condition.test
    truths: list[Truth] = []
    if test.present is not None:
        truths.append(_present(found) if test.present else negate(_present(found)))
    if test.const is not None or test.enum is not None or test.pattern is not None:
        values = found or ([] if test.absent is None else [test.absent])
        truths.append(any_of(_satisfies(value, test) for value in values))
    return all_of(truths)


def _reach(value: Value, path: Sequence[str]) -> Iterator[Value]:
    """Every value at `path`; blocks and lists on the way are entered element by element."""
    if isinstance(value, tuple):
        for item in value:
            yield from _reach(item, path)
    elif isinstance(value, Unknown) or not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _reach(value[path[0]], path[1:])


def _present(values: Sequence[Value]) -> Truth:
    return any_of(value if isinstance(value, Unknown) and not value.never_null else value != "" for value in values)


def _satisfies(value: Value, test: Test) -> Truth:
    if isinstance(value, Unknown):
        return value
    text = _text(value)
    return (
        (test.const is None or text == _text(test.const))
        and (test.enum is None or text in {_text(option) for option in test.enum})
        and (test.pattern is None or is_found(test.pattern, text, _PATTERN_SECONDS))
    )


def _text(value: Value) -> str:
    """The languages write `true` as a word or a string, and numbers alike: compared as text they are the same."""
    return str(value).lower() if isinstance(value, bool) else str(value)
