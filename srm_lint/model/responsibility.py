"""Who holds which duty under which service model: the shared responsibility model as data."""

from __future__ import annotations

from collections.abc import Mapping

from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Party

MODELS = (Model.IAAS, Model.PAAS, Model.SAAS)

_P, _C, _S = Party.PROVIDER, Party.CUSTOMER, Party.SHARED

_ROWS: Mapping[Duty, tuple[Party, Party, Party]] = {
    Duty.OPERATING_SYSTEM: (_C, _P, _P),
    Duty.APPLICATION: (_C, _C, _P),
    Duty.CONFIGURATION: (_C, _C, _C),
    Duty.NETWORK: (_C, _S, _P),
    Duty.DATA_PROTECTION: (_C, _C, _C),
    Duty.BACKUP: (_C, _C, _C),
    Duty.ENCRYPTION: (_C, _C, _C),
    Duty.IDENTITY_ACCESS: (_C, _C, _C),
    Duty.COMPLIANCE: (_C, _C, _C),
    Duty.ENDPOINT: (_C, _C, _C),
}

HOLDERS: Mapping[tuple[Duty, Model], Party] = {
    (duty, model): party for duty, row in _ROWS.items() for model, party in zip(MODELS, row, strict=True)
}
"""Holder of each duty under IaaS, PaaS and SaaS; a shared one has a part that is the customer's."""

MEANINGS: Mapping[Duty, str] = {
    Duty.OPERATING_SYSTEM: "Images, patches, hardening and access of the machines that the customer runs.",
    Duty.APPLICATION: "The customer's own code and its dependencies: built, patched and run securely.",
    Duty.CONFIGURATION: "Settings of a service that only its user can make: features, versions, update windows, protection from mistakes.",
    Duty.NETWORK: "Who can reach what: addresses, ports, firewalls, private connections, encrypted transport's end points.",
    Duty.DATA_PROTECTION: "Data kept from loss, change and disclosure: deletion protection, versions, locks, sharing.",
    Duty.BACKUP: "Copies that survive a mistake, an attack or a provider's failure, kept long enough and known to restore.",
    Duty.ENCRYPTION: "Data unreadable at rest and in transit, under keys that the customer controls and rotates.",
    Duty.IDENTITY_ACCESS: "Who may do what: identities, credentials and secrets, least privilege, strong sign-in.",
    Duty.COMPLIANCE: "Evidence and governance: logs, audit trails, retention, inventories, required settings.",
    Duty.ENDPOINT: "The devices and clients that reach the service: which ones, in what state, under whose control.",
}
