"""The ledger on a terminal: the matrix, then the grounds, then how stores are backed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from srm_lint.model.backup import StoreBackup
from srm_lint.model.finding import Report
from srm_lint.model.ledger import Cell, CellState, Evidence, Ledger, System
from srm_lint.model.rule import Duty
from srm_lint.report.clean import counted, one_line
from srm_lint.report.ledger_words import (
    ANSWERS,
    DUTIES,
    MEANINGS,
    SIGNS,
    STATES,
    about,
    assessed,
    figures_of,
    looked_at,
    name_of,
    parts_of,
    place_of,
    size_of,
    store_name,
    totals,
)
from srm_lint.report.notes import notes
from srm_lint.report.paint import Paint, Style, painter
from srm_lint.report.view import View

_STYLES: Mapping[CellState, Style] = {
    CellState.GAP: Style.HIGH,
    CellState.UNKNOWN: Style.MEDIUM,
    CellState.NOT_ASSESSED: Style.MEDIUM,
    CellState.ACCEPTED: Style.LOW,
    CellState.ATTESTED: Style.LOW,
    CellState.MET: Style.GOOD,
    CellState.NOT_APPLICABLE: Style.FAINT,
    CellState.PROVIDER: Style.FAINT,
}
_SHORT: Mapping[Duty, str] = {
    Duty.OPERATING_SYSTEM: "OS",
    Duty.APPLICATION: "app",
    Duty.CONFIGURATION: "config",
    Duty.NETWORK: "network",
    Duty.DATA_PROTECTION: "data",
    Duty.BACKUP: "backup",
    Duty.ENCRYPTION: "encrypt",
    Duty.IDENTITY_ACCESS: "access",
    Duty.COMPLIANCE: "comply",
    Duty.ENDPOINT: "endpoint",
}
_TOLD = (CellState.GAP, CellState.UNKNOWN, CellState.ACCEPTED, CellState.ATTESTED)
_MOST = 5  # grounds of a cell


def render(report: Report, ledger: Ledger, stream: TextIO, view: View) -> None:
    """Write the ledger. Without `show_all` the grounds of what is done, and the provider's part, are counted only."""
    paint = painter(view.color)
    lines = [
        *_matrix(ledger.systems, paint),
        *(line for system in ledger.systems for line in _system(system, view, paint)),
        *_strays(ledger.strays, paint),
        *_backups(ledger.backups, paint),
        *_summary(report, ledger, paint),
        *notes(report.unread, report.diagnostics, paint, show_all=view.show_all),
    ]
    stream.writelines(f"{line}\n" for line in lines)


def _matrix(systems: Sequence[System], paint: Paint) -> Iterator[str]:
    """A line a system, a column a duty, a sign each."""
    if not systems:
        yield "No systems: nothing was found, and none is declared."
        return
    names = [f"{one_line(name_of(system))}  {system.model.value}" for system in systems]
    width = max(map(len, names))
    yield paint(f"{'':<{width}}  {'  '.join(_SHORT[duty] for duty in Duty)}", Style.STRONG)
    for system, name in zip(systems, names, strict=True):
        signs = (f"{SIGNS[cell.state]:^{len(_SHORT[cell.duty])}}" for cell in system.cells)
        painted = (paint(sign, _STYLES[cell.state]) for sign, cell in zip(signs, system.cells, strict=True))
        yield f"{name:<{width}}  {'  '.join(painted)}".rstrip()
    yield ""
    yield paint("; ".join(f"{sign} {STATES[state]}" for state, sign in SIGNS.items()), Style.FAINT)
    yield ""


def _system(system: System, view: View, paint: Paint) -> Iterator[str]:
    told = [cell for cell in system.cells if view.show_all or cell.state in _TOLD]
    unseen = [] if view.show_all else [cell for cell in system.cells if cell.state is CellState.NOT_ASSESSED]
    if not told and not unseen:
        return
    heading = paint(one_line(name_of(system)), Style.HEADING)
    owner = f", owner: {one_line(system.owner)}" if system.owner else ""
    yield f"{heading}  {system.model.value}, {size_of(system)}{owner}"
    for cell in told:
        part = looked_at(cell)
        state = paint(STATES[cell.state], _STYLES[cell.state])
        yield f"  {DUTIES[cell.duty]}: {state}{f' ({part})' if part else ''}"
        yield from _grounds(cell, view, paint)
    if unseen:
        duties = ", ".join(DUTIES[cell.duty].lower() for cell in unseen)
        yield f"  {paint('Nobody looked', _STYLES[CellState.NOT_ASSESSED])}: {duties}"
    yield ""


def _grounds(cell: Cell, view: View, paint: Paint) -> Iterator[str]:
    if cell.state is CellState.PROVIDER:
        yield f"    {one_line(cell.means)}"
    grounds = [ground for ground in cell.evidence if view.show_all or ground.state in _TOLD]
    most = len(grounds) if view.show_all else _MOST
    for ground in grounds[:most]:
        yield from _ground(ground, paint)
    if len(grounds) > most:
        yield paint(f"    and {len(grounds) - most} more: --all shows them", Style.FAINT)


def _ground(ground: Evidence, paint: Paint) -> Iterator[str]:
    sign = paint(SIGNS[ground.state], _STYLES[ground.state])
    place = place_of(ground)
    title = ground.title if ground.state is not CellState.MET else ""
    where = f"  {paint(one_line(place), Style.PLACE)}" if place else ""
    yield f"    {sign} {one_line(title or ground.text)}{where if title else ''}"
    detail = one_line("; ".join(filter(None, (ground.text if title else "", about(ground)))))
    if detail or (where and not title):
        yield f"      {detail}{'' if title else where}"


def _strays(strays: Sequence[Evidence], paint: Paint) -> Iterator[str]:
    if not strays:
        return
    yield paint("Attestations about nothing", Style.HEADING)
    for stray in strays:
        yield from _ground(stray, paint)
    yield ""


def _backups(stores: Sequence[StoreBackup], paint: Paint) -> Iterator[str]:
    """Each store against 3-2-1-1-0. What is no backup is named, never counted."""
    if not stores:
        return
    yield paint("Backups of primary data, by the rule 3-2-1-1-0", Style.HEADING)
    for store in stores:
        signs = " ".join(f"{figure}{ANSWERS[answer.verdict]}" for figure, _, answer in parts_of(store))
        figures = figures_of(store)
        yield f"  {signs}  {one_line(store_name(store))}{f'  {figures}' if figures else ''}"
        yield from (paint(f"      {line}", Style.FAINT) for line in _parts(store))
        for imitation in store.no_backups:
            yield paint(f"      not counted: {imitation}", Style.FAINT)
    yield ""


def _parts(store: StoreBackup) -> Iterator[str]:
    """An answer for each part of the rule; one that holds for all of them once."""
    parts = parts_of(store)
    if len({answer for _, _, answer in parts}) == 1:
        _, _, answer = parts[0]
        yield f"{ANSWERS[answer.verdict]} {one_line(answer.text)}"
        return
    for _, name, answer in parts:
        yield f"{ANSWERS[answer.verdict]} {name}: {one_line(answer.text)}"


def _summary(report: Report, ledger: Ledger, paint: Paint) -> Iterator[str]:
    yield paint(counted(len(ledger.systems), "system"), Style.HEADING)
    for state, count in totals(ledger):
        if count:
            yield f"  {paint(f'{count:>4} {STATES[state]}', _STYLES[state])}: {MEANINGS[state]}"
    if ledger.coverage.duties:
        yield f"{assessed(report, ledger)}."
    if ledger.coverage.unclassified:
        yield f"Not in the catalogue: {', '.join(map(one_line, ledger.coverage.unclassified))}"
