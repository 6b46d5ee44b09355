"""The cache is only ever a faster way to the same report."""

import os
import time

import pytest

from srm_lint.linter import Options, lint
from srm_lint.linter import cache as cache_module
from srm_lint.linter import unit as unit_module
from srm_lint.model.finding import Report

BUCKET = 'resource "aws_db_instance" "d" {\n  backup_retention_period = %s\n}\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cache_module, "cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(BUCKET % 'tonumber(file("days.txt"))')
    (tmp_path / "infra" / "days.txt").write_text("0")
    return tmp_path / "infra"


@pytest.fixture
def evaluations(monkeypatch):
    """Counts how often a unit is really read and evaluated."""
    counted = []
    original = unit_module.see_group

    def counting(group, options):
        counted.extend(unit.path for unit in group)
        return original(group, options)

    monkeypatch.setattr(unit_module, "see_group", counting)
    return counted


def run(**options) -> Report:
    return lint(["infra"], Options(today="2026-06-01", jobs=1, **options))


def gaps(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings if finding.verdict.value == "fail"}


def test_a_second_run_evaluates_nothing_and_reports_the_same(project, evaluations):
    first, second = run(), run()
    assert evaluations == ["infra"]
    assert first == second == run(use_cache=False)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: (folder / "main.tf").write_text(BUCKET % 14), id="a file"),
        pytest.param(lambda folder: (folder / "days.txt").write_text("14"), id="what file() reads"),
        pytest.param(lambda folder: (folder / "more.tf").write_text('variable "x" {}'), id="a new file"),
        pytest.param(lambda folder: (folder / "terraform.tfvars").write_text("x = 1"), id="values of variables"),
        pytest.param(lambda folder: (folder / ".srm-lint.yaml").write_text("strict: true"), id="the configuration"),
    ],
)
def test_a_change_is_noticed(project, evaluations, change):
    run()
    change(project)
    assert run() == run(use_cache=False)
    assert len(evaluations) == 3


@pytest.mark.parametrize("options", [{"strict": True}, {"select": ("encryption",)}, {"variables": ("a=b",)}])
def test_other_options_are_another_result(project, evaluations, options):
    run()
    assert run(**options) == run(use_cache=False, **options)
    assert len(evaluations) == 3


def test_a_damaged_entry_is_made_anew(project, evaluations):
    first = run()
    for entry in (project.parent / "cache" / "results").iterdir():
        entry.write_bytes(b"\x00damaged")
    assert run() == first
    assert len(evaluations) == 2


def test_a_folder_that_cannot_be_written_is_no_problem(project):
    (project.parent / "cache").write_text("a file where the folder should be")
    assert gaps(run()) == gaps(run(use_cache=False))


def test_what_was_used_longest_ago_goes_first(project, monkeypatch):
    run()
    [old] = (project.parent / "cache" / "results").iterdir()
    run(strict=True)
    [new] = set((project.parent / "cache" / "results").iterdir()) - {old}
    os.utime(old, (time.time() - 1000,) * 2)
    monkeypatch.setattr(cache_module, "MAXIMUM_BYTES", new.stat().st_size)
    cache_module.prune()
    assert (old.exists(), new.exists()) == (False, True)


def test_clearing_removes_results_and_packs(project):
    run()
    (project.parent / "cache/rules-0.msgpack").write_bytes(b"a pack")
    assert cache_module.clear() == 2
    assert [path for path in (project.parent / "cache").rglob("*") if path.is_file()] == []


EXPORT = "Resources: {B: {Type: AWS::S3::Bucket}}\nOutputs: {N: {Value: !Ref B, Export: {Name: %s}}}\n"
IMPORT = "Resources: {P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !ImportValue b}}}\n"


def test_templates_that_import_from_each_other_rest_on_each_other(project, evaluations):
    (project / "export.yaml").write_text(EXPORT % "b")
    (project / "import.yaml").write_text(IMPORT)
    assert run() == run() == run(use_cache=False)
    assert sorted(evaluations) == sorted(["infra", "infra/export.yaml", "infra/import.yaml"] * 2)
    (project / "export.yaml").write_text(EXPORT % "other")
    assert run() == run(use_cache=False)
    (project / "third.yaml").write_text(EXPORT % "b")
    assert run() == run(use_cache=False)


def test_the_digest_of_a_report_stands_for_all_that_it_rests_on(project):
    first = run().digest
    assert first == run(use_cache=False).digest
    (project / "days.txt").write_text("14")
    assert run().digest != first
    (project / "days.txt").write_text("0")
    assert run().digest == first
