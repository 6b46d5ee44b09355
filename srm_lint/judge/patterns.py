"""How long the patterns of rules may take, whoever wrote them and whatever the texts are."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from srm_lint.model.patterns import is_found

Search = Callable[[str, str], bool]
"""Whether an expression is found in a text."""

_OF_ONE_RULE = 0.5
_OF_ALL_RULES = 2.0
_SHORT = 1_000


class PatternTime:
    """Seconds of processor time that all patterns of all rules have in one unit, and what is left of them."""

    def __init__(self) -> None:
        self._left = _OF_ALL_RULES
        self._of_rules: dict[str, float] = {}

    def search_for(self, rule: str, *, built_in: bool) -> Search:
        """A search in the time of a rule. One that is given up on raises SlowPatternError.

        The built-in patterns are quick on short texts, whatever those are; a test tries them all.
        """

        def search(expression: str, text: str) -> bool:
            if built_in and len(text) <= _SHORT:
                return re.search(expression, text) is not None
            left = min(self._left, self._of_rules.setdefault(rule, _OF_ONE_RULE))
            start = time.process_time()
            try:
                return is_found(expression, text, left)
            finally:
                spent = time.process_time() - start
                self._left -= spent
                self._of_rules[rule] -= spent

        return search
