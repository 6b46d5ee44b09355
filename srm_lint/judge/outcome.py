"""What came out of a condition, and the places in the estate that decided it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Union

import msgspec

from srm_lint.model.condition import Quantifier, Word
from srm_lint.model.resource import Path, Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate


class Absent(Enum):
    """An attribute that is not written."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT

FACTS = "facts."
"""First step of the path of what is worked out and written nowhere; no attribute is called so."""


class Links(msgspec.Struct, frozen=True):
    """Resources that a path such as `linked.aws_kms_key` leads to; an `Unknown` for each that may or may not be."""

    resources: tuple[Resource | Unknown, ...]


Node = Union[Value, Absent, Links]


class Place(msgspec.Struct, frozen=True):
    """A value and where it is: in which resource, at which path. `label` is that path for people ("rule[1].status")."""

    resource: Resource
    path: Path
    value: Node
    label: str = ""

    @property
    def written_label(self) -> str:
        """The label as the source of the resource spells it."""
        written = self.resource.written
        return written.label(self.label) if written else self.label


def is_written(place: Place) -> bool:
    """Whether there is a value at a place, in one resource."""
    return not (place.value is ABSENT or place.value in (None, ()) or isinstance(place.value, Links))


class Leaf(msgspec.Struct, frozen=True):
    """One word of a matcher tried on one place.

    `rest` are the steps that could not be taken because a list has no elements. `inverted` holds where the leaf stands
    under an odd number of negations: it decides against the resource by being true. `assumed` is the value that the
    provider takes, where the attribute is not written.
    """

    place: Place
    word: Word
    truth: Truth
    rest: tuple[str | Quantifier, ...] = ()
    inverted: bool = False
    assumed: Value | Absent = ABSENT


class Outcome(msgspec.Struct, frozen=True):
    """The truth of a condition and the leaves that make it so."""

    truth: Truth
    leaves: tuple[Leaf, ...] = ()

    def negated(self) -> Outcome:
        """The outcome of the condition's negation."""
        inverted = tuple(msgspec.structs.replace(leaf, inverted=not leaf.inverted) for leaf in self.leaves)
        return Outcome(negate(self.truth), inverted)


def every(outcomes: Iterable[Outcome]) -> Outcome:
    """Conjunction; its leaves are those of the outcomes that decide it."""
    listed = [*outcomes]
    return _deciding(listed, all_of(outcome.truth for outcome in listed))


def some(outcomes: Iterable[Outcome]) -> Outcome:
    """Disjunction; its leaves are those of the outcomes that decide it."""
    listed = [*outcomes]
    return _deciding(listed, any_of(outcome.truth for outcome in listed))


def _deciding(outcomes: list[Outcome], truth: Truth) -> Outcome:
    if len(outcomes) == 1:
        return outcomes[0]
    decided = isinstance(truth, bool)
    return Outcome(
        truth,
        tuple(
            leaf
            for outcome in outcomes
            if (outcome.truth is truth if decided else isinstance(outcome.truth, Unknown))
            for leaf in outcome.leaves
        ),
    )
