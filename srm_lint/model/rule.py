"""A rule: one customer duty on one kind of thing, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Union

import msgspec

from srm_lint.model.condition import Condition, Scalar
from srm_lint.model.resource import Framework

ATTESTATION = "srm.attestation"
"""The type under which rules judge the attestations of a configuration."""

Constant = Union[None, bool, int, float, str, tuple[Scalar, ...]]
"""Value of a parameter."""


class Duty(Enum):
    """The customer's duties; ids are part of every contract."""

    OPERATING_SYSTEM = "operating-system"
    APPLICATION = "application"
    CONFIGURATION = "configuration"
    NETWORK = "network"
    DATA_PROTECTION = "data-protection"
    BACKUP = "backup"
    ENCRYPTION = "encryption"
    IDENTITY_ACCESS = "identity-access"
    COMPLIANCE = "compliance"
    ENDPOINT = "endpoint"


class Severity(Enum):
    """How bad the gap is; the scale is written down in docs/severity.md."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Confidence(Enum):
    """How sure the rule is that what it reports is a gap. The default run shows `HIGH` only."""

    MEDIUM = "medium"
    HIGH = "high"


class Party(Enum):
    """Who holds a layer under a service model."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"


class Check(msgspec.Struct, frozen=True):
    """What a rule demands of some resource types.

    It applies where `when` holds and `unless` does not; `expect` is what a good resource satisfies. `fix` is code in
    the resource's language, and `message` the sentence for a gap; "" where they are derived from `expect`.
    """

    types: tuple[str, ...]
    expect: Condition
    when: Condition | None = None
    unless: Condition | None = None
    fix: str = ""
    message: str = ""


class Example(msgspec.Struct, frozen=True):
    """Code in one language: with the gap, without it, and where it cannot be told ("" where no code shows that).

    `beside` are files, by name, that stand beside each of them.
    """

    failing: str
    passing: str
    unknown: str = ""
    beside: Mapping[str, str] = {}


class Rule(msgspec.Struct, frozen=True):
    """One customer duty on one kind of thing. Fields are those of docs/writing-rules.md.

    `examples` are by language ("terraform", "cloudformation"). `safe_fix`: the derived correction may be written into the
    source, since it changes nothing that runs. `parameters_from` is the place ("FILE:LINE") of the configuration that
    sets `parameters`, "" where they are the rule's own. `file` and `line` tell where the rule is written; `built_in` is one
    that comes with srm-lint.
    """

    id: str
    title: str
    duty: Duty
    severity: Severity
    why: str
    checks: tuple[Check, ...]
    examples: Mapping[str, Example] = {}
    confidence: Confidence = Confidence.HIGH
    parameters: Mapping[str, Constant] = {}
    parameters_from: str = ""
    equivalents: tuple[str, ...] = ()
    controls: Mapping[str, tuple[str, ...]] = {}
    differs: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    fix: str = ""
    safe_fix: bool = False
    file: str = ""
    line: int = 0
    built_in: bool = False

    @property
    def provider(self) -> str:
        """First part of the id: aws, azure, google, m365, ..."""
        return self.id.split("-", 1)[0]

    @property
    def service(self) -> str:
        """Second part of the id: rds, s3, ..."""
        return self.id.split("-", 2)[1]

    @property
    def types(self) -> tuple[str, ...]:
        """Every resource type that one of the checks is on, sorted."""
        return tuple(sorted({type for check in self.checks for type in check.types}))

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The languages the rule has checks in."""
        return tuple(sorted({framework_of(type) for type in self.types}, key=lambda item: item.value, reverse=True))


def framework_of(type: str) -> Framework:
    """The language that a resource type belongs to: CloudFormation's types are written with colons."""
    if type == ATTESTATION:
        return Framework.CONFIGURATION
    return Framework.CLOUDFORMATION if "::" in type else Framework.TERRAFORM
