"""One sentence for a verdict, in terms of the value that decided it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from srm_lint.judge.conditions import Conditions
from srm_lint.judge.fact_words import is_fact, name_of, opening_in_words, opening_of, truth_in_words
from srm_lint.judge.outcome import ABSENT, Absent, Leaf, Links, is_written
from srm_lint.judge.pattern_words import one_of, words_for
from srm_lint.judge.show import show, show_at
from srm_lint.model.condition import (
    AllMatch,
    AnyMatch,
    Bound,
    Contains,
    Count,
    Elements,
    Equals,
    JsonText,
    Limit,
    Matcher,
    Not,
    OneOf,
    Operand,
    Parameter,
    Pattern,
    Present,
    Word,
)
from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value

_MOST = 2  # things named in one sentence
_MOST_TOGETHER = 4  # and of things that only together are a gap
_AMONG = " among them"
_LONGEST = 150  # characters of what is needed

_BOUNDS: Mapping[Limit, str] = {
    Limit.MINIMUM: "at least {}",
    Limit.MAXIMUM: "at most {}",
    Limit.ABOVE: "more than {}",
    Limit.BELOW: "less than {}",
    Limit.MIN_ITEMS: "at least {} of them",
    Limit.MAX_ITEMS: "at most {} of them",
    Limit.MIN_LENGTH: "at least {} characters",
    Limit.MAX_LENGTH: "at most {} characters",
}

_RESOURCES = {
    "linked": ("1 `{1}` points at it", "{0} `{1}` point at it"),
    "refers": ("it points at 1 `{1}`", "it points at {0} `{1}`"),
    "estate": ("there is 1 `{1}`", "there are {0} `{1}`"),
}
_NO_RESOURCES = {
    "linked": "no `{}` points at it",
    "refers": "it points at no `{}`",
    "estate": "there is no `{}`",
}


def sentence(leaves: Sequence[Leaf], subject: Resource, conditions: Conditions) -> str:
    """What the leaves found and what was needed: "`backup_retention_period` is 1, at least 7 needed"."""
    openings, others = _openings(leaves)
    parts = [*dict.fromkeys((*openings, *(_clause(leaf, subject, conditions) for leaf in others)))]
    if not all(leaf.inverted for leaf in leaves) or not others:
        return _joined(parts, "; ", _MOST)
    together = _joined(parts, " and ", _MOST_TOGETHER)
    if not all(isinstance(leaf.truth, bool) for leaf in leaves):
        return together
    return together + (": not allowed together" if len(parts) > 1 else ": not allowed")


def _openings(leaves: Sequence[Leaf]) -> tuple[list[str], list[Leaf]]:
    """Clauses for what lets connections through, each from all leaves about it; and the leaves about anything else."""
    by_opening: dict[tuple[str | int, ...], list[Leaf]] = {}
    for leaf in leaves:
        by_opening.setdefault(opening_of(leaf.place), []).append(leaf)
    told = {path: opening_in_words(group) for path, group in by_opening.items() if path}
    return [*filter(None, told.values())], [leaf for leaf in leaves if not told.get(opening_of(leaf.place))]


def evidence(leaves: Sequence[Leaf], subject: Resource) -> str:
    """What the leaves found, and nothing else: "`backup_retention_period` is 14"."""
    return _joined([*dict.fromkeys(_state(leaf, subject) for leaf in leaves)], "; ", _MOST)


def _joined(parts: Sequence[str], joint: str, most: int) -> str:
    left_out = f" (and {len(parts) - most} more)" if len(parts) > most else ""
    return joint.join(parts[:most]) + left_out


def _state(leaf: Leaf, subject: Resource) -> str:
    """What was found at a leaf: "`kms_key_id` is not set; the provider's default is ..."."""
    place, value = leaf.place, leaf.place.value
    if isinstance(value, Links):
        return _links_state(place.label, value)
    if is_fact(place) and (clause := truth_in_words(place)):
        return clause
    return f"{_name(leaf, subject)} {_value_state(leaf, value)}"


def _value_state(leaf: Leaf, value: Value | Absent) -> str:
    if isinstance(value, tuple) and (leaf.rest or isinstance(leaf.word, Elements)):
        return f"has {len(value) or 'no'} elements{', none of them as needed' if value else ''}"
    if isinstance(value, Absent) or value is None or (value == () and leaf.assumed is not ABSENT):
        return f"is not set{_default(leaf)}"
    if isinstance(value, Unknown):
        if isinstance(leaf.word, Present) and isinstance(leaf.truth, bool):
            return "is set"
        known = f" beyond {show_at(leaf.place, value)}" if value.parts else ""
        return f"is not known{known} ({value.reason})"
    open_part = f" ({leaf.truth.reason})" if isinstance(leaf.truth, Unknown) else ""
    return f"is {show_at(leaf.place, value)}{open_part}"


def _clause(leaf: Leaf, subject: Resource, conditions: Conditions) -> str:
    found = _state(leaf, subject)
    if leaf.inverted or _says_it_all(leaf):
        return found
    if isinstance(leaf.word, Present):
        return f"{found}, {'a value needed' if leaf.word.wanted else 'must not be set'}"
    is_known = isinstance(leaf.truth, bool)
    if isinstance(leaf.word, Not):
        forbidden = _plain(leaf.word.matcher, conditions)
        short = f", must not be {forbidden}" if len(forbidden) <= _LONGEST else ", which the rule forbids"
        return found + (short if is_known or len(forbidden) <= _LONGEST else "")
    if (
        isinstance(leaf.word, Bound)
        and leaf.word.limit is Limit.MAX_ITEMS
        and not conditions.number_of(leaf.word.operand)
    ):
        return f"{found}, none allowed"
    needed = _needed(leaf.word, conditions)
    if len(needed) > _LONGEST:
        return f"{found}, which the rule does not accept" if is_known else found
    steps = "".join(f".{step}" for step in leaf.rest if isinstance(step, str))
    return f"{found}, {needed} needed" + (f" in `{steps[1:]}`" if steps else "")


def _says_it_all(leaf: Leaf) -> bool:
    """Whether "it is not set", or what is told of a fact, needs no more words."""
    word = leaf.word
    if isinstance(word, Elements):
        return True
    if is_fact(leaf.place):
        return isinstance(leaf.place.value, Unknown) or bool(truth_in_words(leaf.place))
    if is_written(leaf.place) or leaf.rest:
        return False
    return (isinstance(word, Present) and word.wanted) or (isinstance(word, Bound) and word.limit is Limit.MIN_ITEMS)


def _name(leaf: Leaf, subject: Resource) -> str:
    place = leaf.place
    label = place.written_label
    name = name_of(place) if is_fact(place) else f"`{label}`" if label else "it"
    if place.resource is subject:
        return name
    address = place.resource.as_written().address
    return f"{name} of `{address}`" if label else f"`{address}`"


def _links_state(label: str, links: Links) -> str:
    origin, _, type = label.partition(".")
    if not links.resources:
        return _NO_RESOURCES[origin].format(type)
    doubts = [resource.reason for resource in links.resources if isinstance(resource, Unknown)]
    if len(doubts) == len(links.resources):
        return doubts[0]
    one, several = _RESOURCES[origin]
    return (one if len(links.resources) == 1 else several).format(len(links.resources), type)


def _default(leaf: Leaf) -> str:
    if leaf.assumed is ABSENT:
        return ""
    if isinstance(leaf.assumed, Unknown):
        return f" ({leaf.assumed.reason})"
    return f"; the provider's default is {show(leaf.assumed)}"


def _plain(matcher: Matcher, conditions: Conditions) -> str:
    return " and ".join(filter(None, (_needed(word, conditions) for word in matcher.words))) or "so"


def _needed(word: Word, conditions: Conditions) -> str:
    """What a word asks for, as a noun: "at least 7", "one of 1, 2"."""
    if isinstance(word, Equals):
        return show(conditions.value_of(word.operand)) + _parameter(word.operand, conditions)
    if isinstance(word, OneOf):
        return _one_of(word, conditions)
    if isinstance(word, Bound):
        return _BOUNDS[word.limit].format(f"{conditions.number_of(word.operand):f}") + _parameter(
            word.operand, conditions
        )
    if isinstance(word, Pattern):
        return words_for(word.expression)
    if isinstance(word, Present):
        return "a value" if word.wanted else "no value"
    return _combination(word, conditions)


def _combination(
    word: Contains | Not | AnyMatch | AllMatch | Elements | Count | JsonText, conditions: Conditions
) -> str:
    if isinstance(word, Contains):
        return f"{_plain(word.matcher, conditions)}{_AMONG}"
    if isinstance(word, Not):
        return f"anything but {_plain(word.matcher, conditions)}"
    if isinstance(word, AnyMatch | AllMatch):
        return _together(word, conditions)
    if isinstance(word, Elements):
        return f"{word.quantity.value} of them as the rule describes"
    if isinstance(word, Count):
        figures = " and ".join(_needed(limit, conditions) for limit in word.limits)
        return f"{figures} of them as the rule describes"
    return "a JSON document"


def _together(word: AnyMatch | AllMatch, conditions: Conditions) -> str:
    joint = " or " if isinstance(word, AnyMatch) else " and "
    wanted = [_plain(matcher, conditions) for matcher in word.matchers]
    among = _AMONG if all(each.endswith(_AMONG) for each in wanted) else ""
    return joint.join(each.removesuffix(among) for each in wanted) + among


def _one_of(word: OneOf, conditions: Conditions) -> str:
    operands = conditions.value_of(word.operands)
    choices = operands if isinstance(operands, tuple) else (operands,)
    if not choices and isinstance(word.operands, Parameter):
        return f"a value of parameter `{word.operands.name}`, which is empty,"
    return one_of(choices) + _parameter(word.operands, conditions)


def _parameter(operand: Operand, conditions: Conditions) -> str:
    """What to change where the figure is not right for somebody: the rule's parameter, and who set it."""
    if not isinstance(operand, Parameter):
        return ""
    set_by = f", set by {conditions.parameters_from}" if conditions.parameters_from else ""
    return f" (parameter `{operand.name}`{set_by})"
