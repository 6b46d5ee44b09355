"""Which findings a change brings: those that the earlier version has no counterpart for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from srm_lint.model.finding import Finding
from srm_lint.suppress.identity import identity_of

Body = Callable[[Finding], str]
"""Text of the block of a finding's resource without its header, "" where it cannot be told."""


def brought(
    after: Sequence[Finding], before: Sequence[Finding], base: str, body_after: Body, body_before: Body
) -> list[Finding]:
    """The findings of `after` that `before` lacks, in their order.

    A finding is the same where rule, place and judged values are. Of the rest, it is the same where the resource has
    moved or been renamed: same rule and judged values, same type and same text of its block. One that stays is the
    counterpart of itself only, so that a copy is new. What was accepted before and is not any more is new.
    """
    found, missing = _unmatched(after, before, lambda finding: (identity_of(finding, base), _standing(finding)))
    moved, _ = _unmatched(
        found, missing, lambda finding: _moved(finding, body_after), lambda finding: _moved(finding, body_before)
    )
    return moved


def _unmatched(
    after: Iterable[Finding],
    before: Iterable[Finding],
    key: Callable[[Finding], Hashable],
    key_before: Callable[[Finding], Hashable] | None = None,
) -> tuple[list[Finding], list[Finding]]:
    """What is left of both when each finding is paired with one of the same key; None as a key is like no other."""
    waiting: dict[Hashable, list[Finding]] = {}
    unpaired: list[Finding] = []
    for finding in before:
        own = (key_before or key)(finding)
        (unpaired if own is None else waiting.setdefault(own, [])).append(finding)
    left: list[Finding] = []
    for finding in after:
        if same := waiting.get(key(finding)):
            same.pop()
        else:
            left.append(finding)
    return left, [*unpaired, *(finding for group in waiting.values() for finding in group)]


def _standing(finding: Finding) -> tuple[Hashable, ...]:
    return (finding.verdict, finding.suppression is None)


def _moved(finding: Finding, body: Body) -> Hashable:
    text = body(finding)
    return (finding.rule, finding.subject.type, finding.judged, text, _standing(finding)) if text else None
