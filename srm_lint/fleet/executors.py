"""Where the work is done: the processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from srm_lint.errors import UsageError


@contextmanager
def executor(scheduler: str | None, jobs: int) -> Iterator[Executor]:
    """An executor for the time of a `with` statement: of `jobs` processes (0: one a processor), or of a cluster.

    Dask gives the work of a worker that dies to another one, and gives up on what has ended several.

    Raises:
        UsageError: the extra `dask` is not installed, or no scheduler answers at that address.
    """
    if scheduler is None:
        with ProcessPoolExecutor(jobs or os.cpu_count()) as pool:
            yield pool
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--scheduler needs Dask: pip install 'srm-lint[dask]'") from error
    try:
        client = Client(scheduler, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {scheduler}: {error}") from error
    with client, client.get_executor(pure=False) as cluster:
        yield cluster
