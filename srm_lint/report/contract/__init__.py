"""Shapes of the JSON that other programs read: version 1. Fields are only ever added.

These types are the contract, apart from the model, so that the model can change. `docs/schemas` has them as JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.report.contract.check import CheckReport
from srm_lint.report.contract.fleet import FleetRow
from srm_lint.report.contract.inspect import InspectReport
from srm_lint.report.contract.ledger import LedgerReport
from srm_lint.report.contract.lists import IgnoreList, RuleList, TypeList

DOCUMENTS: Mapping[str, type[msgspec.Struct]] = {
    "check": CheckReport,
    "inspect": InspectReport,
    "rules": RuleList,
    "catalogue": TypeList,
    "ledger": LedgerReport,
    "ignores": IgnoreList,
    "fleet": FleetRow,
}


def schema(name: str) -> str:
    """The JSON Schema of one of `DOCUMENTS`, as `docs/schemas` carries it."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(DOCUMENTS[name])}
    written = msgspec.json.encode(described)
    return f"{msgspec.json.format(written, indent=2).decode()}\n"
