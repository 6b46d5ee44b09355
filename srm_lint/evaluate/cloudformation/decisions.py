"""What is assumed about values that are not known, so that every reachable world can be looked at.

A run asks whether an unknown equals a text, and is told yes or no; the next run is told otherwise, until all answers
that fit together have been given. What is known bounds the answers: a parameter equals one text at most, and one of its
AllowedValues at least.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from srm_lint.evaluate.cloudformation.inputs import Range
from srm_lint.model.value import Unknown


class Decisions:
    """The answers of one run. `script` holds those to give first; after it, the answer is yes until `limit` is reached.

    `taken` are all answers given, `settle` what would make the questions needless.
    """

    def __init__(self, script: tuple[bool, ...] = (), limit: int = 0) -> None:
        self.taken: list[bool] = []
        self.settle: dict[str, None] = {}
        self._ranges: dict[int, tuple[Unknown, Range]] = {}  # by identity: what is made of a parameter may equal it
        self._script = script
        self._limit = limit
        self._equal: dict[int, str] = {}
        self._unequal: dict[int, set[str]] = {}
        self._free: dict[Hashable, bool] = {}

    def offer(self, ranges: Iterable[tuple[Unknown, Range]]) -> None:
        """Add unknowns that stand for one text each, with the texts that they may be."""
        self._ranges.update((id(unknown), (unknown, possible)) for unknown, possible in ranges)

    def may_be(self, unknown: Unknown) -> tuple[str, ...]:
        """The texts that an unknown is limited to, () where there is no limit."""
        return tuple(self._ranges[id(unknown)][1].allowed) if id(unknown) in self._ranges else ()

    def stands_for_text(self, unknown: Unknown) -> bool:
        """Whether it is one of the unknowns offered, so that `equals` can be asked."""
        return id(unknown) in self._ranges

    def has_assumed(self, unknown: Unknown) -> bool:
        """Whether a question about it was answered in this world."""
        return id(unknown) in self._equal or bool(self._unequal.get(id(unknown)))

    def equals(self, unknown: Unknown, value: str) -> bool | None:
        """Whether an offered unknown has a value in this world; None where nothing more is to be assumed."""
        key, possible = id(unknown), self._ranges[id(unknown)][1]
        if key in self._equal:
            return self._equal[key] == value
        excluded = self._unequal.setdefault(key, set())
        if value in excluded or not possible.admits(value):
            return False
        if len(possible.allowed) - len(excluded) == 1:
            return True
        answer = self._next(unknown)
        if answer is True:
            self._equal[key] = value
        elif answer is False:
            excluded.add(value)
        return answer

    def free(self, question: Hashable, unknown: Unknown) -> bool | None:
        """The answer to a question about something unknown; the same question has one answer in a world."""
        if question not in self._free:
            answer = self._next(unknown)
            if answer is None:
                return None
            self._free[question] = answer
        return self._free[question]

    def close(self) -> None:
        """Assume nothing more."""
        self._limit = 0

    def _next(self, unknown: Unknown) -> bool | None:
        if len(self.taken) >= self._limit:
            return None
        self.settle |= dict.fromkeys(unknown.settle)
        answer = self._script[len(self.taken)] if len(self.taken) < len(self._script) else True
        self.taken.append(answer)
        return answer


def next_script(taken: list[bool]) -> tuple[bool, ...] | None:
    """The answers to give first in the run after one that was given `taken`; None after the last."""
    for index in range(len(taken) - 1, -1, -1):
        if taken[index]:
            return (*taken[:index], False)
    return None
