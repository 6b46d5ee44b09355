"""Results kept between runs: only ever a faster way to the same bytes.

An entry is the results of a group of units with a digest of everything they rested on: each file that was read or found
missing, each folder that was listed. It is used while all of that is still so, for the same rules, configuration, options, day
and version. Entries are msgpack of frozen structs: plain data, with secrets masked as in every report.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from srm_lint.discover import Group
from srm_lint.linter.options import Options
from srm_lint.linter.sources import cache_folder, configuration, digest_of_policy
from srm_lint.linter.tree import digest_of
from srm_lint.linter.unit import UnitResult, tree_of
from srm_lint.pack import write_whole

MAXIMUM_BYTES = 200 * 1024 * 1024
"""Entries that were used longest ago are removed when all together take more."""


def cached(group: Group, options: Options) -> tuple[UnitResult, ...] | None:
    """The results of a group from an earlier run, None where there are none that still hold."""
    path = _path(group, options)
    try:
        results = msgspec.msgpack.decode(path.read_bytes(), type=tuple[UnitResult, ...])
        for unit, result in zip(group, results, strict=True):
            if not tree_of(unit, options).still_holds(result.inputs):
                return None
        os.utime(path)
    except (OSError, msgspec.DecodeError):
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
    """Remove every entry; how many there were."""
    entries = list(_folder().glob("*.msgpack*"))
    for entry in entries:
        entry.unlink(missing_ok=True)
    return len(entries)


def prune() -> None:
    """Remove what was used longest ago, until the rest fits."""
    with contextlib.suppress(OSError):
        entries = sorted((entry.stat().st_mtime, entry.stat().st_size, entry) for entry in _folder().glob("*.msgpack*"))
        excess = sum(size for _, size, _ in entries) - MAXIMUM_BYTES
        for _, size, entry in entries:
            if excess <= 0:
                return
            entry.unlink(missing_ok=True)
            excess -= size


def _folder() -> Path:
    return cache_folder() / "results"


def _path(group: Group, options: Options) -> Path:
    """Where the results of a group are: named by all that decides them beside the files."""
    asked = msgspec.structs.replace(options, progress=None, jobs=0, unsaved={})  # `inputs` tell what was read
    configs = [configuration(unit.path, options) for unit in group]
    policies = [digest_of_policy((*config.rules, *options.rule_folders), config.catalogue) for config in configs]
    named = msgspec.msgpack.encode((str(Path.cwd()), group, asked, configs, policies))
    return _folder() / f"{digest_of(named)}.msgpack"
