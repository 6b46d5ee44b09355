"""Walking a path through values and lists of resources (the table of docs/writing-rules.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from srm_lint.judge.outcome import ABSENT, Links, Node, Outcome, Place, every, some
from srm_lint.model.condition import Quantifier
from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, all_of, any_of, member, negate

Test = Callable[[Place], Outcome]
Elements = Callable[[Place], list[tuple[Place, Truth]]]
Steps = tuple[str | Quantifier, ...]


def walk(place: Place, steps: Steps, test: Test) -> Outcome:
    """The outcome of `test` on all that `steps` lead to from `place`, joined as the steps say."""
    if not steps:
        return test(place)
    if isinstance(place.value, Unknown):
        return test(_with(place, opaque(place.value)))
    if not isinstance(steps[0], Quantifier):
        return _enter(place, steps[0], steps, test)
    among = elements if steps[0] in (Quantifier.EVERY, Quantifier.SOME) else _values
    if steps[0] in (Quantifier.EVERY, Quantifier.EVERY_VALUE):
        return for_every(place, lambda element: walk(element, steps[1:], test), among)
    found = for_some(place, lambda element: walk(element, steps[1:], test), among)
    return found or Outcome(False, _unreached(place, steps, test).leaves)


def _enter(place: Place, name: str, steps: Steps, test: Test) -> Outcome:
    """One step into an object; a block written several times has to match in each."""
    if isinstance(place.value, tuple | Links):
        if elements(place):
            return for_every(place, lambda element: walk(element, steps, test))
        if isinstance(place.value, Links):
            return _unreached(place, steps, test)
        place = _with(place, ABSENT)
    value: Node = member(place.value, name) if isinstance(place.value, Mapping) else None
    label = f"{place.label}.{name}" if place.label else name
    return walk(Place(place.resource, (*place.path, name), ABSENT if value is None else value, label), steps[1:], test)


def for_every(place: Place, test: Test, among: Elements | None = None) -> Outcome:
    """Every element passes `test`, or is not there."""
    return every(
        _joined(test(element), exists, lambda truth, exists: any_of((truth, negate(exists))))
        for element, exists in (among or elements)(place)
    )


def for_some(place: Place, test: Test, among: Elements | None = None) -> Outcome | None:
    """Some element is there and passes `test`; None where there are no elements."""
    outcomes = [
        _joined(test(element), exists, lambda truth, exists: all_of((truth, exists)))
        for element, exists in (among or elements)(place)
    ]
    return some(outcomes) if outcomes else None


def _values(place: Place) -> list[tuple[Place, Truth]]:
    """The values of a map (of a block: its settings), whatever their keys."""
    if isinstance(place.value, tuple):
        return [value for element, _ in elements(place) for value in _values(element)]
    if not isinstance(place.value, Mapping):
        return elements(place)
    return [
        (Place(place.resource, (*place.path, key), value, f"{place.label}.{key}"), True)
        for key, value in place.value.items()
    ]


def elements(place: Place) -> list[tuple[Place, Truth]]:
    """The elements of a list and whether each is there. What is no list counts as a list of itself."""
    if isinstance(place.value, Links):
        return [*_resources(place, place.value)]
    if isinstance(place.value, tuple):
        several = len(place.value) > 1
        return [
            (
                Place(
                    place.resource, (*place.path, index), item, f"{place.label}[{index}]" if several else place.label
                ),
                True,
            )
            for index, item in enumerate(place.value)
        ]
    return [] if place.value is ABSENT or place.value is None else [(place, True)]


def _resources(place: Place, links: Links) -> Iterator[tuple[Place, Truth]]:
    for item in links.resources:
        if isinstance(item, Unknown):
            yield _with(place, opaque(item)), item
        elif item.exists is not False:
            yield resource_place(item), item.exists


def resource_place(resource: Resource) -> Place:
    """A resource as the place that paths start from."""
    return Place(resource, (), {**resource.values})


def opaque(value: Unknown) -> Unknown:
    """What lies inside an unknown: nothing is known of it but why."""
    return msgspec.structs.replace(value, parts=(), never_null=False)


def _joined(outcome: Outcome, exists: Truth, join: Callable[[Truth, Truth], Truth]) -> Outcome:
    return outcome if exists is True else Outcome(join(outcome.truth, exists), outcome.leaves)


def _unreached(place: Place, steps: Steps, test: Test) -> Outcome:
    """What an absent value gives, where a list has no elements; the leaves remember which steps were left."""
    outcome = test(_with(place, ABSENT))
    leaves = (msgspec.structs.replace(leaf, place=place, truth=False, rest=steps) for leaf in outcome.leaves)
    return Outcome(outcome.truth, tuple(leaves))


def _with(place: Place, value: Node) -> Place:
    return msgspec.structs.replace(place, value=value)
