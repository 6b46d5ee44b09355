"""The ledger for spreadsheets: a line for each ground of each duty, and for each part of 3-2-1-1-0 of each store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from srm_lint.model.backup import StoreBackup
from srm_lint.model.finding import Report
from srm_lint.model.ledger import Cell, Evidence, Ledger, System
from srm_lint.report.csv import safe_cell
from srm_lint.report.ledger_words import figures_of, parts_of
from srm_lint.report.view import View

HEADS = (
    "record", "system", "model", "account", "duty", "party", "state", "looked_at", "concerned", "ground", "text", "rule",
    "severity", "resources", "file", "line", "expires",
)  # fmt: skip

Row = dict[str, str]


def render(report: Report, ledger: Ledger, stream: TextIO, _view: View) -> None:
    """Write the table with its heads; the view changes nothing.

    `record` is `duty`, `stray` (an attestation about nothing), `backup` or `unread`. `state` is that of the whole duty, `ground` what this line alone would make of it.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADS)
    rows = (
        *(row for system in ledger.systems for cell in system.cells for row in _duty(system, cell)),
        *({"record": "stray", **_ground(stray)} for stray in ledger.strays),
        *(row for store in ledger.backups for row in _backup(store)),
        *(
            {"record": "unread", "text": unread.message, "file": unread.file, "line": str(unread.line)}
            for unread in report.unread
        ),
    )
    writer.writerows([safe_cell(row.get(head, "")) for head in HEADS] for row in rows)


def _duty(system: System, cell: Cell) -> Iterator[Row]:
    shared = {
        "record": "duty",
        "system": system.name,
        "model": system.model.value,
        "account": system.account,
        "duty": cell.duty.value,
        "party": cell.party.value,
        "state": cell.state.value,
        "looked_at": str(cell.looked_at),
        "concerned": str(cell.concerned),
    }
    if not cell.evidence:
        yield {**shared, "ground": cell.state.value, "text": cell.means}
    for evidence in cell.evidence:
        yield {**shared, **_ground(evidence)}


def _ground(evidence: Evidence) -> Row:
    place = evidence.location
    return {
        "ground": evidence.state.value,
        "text": f"{evidence.title}: {evidence.text}" if evidence.title else evidence.text,
        "rule": evidence.rule,
        "severity": evidence.severity.value if evidence.severity else "",
        "resources": "; ".join(evidence.addresses),
        "file": place.file if place else "",
        "line": str(place.line) if place else "",
        "expires": evidence.expires,
    }


def _backup(store: StoreBackup) -> Iterator[Row]:
    shared = {
        "record": "backup",
        "system": store.service,
        "account": store.account,
        "duty": "backup",
        "resources": store.address,
        "file": store.location.file,
        "line": str(store.location.line),
    }
    covered = f"{store.covered.text}; {figures_of(store)}" if figures_of(store) else store.covered.text
    yield {**shared, "ground": "covered", "state": store.covered.verdict.value, "text": covered}
    for figure, name, answer in parts_of(store):
        yield {**shared, "ground": f"{figure} {name}", "state": answer.verdict.value, "text": answer.text}
    for imitation in store.no_backups:
        yield {**shared, "ground": "not counted", "text": imitation}
