"""Truth of a template's conditions in one world."""

from __future__ import annotations

import msgspec

from srm_lint.evaluate.cloudformation.decisions import Decisions
from srm_lint.evaluate.cloudformation.expression import Expressions
from srm_lint.evaluate.cloudformation.functions import arguments
from srm_lint.evaluate.cloudformation.scope import Scope
from srm_lint.evaluate.cloudformation.values import text
from srm_lint.evaluate.cloudformation.work import GIVEN_UP
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate

_MOST_CHOICES = 16
_DEEPEST = 80  # conditions inside one another
_NOT_KNOWN = " is not known: "
_CONNECTIVES = {"Fn::And": (2, 10), "Fn::Or": (2, 10), "Fn::Not": (1, 1)}


class Conditions:
    """The section `Conditions`, each worked out when first asked for."""

    def __init__(self, scope: Scope, section: MappingNode, decisions: Decisions) -> None:
        self.known: dict[str, Truth] = {}
        self.scope = scope
        self.decisions = decisions
        self._nodes = {entry.key: entry.value for entry in section.entries}
        self._open: list[str] = []

    def get(self, name: str) -> Truth | None:
        """The truth of a condition, None where there is none of that name."""
        node = self._nodes.get(name)
        if node is None and "Fn::Transform" in self._nodes:
            return Unknown(f"condition `{name}` may be among what a macro adds")
        if node is None:
            return None
        if name in self._open:
            circle = " -> ".join((*self._open[self._open.index(name) :], name))
            return Expressions(self.scope).problem(node, f"conditions depend on each other: {circle}")
        if name not in self.known:
            if len(self._open) >= _DEEPEST:
                return Expressions(self.scope).problem(node, f"more than {_DEEPEST} conditions rest on each other here")
            self._open.append(name)
            truth = self.truth(node)
            self._open.pop()
            self.known[name] = _explained(name, truth) if isinstance(truth, Unknown) else truth
        return self.known[name]

    def truth(self, node: Node) -> Truth:
        """The truth of an expression."""
        if isinstance(node, ScalarNode) and text(node.value).lower() in {"true", "false"}:
            return text(node.value).lower() == "true"
        if not isinstance(node, MappingNode) or len(node.entries) != 1:
            return Expressions(self.scope).problem(node, "a condition must be a function such as `Fn::Equals`")
        return self._called(node) if self.scope.spend(1, node) else GIVEN_UP

    def _called(self, node: MappingNode) -> Truth:
        [call] = node.entries
        if call.key == "Condition":
            return Expressions(self.scope).truth(call.value)
        if call.key == "Fn::Equals":
            return self._equals(call.value)
        if call.key in _CONNECTIVES:
            return self._connected(call)
        return Expressions(self.scope).problem(node, f"`{call.key}` cannot stand in a condition")

    def _connected(self, call: Entry) -> Truth:
        least, most = _CONNECTIVES[call.key]
        usage = f"`{call.key}` takes a list of {'one condition' if most == 1 else 'two to ten conditions'}"
        given = arguments(Expressions(self.scope), call.value, least, most, usage)
        if isinstance(given, Unknown):
            return given
        truths = (self.truth(item) for item in given)
        if call.key == "Fn::Not":
            return negate(next(truths))
        return all_of(truths) if call.key == "Fn::And" else any_of(truths)

    def _equals(self, node: Node) -> Truth:
        expressions = Expressions(self.scope)
        given = arguments(expressions, node, 2, 2, "`Fn::Equals` takes two values")
        if isinstance(given, Unknown):
            return given
        values = [expressions.value(item) for item in given]
        truth = self.same(values[0], values[1])
        if not isinstance(truth, Unknown):
            return truth
        if any(self.decisions.stands_for_text(value) for value in values if isinstance(value, Unknown)):
            return truth
        chosen = _Chosen(self.scope, self.decisions)
        truth = self.same(*(chosen.value(item) for item in given))
        if not isinstance(truth, Unknown):
            return truth
        answer = self.decisions.free((self.scope.prefix, node.start), truth)
        return truth if answer is None else answer

    def same(self, first: Value, second: Value) -> Truth:
        """Whether two values are equal, as `Fn::Equals` sees it."""
        if isinstance(second, Unknown):
            first, second = second, first
        if not isinstance(first, Unknown):
            return _comparable(first) == _comparable(second)
        if isinstance(second, Unknown):
            same = first is second and self.decisions.stands_for_text(first)
            return True if same else first.because(second)
        if isinstance(second, dict | tuple):
            return first
        value = text(second)
        if not (value.startswith(first.prefix) and value.endswith(first.suffix)):
            return False
        if not self.decisions.stands_for_text(first):
            return first
        answer = self.decisions.equals(first, value)
        return first if answer is None else answer


class _Chosen(Expressions):
    """Evaluates with one of its AllowedValues for each parameter that has no value."""

    def __init__(self, scope: Scope, decisions: Decisions) -> None:
        super().__init__(scope)
        self._decisions = decisions

    def parameter(self, name: str) -> Value:
        value = super().parameter(name)
        candidates = self._decisions.may_be(value) if isinstance(value, Unknown) else ()
        if not isinstance(value, Unknown) or len(candidates) > _MOST_CHOICES:
            return value
        return next((candidate for candidate in candidates if self._decisions.equals(value, candidate)), value)


def _comparable(value: Value) -> Value:
    """Values compare as texts: 10 and "10" are the same."""
    if isinstance(value, tuple):
        return tuple(_comparable(item) for item in value)
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items()}
    return text(value)


def _explained(name: str, unknown: Unknown) -> Unknown:
    cause = unknown.reason.rpartition(_NOT_KNOWN)[2]  # of conditions that rest on each other, what the last rests on
    return msgspec.structs.replace(unknown, reason=f"condition `{name}`{_NOT_KNOWN}{cause}", parts=())


def used_conditions(node: Node) -> dict[str, None]:
    """Names of the conditions that `Fn::If` asks for below a node, in order."""
    used: dict[str, None] = {}
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, SequenceNode):
            pending.extend(reversed(current.items))
        elif isinstance(current, MappingNode):
            pending.extend(entry.value for entry in reversed(current.entries))
            used |= dict.fromkeys(_condition_names(current))
    return used


def _condition_names(node: MappingNode) -> list[str]:
    condition = node.get("Fn::If")
    if isinstance(condition, SequenceNode) and condition.items:
        name = condition.items[0]
        return [name.text] if isinstance(name, ScalarNode) else []
    return []
