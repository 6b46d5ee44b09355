"""Units over processes: worth it for large inputs only, and never visible in the result."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from srm_lint.discover import Unit
from srm_lint.linter.options import Options

Result = TypeVar("Result")

_WORTH_A_PROCESS = 400_000
"""Bytes of configuration that one more process pays off for: about its own start-up time in work."""


def in_order(units: Sequence[Unit], work: Callable[[Unit, Options], Result], options: Options) -> list[Result]:
    """`work` on every unit; results in the order of `units`, whatever the number of processes.

    The largest units start first, so that no process is left alone with one at the end.
    """
    jobs = _jobs(units, options)
    if jobs < 2:
        return [_reported(unit, work, options) for unit in units]
    from concurrent.futures import ProcessPoolExecutor  # 20 ms that a small input need not pay

    quiet = msgspec.structs.replace(options, progress=None)
    largest_first = sorted(range(len(units)), key=lambda index: -units[index].size)
    with ProcessPoolExecutor(jobs) as pool:
        futures = {index: pool.submit(work, units[index], quiet) for index in largest_first}
        results = []
        for index, unit in enumerate(units):
            if options.progress:
                options.progress(unit.path)
            results.append(futures[index].result())
    return results


def _reported(unit: Unit, work: Callable[[Unit, Options], Result], options: Options) -> Result:
    if options.progress:
        options.progress(unit.path)
    return work(unit, options)


def _jobs(units: Sequence[Unit], options: Options) -> int:
    size = sum(unit.size for unit in units)
    useful = options.jobs or min(os.cpu_count() or 1, size // _WORTH_A_PROCESS)
    return min(useful, len(units))
