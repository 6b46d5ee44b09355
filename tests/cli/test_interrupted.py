"""Killed at any moment, on a full disk, without a home: every file is whole or untouched, and the answer is given."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec
import pytest

pytestmark = pytest.mark.programs("srm-lint")

PROGRAM = Path(sys.executable).parent / "srm-lint"
BUCKET = 'resource "aws_db_instance" "d{n}" {{\n  storage_encrypted = false\n  skip_final_snapshot = true\n}}\n'
OLD = b"old\n" * 2000
WRITERS = {
    "report": (["check", ".", "--no-cache", "--format", "json=report.json"], "report.json", OLD),
    "ledger": (["ledger", ".", "--no-cache", "--format", "html", "--output", "ledger.html"], "ledger.html", OLD),
    "baseline": (["baseline", ".", "--output", "known.json"], "known.json", b'{"version": 1, "findings": []}\n'),
    "fix": (["check", ".", "--no-cache", "--fix"], "main.tf", None),
}

END = {"report.json": b"\n}\n", "ledger.html": b"</html>\n", "known.json": b"]\n}\n", "main.tf": b"\n}\n"}


@pytest.fixture
def tree(tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "main.tf").write_text("".join(BUCKET.format(n=number) for number in range(20)), encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(shutil.copytree(packs, tmp_path / "cache")))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return folder


def run(tree: Path, arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *arguments], cwd=tree, capture_output=True, text=True, check=False, **options)


def killed_runs(tree: Path, arguments: list[str], most: int = 40):
    """Runs of a command, each killed one write later, up to the one that gets through."""
    for number in range(1, most):
        done = run(tree, arguments, env=os.environ | {"GUARD_KILL_AT": str(number)})
        yield done
        if done.returncode != -signal.SIGKILL:
            return
    raise AssertionError(f"more than {most} writes")


@pytest.mark.parametrize(("arguments", "name", "before"), WRITERS.values(), ids=WRITERS)
def test_a_file_is_old_or_new_whenever_the_program_is_killed(tree: Path, arguments, name: str, before) -> None:
    target = tree / name
    before = target.read_bytes() if before is None else before
    target.write_bytes(before)
    seen = []
    for _ in killed_runs(tree, arguments):
        seen.append(target.read_bytes())
        target.write_bytes(before)
    assert before in seen
    assert seen[-1].endswith(END[name])
    assert {len(content) for content in seen} <= {len(before), len(seen[-1])}


@pytest.mark.parametrize("is_cold", [True, False], ids=["packs of rules", "results"])
def test_the_cache_is_whole_whenever_the_program_is_killed(
    tree: Path, tmp_path: Path, packs: Path, is_cold: bool
) -> None:
    cache = tmp_path / "cache"
    told = run(tree, ["check", ".", "--no-cache"]).stdout
    for number in (1, 2):  # while an entry is written, and before it is put in place
        shutil.rmtree(cache)
        if not is_cold:
            shutil.copytree(packs, cache)
        killed = run(tree, ["check", "."], env=os.environ | {"GUARD_KILL_AT": str(number)})
        assert killed.returncode == -signal.SIGKILL
        for entry in cache.rglob("*.msgpack"):
            msgspec.msgpack.decode(entry.read_bytes())
        assert run(tree, ["check", "."]).stdout == told


def _few_bytes(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(("arguments", "name", "before"), WRITERS.values(), ids=WRITERS)
def test_a_full_disk_leaves_files_alone(tree: Path, tmp_path: Path, arguments, name: str, before) -> None:
    target = tree / name
    target.write_bytes(before or target.read_bytes())
    before = target.read_bytes()
    done = run(tree, arguments, preexec_fn=partial(_few_bytes, 1000))
    assert done.returncode == 2
    assert f"{name}: cannot be written: File too large" in done.stderr
    assert target.read_bytes() == before
    assert sorted(path.name for path in tree.iterdir()) == sorted({"main.tf", name})


def test_a_full_disk_costs_the_cache_and_nothing_else(tree: Path, tmp_path: Path) -> None:
    done = run(tree, ["check", "."], preexec_fn=partial(_few_bytes, 1000))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == run(tree, ["check", ".", "--no-cache"]).stdout
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.stat().st_size == 1000]


@pytest.mark.parametrize(
    "places",
    [
        {"XDG_CACHE_HOME": "/dev/null/cache"},
        {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": None},
        {"HOME": None, "XDG_CACHE_HOME": None, "USER": None, "LOGNAME": None},
    ],
    ids=str,
)
def test_no_place_for_a_cache_is_no_trouble(tree: Path, places: dict[str, str | None]) -> None:
    told = run(tree, ["check", ".", "--no-cache"]).stdout
    environment = {name: value for name, value in (os.environ | places).items() if value is not None}
    done = run(tree, ["check", "."], env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (1, told, "")
