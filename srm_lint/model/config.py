"""An organisation's own settings, as `.srm-lint.yaml` writes them.

The types are the schema: unknown keys and wrong types are errors, and the JSON Schema for editors is made from them.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

import msgspec

from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Severity

Scalar = bool | int | float | str | tuple[str, ...]


class _Section(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Base of all sections: keys are written with dashes, and a key that has no effect is an error."""


class DeclaredSystem(_Section, frozen=True):
    """A system that no code describes and whose duties are the reader's all the same.

    `name` is a service of the catalogue, or any name with a `model`. `account` tells two tenants of one service apart.
    """

    name: str
    model: Model | None = None
    account: str = ""
    description: str = ""
    owner: str = ""


class AttestationKind(Enum):
    """What an attestation says: the kinds of evidence that auditors ask for."""

    BACKUP_JOB = "backup-job"
    RESTORE_TEST = "restore-test"
    OFFSITE_IMMUTABLE_COPY = "offsite-immutable-copy"
    RETENTION_SCHEDULE = "retention-schedule"
    DISPOSABLE_DATA = "disposable-data"
    REBUILDABLE_FROM_CODE = "rebuildable-from-code"
    EXTERNAL_BACKUP_OF_STATE = "external-backup-of-state"
    BREAK_GLASS_DRILL = "break-glass-drill"
    ACCESS_REVIEW = "access-review"
    SIGN_IN_ENFORCED = "sso-mfa-enforced"
    ENDPOINT_PROTECTION = "endpoint-protection"
    SLA_ACCEPTED = "sla-accepted"
    DATA_RESIDENCY = "data-residency"
    COMPLIANCE_SCOPE = "compliance-scope"
    LEAVER_PROCESS = "leaver-process"
    AUDIT_LOG_ARCHIVE = "audit-log-archive"
    EXIT_PLAN = "exit-plan"


class RestoreResult(Enum):
    """How the last restore test went."""

    PASSED = "passed"
    FAILED = "failed"


class Attestation(_Section, frozen=True):
    """A duty that is done outside the code: by whom, with what, and until when that may be believed.

    Dates are ISO (2027-01-31). `scope` is a system, a resource address or a type; `*` and `?` are wildcards; `account`
    narrows it. `frequency_hours` is the recovery point objective, `restore_hours` how long the last restore took.
    `location` is where the copy is: provider, account or region. What is not said is None or "".
    """

    scope: str
    duty: Duty
    owner: str
    expires: date
    statement: str = ""
    kind: AttestationKind | None = None
    account: str = ""
    approver: str = ""
    evidence: str = ""
    product: str = ""
    job: str = ""
    frequency_hours: float | None = None
    retention_days: int | None = None
    immutable_days: int | None = None
    location: str = ""
    encrypted: bool | None = None
    last_success: date | None = None
    last_restore_test: date | None = None
    restore_result: RestoreResult | None = None
    restore_hours: float | None = None


class Exemption(_Section, frozen=True):
    """An accepted gap. `rule` is an id, a duty or an equivalent of another tool; `path` and `address` take wildcards."""

    rule: str
    reason: str
    expires: str = ""
    path: str = "*"
    address: str = "*"


class Override(_Section, frozen=True):
    """Parameters and severities, by rule, of some resources only.

    `paths` are patterns of .gitignore, relative to the folder of the file; the code of a resource or of a module call
    that leads to it matches one. `tags` are names with values, in which `*` and `?` are wildcards; all of them match.
    """

    paths: tuple[str, ...] = ()
    tags: dict[str, str] = {}
    parameters: dict[str, dict[str, Scalar]] = {}
    severities: dict[str, Severity] = {}

    def __post_init__(self) -> None:
        if not self.paths and not self.tags:
            raise ValueError("has neither `paths` nor `tags`: what holds everywhere is written outside of `overrides`")
        if not self.parameters and not self.severities:
            raise ValueError("has neither `parameters` nor `severities`, so it has no effect")


class Config(_Section, frozen=True):
    """One effective configuration.

    `no_ignore` are rules that must not be ignored, and `require_reasons` asks for a reason with every ignore: both
    come from all files up to the repository's root, and a nearer file can add to them but not take away.
    """

    root: bool = False
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.LOW
    strict: bool = False
    rules: tuple[str, ...] = ()
    var_files: tuple[str, ...] = ()
    cfn_parameters: tuple[str, ...] = ()
    parameters: dict[str, dict[str, Scalar]] = {}
    severities: dict[str, Severity] = {}
    overrides: tuple[Override, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    no_ignore: tuple[str, ...] = ()
    require_reasons: bool = False
    systems: tuple[DeclaredSystem | str, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    catalogue: tuple[str, ...] = ()
