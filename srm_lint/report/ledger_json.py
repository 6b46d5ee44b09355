"""The ledger as JSON: the shapes of `contract`, filled from the model."""

from __future__ import annotations

from typing import TextIO

from srm_lint.model.backup import Answer, StoreBackup
from srm_lint.model.finding import Report
from srm_lint.model.ledger import Cell, Evidence, Ledger, System
from srm_lint.report import json
from srm_lint.report.contract.ledger import (
    BackupAnswer,
    BackupPlan,
    LedgerCell,
    LedgerCounts,
    LedgerEvidence,
    LedgerReport,
    LedgerSystem,
    StoreCoverage,
)
from srm_lint.report.summary import is_complete
from srm_lint.report.view import View


def render(report: Report, ledger: Ledger, stream: TextIO, _view: View) -> None:
    """Write the whole ledger; the view changes nothing."""
    coverage = ledger.coverage
    json.write(
        LedgerReport(
            version=json.VERSION,
            summary=LedgerCounts(
                totals=dict(ledger.totals),
                duties=coverage.duties,
                duties_answered=coverage.duties_answered,
                assessed=round(coverage.share, 4),
                resources=coverage.resources,
                resources_looked_at=coverage.resources_looked_at,
                unclassified=coverage.unclassified,
                complete=is_complete(report),
            ),
            files=json.files_of(report),
            diagnostics=json.diagnostics(report.diagnostics),
            systems=tuple(map(_system, ledger.systems)),
            backups=tuple(map(_store, ledger.backups)),
            strays=tuple(map(_evidence, ledger.strays)),
        ),
        stream,
    )


def _system(system: System) -> LedgerSystem:
    return LedgerSystem(
        name=system.name,
        model=system.model,
        account=system.account,
        resources=system.resources,
        declared=system.declared,
        owner=system.owner,
        duties={cell.duty: _cell(cell) for cell in system.cells},
    )


def _cell(cell: Cell) -> LedgerCell:
    return LedgerCell(
        party=cell.party,
        state=cell.state,
        means=cell.means,
        concerned=cell.concerned,
        looked_at=cell.looked_at,
        evidence=tuple(map(_evidence, cell.evidence)),
        findings=cell.findings,
    )


def _evidence(evidence: Evidence) -> LedgerEvidence:
    place = evidence.location
    return LedgerEvidence(
        state=evidence.state,
        text=evidence.text,
        rule=evidence.rule,
        title=evidence.title,
        severity=evidence.severity,
        addresses=evidence.addresses,
        file=place.file if place else "",
        line=place.line if place else 0,
        first_line=evidence.first_line,
        lines=evidence.lines,
        settle=evidence.settle,
        expires=evidence.expires or None,
    )


def _store(store: StoreBackup) -> StoreCoverage:
    return StoreCoverage(
        system=store.service,
        account=store.account,
        address=store.address,
        type=store.type,
        file=store.location.file,
        line=store.location.line,
        covered=_answer(store.covered),
        plans=tuple(
            BackupPlan(plan.name, plan.schedule, plan.rpo_hours, plan.retention_days, plan.vault)
            for plan in store.plans
        ),
        rpo_hours=store.rpo_hours,
        retention_days=store.retention_days,
        copies=_answer(store.copies),
        media=_answer(store.media),
        offsite=_answer(store.offsite),
        immutable=_answer(store.immutable),
        verified=_answer(store.verified),
        no_backups=store.no_backups,
    )


def _answer(answer: Answer) -> BackupAnswer:
    return BackupAnswer(answer.verdict, answer.text)
