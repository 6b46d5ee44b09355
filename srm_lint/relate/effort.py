"""What relating the resources of one estate may take, so that none that is made for it keeps the linter busy.

Each of n resources may point at each of m others: nobody writes that, and whoever does would wait for n times m answers.
"""

from __future__ import annotations

MAXIMUM_STEPS = 400_000
"""Links that are followed and pairs that are compared; what takes longer counts as several."""

MAXIMUM_ENTRIES = 5_000
"""Firewall rules of one resource, or statements of its policies with all that they list.

AWS takes 1,000 rules for a network interface and 20,480 characters of policy, Azure 1,000 rules for a group.
"""


class LimitError(Exception):
    """There is more to compare than in any estate that is meant; the text says what."""


class ExhaustedError(LimitError):
    """Nothing is left of the effort for the whole estate."""


class Effort:
    """Counts down what is left for one estate."""

    def __init__(self) -> None:
        self._left = MAXIMUM_STEPS

    def spend(self, steps: int = 1) -> None:
        """Takes note of links and comparisons. Raises ExhaustedError where there were too many."""
        self._left -= steps
        if self._left < 0:
            what = f"more than {MAXIMUM_STEPS:,} links and pairs that have to be compared"
            raise ExhaustedError(f"the resources of this code have {what}")


def check_entries(what: str, found: int) -> None:
    """Raises LimitError where one resource has more of something than its provider takes."""
    if found > MAXIMUM_ENTRIES:
        raise LimitError(f"it has more than {MAXIMUM_ENTRIES:,} {what}")
