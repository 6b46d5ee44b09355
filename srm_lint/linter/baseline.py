"""A run's baseline: read and applied, written anew, pruned."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from srm_lint.discover import boundary_of
from srm_lint.errors import ConfigError
from srm_lint.linter.options import Options
from srm_lint.linter.policy import policy_of
from srm_lint.linter.sources import effective_configuration, load_rule_set
from srm_lint.model.finding import Finding, Report
from srm_lint.model.ignore import Heard
from srm_lint.suppress.baseline import Baseline, apply_baseline, open_identities, read_baseline, write_baseline
from srm_lint.suppress.identity import Identity, relative


def with_baseline(findings: Sequence[Finding], options: Options) -> tuple[Sequence[Finding], list[Heard]]:
    """Findings with those accepted that the baseline of `options` has, and what became of its entries.

    Raises:
        ConfigError: the file cannot be read, or is no baseline.
    """
    if not options.baseline:
        return findings, []

    @cache
    def refused(folder: str) -> Mapping[str, str]:
        return policy_of(effective_configuration(folder, options), options).refused

    def refused_by(finding: Finding) -> str:
        return refused(posixpath.dirname(finding.location.file) or ".").get(finding.rule, "")

    return apply_baseline(findings, load_baseline(options.baseline), boundary_of(options.baseline), refused_by)


def load_baseline(file: str) -> Baseline:
    """The baseline in a file.

    Raises:
        ConfigError: the file cannot be read, or is no baseline.
    """
    try:
        return read_baseline(Path(file).read_bytes(), file)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error


def updated_baseline(
    file: str, report: Report, paths: Sequence[str], options: Options, *, prune: bool
) -> tuple[bytes, int, int]:
    """Bytes of the baseline `file` after a run over `paths`; how many entries are new, and how many are gone.

    What this run did not look at keeps its entries: other paths, unread files, rules that were not judged. With
    `prune` entries only go.

    Raises:
        ConfigError: `file` exists and is no baseline.
    """
    base = boundary_of(file)
    known = load_baseline(file).identities if Path(file).exists() else frozenset()
    found = open_identities(report.findings, base)
    judged = frozenset(load_rule_set(options, effective_configuration(paths[0], options)).ids)
    unread = {relative(item.file, base) for item in report.unread}
    looked_at = [relative(path, base) for path in paths]
    kept = {
        entry
        for entry in known - found
        if entry.rule not in judged or entry.file in unread or not any(_is_below(entry, path) for path in looked_at)
    }
    entries = kept | (known & found if prune else found)
    return write_baseline(entries), len(entries - known), len(known - entries)


def _is_below(entry: Identity, path: str) -> bool:
    """Whether a run over `path` shows what became of the entry: it judges whole root modules."""
    return path == "." or any(PurePosixPath(place).is_relative_to(path) for place in (entry.file, entry.root))
