"""Results kept between runs: only ever a faster way to the same bytes.

An entry is the results of a group of units with a digest of everything they rested on: each file that was read or found
missing, each folder that was listed. It is used while all of that is still so, for the same rules, configuration, options, day
and version. Entries are msgpack of frozen structs: plain data, with secrets masked as in every report.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from srm_lint import pack
from srm_lint.discover import Group, Unit
from srm_lint.linter.options import Options
from srm_lint.linter.sources import cache_folder, configuration, digest_of_policy
from srm_lint.linter.tree import FileTree, digest_of
from srm_lint.linter.unit import UnitResult, named_for, tree_of
from srm_lint.pack import kept, write_whole

MAXIMUM_BYTES = 200 * 1024 * 1024
"""Entries that were used longest ago are removed when all together take more."""


def cached(groups: Iterable[Group], options: Options) -> dict[Group, tuple[UnitResult, ...]]:
    """The results of those groups of which an earlier run left some that still hold."""
    now = _Now(options)
    found = ((group, _entry(group, options, now)) for group in groups)
    return {group: results for group, results in found if results is not None}


class _Now:
    """The scanned files as they are: one that several groups rest on is looked at once."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._trees: dict[tuple[str, tuple[str, ...]], FileTree] = {}

    def holds(self, unit: Unit, result: UnitResult) -> bool:
        """Whether all that a result rests on is as it was."""
        readable = (unit.boundary, named_for(unit, self._options))
        if readable not in self._trees:
            self._trees[readable] = tree_of(unit, self._options)
        return self._trees[readable].still_holds(result.inputs)


def _entry(group: Group, options: Options, now: _Now) -> tuple[UnitResult, ...] | None:
    path = _path(group, options)
    try:
        results = msgspec.msgpack.decode(path.read_bytes(), type=tuple[UnitResult, ...])
        if not all(now.holds(unit, result) for unit, result in zip(group, results, strict=True)):
            return None
        os.utime(path)
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    return results


def remember(group: Group, options: Options, results: tuple[UnitResult, ...]) -> None:
    """Keep results. A folder that cannot be written, or a full disk, costs time and nothing else.

    A unit that could not be evaluated rests on nothing that could be compared, and is tried again.
    """
    if not all(result.inputs for result in results):
        return
    with contextlib.suppress(OSError):
        write_whole(_path(group, options), msgspec.msgpack.encode(results))


def clear() -> int:
    """Remove every result and every pack; how many there were."""
    entries = [*kept(_folder()), *kept(cache_folder())]
    for entry in entries:
        entry.unlink(missing_ok=True)
    return len(entries)


def prune() -> None:
    """Remove what was used longest ago, until the rest fits."""
    pack.prune(_folder(), MAXIMUM_BYTES)


def _folder() -> Path:
    return cache_folder() / "results"


def _path(group: Group, options: Options) -> Path:
    """Where the results of a group are: named by all that decides them beside the files."""
    asked = msgspec.structs.replace(options, progress=None, jobs=0, unsaved={})  # `inputs` tell what was read
    configs = [configuration(unit.path, options) for unit in group]
    policies = [digest_of_policy((*config.rules, *options.rule_folders), config.catalogue) for config in configs]
    named = msgspec.msgpack.encode((str(Path.cwd()), group, asked, configs, policies))
    return _folder() / f"{digest_of(named)}.msgpack"
