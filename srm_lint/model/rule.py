"""A rule: one customer duty on one kind of thing, as frozen data."""

from __future__ import annotations

from enum import Enum


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
