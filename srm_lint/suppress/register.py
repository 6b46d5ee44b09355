"""All requests of a run as one register, and what is said about those that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.model.ignore import FaultKind, Heard, IgnoreKind
from srm_lint.model.source import Diagnostic, Level

_NOUNS = {IgnoreKind.EXEMPTION: "exemption", IgnoreKind.BASELINE: "baseline"}


def merged(heard: Iterable[Heard]) -> tuple[Heard, ...]:
    """One entry for each request, in order of their places: several roots may read the same file.

    What answers for something in one of them is not unused.
    """
    by_ignore: dict[object, list[Heard]] = {}
    for item in heard:
        by_ignore.setdefault(item.ignore, []).append(item)
    entries = (_sum(group) for group in by_ignore.values())
    return tuple(sorted(entries, key=lambda entry: (entry.ignore.location, entry.ignore.tool.value, entry.ignore.ids)))


def _sum(group: list[Heard]) -> Heard:
    hits = sum(item.hits for item in group)
    faults = dict.fromkeys(fault for item in group for fault in item.faults)
    return Heard(
        group[0].ignore,
        hits,
        tuple(sorted({rule for item in group for rule in item.rules})),
        tuple(fault for fault in faults if fault.kind is not FaultKind.UNUSED or not hits),
    )


def complaints(register: Iterable[Heard]) -> Iterator[Diagnostic]:
    """What is wrong with requests, as diagnostics. An exemption may be meant for what this run does not read."""
    for item in register:
        ignore = item.ignore
        for fault in item.faults:
            if fault.kind is FaultKind.UNUSED and ignore.kind in (IgnoreKind.EXEMPTION, IgnoreKind.BASELINE):
                continue
            noun = _NOUNS.get(ignore.kind, "ignore")
            yield Diagnostic(
                ignore.location.file,
                ignore.location.line,
                f"{noun}-{fault.kind.value}",
                f"this {noun} {fault.message}",
                Level.WARNING,
            )
