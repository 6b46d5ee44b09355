"""A whole run: every unit, in parallel where it pays, and one report of it all."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from srm_lint.discover import Found, Group, Unit, UnitKind, boundary_of, discover, in_groups
from srm_lint.evaluate.worlds import in_every_world
from srm_lint.linter.advice import advice
from srm_lint.linter.baseline import with_baseline
from srm_lint.linter.cache import cached, prune, remember
from srm_lint.linter.given import value_files
from srm_lint.linter.masking import masked, sensitive_texts
from srm_lint.linter.options import Options
from srm_lint.linter.parallel import in_order
from srm_lint.linter.sources import (
    configuration,
    configured_rules,
    effective_configuration,
    excluded_by,
    forget_configuration,
    load_matrix,
)
from srm_lint.linter.statements import state
from srm_lint.linter.tree import digest_of
from srm_lint.linter.type_names import type_notes
from srm_lint.linter.unit import Seen, UnitResult, gave_up, lint_group, see_group, services_of, unread_in
from srm_lint.linter.unused import unused_settings
from srm_lint.model.finding import Finding, Report, Unread
from srm_lint.model.ignore import Heard
from srm_lint.model.inspection import Inspection
from srm_lint.model.ledger import Assessed, Ledger
from srm_lint.model.resource import Mode, Resource, Service
from srm_lint.model.rule import Rule
from srm_lint.model.source import Diagnostic
from srm_lint.suppress import complaints, merged
from srm_lint.tally import tally

_PROCESS_ENDED = ("its process was ended from outside", "give the machine more memory, or fewer --jobs")


def lint(paths: Sequence[str], options: Options) -> Report:
    """Judge everything below `paths` and in the plans of `options`.

    Raises:
        SrmLintError: wrong use, or a configuration, rule or catalogue file that is broken.
    """
    return _run(paths, options)[0]


def assess(paths: Sequence[str], options: Options) -> tuple[Report, Ledger]:
    """Judge everything as `lint` does, and draw up the ledger of it.

    Raises:
        SrmLintError: as `lint` does.
    """
    report, assessed = _run(paths, msgspec.structs.replace(options, for_ledger=True))
    return report, tally(report, assessed, load_matrix())


def _run(paths: Sequence[str], options: Options) -> tuple[Report, Assessed]:
    units = _units(paths, options)
    by_unit = _results(units, options)
    judged = [unit for unit in units if unit.judged]
    results = [by_unit[unit] for unit in judged]
    report, assessed = report_on(paths, judged, results, options)
    taken = {name for result in results for name in result.takes}
    advised = advice(paths, options, report, assessed, taken)
    unused = unused_settings(paths, judged, report, options)
    return msgspec.structs.replace(report, diagnostics=(*advised, *unused, *report.diagnostics)), assessed


def report_on(
    paths: Sequence[str], units: Sequence[Unit], results: Sequence[UnitResult], options: Options
) -> tuple[Report, Assessed]:
    """One report of the results of some units, which `paths` led to, and what the ledger needs beside it.

    Raises:
        SrmLintError: a configuration or a baseline is broken.
    """
    stated = state(paths, units, results, options)
    unread = dict.fromkeys(item for result in results for item in result.unread)
    read = {path for result in results for path in result.read}
    subjects = [subject for result in results for subject in result.subjects]
    findings, accepted = with_baseline(stated.findings, options)
    ignores = merged((*(item for result in results for item in result.ignores), *stated.ignores, *accepted))
    report = Report(
        findings=tuple(sorted(findings, key=_place)),
        subjects=tuple(sorted(subjects, key=lambda subject: (subject.address, subject.location))),
        diagnostics=_diagnostics(results, (*stated.diagnostics, *type_notes(subjects, options)), ignores),
        unread=tuple(sorted(unread, key=lambda item: (item.file, item.line))),
        files_found=len(read | {item.file for item in unread}),
        files_read=len(read - {item.file for item in unread}),
        value_files=tuple(sorted(value_files(read, options))),
        digest=_digest(results),
        passed=_passed(results),
        rules=tuple(_rules_of(findings, options)),
        ignores=ignores,
    )
    assessed = Assessed(
        looked_at=frozenset().union(*(result.looked_at for result in results)),
        stores=tuple(store for result in results for store in result.stores),
        declared=stated.declared,
        attested=stated.attested,
    )
    return report, assessed


def _results(units: Sequence[Unit], options: Options) -> dict[Unit, UnitResult]:
    """The result of each unit, from the cache where it still holds."""
    groups = in_groups(units)
    kept = cached(groups, options) if options.use_cache else {}
    missing = [group for group in groups if group not in kept]
    fresh = dict(zip(missing, _linted(missing, options), strict=True))
    if options.use_cache and missing:
        for group, results in fresh.items():
            remember(group, options, results)
        prune()
    by_unit: dict[Unit, UnitResult] = {}
    for group, results in (kept | fresh).items():
        by_unit |= zip(group, results, strict=True)
    return by_unit


def _linted(groups: Sequence[Group], options: Options) -> list[tuple[UnitResult, ...]]:
    """The results of each group. Where its process was ended, each of its units is tried on its own."""
    linted = []
    for group, results in zip(groups, in_order(groups, lint_group, options), strict=True):
        if results is not None:
            linted.append(results)
        elif len(group) > 1:
            linted.append(tuple(result for [result] in _linted([(unit,) for unit in group], options)))
        else:
            linted.append((gave_up(group[0], *_PROCESS_ENDED),))
    return linted


def inspect(paths: Sequence[str], options: Options) -> Inspection:
    """Evaluate everything below `paths` and judge nothing. Of several possible worlds, what they have in common is shown.

    Raises:
        SrmLintError: as `lint` does.
    """
    resources: list[tuple[Resource, Service]] = []
    diagnostics: list[Diagnostic] = []
    unread: list[Unread] = []
    read: set[str] = set()
    for unit, seen in _all_seen(_units(paths, options), options):
        resources_seen = (resource for estate in seen.estates for resource in estate.resources)
        diagnostics += masked(seen.diagnostics, sensitive_texts(resources_seen))
        unread += unread_in(seen.tree)
        read |= seen.tree.read_paths
        if seen.estates:
            estate = in_every_world(seen.estates)
            managed = [resource for resource in estate.resources if resource.mode is Mode.MANAGED]
            services = services_of(managed, options, unit.path)
            resources += [(resource, services[resource.address]) for resource in managed]
    broken = {item.file for item in unread}
    return Inspection(
        resources=tuple(sorted(resources, key=lambda pair: (pair[0].address, pair[0].location))),
        diagnostics=tuple(dict.fromkeys(diagnostics)),
        unread=tuple(dict.fromkeys(unread)),
        files_found=len(read | broken),
        files_read=len(read - broken),
    )


def _all_seen(units: Sequence[Unit], options: Options) -> Iterator[tuple[Unit, Seen]]:
    for group in in_groups(units):
        yield from ((unit, seen) for unit, seen in zip(group, see_group(group, options), strict=True) if unit.judged)


def _units(paths: Sequence[str], options: Options) -> list[Unit]:
    """What to lint. With plans, the Terraform folders among `paths` give them their places instead of being judged."""
    forget_configuration()
    config = configuration(paths[0] if paths else ".", options)
    found = discover(paths, excluded_by(config), options.unsaved)
    if not options.plans:
        return list(found.units)
    written = tuple(file for unit in found.units if unit.kind is UnitKind.TERRAFORM for file in unit.files)
    plans = [_plan_unit(plan, found) for plan in options.plans]
    return [*plans, *(unit for unit in found.units if unit.kind is not UnitKind.TERRAFORM)] if written else plans


def _plan_unit(plan: str, found: Found) -> Unit:
    """A plan with the files of the root module that it belongs to: the first that was found."""
    root = next((unit for unit in found.units if unit.kind is UnitKind.TERRAFORM), None)
    files, boundary = (root.files, root.boundary) if root else ((), boundary_of(plan))
    return Unit(UnitKind.PLAN, plan, Path(plan).stat().st_size, (plan, *files), boundary)


def _place(finding: Finding) -> tuple[object, ...]:
    return (finding.location, finding.rule, finding.subject.address)


def _rules_of(findings: Iterable[Finding], options: Options) -> Iterator[Rule]:
    """The rules of findings, as they are configured where one of theirs was found; in order of their ids."""
    folders = {finding.rule: posixpath.dirname(finding.location.file) or "." for finding in findings}
    rule_sets = {
        folder: configured_rules(options, effective_configuration(folder, options))
        for folder in dict.fromkeys(folders.values())
    }
    found = (rule_sets[folder].find(id) for id, folder in sorted(folders.items()))
    return (rule for rule in found if rule is not None)


def _passed(results: Iterable[UnitResult]) -> dict[str, int]:
    passed: Counter[str] = Counter()
    for result in results:  # a sum of counters copies all rules for each unit
        passed.update(result.passed)
    return dict(passed)


def _digest(results: Iterable[UnitResult]) -> str:
    inputs = {place: digest for result in results for place, digest in result.inputs.items()}
    return digest_of("\n".join(f"{place} {inputs[place]}" for place in sorted(inputs)).encode())


def _diagnostics(
    results: Iterable[UnitResult], of_all: Iterable[Diagnostic], ignores: Iterable[Heard]
) -> tuple[Diagnostic, ...]:
    of_each = (diagnostic for result in results for diagnostic in result.diagnostics)
    found = dict.fromkeys((*of_each, *of_all, *complaints(ignores)))
    return tuple(sorted(found, key=lambda item: (item.file, item.line, item.code, item.message)))
