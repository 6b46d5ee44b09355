"""What one root template may cost, with its nested stacks and in all its worlds.

A step takes about a microsecond, and ten where its value goes into a resource that is linked and judged. The public
template that takes most, one of 64 worlds, takes a sixteenth of what is allowed.
"""

from __future__ import annotations

from srm_lint.evaluate.cloudformation.values import Result
from srm_lint.model.template import MappingNode, Node, SequenceNode, Template
from srm_lint.model.value import Unknown

MAXIMUM_STEPS = 400_000
"""Nodes that are evaluated, and parts of what functions come to."""

STEPS_OF_WORLDS = 300_000
"""What all worlds together may take by the size of the template, else there are fewer of them."""

STEPS_OF_CONDITIONS = 100_000
"""What finding all worlds may take, else there are fewer of them."""

MAXIMUM_RESOURCES = 1_000
"""Of one template, before and after its transforms: the service takes 500."""

GIVEN_UP = Unknown("evaluating the template takes too long")

_MAXIMUM_STACKS = 500
_MAXIMUM_NESTED_RESOURCES = 2_500  # which is also what the service takes
STEPS_OF_A_RESOURCE = 100  # to judge it takes longer than to evaluate it
CONDITIONS_IN_A_STEP = 10  # what is found of a resource is looked at under each condition
_CHARACTERS_IN_A_STEP = 100


def steps_for(result: Result) -> int:
    """What a value costs that a function has made: everything that it is given was paid for before."""
    if isinstance(result, str):
        return len(result) // _CHARACTERS_IN_A_STEP
    if isinstance(result, Unknown):
        return len(result.parts)
    return len(result) if isinstance(result, dict | tuple) else 0


def nodes_in(node: Node) -> int:
    """Number of nodes at all depths."""
    count = 0
    pending = [node]
    while pending:
        current = pending.pop()
        count += 1
        if isinstance(current, SequenceNode):
            pending.extend(current.items)
        elif isinstance(current, MappingNode):
            pending.extend(entry.value for entry in current.entries)
    return count


class Hierarchy:
    """How many stacks are nested in a root, at all depths and in one world, and how many resources they hold."""

    def __init__(self) -> None:
        self._stacks = 0
        self._resources = 0

    def admits(self, template: Template) -> bool:
        """Whether a stack may be added: stacks that hold each other grow without end."""
        self._stacks += 1
        self._resources += len(template.section("Resources").entries)
        return self._stacks <= _MAXIMUM_STACKS and self._resources <= _MAXIMUM_NESTED_RESOURCES
