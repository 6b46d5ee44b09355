"""What the template of the HTML page fills in: the ledger in the page's own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from srm_lint import __version__
from srm_lint.model.backup import StoreBackup
from srm_lint.model.finding import Report
from srm_lint.model.ledger import OPEN, Cell, CellState, Evidence, Ledger, System
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Party
from srm_lint.report.causes import causes
from srm_lint.report.clean import counted
from srm_lint.report.ledger_words import (
    DUTIES,
    MEANINGS,
    STATES,
    about,
    assessed,
    figures_of,
    looked_at,
    name_of,
    parts_of,
    place_of,
    plan_words,
    size_of,
    store_name,
    totals,
)
from srm_lint.report.summary import is_complete

_MODELS = {
    Model.IAAS: "The provider runs buildings, hardware and virtualisation; everything from the operating system up is yours.",
    Model.PAAS: "The provider runs the platform, too; code, data, access and every setting are yours.",
    Model.SAAS: "The provider runs the application; data and its backups, access, settings and devices are yours.",
    Model.UNCLASSIFIED: "Types that the catalogue does not know, so whose duties these are is not certain.",
}
_PARTIES = {Party.PROVIDER: "the provider's", Party.CUSTOMER: "yours", Party.SHARED: "shared"}
_GROUNDS = 2000
"""Grounds on one page: with their code they take 300 to 600 bytes each."""
_FEWEST, _MOST = 1, 12
_STORES = 400
_LINES_OF_MET = 60
"""Systems up to which what is met shows its code, too."""


class Tile(msgspec.Struct, frozen=True):
    """A state with its number of duties; `counts` where it is the customer's."""

    state: str
    name: str
    meaning: str
    count: int
    counts: bool


class Choice(msgspec.Struct, frozen=True):
    """A duty to choose."""

    id: str
    name: str


class Ground(msgspec.Struct, frozen=True):
    """One piece of evidence. `hit` is the index of the line that decides, -1 for none."""

    state: str
    head: str
    severity: str
    text: str
    place: str
    about: str
    lines: tuple[str, ...]
    first_line: int
    hit: int


class PageCell(msgspec.Struct, frozen=True):
    """A cell. `number` counts its most urgent grounds, `means` is the id of what the duty means here."""

    id: str
    duty: str
    state: str
    name: str
    number: int
    part: str
    linked: bool
    means: str
    grounds: tuple[Ground, ...]
    left_out: int


class PageSystem(msgspec.Struct, frozen=True):
    """A row. `settled`: nothing in it is open, accepted or attested, so paper need not show its evidence."""

    id: str
    name: str
    account: str
    model: str
    owner: str
    size: str
    settled: bool
    cells: tuple[PageCell, ...]


class Group(msgspec.Struct, frozen=True):
    """The systems of one service model."""

    model: str
    meaning: str
    systems: tuple[PageSystem, ...]


class PageAnswer(msgspec.Struct, frozen=True):
    """Whether a part of 3-2-1-1-0 is kept."""

    verdict: str
    text: str


class PageStore(msgspec.Struct, frozen=True):
    """How one store is backed up."""

    name: str
    service: str
    place: str
    plans: tuple[str, ...]
    covered: str
    figures: str
    no_backups: tuple[str, ...]
    answers: tuple[PageAnswer, ...]


class Entry(msgspec.Struct, frozen=True):
    """Something that is accepted or attested."""

    system: str
    duty: str
    state: str
    state_name: str
    text: str
    until: str
    place: str


class Meaning(msgspec.Struct, frozen=True):
    """What a duty means where it is one party's."""

    id: str
    duty: str
    party: str
    text: str


class Page(msgspec.Struct, frozen=True):
    """All that the template fills in."""

    version: str
    digest: str
    script_hash: str
    systems: str
    assessed: str
    files: str
    rules: str
    unclassified: str
    amiss: tuple[str, ...]
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]
    duties: tuple[Choice, ...]
    groups: tuple[Group, ...]
    all_systems: tuple[PageSystem, ...]
    stores: tuple[PageStore, ...]
    stores_left_out: int
    register: tuple[Entry, ...]
    controls: tuple[tuple[str, str], ...]
    meanings: tuple[Meaning, ...]
    strays: tuple[Ground, ...]


def page_of(report: Report, ledger: Ledger, script_hash: str) -> Page:
    """The page of a ledger."""
    meanings = _meanings(ledger.systems)
    most = _most_grounds(ledger.systems)
    with_code = len(ledger.systems) <= _LINES_OF_MET
    order = [*Model]
    systems = sorted(enumerate(ledger.systems), key=lambda pair: order.index(pair[1].model))
    pages = [
        _system(f"s{number}", system, meanings, most, with_code=with_code) for number, (_, system) in enumerate(systems)
    ]
    return Page(
        version=__version__,
        script_hash=script_hash,
        systems=counted(len(ledger.systems), "system"),
        assessed=assessed(report, ledger),
        files=f"{report.files_read} of {counted(report.files_found, 'file')} read",
        digest=report.digest,
        rules=str(len({finding.rule for finding in report.findings} | report.passed.keys())),
        unclassified=", ".join(ledger.coverage.unclassified),
        amiss=() if is_complete(report) else tuple(_amiss(report)),
        notes=tuple(f"{each.file}:{each.line}: {each.message}" for each in report.diagnostics),
        tiles=tuple(_tile(state, count) for state, count in totals(ledger)),
        duties=tuple(Choice(duty.value, name) for duty, name in DUTIES.items()),
        groups=tuple(
            Group(model, _MODELS[Model(model)], tuple(members))
            for model, members in groupby(pages, key=lambda system: system.model)
        ),
        all_systems=tuple(pages),
        stores=tuple(map(_store, ledger.backups[:_STORES])),
        stores_left_out=max(0, len(ledger.backups) - _STORES),
        register=tuple(_register(ledger.systems)),
        controls=tuple(_controls(report)),
        meanings=tuple(meanings.values()),
        strays=tuple(_ground(stray, with_code=True) for stray in ledger.strays),
    )


def _most_grounds(systems: Sequence[System]) -> int:
    """How many grounds a cell shows, so that the page of a large estate still opens."""
    cells = sum(bool(cell.evidence) for system in systems for cell in system.cells)
    return max(_FEWEST, min(_MOST, _GROUNDS // max(1, cells)))


def _tile(state: CellState, count: int) -> Tile:
    counts = state not in (CellState.NOT_APPLICABLE, CellState.PROVIDER)
    return Tile(state.value, STATES[state], MEANINGS[state], count, counts)


def _amiss(report: Report) -> Iterator[str]:
    for unread in report.unread:
        yield f"{unread.file}:{unread.line}: {unread.message}"
    for diagnostic in report.diagnostics:
        if diagnostic.level.value == "error":
            yield f"{diagnostic.file}:{diagnostic.line}: {diagnostic.message}"


def _meanings(systems: Iterable[System]) -> dict[tuple[Duty, str], Meaning]:
    """Every meaning once, in the order of duties."""
    found: dict[tuple[Duty, str], Meaning] = {}
    cells = [cell for system in systems for cell in system.cells if cell.state is not CellState.NOT_APPLICABLE]
    duties = [*Duty]
    for cell in sorted(cells, key=lambda cell: (duties.index(cell.duty), cell.means)):
        key = (cell.duty, cell.means)
        if key not in found:
            found[key] = Meaning(f"m{len(found)}", DUTIES[cell.duty], _PARTIES[cell.party], cell.means)
    return found


def _system(
    id: str, system: System, meanings: dict[tuple[Duty, str], Meaning], most: int, *, with_code: bool
) -> PageSystem:
    told = (*OPEN, CellState.ACCEPTED, CellState.ATTESTED)
    return PageSystem(
        id=id,
        name=system.name,
        account=system.account,
        model=system.model.value,
        owner=system.owner,
        size=size_of(system),
        settled=not any(cell.state in told for cell in system.cells),
        cells=tuple(_cell(id, cell, meanings, most, with_code=with_code) for cell in system.cells),
    )


def _cell(
    system: str, cell: Cell, meanings: dict[tuple[Duty, str], Meaning], most: int, *, with_code: bool
) -> PageCell:
    meaning = meanings.get((cell.duty, cell.means))
    shown = cell.evidence[:most]
    return PageCell(
        id=f"{system}-{cell.duty.value}",
        duty=DUTIES[cell.duty],
        state=cell.state.value,
        name=STATES[cell.state],
        number=sum(ground.state is cell.state for ground in cell.evidence),
        part=looked_at(cell),
        linked=cell.state is not CellState.NOT_APPLICABLE,
        means=meaning.id if meaning else "",
        grounds=tuple(_ground(ground, with_code=with_code) for ground in shown),
        left_out=len(cell.evidence) - len(shown),
    )


def _ground(ground: Evidence, *, with_code: bool) -> Ground:
    """A ground with all its code, or else, where it is open, with the lines next to the one that decides."""
    hit = ground.location.line - ground.first_line if ground.location and ground.lines else -1
    first = 0 if with_code else max(0, hit - 1)
    last = len(ground.lines) if with_code else hit + 2 if ground.state in OPEN else 0
    return Ground(
        state=ground.state.value,
        head=ground.title if ground.state is not CellState.MET else "",
        severity=ground.severity.value if ground.severity and ground.state in OPEN else "",
        text=ground.text,
        place=place_of(ground),
        about=about(ground),
        lines=ground.lines[first:last],
        first_line=ground.first_line + first,
        hit=hit - first,
    )


def _store(store: StoreBackup) -> PageStore:
    return PageStore(
        name=store_name(store),
        service=f"{store.service} ({store.account})" if store.account else store.service,
        place=f"{store.location.file}:{store.location.line}",
        plans=tuple(map(plan_words, store.plans)),
        covered=store.covered.text,
        figures=figures_of(store),
        no_backups=store.no_backups,
        answers=tuple(PageAnswer(answer.verdict.value, answer.text) for _, _, answer in parts_of(store)),
    )


def _register(systems: Iterable[System]) -> Iterator[Entry]:
    """Everything that somebody accepts or vouches for, also where the cell is worse for other reasons."""
    for system in systems:
        for cell in system.cells:
            for ground in cell.evidence:
                if ground.state is CellState.ACCEPTED or (ground.state is CellState.ATTESTED and not ground.rule):
                    yield Entry(
                        system=name_of(system),
                        duty=DUTIES[cell.duty],
                        state=ground.state.value,
                        state_name=STATES[ground.state],
                        text=f"{ground.title}: {ground.text}" if ground.title else ground.text,
                        until=ground.expires or "no end",
                        place=place_of(ground),
                    )


def _controls(report: Report) -> Iterator[tuple[str, str]]:
    """For each framework the controls that have gaps, with how many."""
    gaps = Counter(cause.first.rule for cause in causes(report.findings) if cause.is_open)
    counts: dict[str, Counter[str]] = {}
    for rule in report.rules:
        for framework, ids in rule.controls.items():
            for id in ids:
                counts.setdefault(framework, Counter())[id] += gaps[rule.id]
    for framework, controls in sorted(counts.items()):
        named = [f"{id} ({count})" for id, count in sorted(controls.items()) if count]
        if named:
            yield framework, ", ".join(named)
