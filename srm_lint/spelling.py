"""What a word that means nothing was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def close_to(word: str, known: Iterable[str], most: int = 1, likeness: float = 0.6) -> list[str]:
    """The known words that are most like this one, the closest first; `likeness` is between 0 and 1.

    It takes some milliseconds for a thousand of them.
    """
    import difflib  # no run without a mistake needs it

    return difflib.get_close_matches(word, [*known], n=most, cutoff=likeness)
