"""The correction of a gap, derived from what the failing part of `expect` asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

import msgspec

from srm_lint.judge.conditions import Conditions
from srm_lint.judge.outcome import ABSENT, Absent, Leaf, Links, Place, is_written
from srm_lint.judge.paths import resource_place
from srm_lint.judge.render import Assignment, Steps, is_json, json_of, render
from srm_lint.model.condition import (
    AllOf,
    AnyMatch,
    Bound,
    Clause,
    Condition,
    Contains,
    Equals,
    Limit,
    Negation,
    Not,
    OneOf,
    Origin,
    Word,
)
from srm_lint.model.resource import Framework, Resource
from srm_lint.model.rule import Check
from srm_lint.model.template import Node
from srm_lint.model.value import Unknown, Value, unknowns_in

_OPENING = re.compile(r'^(resource "[\w-]+" )"this"', re.MULTILINE)
_SETTABLE = (Origin.VALUES, Origin.LINKED, Origin.REFERS, Origin.META, Origin.TAGS)


Parse = Callable[[str], Node | None]
"""The syntax of a template's code in YAML; None where it cannot be read."""


class Remedy(msgspec.Struct, frozen=True):
    """A value that would satisfy a leaf's word."""

    leaf: Leaf
    value: Value


def fix_for(check: Check, resource: Resource, conditions: Conditions) -> str:
    """Code that closes the gap, in the resource's language; "" where none can be derived.

    A check's own `fix` wins, as the rule has it: see `written_for`.
    """
    if check.fix and _is_for(resource, check.fix):
        return check.fix.rstrip("\n")
    if check.fix:
        return ""
    remedies = _remedies(check.expect, resource_place(resource), conditions)
    assignments = [_as_written(assignment) for assignment in _assignments(remedies or (), conditions)]
    settable = [assignment for assignment in assignments if assignment is not None]
    return render(settable, resource.as_written()) if settable and len(settable) == len(assignments) else ""


def _is_for(resource: Resource, code: str) -> bool:
    """Whether the source of a resource calls what the code sets by the same names."""
    names = re.findall(r"^(\w+):", code, flags=re.MULTILINE)
    return resource.written is None or all(resource.written.path((name,)) == (name,) for name in names)


def _as_written(assignment: Assignment) -> Assignment | None:
    """The assignment as the source spells it; None where nothing there can make it."""
    written = assignment.resource.written
    if written is None:
        return assignment
    names = tuple(str(step) for step in takewhile(lambda step: isinstance(step, str), assignment.steps))
    path = written.path(names)
    steps = (*path, *assignment.steps[len(names) :]) if path else ()
    return Assignment(assignment.resource.as_written(), steps, assignment.value) if steps else None


def written_for(resource: Resource, code: str, parse: Parse) -> str:
    """A rule's own code as it stands in the file of a resource: by the resource's name, and in JSON where a template is."""
    if resource.framework is Framework.TERRAFORM:
        return _named(code, resource)
    syntax = parse(code) if code and is_json(resource) else None
    return code if syntax is None else json_of(syntax)


def _named(code: str, resource: Resource) -> str:
    """Code written for `this`, for a resource that is called otherwise."""
    if "this" not in code:
        return code
    code = re.sub(rf"\b{resource.type}\.this\b", f"{resource.type}.{resource.name}", code)
    return _OPENING.sub(rf'\1"{resource.name}"', code)


def _remedies(condition: Condition, place: Place, conditions: Conditions) -> list[Remedy] | None:
    """What makes a condition hold: nothing where it does already, None where that cannot be told."""
    outcome = conditions.at(condition, place)
    if outcome.truth is True:
        return []
    if isinstance(condition, Clause):
        return _of_leaves(outcome.leaves, conditions) if condition.selector.origin in _SETTABLE else None
    if isinstance(condition, Negation):
        return _of_leaves(outcome.leaves, conditions) if len(outcome.leaves) == 1 else None
    parts = [_remedies(part, place, conditions) for part in condition.conditions]
    if isinstance(condition, AllOf):
        known = [part for part in parts if part is not None]
        return [remedy for part in known for remedy in part] if len(known) == len(parts) else None
    return _nearest([part for part in parts if part])


def _nearest(alternatives: Sequence[list[Remedy]]) -> list[Remedy] | None:
    """Of several ways the one that changes what is written already, else the first."""
    written = (way for way in alternatives if all(is_written(remedy.leaf.place) for remedy in way))
    return next(written, alternatives[0] if alternatives else None)


def _of_leaves(leaves: Sequence[Leaf], conditions: Conditions) -> list[Remedy] | None:
    remedies: list[Remedy] = []
    for leaf in leaves:
        value = ABSENT if isinstance(leaf.place.value, Links) else _wanted(leaf.word, leaf, conditions)
        if value is ABSENT:
            return None
        remedies.append(Remedy(leaf, value))
    return remedies or None


def _wanted(word: Word, leaf: Leaf, conditions: Conditions) -> Value | Absent:
    """A value that satisfies `word`, or breaks it where the leaf stands under a negation; ABSENT where none is plain."""
    if leaf.inverted or isinstance(word, Not):
        return _opposite(word.matcher.words[0] if isinstance(word, Not) else word, conditions)
    if isinstance(word, Equals):
        value = conditions.value_of(word.operand)
        return ABSENT if value is None else value
    if isinstance(word, OneOf):
        choices = conditions.value_of(word.operands)
        return choices[0] if isinstance(choices, tuple) and choices else ABSENT
    if isinstance(word, Bound):
        return _bound(word, conditions)
    if isinstance(word, AnyMatch):
        wanted = (_wanted(matcher.words[0], leaf, conditions) for matcher in word.matchers if len(matcher.words) == 1)
        return next((value for value in wanted if value is not ABSENT), ABSENT)
    return _with_element(word, leaf, conditions) if isinstance(word, Contains) else ABSENT


def _opposite(word: Word, conditions: Conditions) -> Value | Absent:
    value = conditions.value_of(word.operand) if isinstance(word, Equals) else None
    return not value if isinstance(value, bool) else ABSENT


def _bound(word: Bound, conditions: Conditions) -> Value | Absent:
    number = conditions.number_of(word.operand)
    steps = {Limit.MINIMUM: 0, Limit.MAXIMUM: 0, Limit.ABOVE: 1, Limit.BELOW: -1}
    if word.limit not in steps:
        return ABSENT
    value = number + steps[word.limit]
    return int(value) if value == value.to_integral_value() else value


def _with_element(word: Contains, leaf: Leaf, conditions: Conditions) -> Value | Absent:
    """The list as it is with the element that it has to have."""
    inner = word.matcher.words[0]
    if len(word.matcher.words) > 1 or not isinstance(inner, Equals | OneOf):
        return ABSENT
    element = _wanted(inner, leaf, conditions)
    present = leaf.place.value if leaf.assumed is ABSENT else leaf.assumed
    if element is ABSENT or isinstance(present, Unknown | Links) or any(unknowns_in(_listed(present))):
        return ABSENT
    return (*_listed(present), element)


def _listed(value: Value | Absent) -> tuple[Value, ...]:
    if value is ABSENT or value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _assignments(remedies: Sequence[Remedy], conditions: Conditions) -> list[Assignment]:
    """One assignment a place; of several values for it the one that satisfies all the words there."""
    by_target: dict[tuple[str, Steps], list[Remedy]] = {}
    for remedy in remedies:
        place = remedy.leaf.place
        by_target.setdefault((place.resource.address, (*place.path, *remedy.leaf.rest)), []).append(remedy)
    return [
        Assignment(group[0].leaf.place.resource, steps, _fitting(group, conditions))
        for (_, steps), group in by_target.items()
    ]


def _fitting(remedies: Sequence[Remedy], conditions: Conditions) -> Value:
    values = [remedy.value for remedy in remedies]
    fits = (value for value in values if all(conditions.accepts(remedy.leaf, value) for remedy in remedies))
    return next(fits, values[0])
