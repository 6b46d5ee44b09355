"""One answer from several possible worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from srm_lint.judge.judge import Judged
from srm_lint.model.finding import Finding, Verdict

Key = tuple[str, str]


def merge_worlds(worlds: Sequence[Judged], *, keep_passes: bool = False) -> Judged:
    """What holds in every world; where they differ the answer is unknown, and says in which of them the gap is.

    Each world has to be judged with `keep_passes`, and its findings carry what it assumes. A resource that is not there
    in a world has no gap in it.
    """
    if len(worlds) == 1:
        return worlds[0]
    by_world = [{(finding.rule, finding.subject.address): finding for finding in world.findings} for world in worlds]
    keys = dict.fromkeys(key for findings in by_world for key in findings)
    merged = [_merged([findings.get(key) for findings in by_world]) for key in keys]
    passed = Counter(finding.rule for finding in merged if finding.verdict is Verdict.PASS)
    diagnostics = dict.fromkeys(diagnostic for world in worlds for diagnostic in world.diagnostics)
    kept = (finding for finding in merged if keep_passes or finding.verdict is not Verdict.PASS)
    return Judged(tuple(kept), dict(passed), tuple(diagnostics))


def _merged(findings: Sequence[Finding | None]) -> Finding:
    given = [finding for finding in findings if finding is not None]
    if all(finding.verdict is Verdict.PASS for finding in given):
        return _everywhere(given[0])
    if len(given) == len(findings) and len({finding.verdict for finding in given}) == 1:
        return _everywhere(given[0])
    return _somewhere(given)


def _everywhere(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, world=())


def _somewhere(given: Sequence[Finding]) -> Finding:
    """The gap, or else the open question, of the worlds that have one."""
    gaps = [finding for finding in given if finding.verdict is Verdict.FAIL]
    shown = gaps or [finding for finding in given if finding.verdict is Verdict.UNKNOWN]
    worlds = tuple(dict.fromkeys(" and ".join(finding.world) for finding in shown))
    when = " or ".join(worlds)
    word = "gap" if gaps else "open question"
    settle = (f"settle whether {when}", *(remedy for finding in shown for remedy in finding.settle))
    return msgspec.structs.replace(
        shown[0],
        verdict=Verdict.UNKNOWN,
        message=f"{word} when {when}: {shown[0].message}",
        settle=tuple(dict.fromkeys(settle)),
        world=worlds,
    )
