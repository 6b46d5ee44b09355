"""A whole run: every unit, in parallel where it pays, and one report of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from srm_lint.discover import Found, Unit, UnitKind, boundary_of, discover
from srm_lint.evaluate.worlds import in_every_world
from srm_lint.linter.options import Options
from srm_lint.linter.parallel import in_order
from srm_lint.linter.sources import configuration, excluded_by
from srm_lint.linter.unit import UnitResult, lint_unit, see_unit, services_of, unread_in
from srm_lint.model.finding import Finding, Report, Unread
from srm_lint.model.inspection import Inspection
from srm_lint.model.resource import Mode, Resource, Service
from srm_lint.model.source import Diagnostic, Level


def lint(paths: Sequence[str], options: Options) -> Report:
    """Judge everything below `paths` and in the plans of `options`.

    Raises:
        SrmLintError: wrong use, or a configuration, rule or catalogue file that is broken.
    """
    units = _units(paths, options)
    results = in_order(units, lint_unit, options)
    unread = dict.fromkeys(item for result in results for item in result.unread)
    read = {path for result in results for path in result.read}
    subjects = (subject for result in results for subject in result.subjects)
    nothing = [] if read or unread else [_nothing_found(paths)]
    return Report(
        findings=tuple(sorted((finding for result in results for finding in result.findings), key=_place)),
        subjects=tuple(sorted(subjects, key=lambda subject: (subject.address, subject.location))),
        diagnostics=(*nothing, *_diagnostics(results)),
        unread=tuple(sorted(unread, key=lambda item: (item.file, item.line))),
        files_found=len(read | {item.file for item in unread}),
        files_read=len(read - {item.file for item in unread}),
        passed=dict(sum((Counter(result.passed) for result in results), Counter[str]())),
    )


def inspect(paths: Sequence[str], options: Options) -> Inspection:
    """Evaluate everything below `paths` and judge nothing. Of several possible worlds, what they have in common is shown.

    Raises:
        SrmLintError: as `lint` does.
    """
    resources: list[tuple[Resource, Service]] = []
    diagnostics: list[Diagnostic] = []
    unread: list[Unread] = []
    read: set[str] = set()
    for unit in _units(paths, options):
        seen = see_unit(unit, options)
        diagnostics += seen.diagnostics
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


def _units(paths: Sequence[str], options: Options) -> list[Unit]:
    """What to lint. With plans, the Terraform folders among `paths` give them their places instead of being judged."""
    config = configuration(paths[0] if paths else ".", options)
    found = discover(paths, excluded_by(config))
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


def _nothing_found(paths: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        file=paths[0] if paths else ".",
        line=0,
        code="nothing-found",
        message="no Terraform and no CloudFormation was found, so nothing was judged",
        level=Level.WARNING,
        help="check the path, and `exclude` in .srm-lint.yaml",
    )


def _diagnostics(results: Iterable[UnitResult]) -> tuple[Diagnostic, ...]:
    found = dict.fromkeys(diagnostic for result in results for diagnostic in result.diagnostics)
    return tuple(sorted(found, key=lambda item: (item.file, item.line, item.code, item.message)))
