"""All requests of a run as one register, and what is said about those that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.model.ignore import Fault, FaultKind, Heard, Ignore, IgnoreKind
from srm_lint.model.source import Diagnostic, Level

_NOUNS = {IgnoreKind.EXEMPTION: "exemption", IgnoreKind.BASELINE: "baseline"}


def merged(heard: Iterable[Heard]) -> tuple[Heard, ...]:
    """One entry for each request, in order of their places: several roots may read the same file.

    What answers for something in one of them is not unused, nor what one of them cannot tell that of.
    """
    by_ignore: dict[object, list[Heard]] = {}
    for item in heard:
        by_ignore.setdefault(item.ignore, []).append(item)
    entries = (_sum(group) for group in by_ignore.values())
    return tuple(sorted(entries, key=lambda entry: (entry.ignore.location, entry.ignore.tool.value, entry.ignore.ids)))


def _sum(group: list[Heard]) -> Heard:
    hits = sum(item.hits for item in group)
    faults = dict.fromkeys(fault for item in group for fault in item.faults)
    is_unused = all(any(fault.kind is FaultKind.UNUSED for fault in item.faults) for item in group)
    return Heard(
        group[0].ignore,
        hits,
        tuple(sorted({rule for item in group for rule in item.rules})),
        tuple(fault for fault in faults if fault.kind is not FaultKind.UNUSED or is_unused),
    )


def complaints(register: Iterable[Heard]) -> Iterator[Diagnostic]:
    """What is wrong with requests, as diagnostics. An exemption may be meant for what this run does not read."""
    for item in register:
        for fault in item.faults:
            if fault.kind is not FaultKind.UNUSED or item.ignore.kind not in _NOUNS:
                yield _complaint(item.ignore, fault)


def unused_exemptions(register: Iterable[Heard]) -> Iterator[Diagnostic]:
    """The same of exemptions that answer for nothing, for runs that read all they may be meant for."""
    for item in register:
        if item.ignore.kind is IgnoreKind.EXEMPTION:
            yield from (_complaint(item.ignore, fault) for fault in item.faults if fault.kind is FaultKind.UNUSED)


def _complaint(ignore: Ignore, fault: Fault) -> Diagnostic:
    noun = _NOUNS.get(ignore.kind, "ignore")
    return Diagnostic(
        ignore.location.file,
        ignore.location.line,
        f"{noun}-{fault.kind.value}",
        f"this {noun} {fault.message}",
        Level.WARNING,
    )
