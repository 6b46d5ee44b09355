"""What the linter says: verdicts, findings, suppressions, and the report that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from srm_lint.model.ignore import Heard
from srm_lint.model.resource import Framework, Kind, Model, State
from srm_lint.model.rule import Confidence, Duty, Rule, Severity
from srm_lint.model.source import Diagnostic, Location

RULE_CRASHED = "rule-crashed"
"""Code of the diagnostic for a rule that broke on a resource; its message names the rule."""


class Verdict(Enum):
    """The answer of one rule for one resource. `UNKNOWN` is neither of the others, and never guessed away."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


class SuppressionKind(Enum):
    """SARIF's two words: written beside the code, or kept elsewhere (configuration, baseline, attestation)."""

    IN_SOURCE = "inSource"
    EXTERNAL = "external"


class Suppression(msgspec.Struct, frozen=True):
    """Why a finding does not count. `expires` is an ISO date or "" for never. `source` tells where it is written.

    `attested`: the duty is done outside the code, rather than the gap accepted.
    """

    kind: SuppressionKind
    justification: str
    expires: str = ""
    source: Location | None = None
    attested: bool = False


class Subject(msgspec.Struct, frozen=True):
    """The resource a finding is about, as far as reports need it.

    `account` tells accounts, subscriptions or tenants apart where the code names them, else "". `parent` is the type
    it is judged with, where it is a part or a setting of another resource.
    """

    address: str
    type: str
    framework: Framework
    provider: str
    service: str
    model: Model
    kind: Kind
    state: State
    location: Location
    calls: tuple[Location, ...] = ()
    call_addresses: tuple[str, ...] = ()
    construct: str = ""
    account: str = ""
    parent: str = ""


class Excerpt(msgspec.Struct, frozen=True):
    """Source lines around a finding, secrets masked. `first_line` is the number of `lines[0]`."""

    first_line: int
    lines: tuple[str, ...]


class Finding(msgspec.Struct, frozen=True):
    """One rule's verdict on one resource.

    `attribute` is the dotted path that decided ("" for the resource as a whole); `location` is where it is written,
    or the resource's header where it is not. `settle` says what would turn an unknown into an answer. `fix` is the
    correction as code in the resource's own language, "" where none can be given. `world` is what had to be assumed.
    `fingerprint` is stable against moved lines: rule, file, address and attribute, hashed. `judged` is a hash of the
    values that decided, "" where nothing tells.
    """

    rule: str
    title: str
    duty: Duty
    severity: Severity
    confidence: Confidence
    verdict: Verdict
    message: str
    attribute: str
    location: Location
    subject: Subject
    fingerprint: str
    settle: tuple[str, ...] = ()
    fix: str = ""
    related: tuple[Location, ...] = ()
    world: tuple[str, ...] = ()
    excerpt: Excerpt | None = None
    suppression: Suppression | None = None
    judged: str = ""


class Unread(msgspec.Struct, frozen=True):
    """A file that could not be read, wholly or in part."""

    file: str
    line: int
    message: str


class Report(msgspec.Struct, frozen=True):
    """Everything one run found out.

    `subjects` are all managed resources seen, judged or not, in address order. `passed` counts passes by rule id.
    `digest` stands for the contents of everything that it rests on: files, and folders that were listed.
    `value_files` are those that values of variables and parameters were taken from.
    `rules` has those of the findings: what machine formats say about a rule comes from there. `ignores` are all
    requests to ignore findings, in order of their places.
    """

    findings: tuple[Finding, ...]
    subjects: tuple[Subject, ...]
    diagnostics: tuple[Diagnostic, ...]
    unread: tuple[Unread, ...]
    files_found: int
    files_read: int
    value_files: tuple[str, ...] = ()
    digest: str = ""
    passed: Mapping[str, int] = {}
    rules: tuple[Rule, ...] = ()
    ignores: tuple[Heard, ...] = ()
