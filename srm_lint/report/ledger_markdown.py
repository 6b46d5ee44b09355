"""The ledger for a comment on a pull request, or a job summary."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TextIO

from srm_lint.model.backup import StoreBackup
from srm_lint.model.finding import Report
from srm_lint.model.ledger import Cell, CellState, Evidence, Ledger, System
from srm_lint.model.rule import Duty
from srm_lint.report.clean import counted, one_line
from srm_lint.report.ledger_words import (
    ANSWERS,
    DUTIES,
    SIGNS,
    STATES,
    about,
    assessed,
    figures_of,
    name_of,
    parts_of,
    place_of,
    plan_words,
    store_name,
    totals,
)
from srm_lint.report.markdown import LONGEST
from srm_lint.report.markup import cell as code_cell
from srm_lint.report.markup import code, escaped, table
from srm_lint.report.summary import is_complete
from srm_lint.report.view import View

_TOLD = (CellState.GAP, CellState.UNKNOWN, CellState.ACCEPTED, CellState.ATTESTED)
_MOST = 5  # grounds of a cell
_LEFT_OUT = "\nThe rest is left out here: a comment holds no more. Other formats list it all.\n"


def render(report: Report, ledger: Ledger, stream: TextIO, _view: View) -> None:
    """Write the ledger; the view changes nothing. What does not fit into a comment is left out and said so."""
    left = LONGEST - len(_LEFT_OUT)
    for section in _sections(report, ledger):
        text = "".join(f"{line}\n" for line in section)
        if len(text) > left:
            stream.write(_LEFT_OUT)
            return
        left -= len(text)
        stream.write(text)


def _sections(report: Report, ledger: Ledger) -> Iterator[list[str]]:
    yield [*_head(report, ledger)]
    heads = ("System", *(DUTIES[duty] for duty in Duty))
    yield [*table(heads, [])]
    for system in ledger.systems:
        signs = (SIGNS[each.state] for each in system.cells)
        row = (f"{escaped(name_of(system))} ({system.model.value})", *map(escaped, signs))
        yield [f"| {' | '.join(row)} |"]
    yield ["", "; ".join(f"{escaped(sign)} {STATES[state]}" for state, sign in SIGNS.items()), ""]
    if ledger.backups:
        yield [*_backup_heads()]
        yield from ([_backup(store)] for store in ledger.backups)
    if ledger.strays:
        yield ["", "Attestations about nothing:", ""]
        yield [f"- {escaped(stray.text)} {code(place_of(stray))}" for stray in ledger.strays]
    for system in ledger.systems:
        told = [each for each in system.cells if each.state in _TOLD]
        if told:
            yield [*_system(system, told)]


def _head(report: Report, ledger: Ledger) -> Iterator[str]:
    yield f"### Responsibility ledger: {counted(len(ledger.systems), 'system')}"
    yield ""
    if not is_complete(report):
        yield "**Incomplete: not everything could be read, so this is not the whole answer.**"
        yield ""
    yield ", ".join(f"{count} {STATES[state]}" for state, count in totals(ledger) if count)
    yield ""
    yield f"{assessed(report, ledger)}."
    if ledger.coverage.unclassified:
        yield ""
        yield f"Not in the catalogue: {', '.join(map(code, ledger.coverage.unclassified))}"
    yield ""


def _backup_heads() -> Iterator[str]:
    yield ""
    yield "Backups of primary data, by the rule 3-2-1-1-0 (replication, versioning and recycle bins are not counted):"
    yield ""
    yield from table(("Store", "3 copies", "2 media", "1 off-site", "1 immutable", "0 errors", "Backed up by"), [])


def _backup(store: StoreBackup) -> str:
    plans = "; ".join(map(plan_words, store.plans)) or store.covered.text
    others = "; ".join(f"not counted: {text}" for text in store.no_backups)
    told = "; ".join(filter(None, (plans, figures_of(store), others)))
    signs = (ANSWERS[answer.verdict] for _, _, answer in parts_of(store))
    return f"| {code_cell(store_name(store))} | {' | '.join(signs)} | {escaped(told)} |"


def _system(system: System, told: Sequence[Cell]) -> Iterator[str]:
    yield ""
    states = ", ".join(f"{DUTIES[each.duty].lower()} {STATES[each.state]}" for each in told)
    yield f"<details><summary>{html.escape(one_line(name_of(system)))}: {states}</summary>"
    yield ""
    for each in told:
        grounds = [ground for ground in each.evidence if ground.state in _TOLD]
        yield from (_ground(each, ground) for ground in grounds[:_MOST])
        if len(grounds) > _MOST:
            yield f"- {DUTIES[each.duty]}: and {len(grounds) - _MOST} more"
    yield ""
    yield "</details>"


def _ground(cell: Cell, ground: Evidence) -> str:
    what = f"**{escaped(ground.title)}** {escaped(ground.text)}" if ground.title else escaped(ground.text)
    place = f" {code(place_of(ground))}" if ground.location else ""
    return f"- {DUTIES[cell.duty]}, {STATES[ground.state]}: {what}{place} {escaped(about(ground))}".rstrip()
