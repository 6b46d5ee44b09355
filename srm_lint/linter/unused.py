"""Settings that hold for nothing: told where a run has looked at all that they may be meant for, and only there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from srm_lint.discover import Unit
from srm_lint.linter.options import Options
from srm_lint.linter.overrides import unused_overrides
from srm_lint.linter.sources import effective_configuration
from srm_lint.model.finding import Report
from srm_lint.model.source import Diagnostic, Level
from srm_lint.suppress import unused_exemptions


def unused_settings(
    paths: Sequence[str], units: Iterable[Unit], report: Report, options: Options
) -> Iterator[Diagnostic]:
    """Exemptions and overrides of nothing, of configuration files whose whole folder is below `paths`."""
    failed = report.unread or any(told.level is Level.ERROR for told in report.diagnostics)
    if failed or options.plans or options.unsaved:
        return
    folders = [Path(path).resolve() for path in paths if Path(path).is_dir()]

    def is_covered(file: str) -> bool:
        return any(Path(file).resolve().is_relative_to(folder) for folder in folders)

    yield from unused_exemptions(heard for heard in report.ignores if is_covered(heard.ignore.location.file))
    effective = (effective_configuration(unit.path, options) for unit in units)
    overriding = {each.origins["overrides"]: each for each in effective if each.config.overrides}
    if overriding:
        files = {place.file for subject in report.subjects for place in (subject.location, *subject.calls)}
        for file, each in overriding.items():
            if is_covered(file):
                yield from unused_overrides(each, files)
