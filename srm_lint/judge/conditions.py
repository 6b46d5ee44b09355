"""Conditions of a rule tried on a resource, with Kleene logic throughout."""

from __future__ import annotations

from decimal import Decimal

from srm_lint.judge import values
from srm_lint.judge.outcome import ABSENT, FACTS, Absent, Leaf, Links, Node, Outcome, Place, every, some
from srm_lint.judge.paths import elements, for_every, for_some, opaque, resource_place, walk
from srm_lint.judge.patterns import Search
from srm_lint.model.condition import (
    AllMatch,
    AllOf,
    AnyMatch,
    Bound,
    Clause,
    Condition,
    Contains,
    Count,
    Elements,
    Equals,
    Given,
    JsonText,
    Matcher,
    Negation,
    Not,
    OneOf,
    Operand,
    Origin,
    Parameter,
    Pattern,
    Present,
    Quantity,
    Scalar,
    Selector,
    Word,
)
from srm_lint.model.resource import Framework, Related, Resource
from srm_lint.model.rule import Rule
from srm_lint.model.text import parse_json
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate

_Plain = Equals | OneOf | Bound | Pattern
_Compound = Present | Not | AnyMatch | AllMatch | Contains


class Conditions:
    """The conditions of one rule, with its parameters, in one estate. `search` looks for its patterns."""

    def __init__(self, related: Related, rule: Rule, search: Search) -> None:
        self._related = related
        self._parameters = rule.parameters
        self._search = search
        self.parameters_from = rule.parameters_from

    def on_resource(self, condition: Condition, resource: Resource) -> Outcome:
        """What `condition` says of a resource."""
        return self.at(condition, resource_place(resource))

    def at(self, condition: Condition, place: Place) -> Outcome:
        """What `condition` says of an element: its paths start at `place`."""
        if isinstance(condition, Clause):
            start = self._start(condition.selector, place)
            return walk(start, condition.selector.steps, lambda end: self._matches(condition.matcher, end))
        if isinstance(condition, Negation):
            return self.at(condition.condition, place).negated()
        join = every if isinstance(condition, AllOf) else some
        return join(self.at(part, place) for part in condition.conditions)

    def accepts(self, leaf: Leaf, value: Value) -> bool:
        """Whether the leaf would not speak against the resource if `value` were written at its place."""
        outcome = self._word(leaf.word, Place(leaf.place.resource, leaf.place.path, value), ABSENT)
        return outcome.truth is not leaf.inverted

    def source_of(self, place: Place) -> str:
        """Address of the resource that a part of a fact comes from, where the fact says so; "" for any other place."""
        if place.path[:1] != (FACTS,):
            return ""
        source: Value = ""
        value: Value = self._related.fact(place.resource, str(place.path[1]))
        for step in place.path[2:]:
            if isinstance(value, dict):
                source, value = value.get("source") or source, value.get(str(step))
            elif isinstance(value, tuple) and isinstance(step, int):
                value = value[step]
        if isinstance(value, dict):
            source = value.get("source") or source
        return source if isinstance(source, str) else ""

    def _start(self, selector: Selector, place: Place) -> Place:
        resource, origin = place.resource, selector.origin
        if origin is Origin.VALUES:
            return place
        if origin is Origin.META:
            return Place(resource, (), {**resource.meta})
        if origin is Origin.TAGS:
            tags = resource.tags if isinstance(resource.tags, Unknown) else {**resource.tags}
            name = "tags" if resource.framework is Framework.TERRAFORM else "Tags"
            return Place(resource, (name,), tags, name)
        if origin is Origin.PROVIDER:
            return Place(resource, ("provider",), {**resource.settings}, "provider")
        if origin is Origin.FACTS:
            fact = self._related.fact(resource, selector.subject)
            return Place(resource, (FACTS, selector.subject), fact, f"facts.{selector.subject}")
        label = f"{origin.value}.{selector.subject}"
        return Place(resource, (), Links(self._resources(resource, selector)), label)

    def _resources(self, resource: Resource, selector: Selector) -> tuple[Resource | Unknown, ...]:
        if selector.origin is Origin.LINKED:
            return self._related.linked(resource, selector.subject, selector.via)
        if selector.origin is Origin.REFERS:
            return self._related.refers(resource, selector.subject)
        return self._related.every(selector.subject)

    def _matches(self, matcher: Matcher, place: Place) -> Outcome:
        assumed = self._assumed(matcher, place.value)
        if len(matcher.words) == 1:
            return self._word(matcher.words[0], place, assumed)
        return every(self._word(word, place, assumed) for word in matcher.words)

    def _assumed(self, matcher: Matcher, value: Node) -> Value | Absent:
        """What the provider takes in place of an attribute that is not written, `ABSENT` where the rule does not say."""
        if matcher.absent is None or not (value is ABSENT or value is None or value == ()):
            return ABSENT
        if isinstance(matcher.absent, Given):
            return self.value_of(matcher.absent.operand)
        return Unknown(matcher.absent.reason)

    def _word(self, word: Word, place: Place, assumed: Value | Absent) -> Outcome:
        if isinstance(word, Elements):
            return self._elements(word, place, assumed)
        if isinstance(word, Count):
            return self._count(word, place)
        if isinstance(word, JsonText):
            return self._json(word, place)
        truth = self._truth(word, place, assumed)
        return Outcome(truth, (Leaf(place, word, truth, assumed=assumed),))

    def _truth(self, word: _Plain | _Compound, place: Place, assumed: Value | Absent) -> Truth:
        if isinstance(word, Present):
            truth = values.present(place.value)
            return truth if word.wanted else negate(truth)
        if isinstance(word, Not):
            return negate(self._holds(word.matcher, place, assumed))
        if isinstance(word, AnyMatch):
            return any_of(self._holds(matcher, place, assumed) for matcher in word.matchers)
        if isinstance(word, AllMatch):
            return all_of(self._holds(matcher, place, assumed) for matcher in word.matchers)
        if isinstance(word, Contains):
            return self._contains(word, place, assumed)
        return self._value_truth(word, place.value if assumed is ABSENT else assumed)

    def _holds(self, matcher: Matcher, place: Place, assumed: Value | Absent) -> Truth:
        """A matcher inside another: what the outer one says of an absent attribute holds unless it says so itself."""
        own = self._assumed(matcher, place.value)
        inner = assumed if own is ABSENT else own
        return all_of(self._word(word, place, inner).truth for word in matcher.words)

    def _contains(self, word: Contains, place: Place, assumed: Value | Absent) -> Truth:
        filled = place if assumed is ABSENT else Place(place.resource, place.path, assumed, place.label)
        if isinstance(filled.value, Unknown) and not filled.value.parts:
            return opaque(filled.value)
        return any_of(self._holds(word.matcher, element, ABSENT) for element, _ in elements(filled))

    def _value_truth(self, word: _Plain, value: Node) -> Truth:
        if isinstance(word, Equals):
            return values.equal(value, self.value_of(word.operand))
        if isinstance(word, OneOf):
            operands = self.value_of(word.operands)
            choices = operands if isinstance(operands, tuple) else (operands,)
            return any_of(values.equal(value, choice) for choice in choices)
        if isinstance(word, Bound):
            return values.within(value, word.limit, self.number_of(word.operand))
        return values.found(value, word.expression, self._search)

    def _elements(self, word: Elements, place: Place, assumed: Value | Absent) -> Outcome:
        filled = place if assumed is ABSENT else Place(place.resource, place.path, assumed, place.label)
        if isinstance(filled.value, Unknown):
            unknown = opaque(filled.value)
            return Outcome(unknown, (Leaf(place, word, unknown, assumed=assumed),))

        def test(element: Place) -> Outcome:
            if isinstance(element.value, Unknown):
                return Outcome(opaque(element.value), (Leaf(element, word, opaque(element.value)),))
            return self.at(word.condition, element)

        if word.quantity is Quantity.EVERY and filled.value is not ABSENT:
            return for_every(filled, test)
        found = None if word.quantity is Quantity.EVERY else for_some(filled, test)
        if word.quantity is Quantity.NONE:
            return (found or Outcome(False)).negated()
        if found is None or (found.truth is False and isinstance(place.value, tuple) and len(place.value) > 1):
            # What each of several elements lacks says less than that none is as needed.
            return Outcome(False, (Leaf(place, word, False, assumed=assumed),))
        return found

    def _count(self, word: Count, place: Place) -> Outcome:
        """How many elements satisfy the condition, each of which may be unknown or may not be there."""
        if isinstance(place.value, Unknown):
            return Outcome(opaque(place.value), (Leaf(place, word, opaque(place.value)),))
        truths = [all_of((self._of_element(word.condition, item), exists)) for item, exists in elements(place)]
        blocks = place.value if isinstance(place.value, tuple) else ()
        open_ended = any(isinstance(item, Unknown) and not item.never_null for item in blocks)
        truth = all_of(
            values.number_within(truths, limit.limit, self.number_of(limit.operand), open_ended=open_ended)
            for limit in word.limits
        )
        return Outcome(truth, (Leaf(place, word, truth),))

    def _of_element(self, condition: Condition, element: Place) -> Truth:
        value = element.value
        return opaque(value) if isinstance(value, Unknown) else self.at(condition, element).truth

    def _json(self, word: JsonText, place: Place) -> Outcome:
        value = place.value
        if not isinstance(value, dict | tuple):
            value = None if isinstance(value, Absent | Links) else parse_json(value)
        if value is None:
            return Outcome(False, (Leaf(place, word, False),))
        if isinstance(value, Unknown):
            return Outcome(opaque(value), (Leaf(place, word, opaque(value)),))
        return self.at(word.condition, Place(place.resource, place.path, value, place.label))

    def value_of(self, operand: Operand) -> Value:
        """An operand with the rule's parameters filled in."""
        if isinstance(operand, tuple):
            return tuple(self._scalar(item) for item in operand)
        if isinstance(operand, Parameter):
            value = self._parameters[operand.name]
            return tuple(_exact(item) for item in value) if isinstance(value, tuple) else _exact(value)
        return _exact(operand)

    def number_of(self, operand: int | float | Parameter) -> Decimal:
        """A bound with the rule's parameters filled in.

        Raises:
            ValueError: the parameter holds no number.
        """
        number = values.number(self.value_of(operand))
        if number is None:
            raise ValueError(f"parameter of the rule is no number: {operand!r}")
        return number

    def _scalar(self, item: Scalar | Parameter) -> Value:
        return self.value_of(item)


def _exact(value: Scalar) -> Value:
    """YAML's binary fractions as the decimals that were written."""
    return Decimal(str(value)) if isinstance(value, float) else value
