"""Each repository judged once, wherever that is, and its report in the order of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from srm_lint import __version__
from srm_lint.errors import SrmLintError
from srm_lint.fleet.repositories import Repository
from srm_lint.linter import Options, lint
from srm_lint.linter.parallel import outcome, started
from srm_lint.linter.sources import configuration
from srm_lint.model.finding import Report
from srm_lint.model.rule import Severity
from srm_lint.model.source import Diagnostic, Level


class Judged(msgspec.Struct, frozen=True):
    """The report on one repository.

    `directory` is what its relative paths are relative to: where the process stood. `fail_on` is what makes it fail by
    its own configuration, `version` the srm-lint that made it.
    """

    repository: Repository
    report: Report
    directory: str = "/"
    fail_on: Severity = Severity.LOW
    version: str = __version__


def judge_all(repositories: Sequence[Repository], options: Options, executor: Executor) -> Iterator[Judged]:
    """Judge every repository with an executor of any kind; reports come in the order of the list, each exactly once.

    A repository that cannot be judged has a report as well: one that says why, as an error.
    """
    quiet = msgspec.structs.replace(options, progress=None, jobs=1)
    futures = [started(executor, judge_one, repository, quiet) for repository in repositories]
    for repository, future in zip(repositories, futures, strict=True):
        if options.progress:
            options.progress(repository.name)
        try:
            judged = outcome(future, judge_one, repository, quiet)
        except Exception as error:  # noqa: BLE001 - executors have their own ways to give up, and each costs one repository
            judged = _gave_up(repository, f"{type(error).__name__}: {error}")
        yield _of_this_version(judged or _gave_up(repository, "its process was ended from outside"))


def judge_one(repository: Repository, options: Options) -> Judged:
    """Judge a repository in this process; what is wrong with its configuration is an error of its report."""
    if not Path(repository.path).is_dir():
        return _gave_up(repository, "there is no such folder on the machine that was to judge it")
    try:
        report = lint([repository.path], options)
        fail_on = configuration(repository.path, options).fail_on
    except SrmLintError as error:
        return _gave_up(repository, str(error))
    return Judged(repository, report, Path.cwd().as_posix(), fail_on)


def _of_this_version(judged: Judged) -> Judged:
    """Two versions have two sets of rules: what they find is not of one table."""
    if judged.version == __version__:
        return judged
    return _gave_up(judged.repository, f"the worker has srm-lint {judged.version}, this is {__version__}")


def _gave_up(repository: Repository, why: str) -> Judged:
    told = Diagnostic(repository.path, 0, "not-evaluated", why, Level.ERROR)
    return Judged(repository, Report((), (), (told,), (), files_found=0, files_read=0))
