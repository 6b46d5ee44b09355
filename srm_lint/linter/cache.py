"""Results of units kept between runs: only ever a faster way to the same bytes.

An entry is the result of one unit with a digest of everything it rested on: each file that was read or found missing,
each folder that was listed. It is used while all of that is still so, for the same rules, configuration, options, day
and version. Entries are msgpack of frozen structs: plain data, with secrets masked as in every report.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from srm_lint.discover import Unit
from srm_lint.linter.options import Options
from srm_lint.linter.sources import cache_folder, configuration, digest_of_policy
from srm_lint.linter.tree import digest_of
from srm_lint.linter.unit import UnitResult, tree_of
from srm_lint.pack import write_whole

MAXIMUM_BYTES = 200 * 1024 * 1024
"""Entries that were used longest ago are removed when all together take more."""


def cached(unit: Unit, options: Options) -> UnitResult | None:
    """The result of a unit from an earlier run, None where there is none that still holds."""
    path = _path(unit, options)
    try:
        result = msgspec.msgpack.decode(path.read_bytes(), type=UnitResult)
        if not tree_of(unit, options).still_holds(result.inputs):
            return None
        os.utime(path)
    except (OSError, msgspec.DecodeError):
        return None
    return result


def remember(unit: Unit, options: Options, result: UnitResult) -> None:
    """Keep a result. A folder that cannot be written, or a full disk, costs time and nothing else.

    A unit that could not be evaluated rests on nothing that could be compared, and is tried again.
    """
    if not result.inputs:
        return
    with contextlib.suppress(OSError):
        write_whole(_path(unit, options), msgspec.msgpack.encode(result))


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


def _path(unit: Unit, options: Options) -> Path:
    """Where the result of a unit is: named by all that decides it beside the files."""
    asked = msgspec.structs.replace(options, progress=None, jobs=0, unsaved={})  # `inputs` tell what was read
    config = configuration(unit.path, options)
    policy = digest_of_policy((*config.rules, *options.rule_folders), config.catalogue)
    return _folder() / f"{digest_of(msgspec.msgpack.encode((str(Path.cwd()), unit, asked, config, policy)))}.msgpack"
