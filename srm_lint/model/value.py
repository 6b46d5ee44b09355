"""Values, what is unknown about them, and three-valued logic.

A `Value` is what rules, facts and reports see of an attribute, whatever language it was written in:

    None | bool | int | Decimal | str | tuple[Value, ...] | dict[str, Value] | Unknown

Sets arrive as sorted tuples, nested blocks as tuples of dicts. Values are never changed once made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TypeVar, Union

import msgspec

T = TypeVar("T")

MAXIMUM_CHARACTERS = 5_000_000
"""In one value: more than that is an attack or a mistake."""

MAXIMUM_PARTS = 4_000
"""That are kept of a text which is partly known."""


class Reference(msgspec.Struct, frozen=True, order=True):
    """A pointer to something declared in the same estate.

    `address` is a resource instance's address ("module.a.aws_s3_bucket.b[0]", "Bucket"), or, where the instance
    cannot be told, the address without its key. `attribute` is the dotted path that was read, "" for the whole.
    """

    address: str
    attribute: str = ""


class Unknown(msgspec.Struct, frozen=True):
    """A value that cannot be known from the code, and what is known about it all the same.

    `reason` is a clause for people ("attribute `id` of aws_s3_bucket.b is known after apply").
    `references` are the resources it comes from: links are followed through them.
    `settle` lists what would make it known ("set variable `kms_key_id`, declared at variables.tf:12").
    `parts` are, where it is a string with unknown parts ("arn:aws:s3:::${aws_s3_bucket.b.id}/*", jsonencode of a
    partly known object), its pieces in order: known text and flat unknowns (whose own `parts` are empty).
    `never_null` holds where a value will exist although it is not known (a resource's id, an interpolated string).
    """

    reason: str
    references: tuple[Reference, ...] = ()
    settle: tuple[str, ...] = ()
    parts: tuple[str | Unknown, ...] = ()
    never_null: bool = False

    @property
    def prefix(self) -> str:
        """Known start of a string with unknown parts."""
        return self.parts[0] if self.parts and isinstance(self.parts[0], str) else ""

    @property
    def suffix(self) -> str:
        """Known end of a string with unknown parts."""
        return self.parts[-1] if self.parts and isinstance(self.parts[-1], str) else ""

    def because(self, other: Unknown) -> Unknown:
        """This unknown with the other's references and remedies added; its own reason stays first."""
        if other is self:
            return self
        return msgspec.structs.replace(
            self,
            references=_merged(self.references, other.references),
            settle=_merged(self.settle, other.settle),
        )


Value = Union[None, bool, int, Decimal, str, tuple["Value", ...], dict[str, "Value"], Unknown]

Truth = Union[bool, Unknown]
"""Kleene's third value is an `Unknown`, so that the reason is never lost."""


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene conjunction: False as soon as one is, else unknown if any is, else True."""
    unknowns: list[Unknown] = []
    for truth in truths:
        if truth is False:
            return False
        if isinstance(truth, Unknown):
            unknowns.append(truth)
    return because_of(unknowns) if unknowns else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene disjunction: True as soon as one is, else unknown if any is, else False."""
    unknowns: list[Unknown] = []
    for truth in truths:
        if truth is True:
            return True
        if isinstance(truth, Unknown):
            unknowns.append(truth)
    return because_of(unknowns) if unknowns else False


def because_of(unknowns: Sequence[Unknown]) -> Unknown:
    """The first of some unknowns with the references and remedies of all."""
    first, *others = unknowns
    if all(other is first for other in others):
        return first
    references = dict.fromkeys(reference for unknown in unknowns for reference in unknown.references)
    settle = dict.fromkeys(remedy for unknown in unknowns for remedy in unknown.settle)
    return msgspec.structs.replace(first, references=tuple(references), settle=tuple(settle))


def negate(truth: Truth) -> Truth:
    """Kleene negation."""
    return truth if isinstance(truth, Unknown) else not truth


def concatenate(pieces: Iterable[str | Unknown]) -> str | Unknown:
    """Text joined from pieces: a string where all are known, else an `Unknown` that keeps the known parts.

    A text longer than any that is meant is unknown altogether, and never built.
    """
    flat: list[str | Unknown] = []
    length = 0
    for piece in pieces:
        for part in (piece.parts or (piece,)) if isinstance(piece, Unknown) else (piece,):
            length += len(part) if isinstance(part, str) else 1
            if length > MAXIMUM_CHARACTERS:
                return Unknown(f"the text is longer than {MAXIMUM_CHARACTERS:,} characters", never_null=True)
            if part != "":
                flat.append(part)
    unknowns = [part for part in flat if isinstance(part, Unknown)]
    if not unknowns:
        return "".join(str(part) for part in flat)
    parts: list[str | Unknown] = []
    for is_known, run in groupby(flat, lambda part: isinstance(part, str)):
        alike = list(run)
        parts += ["".join(map(str, alike))] if is_known else alike
    references = dict.fromkeys(reference for unknown in unknowns for reference in unknown.references)
    settle = dict.fromkeys(remedy for unknown in unknowns for remedy in unknown.settle)
    kept = tuple(parts) if len(parts) <= MAXIMUM_PARTS else ()
    return Unknown(unknowns[0].reason, tuple(references), tuple(settle), kept, never_null=True)


def member(values: Mapping[str, Value], name: str) -> Value:
    """A member of a map, None where it has none of that name.

    What is not written in a map that something is added to may be there all the same, and is as unknown.
    """
    if name in values:
        return values[name]
    return next(iter(additions(values)), None)


def additions(values: Mapping[str, Value]) -> Iterator[Unknown]:
    """What a template's macros and unknown loops add to a map under names that nobody knows: members `Fn::...`."""
    return (value for key, value in values.items() if key.startswith("Fn::") and isinstance(value, Unknown))


def unknowns_in(value: Value) -> Iterable[Unknown]:
    """Every `Unknown` at any depth, in order of appearance."""
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from unknowns_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from unknowns_in(item)


def _merged(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return first if not second else tuple(dict.fromkeys((*first, *second)))
