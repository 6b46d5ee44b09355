"""Groups of units over processes: worth it for large inputs only, and never visible in the result."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import msgspec

from srm_lint.discover import Group
from srm_lint.linter.options import Options

if TYPE_CHECKING:  # 20 ms that a small input need not pay
    from concurrent.futures import Executor, Future

Result = TypeVar("Result")
Given = ParamSpec("Given")

_WORTH_A_PROCESS = 400_000
"""Bytes of configuration that one more process pays off for: about its own start-up time in work."""


def in_order(
    groups: Sequence[Group], work: Callable[[Group, Options], Result], options: Options
) -> list[Result | None]:
    """`work` on every group, in the order of `groups` whatever the number of processes; None where it ends its process.

    The largest groups start first, so that no process is left alone with one at the end.
    """
    jobs = _jobs(groups, options)
    if jobs < 2:
        return [_reported(group, work, options) for group in groups]
    from concurrent.futures import ProcessPoolExecutor

    quiet = msgspec.structs.replace(options, progress=None)
    largest_first = sorted(range(len(groups)), key=lambda index: -_size(groups[index]))
    with ProcessPoolExecutor(jobs) as pool:
        futures = {index: started(pool, work, groups[index], quiet) for index in largest_first}
        results = []
        for index, group in enumerate(groups):
            _report(group, options)
            results.append(outcome(futures[index], work, group, quiet))
    return results


def started(pool: Executor, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Future[Result]:
    """`work` handed to a pool, one that has broken meanwhile too: its future tells."""
    from concurrent.futures import BrokenExecutor, Future

    try:
        return pool.submit(work, *given, **named)
    except BrokenExecutor as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def outcome(
    future: Future[Result], work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
) -> Result | None:
    """What came of `work` in a pool of processes; None where it ends any process, by its need of memory for one.

    A process that ends takes the whole pool with it, and nothing tells which work it was. So each is done once more, in
    a process of its own, and only the one to blame is lost.
    """
    from concurrent.futures import BrokenExecutor

    try:
        return future.result()
    except BrokenExecutor:
        return _alone(work, *given, **named)


def _alone(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result | None:
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(work, *given, **named).result()
        except BrokenExecutor:
            return None


def _reported(group: Group, work: Callable[[Group, Options], Result], options: Options) -> Result:
    _report(group, options)
    return work(group, options)


def _report(group: Group, options: Options) -> None:
    for unit in group:
        if options.progress:
            options.progress(unit.path)


def _size(group: Group) -> int:
    return sum(unit.size for unit in group)


def _jobs(groups: Sequence[Group], options: Options) -> int:
    size = sum(map(_size, groups))
    useful = options.jobs or min(os.cpu_count() or 1, size // _WORTH_A_PROCESS)
    return min(useful, len(groups))
