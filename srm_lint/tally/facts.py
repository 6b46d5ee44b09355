"""`facts.backup` (docs/facts.md) -> verdicts and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from srm_lint.model.backup import Answer, Backups, Copy, Plan
from srm_lint.model.finding import Verdict
from srm_lint.model.value import Unknown, Value

UNDECLARED = Answer(Verdict.UNKNOWN, "no code tells how it is backed up; to settle it: attest it in .srm-lint.yaml")
NO_FACTS = Backups(UNDECLARED, UNDECLARED, UNDECLARED, UNDECLARED)
"""What is known where no code declares backups of such a thing."""

_IMITATIONS = {
    "replicated": "replication: repeats every deletion within seconds",
    "versioned": "versioning: goes with the store itself",
    "soft_deleted": "recycle bin: has an end date, and goes with the store",
    "replica": "a replica itself: the backups are those of its source",
}


def backups_of(fact: Value) -> Backups:
    """What the fact says; `NO_FACTS` where there is none."""
    if not isinstance(fact, dict):
        return NO_FACTS
    return Backups(
        covered=_answer(fact.get("covered"), "backed up", "nothing backs it up"),
        offsite=_answer(
            fact.get("offsite"), "a copy is in another region or account", "no copy is in another region or account"
        ),
        immutable=_answer(
            fact.get("immutable"), "a copy cannot be deleted before its time", "every copy can be deleted"
        ),
        verified=_answer(
            fact.get("restore_tested"), "a restore testing plan takes it in", "no restore testing plan takes it in"
        ),
        plans=tuple(_plans(fact)),
        copies=tuple(_copies(fact)),
        rpo_hours=_figure(fact.get("rpo_hours")),
        retention_days=_figure(fact.get("retention_days")),
        no_backups=tuple(words for name, words in _IMITATIONS.items() if fact.get(name) is True),
    )


def _answer(truth: Value, yes: str, no: str) -> Answer:
    if isinstance(truth, Unknown):
        settle = f"; to settle it: {truth.settle[0]}" if truth.settle else ""
        return Answer(Verdict.UNKNOWN, f"{truth.reason}{settle}")
    return Answer(Verdict.PASS, yes) if truth is True else Answer(Verdict.FAIL, no)


def _plans(fact: Mapping[str, Value]) -> Iterator[Plan]:
    for cover in _items(fact.get("by")):
        if isinstance(cover, dict):
            yield Plan(
                name=_words(cover.get("plan")) or "a plan",
                schedule=_words(cover.get("schedule")),
                rpo_hours=_figure(cover.get("rpo_hours")),
                retention_days=_figure(cover.get("retention_days")),
                vault=_words(cover.get("vault")),
            )
    native = fact.get("native")
    if isinstance(native, dict) and native["enabled"] is True:
        name = "point-in-time recovery" if native["pitr"] is True else "the service's own backups"
        yield Plan(name, "", _figure(native["rpo_hours"]), _figure(native["retention_days"]))


def _copies(fact: Mapping[str, Value]) -> Iterator[Copy]:
    """What the code makes: a copy a vault, whatever the number of schedules."""
    native = fact.get("native")
    if isinstance(native, dict) and native["enabled"] is not False:
        yield Copy("the service's own backups", elsewhere=False, sure=native["enabled"] is True)
    vaults: set[str] = set()
    for cover in (*_items(fact.get("by")), *_items(fact.get("copies"))):
        if isinstance(cover, Unknown):
            yield Copy(f"perhaps one more ({cover.reason})", elsewhere=True, sure=False)
        elif isinstance(cover, dict):
            name = _words(cover.get("vault")) or _words(cover.get("plan"))
            if name not in vaults:
                vaults.add(name)
                yield Copy(name, elsewhere=cover.get("vault") is not None)


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _figure(value: Value) -> str:
    if isinstance(value, Unknown):
        return "unknown"
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return ""
    return f"{Decimal(value).normalize():f}"


def _words(value: Value) -> str:
    if isinstance(value, Unknown):
        return "".join(part if isinstance(part, str) else "…" for part in value.parts) or "unknown"
    return "" if value is None else str(value)
