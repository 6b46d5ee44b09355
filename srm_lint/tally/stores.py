"""What facts tell about the backup of a system's stores, where no rule says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from srm_lint.model.backup import Store
from srm_lint.model.finding import Verdict
from srm_lint.model.ledger import CellState, Evidence
from srm_lint.model.rule import Severity

_STATES: Mapping[Verdict, CellState] = {
    Verdict.PASS: CellState.MET,
    Verdict.FAIL: CellState.GAP,
    Verdict.UNKNOWN: CellState.UNKNOWN,
}
_NOTHING = "Nothing backs it up: no plan, policy or job takes it in, and the service makes no backups of its own."


def from_stores(stores: Iterable[Store]) -> Iterator[Evidence]:
    """A ground for all stores of which the same holds; what is no backup is named with it."""
    groups: dict[tuple[Verdict, str], list[Store]] = {}
    for store in stores:
        groups.setdefault((store.backups.covered.verdict, _text(store)), []).append(store)
    for (verdict, text), group in groups.items():
        yield Evidence(
            state=_STATES[verdict],
            text=text,
            severity=Severity.HIGH if verdict is Verdict.FAIL else None,
            addresses=tuple(sorted(store.subject.address for store in group)),
            location=group[0].subject.location,
        )


def _text(store: Store) -> str:
    backups = store.backups
    if backups.covered.verdict is Verdict.PASS:
        names = dict.fromkeys(plan.name for plan in backups.plans)
        return f"Backed up by {', '.join(names) or 'a plan'}."
    if backups.covered.verdict is Verdict.UNKNOWN:
        return f"Whether it is backed up cannot be told: {backups.covered.text}"
    imitations = "".join(f" {text[:1].upper()}{text[1:]}, and no backup." for text in backups.no_backups)
    return _NOTHING + imitations
