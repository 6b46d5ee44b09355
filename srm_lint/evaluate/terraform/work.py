"""What the evaluation of one root module may cost, so that no configuration keeps it busy or fills the memory.

Values share their parts: a list that holds the same list twice costs nothing to build, but forty of those inside each
other unfold to 2^40 elements for whoever walks them. So a value is weighed, as it unfolds, before anything walks it.
"""

from __future__ import annotations

from collections.abc import Sequence

from srm_lint.evaluate.terraform.errors import ExhaustedError, TooLargeError
from srm_lint.evaluate.typed import List, Map, RuntimeValue, Sensitive, Set
from srm_lint.model.hcl import Expression
from srm_lint.model.value import MAXIMUM_CHARACTERS, Unknown

MAXIMUM_STEPS = 1_500_000
"""Evaluations of expressions and their parts, with a share for what functions and operators walk.

The largest public root modules take a third of it, most less than a hundredth.
"""
MAXIMUM_ELEMENTS = 250_000
"""Elements of one value at all depths."""
MAXIMUM_DEPTH = 100
"""Lists and maps inside each other."""

_ELEMENTS_IN_A_STEP = 8
_CHARACTERS_IN_A_STEP = 64
_REMEDY = "simplify it, or exclude it in .srm-lint.yaml"


class Work:
    """Counts down what is left for one root module."""

    def __init__(self, steps: int = MAXIMUM_STEPS) -> None:
        self._left = steps

    def spend(self, steps: int, node: Expression) -> None:
        """Takes note of work that `node` makes. Raises ExhaustedError where there was too much."""
        self._left -= steps
        if self._left < 0:
            message = f"evaluating this root module takes more than {MAXIMUM_STEPS:,} steps; {_REMEDY}"
            raise ExhaustedError(message, node)

    def weigh(self, values: Sequence[RuntimeValue], node: Expression) -> None:
        """Spends what walking values takes. Raises TooLargeError, ExhaustedError."""
        elements = characters = depth = 0
        level = values
        while level:
            elements += len(level)
            characters += sum(len(value) for value in level if isinstance(value, str))
            _check("elements", elements, MAXIMUM_ELEMENTS, node)
            _check("characters", characters, MAXIMUM_CHARACTERS, node)
            _check("levels", depth, MAXIMUM_DEPTH, node)
            level = [part for value in level for part in _parts(value)]
            depth += 1
        self.spend(elements // _ELEMENTS_IN_A_STEP + characters // _CHARACTERS_IN_A_STEP, node)


def _check(what: str, found: int, most: int, node: Expression) -> None:
    if found > most:
        raise TooLargeError(f"the value has more than {most:,} {what}; {_REMEDY}", node)


def _parts(value: RuntimeValue) -> Sequence[RuntimeValue]:
    while isinstance(value, Sensitive):
        value = value.value
    if isinstance(value, tuple):
        return value
    if isinstance(value, Unknown):
        return value.parts
    if isinstance(value, List | Set):
        return value.elements
    items = value.items if isinstance(value, Map) else value
    return [*items, *items.values()] if isinstance(items, dict) else ()
