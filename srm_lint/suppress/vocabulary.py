"""The words that requests to ignore may have, and what was probably meant by others."""

from __future__ import annotations

from collections.abc import Mapping, Set

from srm_lint.spelling import close_to

_MOST_HINTS = 50
"""Comparing one word with all that there are takes some milliseconds, and a file may have thousands of them."""


class Vocabulary:
    """`words` mean some rule, those `of_judged` one that ran.

    `known` maps every rule to the words that mean it, `judged` are the ids of those that ran.
    """

    def __init__(self, known: Mapping[str, frozenset[str]], judged: Set[str]) -> None:
        self.words = frozenset[str]().union(*known.values())
        self.of_judged = frozenset[str]().union(*(known[id] for id in judged if id in known))
        self._hints: dict[str, str] = {}

    def with_hint(self, word: str, others: Set[str]) -> str:
        """A word that means nothing with the close one among ours and `others`; for the first of many alone."""
        if word not in self._hints and len(self._hints) < _MOST_HINTS:
            close = close_to(word, (*self.words, *others), likeness=0.75)
            self._hints[word] = f"{word} (did you mean {close[0]}?)" if close else word
        return self._hints.get(word, word)
