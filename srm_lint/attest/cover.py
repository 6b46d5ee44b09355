"""Valid attestations laid over the findings they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from srm_lint.model.attestation import Attested
from srm_lint.model.finding import Finding, Suppression, SuppressionKind, Verdict
from srm_lint.model.rule import ATTESTATION, Duty
from srm_lint.model.secrets import mask_text

DECIDED_BY_CODE = frozenset({Duty.ENCRYPTION, Duty.NETWORK, Duty.CONFIGURATION, Duty.DATA_PROTECTION})
"""Duties on which the code has the last word: a gap that it shows stays one, whoever says otherwise."""


def cover(findings: Iterable[Finding], attested: Sequence[Attested]) -> list[Finding]:
    """The findings, those that a valid attestation answers with it as their suppression.

    What is suppressed already stays as it is. An attestation answers what is unknown; a gap only where its duty can be
    done outside the code.
    """
    valid = [item for item in attested if item.valid]
    return [_covered(finding, valid) for finding in findings]


def _covered(finding: Finding, attested: Sequence[Attested]) -> Finding:
    if finding.verdict is Verdict.PASS or finding.suppression is not None or finding.subject.type == ATTESTATION:
        return finding
    if finding.verdict is Verdict.FAIL and finding.duty in DECIDED_BY_CODE:
        return finding
    for item in attested:
        if item.attestation.duty is finding.duty and item.scope.holds(finding.subject):
            return msgspec.structs.replace(finding, suppression=_suppression(item))
    return finding


def _suppression(item: Attested) -> Suppression:
    attestation = item.attestation
    stated = attestation.statement or attestation.product or attestation.duty.value
    return Suppression(
        SuppressionKind.EXTERNAL,
        mask_text(f"attested by {attestation.owner}: {stated}"),
        attestation.expires.isoformat(),
        item.location,
        attested=True,
    )
