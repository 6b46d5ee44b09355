"""Which templates import from which, as far as that can be told."""

from __future__ import annotations

from collections import defaultdict

from srm_lint.model.value import Unknown

MOST_TOGETHER = 20
"""Templates that all surely import from one another are judged as one estate up to this number; of more, each is judged
with those that it imports from or exports to."""


class Relations:
    """Pairs of templates by path, each with the doubt whether one of them imports from the other; None where it surely does."""

    def __init__(self) -> None:
        self._of: defaultdict[str, dict[str, Unknown | None]] = defaultdict(dict)

    def add(self, importer: str, exporter: str, doubt: Unknown | None) -> None:
        """Keep that one template imports from another. A doubt does not count where another import is sure."""
        if importer == exporter:
            return
        for one, other in ((importer, exporter), (exporter, importer)):
            known = self._of[one]
            known[other] = None if doubt is None else known.get(other, doubt)

    def around(self, path: str) -> dict[str, Unknown | None]:
        """The templates that one is judged with, each with its doubt, in the order of their paths."""
        found: dict[str, Unknown | None] = {}
        for template in self._together_with(path):
            for other, doubt in self._of[template].items():
                found[other] = None if doubt is None else found.get(other, doubt)
        return {other: found[other] for other in sorted(found) if other != path}

    def _together_with(self, path: str) -> list[str]:
        """The template and all that surely import from one another with it; it alone where these are too many."""
        reached = {path: None}
        waiting = [path]
        while waiting and len(reached) <= MOST_TOGETHER:
            sure = [other for other, doubt in self._of[waiting.pop()].items() if doubt is None]
            waiting += [other for other in sure if other not in reached]
            reached |= dict.fromkeys(sure)
        return [*reached] if len(reached) <= MOST_TOGETHER else [path]
