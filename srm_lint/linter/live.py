"""Files that are being edited, judged again and again inside their roots: only what an edit touches is done anew."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from srm_lint.discover import VALUE_SUFFIXES, Group, Unit, boundary_of, discover, in_groups, tied_to
from srm_lint.linter.options import Options
from srm_lint.linter.run import report_on
from srm_lint.linter.sources import effective_configuration, excluded_by, forget_policy, load_rule_set
from srm_lint.linter.unit import UnitResult, lint_unit, tree_of
from srm_lint.model.finding import Report
from srm_lint.model.ignore import FaultKind
from srm_lint.model.resource import Framework
from srm_lint.places import repository_around

_UNUSED = f"ignore-{FaultKind.UNUSED.value}"


class Judgement(msgspec.Struct, frozen=True):
    """The report of the roots that the open files belong to, and what the next judgement starts from.

    `unsaved` are the texts that differ from the disk, `ties` what other files those of them have to do with that the disk
    ties to others. `found` has the units of each place that was searched; `results` those that were judged.
    """

    report: Report
    unsaved: Mapping[str, bytes]
    ties: Mapping[str, frozenset[str]]
    found: Mapping[str, tuple[Unit, ...]]
    results: Mapping[Unit, UnitResult]


def judge_open(
    texts: Mapping[str, bytes],
    folders: Sequence[str],
    options: Options,
    before: Judgement | None = None,
    superseded: Callable[[], bool] = lambda: False,
) -> Judgement | None:
    """Judge the root modules and templates that the open files, with their `texts`, belong to.

    Roots are looked for in the repository of each file, else in the innermost of `folders` around it, else beside it.
    What `before` has is taken over where nothing that it rested on has changed; without it rules and configuration
    are read anew. None where `superseded` says between two roots that nobody waits for the answer any more.

    Raises:
        SrmLintError: a configuration, a rule or a baseline is broken.
    """
    if before is None:
        forget_policy()
    unsaved = {path: text for path, text in texts.items() if saved(path) != text}
    options = msgspec.structs.replace(options, unsaved=unsaved)
    ties = dict(_other_ties(unsaved))
    known = before.found if before and before.ties == ties else {}
    found: dict[str, tuple[Unit, ...]] = {}
    for place in dict.fromkeys(_place_to_search(path, folders) for path in texts):
        found[place] = known[place] if place in known else _units_in(place, options)
    kept = before.results if before else {}
    results: dict[Unit, UnitResult] = {}
    for unit, group in _with_groups(found.values()):
        if _is_part(texts, unit, kept.get(unit)):
            if superseded():
                return None
            results[unit] = _result(unit, group, options, kept.get(unit))
    report = _report([*texts], found, results, options)
    return Judgement(report, unsaved, ties, found, results)


def saved(path: str) -> bytes | None:
    """What the disk has of a file, None for nothing that can be read."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


def _other_ties(unsaved: Mapping[str, bytes]) -> Iterator[tuple[str, frozenset[str]]]:
    """The unsaved files with other ties than their saved versions, and which: roots have to be found anew."""
    for path, text in unsaved.items():
        ties, before = tied_to(path, text), saved(path)
        if before is None or tied_to(path, before) != ties:
            yield path, ties


def _place_to_search(path: str, folders: Sequence[str]) -> str:
    if repository_around(Path(path).resolve()):
        return boundary_of(path)
    around = [folder for folder in folders if Path(path).absolute().is_relative_to(Path(folder).absolute())]
    return max(around, key=len, default=path)


def _units_in(place: str, options: Options) -> tuple[Unit, ...]:
    effective = effective_configuration(place, options)
    load_rule_set(options, effective)  # what is broken in the rules is said once, not of each root
    return discover([place], excluded_by(effective.config), options.unsaved).units


def _is_part(texts: Mapping[str, bytes], unit: Unit, result: UnitResult | None) -> bool:
    """Whether one of the files is code of the unit, or was read for it, or has values of its variables."""
    parts = (*unit.files, *(result.inputs if result else ()))
    folders = (posixpath.dirname(file) or "." for file in texts if file.endswith(VALUE_SUFFIXES))
    return not texts.keys().isdisjoint(parts) or unit.path in folders


def _with_groups(found: Iterable[Sequence[Unit]]) -> Iterator[tuple[Unit, Group]]:
    for units in found:
        for group in in_groups(units):
            for unit in group:
                yield unit, group


def _result(unit: Unit, group: Group, options: Options, kept: UnitResult | None) -> UnitResult:
    rests_on_group = kept is not None and all(other is unit or other.path in kept.inputs for other in group)
    if kept and kept.inputs and rests_on_group and tree_of(unit, options).still_holds(kept.inputs):
        return kept
    return lint_unit(unit, options, group)


def _report(
    files: Sequence[str],
    found: Mapping[str, tuple[Unit, ...]],
    results: Mapping[Unit, UnitResult],
    options: Options,
) -> Report:
    """The report without what only judging everything could show: unused ignores, what is attested for nothing."""
    report, _ = report_on(files, [*results], [*results.values()], options)
    elsewhere = {file for units in found.values() for unit in units if unit not in results for file in unit.files}
    findings = tuple(item for item in report.findings if item.subject.framework is not Framework.CONFIGURATION)
    return msgspec.structs.replace(
        report,
        findings=findings,
        diagnostics=tuple(item for item in report.diagnostics if item.code != _UNUSED or item.file not in elsewhere),
    )
