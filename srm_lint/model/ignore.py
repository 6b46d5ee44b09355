"""Requests to ignore findings, and what became of them: the register that `srm-lint ignores` shows."""

from __future__ import annotations

from enum import Enum

import msgspec

from srm_lint.model.source import Location


class IgnoreKind(Enum):
    """Where a request is written."""

    COMMENT = "comment"
    METADATA = "metadata"
    EXEMPTION = "exemption"
    BASELINE = "baseline"


class Tool(Enum):
    """Whose words a request is written in."""

    OWN = "srm-lint"
    CHECKOV = "checkov"
    TRIVY = "trivy"
    TFSEC = "tfsec"
    CFN_NAG = "cfn_nag"
    CFN_GUARD = "cfn-guard"


class Ignore(msgspec.Struct, frozen=True):
    """One request. `ids` are words for rules in lower case; `expires` is an ISO date, "" for never.

    `malformed` says what is wrong with the way it is written: such a request is not granted.
    """

    kind: IgnoreKind
    tool: Tool
    ids: tuple[str, ...]
    reason: str
    expires: str
    location: Location
    malformed: str = ""


class FaultKind(Enum):
    """What can be wrong with a request; part of the code of its diagnostic."""

    MALFORMED = "malformed"
    WITHOUT_RULE = "without-rule"
    UNKNOWN_RULE = "unknown-rule"
    WITHOUT_REASON = "without-reason"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNUSED = "unused"


class Fault(msgspec.Struct, frozen=True):
    """Something wrong with a request, and a clause that says what to do about it."""

    kind: FaultKind
    message: str


class Heard(msgspec.Struct, frozen=True):
    """A request and what became of it: how many findings it answers for, of which rules, and what is wrong with it."""

    ignore: Ignore
    hits: int = 0
    rules: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
