"""A process that dies loses its own unit and no other."""

import os
import signal

import pytest

from srm_lint.discover import Group, Unit, UnitKind
from srm_lint.linter import Options, lint
from srm_lint.linter import run as run_module
from srm_lint.linter import unit as unit_module
from srm_lint.linter.parallel import in_order
from srm_lint.linter.unit import lint_group

TWO_PROCESSES = Options(today="2026-06-01", jobs=2, use_cache=False)


def deadly(group: Group, _options: Options) -> str:
    """Ends its process as the system does when memory runs out."""
    [unit] = group
    if unit.path == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return unit.path.upper()


def test_only_the_unit_that_kills_its_process_is_lost():
    groups = [(Unit(UnitKind.TERRAFORM, name, 1, (), "."),) for name in "abcde"]
    assert in_order(groups, deadly, TWO_PROCESSES) == ["A", None, "C", "D", "E"]


def lint_or_die(group: Group, options: Options):
    if any(unit.path == "b" for unit in group):
        os.kill(os.getpid(), signal.SIGKILL)
    return lint_group(group, options)


def test_it_is_an_error_of_the_run_and_the_others_are_judged(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text('resource "aws_db_instance" "d" {\n  backup_retention_period = 0\n}\n')
    monkeypatch.setattr(run_module, "lint_group", lint_or_die)
    report = lint(["a", "b", "c"], TWO_PROCESSES)
    assert {finding.location.file for finding in report.findings} == {"a/main.tf", "c/main.tf"}
    assert [(item.file, item.code, item.level.value) for item in report.diagnostics] == [
        ("b", "not-evaluated", "error")
    ]
    assert "ended from outside" in report.diagnostics[0].message


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_does_not_depend_on_the_number_of_processes(jobs):
    groups = [(Unit(UnitKind.TERRAFORM, name, size, (), "."),) for name, size in [("a", 1), ("c", 9), ("e", 4)]]
    options = Options(today="2026-06-01", jobs=jobs)
    assert in_order(groups, deadly, options) == ["A", "C", "E"]


def test_templates_that_fail_together_are_judged_alone_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(
        "Resources: {B: {Type: AWS::S3::Bucket}}\nOutputs: {N: {Value: x, Export: {Name: n}}}"
    )
    (tmp_path / "b.yaml").write_text("Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue n}}}")
    evaluate = unit_module.see_group

    def fail_together(group: Group, options: Options):
        if len(group) > 1:
            raise ValueError
        return evaluate(group, options)

    monkeypatch.setattr(unit_module, "see_group", fail_together)
    report = lint(["."], Options(today="2026-06-01", use_cache=False))
    assert {finding.location.file for finding in report.findings} == {"a.yaml", "b.yaml"}
    assert [item.code for item in report.diagnostics] == ["not-evaluated-together"]
