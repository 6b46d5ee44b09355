"""Which attributes of which resource types a rule reads, so that a misspelt one cannot pass for "not written"."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from srm_lint.model.condition import (
    AllMatch,
    AnyMatch,
    Clause,
    Condition,
    Contains,
    Count,
    Elements,
    Matcher,
    Negation,
    Not,
    Origin,
    Selector,
)
from srm_lint.model.rule import Rule

_OF_RESOURCES = (Origin.LINKED, Origin.REFERS, Origin.ESTATE)


class Read(msgspec.Struct, frozen=True, order=True):
    """An attribute path ("rule.status"; "" for the resource as a whole) of a resource type."""

    type: str
    path: str


def reads_of(rule: Rule) -> Iterator[Read]:
    """Every attribute that the rule's checks name. Facts, tags and the like have no schema and are left out."""
    for check in rule.checks:
        for condition in (check.when, check.unless, check.expect):
            for type in check.types:
                yield Read(type, "")
                if condition is not None:
                    yield from _of_condition(condition, Read(type, ""))


def _of_condition(condition: Condition, at: Read | None) -> Iterator[Read]:
    """`at` is where paths start: an element's place, None where nothing is known of it."""
    if isinstance(condition, Clause):
        start = _place(condition.selector, at)
        if start is not None:
            yield start
        yield from _of_matcher(condition.matcher, start)
    elif isinstance(condition, Negation):
        yield from _of_condition(condition.condition, at)
    else:
        for part in condition.conditions:
            yield from _of_condition(part, at)


def _place(selector: Selector, at: Read | None) -> Read | None:
    names = [step for step in selector.steps if isinstance(step, str)]
    if selector.origin in _OF_RESOURCES:
        return Read(selector.subject, ".".join(names))
    if selector.origin is not Origin.VALUES or at is None:
        return None
    return Read(at.type, ".".join(filter(None, (at.path, *names))))


def _of_matcher(matcher: Matcher, at: Read | None) -> Iterator[Read]:
    for word in matcher.words:
        if isinstance(word, Elements | Count):
            yield from _of_condition(word.condition, at)
        elif isinstance(word, Contains | Not):
            yield from _of_matcher(word.matcher, at)
        elif isinstance(word, AnyMatch | AllMatch):
            for inner in word.matchers:
                yield from _of_matcher(inner, at)
