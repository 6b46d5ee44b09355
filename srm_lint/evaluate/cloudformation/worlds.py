"""The worlds that the conditions of a template leave reachable."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from srm_lint.evaluate.cloudformation.conditions import used_conditions
from srm_lint.evaluate.cloudformation.decisions import Decisions, next_script
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.model.template import MappingNode, ScalarNode
from srm_lint.model.value import Truth, Unknown

MAXIMUM_WORLDS = 64
_MAXIMUM_RUNS = 512
_FEW_CHOICES = 6  # 2 ** 6 worlds
_MANY_CHOICES = 1000


def reachable_worlds(make: Callable[[Decisions], Stack]) -> tuple[tuple[Stack, tuple[str, ...]], ...]:
    """One stack for each reachable world, with what had to be assumed for it ("IsProd is false").

    Where there are more than MAXIMUM_WORLDS, only the first few questions are answered; conditions that depend on the
    others are unknown in every world.
    """
    found = _explore(make, _MANY_CHOICES)
    if found is None:
        found = _explore(make, _FEW_CHOICES) or {}
    worlds = list(found.items())
    varying = [
        index
        for index, (name, _) in enumerate(worlds[0][0])
        if any(world[index] != worlds[0][0][index] for world, _ in worlds)
    ]
    return tuple((stack, tuple(_clauses(world, varying))) for world, stack in worlds)


_World = tuple[tuple[str, Truth], ...]


def _explore(make: Callable[[Decisions], Stack], limit: int) -> dict[_World, Stack] | None:
    found: dict[_World, Stack] = {}
    script: tuple[bool, ...] | None = ()
    runs = 0
    while script is not None:
        decisions = Decisions(script, limit)
        stack = make(decisions)
        world = tuple(dict(_decided(stack)).items())
        decisions.close()
        found.setdefault(world, stack)
        runs += 1
        if len(found) > MAXIMUM_WORLDS or runs > _MAXIMUM_RUNS:
            return None
        script = next_script(decisions.taken)
    return found


def _decided(stack: Stack) -> Iterator[tuple[str, Truth]]:
    """Truth of every condition that the resources of a stack, and of those nested in it, depend on."""
    for name in _names(stack):
        truth = stack.condition(name)
        if truth is not None:
            yield stack.prefix + name, truth
    for child in stack.children():
        yield from _decided(child)


def _names(stack: Stack) -> Iterator[str]:
    for section in ("Resources", "Outputs") if stack.calls else ("Resources",):
        entries = stack.prepared.section(section).entries
        for entry in entries:
            condition = entry.value.get("Condition") if isinstance(entry.value, MappingNode) else None
            if isinstance(condition, ScalarNode) and isinstance(condition.value, str):
                yield condition.value
        yield from used_conditions(stack.prepared.section(section))


def _clauses(world: _World, varying: list[int]) -> Iterator[str]:
    for index in varying:
        name, truth = world[index]
        if not isinstance(truth, Unknown):
            yield f"{name} is {'true' if truth else 'false'}"
