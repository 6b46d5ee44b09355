"""One answer from several possible worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import msgspec

from srm_lint.judge.judge import Judged
from srm_lint.model.finding import Finding, Verdict

World = tuple[str, ...]

_MOST = 3  # worlds, and assumptions of one, that a sentence names


def merge_worlds(worlds: Sequence[Judged], *, keep_passes: bool = False) -> Judged:
    """What holds in every world; where they differ the answer is unknown, and says in which of them the gap is.

    Each world has to be judged with `keep_passes`. A resource that is not there in a world has no gap in it.
    """
    if len(worlds) == 1:
        return worlds[0]
    by_world = [{(finding.rule, finding.subject.address): finding for finding in world.findings} for world in worlds]
    keys = dict.fromkeys(key for findings in by_world for key in findings)
    merged = [_merged([findings.get(key) for findings in by_world], worlds) for key in keys]
    passed = Counter(finding.rule for finding in merged if finding.verdict is Verdict.PASS)
    diagnostics = dict.fromkeys(diagnostic for world in worlds for diagnostic in world.diagnostics)
    kept = (finding for finding in merged if keep_passes or finding.verdict is not Verdict.PASS)
    return Judged(tuple(kept), dict(passed), tuple(diagnostics))


def _merged(findings: Sequence[Finding | None], worlds: Sequence[Judged]) -> Finding:
    given = [finding for finding in findings if finding is not None]
    verdicts = {finding.verdict for finding in given}
    if verdicts == {Verdict.PASS} or (len(verdicts) == 1 and len(given) == len(findings)):
        return msgspec.structs.replace(given[0], world=())
    shown = Verdict.FAIL if Verdict.FAIL in verdicts else Verdict.UNKNOWN
    return _somewhere(shown, findings, worlds)


def _somewhere(verdict: Verdict, findings: Sequence[Finding | None], worlds: Sequence[Judged]) -> Finding:
    """The gap, or else the open question, of the worlds that have one."""
    shown = [finding for finding in findings if finding is not None and finding.verdict is verdict]
    inside = [world.world for finding, world in zip(findings, worlds, strict=True) if finding in shown]
    outside = [world.world for finding, world in zip(findings, worlds, strict=True) if finding not in shown]
    when = _when(inside, outside)
    word = "gap" if verdict is Verdict.FAIL else "open question"
    remedies = {assumption: known for world in worlds for assumption, known in world.remedies.items()}
    settle = (
        *(remedy for assumptions in when for remedy in _remedies(assumptions, remedies)),
        *(remedy for finding in shown for remedy in finding.settle),
    )
    return msgspec.structs.replace(
        shown[0],
        verdict=Verdict.UNKNOWN,
        message=f"{word} when {' or '.join(_few(when, 'other cases'))}: {shown[0].message}",
        settle=tuple(dict.fromkeys(settle)),
        world=when,
    )


def _remedies(assumptions: str, remedies: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What would tell whether assumptions hold that are named together."""
    known = tuple(remedy for each in assumptions.split(" and ") for remedy in remedies.get(each, ()))
    return known or (f"settle whether {assumptions}",)


def _when(inside: Sequence[World], outside: Sequence[World]) -> tuple[str, ...]:
    """What tells the worlds inside from those outside: single assumptions where they do, else all that vary."""
    telling = [each for each in dict.fromkeys(chain(*inside)) if not any(each in world for world in outside)]
    for assumption in telling:
        if all(assumption in world for world in inside):
            return (assumption,)
    if all(any(each in world for each in telling) for world in inside):
        return tuple(telling)
    shared = set.intersection(*(set(world) for world in (*inside, *outside)))
    varying = ([each for each in world if each not in shared] for world in inside)
    return tuple(dict.fromkeys(" and ".join(_few(world, "more")) for world in varying))


def _few(items: Sequence[str], rest: str) -> list[str]:
    more = [f"{len(items) - _MOST} {rest}"] if len(items) > _MOST else []
    return [*items[:_MOST], *more]
