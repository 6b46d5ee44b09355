"""The section `Rules`: assertions on parameters, without which the service makes no stack.

Facts: the CloudFormation guide on rules and its reference of rule-specific intrinsic functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.evaluate.cloudformation.conditions import Conditions
from srm_lint.evaluate.cloudformation.decisions import Decisions
from srm_lint.evaluate.cloudformation.expression import Expressions
from srm_lint.evaluate.cloudformation.functions import arguments
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.evaluate.cloudformation.values import text
from srm_lint.evaluate.cloudformation.work import GIVEN_UP
from srm_lint.model.source import Diagnostic, Level
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of

_OF_MEMBERS = ("Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn")


def refusals(stack: Stack, decisions: Decisions) -> Iterator[Diagnostic]:
    """Assertions of a stack, and of those nested in it, that do not hold in a world.

    A rule about parameters that nothing was assumed of cannot tell worlds apart, and is not asked: its parameters can
    still be what it wants.
    """
    section = stack.prepared.section("Rules")
    pending = {entry.key: (entry, [*_parameters(entry.value)]) for entry in section.entries}
    assertions = _Assertions(stack, MappingNode((), 0, 0), decisions)
    while ready := [entry for entry, names in pending.values() if _is_asked(names, stack, decisions)]:
        if not stack.spend(len(pending), section):
            return
        for entry in ready:
            del pending[entry.key]
            yield from _broken(entry, stack, assertions)
    for child in stack.children():
        yield from refusals(child, decisions)


def _is_asked(names: Iterable[str], stack: Stack, decisions: Decisions) -> bool:
    """Whether all parameters of a rule have values, or something was assumed of one that has none."""
    values = [stack.parameters.values.get(name) for name in names]
    unknown = [value for value in values if isinstance(value, Unknown)]
    return not unknown or any(decisions.has_assumed(value) for value in unknown)


def _parameters(node: Node) -> Iterator[str]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _parameters(item)
    elif isinstance(node, MappingNode):
        for entry in node.entries:
            if entry.key == "Ref" and isinstance(entry.value, ScalarNode):
                yield entry.value.text
            else:
                yield from _parameters(entry.value)


def _broken(rule: Entry, stack: Stack, assertions: _Assertions) -> Iterator[Diagnostic]:
    body = rule.value if isinstance(rule.value, MappingNode) else MappingNode((), rule.start, rule.end)
    condition, listed = body.get("RuleCondition"), body.get("Assertions")
    if condition is not None and assertions.truth(condition) is not True:
        return
    for item in listed.items if isinstance(listed, SequenceNode) else ():
        asserted = item.get("Assert") if isinstance(item, MappingNode) else None
        if isinstance(item, MappingNode) and asserted is not None and assertions.truth(asserted) is False:
            why = item.get("AssertDescription")
            described = f": {text(why.value)}" if isinstance(why, ScalarNode) else ""
            place = stack.source.location(item.start, item.end)
            yield Diagnostic(
                place.file,
                place.line,
                "parameters-refused",
                f"rule `{rule.key}` refuses these values of the parameters{described}",
                Level.WARNING,
                help="the template is judged with them all the same; give others with --cfn-parameters",
            )


class _Assertions(Conditions):
    """Conditions with the functions that rules have beside."""

    def truth(self, node: Node) -> Truth:
        """The truth of an expression."""
        call = node.entries[0] if isinstance(node, MappingNode) and len(node.entries) == 1 else None
        return self._of_members(call) if call and call.key in _OF_MEMBERS else super().truth(node)

    def _of_members(self, call: Entry) -> Truth:
        """Whether a list holds a text, or every member of it is a text, or one of another list."""
        expressions = Expressions(self.scope)
        given = arguments(expressions, call.value, 2, 2, f"`{call.key}` takes a list and what to look for")
        if isinstance(given, Unknown):
            return given
        members, wanted = (expressions.value(item) for item in given)
        for value in (members, wanted):
            if isinstance(value, Unknown) and not self.decisions.stands_for_text(value):
                return value
        if not self.scope.spend(len(_listed(members)) * len(_listed(wanted)), call.value):
            return GIVEN_UP
        if call.key == "Fn::Contains":
            return any_of(self.same(member, wanted) for member in _listed(members))
        return all_of(any_of(self.same(member, each) for each in _listed(wanted)) for member in _listed(members))


def _listed(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)
