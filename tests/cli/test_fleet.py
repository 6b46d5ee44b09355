"""`srm-lint fleet`: every repository once, on this machine and on a cluster that loses a worker."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_lint import __version__
from srm_lint.cli.app import run
from srm_lint.fleet import Repository, judge_all
from srm_lint.fleet.run import Judged
from srm_lint.linter import Options
from srm_lint.model.finding import Report

NO_BACKUP = 'resource "aws_db_instance" "d" {\n  backup_retention_period = 0\n}\n'
PROGRAM = [sys.executable, "-m", "srm_lint"]

pytestmark = pytest.mark.unguarded  # a cluster is connections


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two repositories with a gap, one of them by a configuration that lets low ones pass, a broken one, and no one's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in {"a": NO_BACKUP, "b": NO_BACKUP, "broken": 'resource "x" {'}.items():
        (tmp_path / "clones" / name / ".git").mkdir(parents=True)
        (tmp_path / "clones" / name / "main.tf").write_text(text)
    (tmp_path / "clones" / "b" / ".srm-lint.yaml").write_text("ignore: [aws-rds-backups-off]\n")
    return tmp_path / "clones"


def rows_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def found(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    select = [row for row in rows if row["rule"] == "aws-rds-backups-off"]
    return [(row["repository"], row["file"], row["line"], row["address"]) for row in select]


def test_the_table_has_each_repository_with_its_own_configuration(
    fleet: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (fleet / "list.txt").write_text("# ours\na\nb\n\na\nbroken\nmissing\n")
    assert run(["fleet", "clones/list.txt"]) == 3
    rows = rows_of(capfd.readouterr().out)
    assert found(rows) == [("a", "main.tf", 2, "aws_db_instance.d")]
    own = {str(row["repository"]): row["complete"] for row in rows if row["record"] == "repository"}
    assert own == {"a": True, "b": True, "broken": False, "missing": False}
    told = {row["repository"]: row["message"] for row in rows if row["record"] in {"unread", "diagnostic"}}
    assert "no such folder" in str(told["missing"])
    assert {row["file"] for row in rows if row["record"] == "unread"} == {"main.tf"}


@pytest.mark.parametrize("options", [[], ["--output", "rows.jsonl"], ["--allow-parse-errors"]])
def test_standard_error_names_what_could_not_be_judged(
    fleet: Path, options: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    (fleet / "list.txt").write_text("a\nbroken\nmissing\n")
    run(["fleet", "clones/list.txt", *options])
    head, broken, missing = capfd.readouterr().err.splitlines()
    assert head == "2 of 3 repositories could not be judged or read as a whole:"
    assert broken.startswith("  broken: main.tf:1: ")
    assert (
        missing
        == f"  missing: {(fleet / 'missing').as_posix()}: there is no such folder on the machine that was to judge it"
    )


@pytest.mark.parametrize(
    ("listed", "options", "code"),
    [
        ("a", [], 1),
        ("a", ["--fail-on", "critical"], 0),
        ("a", ["--ignore", "aws"], 0),
        ("broken", ["--allow-parse-errors"], 0),
        ("a\nbroken", [], 3),
    ],
)
def test_exit_codes_are_those_of_check(fleet: Path, listed: str, options: list[str], code: int) -> None:
    (fleet / "list.txt").write_text(listed)
    assert run(["fleet", "clones/list.txt", *options]) == code


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("# nothing\n", "names no repository"),
        ("https://example.com/a.git\n", "nothing is downloaded"),
        ("git@example.com:a.git\n", "nothing is downloaded"),
    ],
)
def test_a_list_of_no_folders_is_wrong_use(
    fleet: Path, listed: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet / "list.txt").write_text(listed)
    assert run(["fleet", "clones/list.txt"]) == 2
    assert message in capsys.readouterr().err


def test_a_scheduler_that_does_not_answer_is_wrong_use(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (fleet / "list.txt").write_text("a\n")
    assert run(["fleet", "clones/list.txt", "--scheduler", "nonsense://127.0.0.1:9"]) == 2
    assert "no Dask scheduler answers at nonsense://127.0.0.1:9" in capsys.readouterr().err


def test_parquet_holds_the_same_rows(fleet: Path) -> None:
    from pyarrow import parquet

    (fleet / "list.txt").write_text("a\nb\nbroken\n")
    run(["fleet", "clones/list.txt", "--output", "rows.jsonl"])
    run(["fleet", "clones/list.txt", "--format", "parquet", "--output", "rows.parquet"])
    assert parquet.read_table("rows.parquet").to_pylist() == rows_of(Path("rows.jsonl").read_text())


def test_a_worker_of_another_version_adds_nothing(fleet: Path) -> None:
    class OtherVersion:
        """An executor whose workers have another release installed."""

        def submit(self, _work: object, repository: Repository, _options: Options) -> OtherVersion:
            self.judged = Judged(repository, Report((), (), (), (), 1, 1), version="0.0.1")
            return self

        def result(self) -> Judged:
            return self.judged

    (judged,) = judge_all([Repository("a", str(fleet / "a"))], Options(today="2026-06-01"), OtherVersion())
    assert f"the worker has srm-lint 0.0.1, this is {__version__}" in judged.report.diagnostics[0].message


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers without anybody to start them again."""
    dask = [sys.executable, "-m", "distributed.cli"]
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = subprocess.Popen(
        [*dask[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(file)], **quiet,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]
    worker = [*dask[:2], "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    workers = [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_worker_that_is_killed_half_way_loses_nothing_and_doubles_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    names = [f"repository-{number:02}" for number in range(24)]
    for name in names:
        (tmp_path / name).mkdir()
        blocks = (NO_BACKUP.replace('"d"', f'"d{number}"') for number in range(40))
        (tmp_path / name / "main.tf").write_text("".join(blocks))
    (tmp_path / "list.txt").write_text("\n".join(names))
    here = [*PROGRAM, "fleet", "list.txt", "--no-cache"]
    running = subprocess.Popen([*here, "--scheduler", address], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert running.stdout is not None
    first = running.stdout.readline()  # the first repository is done, and the others are under way
    workers[0].send_signal(signal.SIGKILL)
    assert running.poll() is None
    rest = running.stdout.read()
    assert running.wait() == 1
    alone = subprocess.run(here, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert first + rest == alone.stdout
    assert [row["repository"] for row in rows_of(first + rest) if row["record"] == "repository"] == names
