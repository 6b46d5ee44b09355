"""Resources that a rule cannot tell apart, because all that it reads of them is the same: one answer is right for all.

Instances of one block differ in their address and little else, and most of what rules ask is written nowhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

import msgspec

from srm_lint.judge.render import is_json
from srm_lint.model.condition import (
    OF_OTHERS,
    Clause,
    Condition,
    Count,
    Elements,
    JsonText,
    Matcher,
    Origin,
    clauses_of,
    words_in,
)
from srm_lint.model.resource import Related, Resource
from srm_lint.model.rule import Check
from srm_lint.model.value import Unknown, additions

Asked = tuple[str, tuple[str, ...]]
"""A type, and the attributes through which its resources have to point."""


class Reads(msgspec.Struct, frozen=True):
    """What the checks of a rule read of a resource."""

    attributes: tuple[str, ...]
    meta: bool
    tags: bool
    settings: bool
    facts: tuple[str, ...]
    linked: tuple[Asked, ...]
    refers: tuple[str, ...]


def reads_of(checks: Iterable[Check], type: str) -> Reads | None:
    """All that checks may read of a resource of a type; None where they may come back to it by way of others."""
    clauses = [clause for check in checks for clause in _clauses_of(check)]
    if any(_comes_back(clause, type) for clause in clauses):
        return None
    selectors = [clause.selector for clause in clauses]
    origins = {selector.origin for selector in selectors}
    written = (selector.steps[0] for selector in selectors if selector.origin is Origin.VALUES)
    return Reads(
        attributes=_each(str(name) for name in written),  # a path starts with a name
        meta=Origin.META in origins,
        tags=Origin.TAGS in origins,
        settings=Origin.PROVIDER in origins,
        facts=_each(selector.subject for selector in selectors if selector.origin is Origin.FACTS),
        linked=tuple(dict.fromkeys((one.subject, one.via) for one in selectors if one.origin is Origin.LINKED)),
        refers=_each(selector.subject for selector in selectors if selector.origin is Origin.REFERS),
    )


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _clauses_of(check: Check) -> Iterator[Clause]:
    for condition in (check.when, check.unless, check.expect):
        if condition is not None:
            yield from _clauses(condition)


def _comes_back(clause: Clause, type: str) -> bool:
    """Whether a clause asks others for resources of the type, and so perhaps for the one that asks."""
    if clause.selector.origin not in OF_OTHERS:
        return False
    return clause.selector.subject == type or any(_comes_back(inner, type) for inner in _inside(clause.matcher))


def _clauses(condition: Condition) -> Iterator[Clause]:
    """Those about the resource itself: what is asked of others in turn, they answer the same whoever asks."""
    for clause in clauses_of(condition):
        yield clause
        if clause.selector.origin not in OF_OTHERS:
            yield from _inside(clause.matcher)


def _inside(matcher: Matcher) -> Iterator[Clause]:
    for word in words_in(matcher):
        if isinstance(word, Elements | Count | JsonText):
            yield from _clauses(word.condition)


class Portrait:
    """One resource as rules see it. What is read of it is put into words once, however many rules read it."""

    def __init__(self, resource: Resource, related: Related) -> None:
        self._resource = resource
        self._related = related
        self._words: dict[str, str] = {}
        self._ends: dict[Asked, Hashable] = {}
        self._frame = (
            is_json(resource),  # corrections are written as the file is
            resource.sensitive,
            self._word("exists", resource.exists),
            self._word("added", tuple(additions(resource.values))),
        )

    def key(self, reads: Reads) -> Hashable:
        """Equal for resources of a type that a rule cannot tell apart."""
        resource = self._resource
        values = resource.values
        names = reads.attributes
        return (
            self._frame,
            tuple([self._word(f"values.{name}", values[name]) if name in values else "" for name in names]),
            self._word("meta", resource.meta) if reads.meta else "",
            self._word("tags", resource.tags) if reads.tags else "",
            self._word("settings", resource.settings) if reads.settings else "",
            tuple([self._word(f"facts.{name}", self._related.fact(resource, name)) for name in reads.facts]),
            tuple([self._linked(asked) for asked in reads.linked]),
            tuple([_identity(self._related.refers(resource, type)) for type in reads.refers]),
        )

    def _linked(self, asked: Asked) -> Hashable:
        if asked not in self._ends:
            self._ends[asked] = _identity(self._related.linked(self._resource, *asked))
        return self._ends[asked]

    def _word(self, name: str, value: object) -> str:
        """A value in words: kinds of values are told apart, unlike by `==`."""
        if name not in self._words:
            self._words[name] = repr(value)
        return self._words[name]


def _identity(found: tuple[Resource | Unknown, ...]) -> tuple[int | Unknown, ...]:
    """Resources of the estate are what they are; what is unknown is compared."""
    return tuple([item if isinstance(item, Unknown) else id(item) for item in found])
