"""The worlds that the conditions of a template leave reachable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.evaluate.cloudformation.conditions import used_conditions
from srm_lint.evaluate.cloudformation.decisions import Decisions, next_script
from srm_lint.evaluate.cloudformation.rules import refusals
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.evaluate.cloudformation.work import (
    CONDITIONS_IN_A_STEP,
    MAXIMUM_STEPS,
    STEPS_OF_A_RESOURCE,
    STEPS_OF_CONDITIONS,
    STEPS_OF_WORLDS,
    nodes_in,
)
from srm_lint.model.source import Diagnostic
from srm_lint.model.template import MappingNode, ScalarNode
from srm_lint.model.value import Truth, Unknown

MAXIMUM_WORLDS = 64
_MAXIMUM_RUNS = 512
_MANY_CHOICES = 1000


class World(msgspec.Struct, frozen=True):
    """One stack as it is in one world: the truth of the conditions that matter, and what would settle the open ones."""

    stack: Stack
    truths: Mapping[str, Truth]
    settle: tuple[str, ...]


def reachable_worlds(make: Callable[[Decisions], Stack]) -> tuple[World, ...]:
    """Every world that can be told from the others by the conditions of resources, and that the template's rules allow.

    Where there are more than MAXIMUM_WORLDS, or than so large a template can be judged in, only the first few questions
    are answered; conditions that depend on the others are unknown in every world. Rules that allow no world at all are
    reported, and do not count.
    """
    worlds, most = _explore(make, _MANY_CHOICES)
    return worlds or _explore(make, most.bit_length() - 1)[0]


def _most_worlds(undecided: Stack) -> int:
    return max(1, min(MAXIMUM_WORLDS, STEPS_OF_WORLDS // _steps_of_one(undecided)))


def _steps_of_one(stack: Stack) -> int:
    """About what a world takes, by the size of the template and those nested in it."""
    conditions = len(stack.prepared.section("Conditions").entries)
    resources = len(stack.resources) * (STEPS_OF_A_RESOURCE + conditions // CONDITIONS_IN_A_STEP)
    return 1 + resources + nodes_in(stack.prepared.root) + sum(map(_steps_of_one, stack.children()))


def assumptions(worlds: Sequence[World]) -> tuple[tuple[str, ...], ...]:
    """For each world what has to be assumed for it ("IsProd is false"): the conditions that are not the same in all."""
    names = dict.fromkeys(name for world in worlds for name in world.truths)
    varying = [name for name in names if any(world.truths.get(name) != worlds[0].truths.get(name) for world in worlds)]
    return tuple(tuple(_clauses(world, varying)) for world in worlds)


def _clauses(world: World, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        truth = world.truths.get(name)
        if isinstance(truth, bool):
            yield _clause(name, truth)


def remedies(undecided: Stack) -> dict[str, tuple[str, ...]]:
    """By assumption ("IsProd is false") what would tell whether it holds, of a stack for which nothing was decided."""
    settle = {name: truth.settle for name, truth in _decided(undecided) if isinstance(truth, Unknown)}
    return {_clause(name, truth): known for name, known in settle.items() for truth in (True, False)}


def _clause(name: str, truth: bool) -> str:
    return f"{name} is {'true' if truth else 'false'}"


def _explore(make: Callable[[Decisions], Stack], choices: int) -> tuple[tuple[World, ...], int]:
    """All worlds, () where `choices` are many and make too many of them; and how many there may be."""
    found: dict[frozenset[tuple[str, Truth]], World] = {}
    refused: dict[frozenset[tuple[str, Truth]], World] = {}
    refusing: dict[Diagnostic, None] = {}
    script: tuple[bool, ...] | None = ()
    runs, most, last_step = 0, MAXIMUM_WORLDS, MAXIMUM_STEPS
    while script is not None:
        decisions = Decisions(script, choices)
        stack = make(decisions)
        truths = dict(_decided(stack))
        broken = next(refusals(stack, decisions), None)
        decisions.close()
        kept = refused if broken is not None else found
        kept.setdefault(frozenset(truths.items()), World(stack, truths, tuple(decisions.settle)))
        if broken is not None:
            refusing[broken] = None
        if runs == 0 and decisions.taken:
            most, last_step = _most_worlds(stack), stack.workspace.steps + STEPS_OF_CONDITIONS
        runs += 1
        script = next_script(decisions.taken)
        too_many = len(found) > most or runs > _MAXIMUM_RUNS or stack.workspace.steps > last_step
        if too_many and choices == _MANY_CHOICES:
            return (), most
    for diagnostic in () if found else refusing:
        stack.report(diagnostic)
    return tuple((found or refused).values()), most


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
            if isinstance(condition, ScalarNode):
                yield condition.text
        yield from used_conditions(stack.prepared.section(section))
