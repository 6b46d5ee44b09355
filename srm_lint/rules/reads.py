"""Which attributes of which resource types a rule reads, so that a misspelt one cannot pass for "not written"."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from srm_lint.model.condition import OF_OTHERS, Condition, Count, Elements, Origin, Selector, clauses_of, words_in
from srm_lint.model.rule import Rule


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
    """`at` is where paths start: an element's place, None where nothing is known of it. What JSON text holds has no schema."""
    for clause in clauses_of(condition):
        start = _place(clause.selector, at)
        if start is not None:
            yield start
        for word in words_in(clause.matcher):
            if isinstance(word, Elements | Count):
                yield from _of_condition(word.condition, start)


def _place(selector: Selector, at: Read | None) -> Read | None:
    names = [step for step in selector.steps if isinstance(step, str)]
    if selector.origin in OF_OTHERS:
        return Read(selector.subject, ".".join(names))
    if selector.origin is not Origin.VALUES or at is None:
        return None
    return Read(at.type, ".".join(filter(None, (at.path, *names))))
