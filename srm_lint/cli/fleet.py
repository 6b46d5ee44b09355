"""`srm-lint fleet`: the repositories of an organisation in one table."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
import msgspec

from srm_lint.cli.asked import Scan, Selection, gather, linter_options
from srm_lint.cli.exits import CLEAN, exit_code
from srm_lint.cli.options import debug_option, gate_options, rule_options
from srm_lint.cli.outputs import check_place, whole_file
from srm_lint.cli.progress import Progress
from srm_lint.errors import UsageError
from srm_lint.model.finding import Unread
from srm_lint.model.rule import Severity
from srm_lint.model.source import Diagnostic, Level
from srm_lint.report.clean import one_line
from srm_lint.report.view import View

if TYPE_CHECKING:
    from srm_lint.fleet import Judged, Repository
    from srm_lint.linter import Options
    from srm_lint.report.contract.fleet import FleetRow


class Where(msgspec.Struct, frozen=True):
    """What is judged, and by which processes."""

    repositories: TextIO
    scheduler: str | None
    jobs: int
    no_config: bool
    no_cache: bool


class Show(msgspec.Struct, frozen=True):
    """What the table holds, where it goes, and what makes the run fail."""

    format: str
    output: str | None
    show_all: bool
    fail_on: str | None
    allow_parse_errors: bool


class Outcome(msgspec.Struct, frozen=True):
    """What a repository alone would exit with, and what could not be judged or read of it, "" where all could."""

    code: int
    lacks: str


@click.command("fleet", short_help="Judge many repositories into one table.")
@click.argument("repositories", type=click.File(encoding="utf-8"), metavar="REPOS")
@click.option(
    "--scheduler",
    metavar="URL",
    help="Judge on the workers of this Dask cluster: tcp://host:8786. Needs srm-lint[dask].",
)
@click.option("--format", "format", type=click.Choice(["jsonl", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="FILE", help="Write the table to a file.")
@click.option("--all", "show_all", is_flag=True, help="What is unknown, passed and accepted, too.")
@gate_options
@rule_options
@click.option("--no-config", is_flag=True, help="Read no .srm-lint.yaml.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Processes; 0: one for each processor."
)
@debug_option
@gather(where=Where, selection=Selection, show=Show)
def command(where: Where, selection: Selection, show: Show) -> int:
    """Judge the repositories that REPOS lists, one folder a line, into one table of findings.

    Relative folders lie below the list's own; `-` reads the list from standard input. Nothing is downloaded: the
    folders hold clones that every process, or every worker of the cluster, can read.

    A repository is judged as `srm-lint check` would from its root, by its own configuration. The table has a row for
    each finding on each resource, for each file that could not be read, for each diagnostic, and one for each
    repository. A worker that dies costs time: its work is done again, and no row is lost or written twice.

    Exit codes: 0 no open gap at or above --fail-on, 1 there is, 2 wrong use, 3 a repository could not be judged or
    read as a whole (3 outweighs 1).
    """
    from srm_lint.fleet import executor, judge_all, read_repositories, table_writer

    listed = read_repositories(where.repositories, _folder_of(where.repositories))
    write = table_writer(show.format)
    _check_output(show)
    outcomes: list[Outcome] = []
    with Progress(sys.stderr) as progress:
        options = _options(where, selection, listed, progress, show_all=show.show_all)
        with executor(where.scheduler, where.jobs) as pool:
            rows = _rows(judge_all(listed, options, pool), show, outcomes)
            if show.output:
                with whole_file(show.output) as stream:
                    write(rows, stream)
            else:
                write(rows, sys.stdout.buffer)
    _say_what_lacks(outcomes)
    return max((outcome.code for outcome in outcomes), default=CLEAN)


def _folder_of(listing: TextIO) -> Path:
    return Path() if listing is sys.stdin else Path(listing.name).parent


def _check_output(show: Show) -> None:
    if show.output:
        check_place(show.output)
    elif show.format == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; give it a file: --output findings.parquet")


def _options(
    where: Where, selection: Selection, listed: tuple[Repository, ...], progress: Progress, *, show_all: bool
) -> Options:
    """What the linter is told; a worker of a cluster stands in a folder of its own, so paths are absolute."""
    paths = tuple(repository.path for repository in listed)
    scan = Scan(paths, no_config=where.no_config, no_cache=where.no_cache, jobs=where.jobs)
    rules = tuple(Path(folder).absolute().as_posix() for folder in selection.rules)
    chosen = msgspec.structs.replace(selection, rules=rules)
    return linter_options(scan, progress, chosen, keep_passes=show_all)


def _rows(every: Iterator[Judged], show: Show, outcomes: list[Outcome]) -> Iterator[FleetRow]:
    """The rows of all repositories; what became of each goes to `outcomes`."""
    from srm_lint.report.fleet_rows import fleet_rows

    for judged in every:
        fail_on = Severity(show.fail_on) if show.fail_on else judged.fail_on
        allowed = show.allow_parse_errors
        code = exit_code(judged.report, fail_on, fail_on_unknown=False, allow_parse_errors=allowed)
        view = View(show_all=show.show_all, directory=judged.directory, repository=judged.repository.path)
        outcomes.append(Outcome(code, _lacks(judged, view)))
        yield from fleet_rows(judged.repository.name, judged.report, view)


def _lacks(judged: Judged, view: View) -> str:
    """The first thing that could not be judged or read of a repository, and how many more there are."""
    errors = (told for told in judged.report.diagnostics if told.level is Level.ERROR)
    problems: list[Unread | Diagnostic] = [*judged.report.unread, *errors]
    if not problems:
        return ""
    first = problems[0]
    file = view.in_repository(first.file) or first.file
    place = f"{file}:{first.line}" if first.line else file
    more = f", and {len(problems) - 1} more" if problems[1:] else ""
    return one_line(f"{judged.repository.name}: {place}: {first.message}{more}")


def _say_what_lacks(outcomes: Sequence[Outcome]) -> None:
    if lacks := [outcome.lacks for outcome in outcomes if outcome.lacks]:
        click.echo(f"{len(lacks)} of {len(outcomes)} repositories could not be judged or read as a whole:", err=True)
        for line in lacks:
            click.echo(f"  {line}", err=True)
