"""The installed program: what only a process of its own can show."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from srm_lint import __version__
from srm_lint.cli.app import run

pytestmark = pytest.mark.programs(Path(sys.executable).name)

PROGRAM = [sys.executable, "-m", "srm_lint"]
HEAVY = ("cfnlint", "hcl2", "jsonschema", "networkx", "rich", "tree_sitter", "yaml")


def program(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, check=False, cwd=cwd, encoding="utf-8"
    )


def imported_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_version_is_printed_without_importing_a_command_line_parser() -> None:
    done = program("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"srm-lint {__version__}\n", "")
    assert "click" not in imported_after("from srm_lint.cli import main; main(['--version'])")


def test_the_command_line_loads_no_parser_before_it_is_needed() -> None:
    assert imported_after("import srm_lint.cli.app").isdisjoint(HEAVY)


@pytest.mark.parametrize(("path", "code"), [("good", 0), ("broken", 3), ("nowhere", 2)])
def test_exit_codes_reach_the_shell(estate: Path, path: str, code: int) -> None:
    own = ("--rules", "rules", "--select", "acme-rds-deletion-protection-off")
    done = program(path, *own, cwd=estate)
    assert done.returncode == code
    assert bool(done.stdout) is (code != 2)
    assert bool(done.stderr) is (code == 2)


def test_a_reader_that_has_had_enough_is_no_error(estate: Path) -> None:
    process = subprocess.Popen([*PROGRAM, "catalogue"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=estate)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), complaints) == (141, b"")


@pytest.fixture
def failing_with(monkeypatch: pytest.MonkeyPatch):
    def fail_with(error: BaseException) -> None:
        def lint(*_: object) -> None:
            raise error

        monkeypatch.setattr("srm_lint.linter.lint", lint)

    return fail_with


def test_a_crash_is_a_sentence_and_an_incomplete_answer(estate, call, failing_with) -> None:
    failing_with(ZeroDivisionError("division by zero"))
    answer = call("good")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.splitlines() == [
        "srm-lint: internal error, so there is no answer: ZeroDivisionError: division by zero",
        "The same command with --debug shows where. Please report it with that output.",
    ]
    assert "Traceback" in call("good", "--debug").err


def test_an_interrupt_is_quiet(estate, call, failing_with) -> None:
    failing_with(KeyboardInterrupt())
    answer = call("good")
    assert (answer.code, answer.out, answer.err.strip()) == (130, "", "")


def test_help_without_arguments_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: srm-lint" in capsys.readouterr().err
    assert run(["--help"]) == 0
    assert "catalogue" in capsys.readouterr().out


def test_the_same_bytes_come_out_whatever_the_order_of_sets_and_files(tmp_path: Path) -> None:
    blocks = {f"f{number}.tf": f'resource "aws_s3_bucket" "b{number}" {{}}\n' for number in range(8)}
    outputs = set()
    for seed in range(6):
        folder = tmp_path / str(seed) / "infra"
        folder.mkdir(parents=True)
        for name in random.Random(seed).sample(sorted(blocks), len(blocks)):  # noqa: S311 - an order, no secret
            (folder / name).write_text(blocks[name])
        done = subprocess.run(
            [*PROGRAM, "infra", "--all", "--format", "json", "--no-cache", "--jobs", str(seed % 3)],
            capture_output=True, check=False, cwd=folder.parent, env=os.environ | {"PYTHONHASHSEED": str(seed)},
        )  # fmt: skip
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(json.loads(outputs.pop())["findings"]) > 50


MEASURED = """
import resource, sys
from srm_lint.cli.app import run

code = run(sys.argv[1:])
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
# Not `ru_maxrss`: it begins with what the process had that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(sum(each.ru_utime + each.ru_stime for each in used), peak.split()[1], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read as Linux tells it")
def test_fifty_thousand_lines_take_less_than_20_seconds_and_500_megabytes(tmp_path: Path) -> None:
    pair = (
        'resource "aws_s3_bucket" "b{n}" {{\n  bucket = "logs-${{var.stage}}-{n}"\n  tags = {{\n    Name = "b{n}"\n  }}\n}}\n'
        'resource "aws_s3_bucket_versioning" "b{n}" {{\n  bucket = aws_s3_bucket.b{n}.id\n'
        '  versioning_configuration {{\n    status = "Enabled"\n  }}\n}}\n'
    )
    for root in range(35):
        (tmp_path / f"root{root}").mkdir()
        (tmp_path / f"root{root}" / "variables.tf").write_text('variable "stage" {}\n')
        for file in range(19):
            text = "".join(pair.format(n=file * 100 + number) for number in range(7))
            (tmp_path / f"root{root}" / f"file{file}.tf").write_text(text)
    files = [*tmp_path.rglob("*.tf")]
    assert (len(files), sum(file.read_text().count("\n") for file in files) > 55_000) == (700, True)
    command = [sys.executable, "-c", MEASURED, "check", "--no-cache", "--format", "json", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["resources"] == 35 * 19 * 14
    seconds, kilobytes = done.stderr.split()
    assert float(seconds) < 20
    assert int(kilobytes) < 500_000
