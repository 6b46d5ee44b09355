"""What the evaluation of one root module may cost, so that no configuration keeps it busy or fills the memory.

Values share their parts: a list that holds the same list twice costs nothing to build, but forty of those inside each
other unfold to 2^40 elements for whoever walks them. So a value is weighed, as it unfolds, before anything walks it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import NamedTuple

from srm_lint.evaluate.terraform.errors import ExhaustedError, TooLargeError
from srm_lint.evaluate.typed import List, Map, RuntimeValue, Sensitive, Set
from srm_lint.model.hcl import Expression
from srm_lint.model.value import MAXIMUM_CHARACTERS, Unknown

MAXIMUM_STEPS = 1_500_000
"""Evaluations of expressions and their parts, with a share for what functions and operators walk.

The largest public root modules take two thirds of it, most less than a hundredth.
"""
MAXIMUM_ELEMENTS = 250_000
"""Elements of one value at all depths."""
MAXIMUM_DEPTH = 100
"""Lists and maps inside each other."""

MAXIMUM_BLOCKS = 5_000
"""Of one type in one block: each takes about as long as a small resource to judge."""
MAXIMUM_ELEMENTS_OF_ARGUMENT = 50_000
"""In what a resource is given; eight times as many as the largest public one has."""
MAXIMUM_ELEMENTS_OF_RESOURCES = 500_000
"""In all that resources are given; the first few of each count nothing, so that resources may be many."""

MAXIMUM_INSTANCES = 10_000
"""That `count` and `for_each` make, in all: each takes about a millisecond to judge."""

_ELEMENTS_IN_A_STEP = 24
_CHARACTERS_IN_A_STEP = 200
_STEPS_IN_A_SECOND = 1_000_000
_UNNOTICED_SECONDS = 0.02
_FREE_ELEMENTS = 50  # of an argument
_WORTH_KEEPING = 16  # elements
_MOST_KEPT = 1_000_000  # elements
_SCALARS = (int, Decimal)
_REMEDY = "simplify it, or exclude it in .srm-lint.yaml"


class _Weight(NamedTuple):
    """What a value comes to when it is unfolded. `levels` are those below it."""

    elements: int
    characters: int
    levels: int


_ONE = _Weight(1, 0, 0)


class Work:
    """Counts down what is left for one root module."""

    def __init__(self, steps: int = MAXIMUM_STEPS) -> None:
        self._left = steps
        self._weights: dict[int, tuple[RuntimeValue, _Weight]] = {}
        self._kept_elements = 0
        self._instances = 0
        self._held = 0

    def spend(self, steps: int, node: Expression) -> None:
        """Takes note of work that `node` makes. Raises ExhaustedError where there was too much."""
        self._left -= steps
        if self._left < 0:
            message = f"evaluating this root module takes more than {MAXIMUM_STEPS:,} steps; {_REMEDY}"
            raise ExhaustedError(message, node)

    def multiply(self, instances: int, node: Expression) -> None:
        """Takes note of instances that `count` or `for_each` makes. Raises TooLargeError where those are too many."""
        self._instances += instances
        if self._instances > MAXIMUM_INSTANCES:
            self._instances -= instances
            many = f"{MAXIMUM_INSTANCES:,} instances in this root module"
            raise TooLargeError(f"`count` and `for_each` make more than {many}; {_REMEDY}", node)

    @contextmanager
    def timed(self, node: Expression) -> Iterator[None]:
        """Spends by the clock what is slow for its size: backtracking, huge numbers. Raises ExhaustedError."""
        started = time.thread_time()
        try:
            yield
        finally:
            seconds = time.thread_time() - started
            if seconds > _UNNOTICED_SECONDS:
                self.spend(int(seconds * _STEPS_IN_A_SECOND), node)

    def hold(self, value: RuntimeValue, node: Expression) -> None:
        """Takes note of what a resource is given, which every rule may walk. Raises TooLargeError, ExhaustedError."""
        elements = self._sum([value], node, 0).elements
        _check("elements", elements, MAXIMUM_ELEMENTS_OF_ARGUMENT, node)
        self._held += max(elements - _FREE_ELEMENTS, 0)
        if self._held > MAXIMUM_ELEMENTS_OF_RESOURCES:
            many = f"{MAXIMUM_ELEMENTS_OF_RESOURCES:,} elements"
            raise ExhaustedError(f"the resources of this root module are given more than {many}; {_REMEDY}", node)

    def count_blocks(self, blocks: int, node: Expression) -> None:
        """Takes note of blocks of one type. Raises TooLargeError where those are too many."""
        if blocks > MAXIMUM_BLOCKS:
            raise TooLargeError(f"there are more than {MAXIMUM_BLOCKS:,} of these blocks; {_REMEDY}", node)

    def weigh(self, values: Sequence[RuntimeValue], node: Expression) -> None:
        """Spends what walking values takes. Raises TooLargeError, ExhaustedError."""
        weight = self._sum(values, node, 0)
        self.spend(weight.elements // _ELEMENTS_IN_A_STEP + weight.characters // _CHARACTERS_IN_A_STEP, node)

    def _sum(self, values: Iterable[RuntimeValue], node: Expression, depth: int) -> _Weight:
        _check("levels", depth, MAXIMUM_DEPTH, node)
        elements = characters = levels = 0
        for value in values:
            if isinstance(value, str):
                elements += 1
                characters += len(value)
                continue
            one = _ONE if value is None or isinstance(value, _SCALARS) else self._weight(value, node, depth)
            elements += one.elements
            characters += one.characters
            levels = max(levels, one.levels)
            _check("elements", elements, MAXIMUM_ELEMENTS, node)
        _check("elements", elements, MAXIMUM_ELEMENTS, node)
        _check("characters", characters, MAXIMUM_CHARACTERS, node)
        return _Weight(elements, characters, levels)

    def _weight(self, value: RuntimeValue, node: Expression, depth: int) -> _Weight:
        """A container's; found out once for each, as large ones are handed on from expression to expression."""
        kept = self._weights.get(id(value))
        if kept is None:
            inner = self._sum(_parts(value), node, depth + 1)
            kept = value, _Weight(inner.elements + 1, inner.characters, inner.levels + 1)
            if inner.elements >= _WORTH_KEEPING:
                self._keep(value, kept[1])
        _check("levels", depth + kept[1].levels, MAXIMUM_DEPTH, node)
        return kept[1]

    def _keep(self, value: RuntimeValue, weight: _Weight) -> None:
        """With the value itself: as long as it lives, no other gets its identity."""
        self._kept_elements += weight.elements
        if self._kept_elements > _MOST_KEPT:
            self._weights.clear()
            self._kept_elements = weight.elements
        self._weights[id(value)] = value, weight


def _check(what: str, found: int, most: int, node: Expression) -> None:
    if found > most:
        raise TooLargeError(f"the value has more than {most:,} {what}; {_REMEDY}", node)


def _parts(value: RuntimeValue) -> Sequence[RuntimeValue]:
    while isinstance(value, Sensitive):
        value = value.value
    if isinstance(value, tuple):
        return value
    if isinstance(value, Unknown):
        return [*value.parts, *(reference.address for reference in value.references)]
    if isinstance(value, List | Set):
        return value.elements
    items = value.items if isinstance(value, Map) else value
    return [*items, *items.values()] if isinstance(items, dict) else ()
