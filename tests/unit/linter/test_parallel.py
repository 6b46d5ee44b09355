"""A process that dies loses its own unit and no other."""

import os
import signal

import pytest

from srm_lint.discover import Unit, UnitKind
from srm_lint.linter import Options, lint
from srm_lint.linter import run as run_module
from srm_lint.linter.parallel import in_order
from srm_lint.linter.unit import lint_unit

TWO_PROCESSES = Options(today="2026-06-01", jobs=2, use_cache=False)


def deadly(unit: Unit, _options: Options) -> str:
    """Ends its process as the system does when memory runs out."""
    if unit.path == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return unit.path.upper()


def test_only_the_unit_that_kills_its_process_is_lost():
    units = [Unit(UnitKind.TERRAFORM, name, 1, (), ".") for name in "abcde"]
    assert in_order(units, deadly, TWO_PROCESSES) == ["A", None, "C", "D", "E"]


def lint_or_die(unit: Unit, options: Options):
    if unit.path == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return lint_unit(unit, options)


def test_it_is_an_error_of_the_run_and_the_others_are_judged(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text('resource "aws_db_instance" "d" {\n  backup_retention_period = 0\n}\n')
    monkeypatch.setattr(run_module, "lint_unit", lint_or_die)
    report = lint(["a", "b", "c"], TWO_PROCESSES)
    assert {finding.location.file for finding in report.findings} == {"a/main.tf", "c/main.tf"}
    assert [(item.file, item.code, item.level.value) for item in report.diagnostics] == [
        ("b", "not-evaluated", "error")
    ]
    assert "ended from outside" in report.diagnostics[0].message


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_does_not_depend_on_the_number_of_processes(jobs):
    units = [Unit(UnitKind.TERRAFORM, name, size, (), ".") for name, size in [("a", 1), ("c", 9), ("e", 4)]]
    options = Options(today="2026-06-01", jobs=jobs)
    assert in_order(units, deadly, options) == ["A", "C", "E"]
