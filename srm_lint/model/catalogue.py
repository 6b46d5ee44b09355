"""The service catalogue: which resource type belongs to which service, and what the customer holds in it.

The first half are the files of `rules/catalogue` as they are written: the types are their schema. The second half is
what they are compiled to.
"""

from __future__ import annotations

from typing import Union

import msgspec

from srm_lint.model.patterns import check_pattern
from srm_lint.model.resource import Kind, Model, Service, State

Scalar = Union[bool, int, str]


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of what is written by hand: a key that has no effect is an error."""


class Test(_Written, frozen=True):
    """What an attribute must be. All words that are given must hold.

    `absent` is no test: it is the value that the provider takes where the attribute is not written.
    """

    const: Scalar | None = None
    enum: tuple[Scalar, ...] | None = None
    pattern: str | None = None
    present: bool | None = None
    absent: Scalar | None = None

    def __post_init__(self) -> None:
        if self.pattern is not None:
            check_pattern(self.pattern)


class When(_Written, frozen=True, rename={"condition": "if"}):
    """What differs where attributes say so. Keys of `if` are dotted paths; all of them must hold.

    An attribute that is not known leaves the entry as it is without the condition, and its ground says so.
    """

    condition: dict[str, Scalar | Test]
    ground: str
    service: str | None = None
    model: Model | None = None
    kind: Kind | None = None
    state: State | None = None
    parent: str = ""


class Exceptional(_Written, frozen=True):
    """Types of a service that differ from the rest of it. What is not given is as in the service.

    A `kind` that is given without a `state` has none.
    `parent` is the type this one is judged with: settings split out of it, or a part it is made of.
    """

    types: tuple[str, ...]
    kind: Kind | None = None
    state: State | None = None
    service: str | None = None
    model: Model | None = None
    ground: str | None = None
    parent: str = ""
    when: tuple[When, ...] = ()


class ServiceEntry(_Written, frozen=True, rename={"exceptions": "except"}):
    """One service. `types` are names or patterns with `*`; of several that match a type, the most specific decides.

    `kind` and `state` hold for every type that `except` and the conventions leave. `ground` says why the model is what it is.
    """

    service: str
    model: Model
    ground: str
    types: tuple[str, ...]
    kind: Kind = Kind.CONTROL
    state: State = State.NONE
    exceptions: tuple[Exceptional, ...] = ()


class Convention(_Written, frozen=True):
    """What the end of a type's name tells, in every service, where no exception names the type.

    With `stem_is_parent`, the type belongs to the one that is left when the ending is taken off.
    """

    endings: tuple[str, ...]
    kind: Kind
    ground: str
    stem_is_parent: bool = False


class CatalogueFile(_Written, frozen=True):
    """One file of the catalogue.

    `sources` are the pages its models rest on, `reviewed` the day they were last compared. `unlisted` files name types
    of providers whose schemas are not at hand, so that nothing can check that each pattern matches something.
    """

    about: str = ""
    sources: tuple[str, ...] = ()
    reviewed: str = ""
    unlisted: bool = False
    services: tuple[ServiceEntry, ...] = ()
    conventions: tuple[Convention, ...] = ()


class Condition(msgspec.Struct, frozen=True):
    """A path into a resource's values and what must be found there."""

    path: tuple[str, ...]
    test: Test


class Variant(msgspec.Struct, frozen=True):
    """How a type is tagged where all conditions hold."""

    conditions: tuple[Condition, ...]
    service: Service


class Entry(msgspec.Struct, frozen=True):
    """How the types of one pattern are tagged. `general` entries are those of a whole service: conventions refine them."""

    service: Service
    variants: tuple[Variant, ...] = ()
    general: bool = False


class Catalogue(msgspec.Struct, frozen=True):
    """All entries, found by type name. Numbers in the tables are indices into `entries`.

    `names` holds whole names; `heads` the patterns by the text before their first `*`, and `lengths` how long those
    texts are. `over` is asked first: a user's own catalogue over ours.
    """

    entries: tuple[Entry, ...] = ()
    names: dict[str, int] = {}
    heads: dict[str, tuple[tuple[str, int], ...]] = {}
    lengths: tuple[int, ...] = ()
    conventions: tuple[Convention, ...] = ()
    over: Catalogue | None = None

    def entry(self, type: str) -> Entry | None:
        """The entry that decides for `type`; None where the catalogue does not know it."""
        found = self.over.entry(type) if self.over else None
        if found is not None:
            return found
        index = self.names.get(type)
        if index is None:
            index = self._most_specific(type)
        if index is None:
            return None
        entry = self.entries[index]
        return self._by_convention(type, entry) if entry.general else entry

    def _most_specific(self, type: str) -> int | None:
        best, found = -1, None
        for length in self.lengths:
            for pattern, index in self.heads.get(type[:length], ()):
                if literals(pattern) > best and matches(type, pattern):
                    best, found = literals(pattern), index
        return found

    def _by_convention(self, type: str, entry: Entry) -> Entry:
        for convention in self.conventions:
            if type.endswith(convention.endings):
                return msgspec.structs.replace(entry, service=_as_convention_says(type, entry.service, convention))
        return entry


def _as_convention_says(type: str, service: Service, convention: Convention) -> Service:
    stem = next(type.removesuffix(ending) for ending in convention.endings if type.endswith(ending))
    return msgspec.structs.replace(
        service,
        kind=convention.kind,
        state=State.NONE,
        parent=stem if convention.stem_is_parent else service.parent,
        ground=f"{service.ground}; {convention.ground}",
    )


def literals(pattern: str) -> int:
    """How specific a pattern is: its characters that are no `*`."""
    return len(pattern) - pattern.count("*")


def matches(type: str, pattern: str) -> bool:
    """Whether `*` in the pattern can stand for text so that it is the type's name."""
    first, *rest = pattern.split("*")
    if not rest:
        return type == pattern
    if not type.startswith(first) or len(type) < literals(pattern):
        return False
    position = len(first)
    for part in rest[:-1]:
        position = type.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return type.endswith(rest[-1]) and len(type) - len(rest[-1]) >= position
