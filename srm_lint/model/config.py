"""An organisation's own settings, as `.srm-lint.yaml` writes them.

The types are the schema: unknown keys and wrong types are errors, and the JSON Schema for editors is made from them.
"""

from __future__ import annotations

import msgspec

from srm_lint.model.rule import Severity

Scalar = bool | int | float | str | tuple[str, ...]


class _Section(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Base of all sections: keys are written with dashes, and a key that has no effect is an error."""


class DeclaredSystem(_Section, frozen=True):
    """A system that no code describes and whose duties are the reader's all the same."""

    name: str
    description: str = ""
    owner: str = ""


class Attestation(_Section, frozen=True):
    """A duty that is done outside the code: by whom, with what, and until when that may be believed.

    Dates are ISO (2027-01-31). `scope` is a system, a resource address or a type; `*` and `?` are wildcards.
    `frequency_hours` is the recovery point objective in hours. Fields follow the kinds of evidence an auditor asks for.
    """

    scope: str
    duty: str
    statement: str
    owner: str
    expires: str
    kind: str = "backup-job"
    approver: str = ""
    evidence: str = ""
    product: str = ""
    job: str = ""
    frequency_hours: float = 0
    retention_days: int = 0
    immutable_days: int = 0
    location: str = ""
    encrypted: bool | None = None
    last_success: str = ""
    last_restore_test: str = ""


class Exemption(_Section, frozen=True):
    """An accepted gap. `rule` is an id, a duty or an equivalent of another tool; `path` and `address` take wildcards."""

    rule: str
    reason: str
    expires: str = ""
    path: str = "*"
    address: str = "*"


class Config(_Section, frozen=True):
    """One effective configuration. `files` are those it came from, nearest first."""

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
    exemptions: tuple[Exemption, ...] = ()
    systems: tuple[DeclaredSystem | str, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    catalogue: tuple[str, ...] = ()
