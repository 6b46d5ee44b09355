"""Judging while files are edited: right for what is typed, and no more work than an edit asks for."""

import msgspec
import pytest

from srm_lint.discover import discover
from srm_lint.errors import ConfigError, RuleError
from srm_lint.linter import Options
from srm_lint.linter import live as live_module
from srm_lint.linter.live import judge_open

OPTIONS = Options(today="2026-06-01", select=("aws-rds-backups-off",))
DATABASE = (
    'variable "days" { default = 7 }\nresource "aws_db_instance" "d" {\n  backup_retention_period = var.days\n}\n'
)
CALL = 'module "m" {\n  source = "../m"\n  days   = %s\n}\n'
TEMPLATE = "Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties: {BackupRetentionPeriod: %s}\n"
FILES = {
    ".git/config": "",
    "a/main.tf": CALL % 7,
    "b/main.tf": CALL % 7,
    "m/main.tf": DATABASE,
    "other/main.tf": "",
    "stack.yaml": TEMPLATE % 7,
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def work(monkeypatch):
    """What is done, in order: the units that are judged, and "search" for every search for roots."""
    done = []
    judge, search = live_module.lint_unit, discover
    monkeypatch.setattr(live_module, "lint_unit", lambda unit, *given: (done.append(unit.path), judge(unit, *given))[1])
    monkeypatch.setattr(live_module, "discover", lambda *given: (done.append("search"), search(*given))[1])
    return done


def judged(texts, before=None):
    return judge_open({name: text.encode() for name, text in texts.items()}, (), OPTIONS, before)


def gaps(judgement):
    return [(item.location.file, item.subject.address) for item in judgement.report.findings]


def test_only_the_roots_of_open_files_are_judged(project, work):
    assert gaps(judged({"a/main.tf": FILES["a/main.tf"]})) == []
    assert work == ["search", "a"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        pytest.param("m/main.tf", DATABASE.replace("var.days", "0"), ["module.m.aws_db_instance.d"] * 2, id="module"),
        pytest.param("a/main.tf", CALL % 0, ["module.m.aws_db_instance.d"], id="call"),
        pytest.param("stack.yaml", TEMPLATE % 0, ["D"], id="template"),
        pytest.param("new/main.tf", DATABASE.replace("7", "0"), ["aws_db_instance.d"], id="not saved yet"),
    ],
)
def test_the_unsaved_text_is_judged_inside_its_roots(project, name, text, found):
    assert [address for _, address in gaps(judged({name: text}))] == found


def test_values_of_variables_count_before_they_are_saved(project):
    (project / "a/main.tf").write_text('variable "days" {}\n' + CALL % "var.days")
    texts = {"a/terraform.tfvars": "days = 7"}
    before = judged(texts)
    assert gaps(before) == []
    assert len(gaps(judged({"a/terraform.tfvars": "days = 0"}, before))) == 1


def test_an_edit_costs_one_judgement_of_what_reads_it(project, work):
    texts = {name: FILES[name] for name in ("m/main.tf", "other/main.tf", "stack.yaml")}
    before = judged(texts)
    assert work == ["search", "a", "b", "other", "stack.yaml"]
    work.clear()
    before = judged({**texts, "stack.yaml": TEMPLATE % 1}, before)
    assert work == ["stack.yaml"]
    judged({**texts, "stack.yaml": TEMPLATE % 1}, before)
    assert work == ["stack.yaml"]


def test_an_edit_that_calls_another_module_finds_other_roots(project, work):
    texts = {"other/main.tf": ""}
    before = judged(texts)
    assert [unit.path for unit in before.results] == ["other"]
    before = judged({"other/main.tf": 'module "a" { source = "../a" }'}, before)
    (unit,) = before.results
    assert set(unit.files) == {"other/main.tf", "a/main.tf", "m/main.tf"}
    work.clear()
    judged({"other/main.tf": 'module "a" { source = "../a" }\n'}, before)
    assert work == ["other"]


def test_a_change_on_the_disk_is_seen_without_being_told(project):
    texts = {"a/main.tf": FILES["a/main.tf"]}
    before = judged(texts)
    (project / "m/main.tf").write_text(DATABASE.replace("var.days", "0"))
    assert len(gaps(judged(texts, before))) == 1


def test_work_that_nobody_waits_for_is_given_up(project):
    assert judge_open({"m/main.tf": b""}, (), OPTIONS, superseded=lambda: True) is None


def test_the_configuration_is_read_anew_without_an_earlier_judgement(project):
    texts = {"stack.yaml": TEMPLATE % 0}
    before = judged(texts)
    (project / ".srm-lint.yaml").write_text("exclude: [stack.yaml]\n")
    assert len(gaps(judged(texts, before))) == 1
    assert gaps(judged(texts)) == []
    (project / ".srm-lint.yaml").write_text("wrong: 1\n")
    with pytest.raises(ConfigError, match="unknown key"):
        judged(texts)


def test_a_rule_that_is_being_written_is_read_anew_and_said_to_be_broken(project):
    texts = {"stack.yaml": TEMPLATE % 7}
    (project / ".srm-lint.yaml").write_text("rules: [own]\n")
    (project / "own").mkdir()
    (project / "own/acme.yaml").write_text("- id: [\n")
    with pytest.raises(RuleError, match=r"own/acme\.yaml:"):
        judged(texts)
    (project / "own/acme.yaml").unlink()
    assert gaps(judged(texts)) == []


def test_an_ignore_is_unused_only_where_every_root_was_asked(project):
    ignore = "# srm-lint: ignore[aws-rds-backups-off] why\nresource"
    (project / "m/main.tf").write_text(DATABASE.replace("resource", ignore))
    (project / "b/main.tf").write_text(CALL % 0)

    def codes(*names):
        return [item.code for item in judged({name: (project / name).read_text() for name in names}).report.diagnostics]

    assert codes("a/main.tf") == []
    assert codes("m/main.tf") == []
    (project / "b/main.tf").write_text(CALL % 7)
    assert codes("m/main.tf") == ["ignore-unused"]


def test_roots_are_searched_in_the_workspace_where_there_is_no_repository(project):
    (project / ".git/config").unlink()
    (project / ".git").rmdir()
    texts = {"m/main.tf": DATABASE.replace("var.days", "0").encode()}
    assert len(judge_open(texts, (), OPTIONS).report.findings) == 1
    assert len(judge_open(texts, (str(project),), OPTIONS).report.findings) == 2


def test_what_a_template_exports_is_judged_with_what_another_one_imports(project):
    store = "Resources: {B: {Type: AWS::S3::Bucket}}\nOutputs: {N: {Value: !Ref B, Export: {Name: b}}}\n"
    policy = (
        "Resources: {P: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: %s, PolicyDocument: {Statement: []}}}}\n"
    )
    (project / "store.yaml").write_text(store)
    (project / "policy.yaml").write_text(policy % "other")
    options = msgspec.structs.replace(OPTIONS, select=("aws-s3-bucket-transport-unencrypted",))

    def message(imported, before=None):
        texts = {"store.yaml": store.encode(), "policy.yaml": (policy % imported).encode()}
        judgement = judge_open(texts, (), options, before)
        return judgement.report.findings[0].message, judgement

    alone, before = message("other")
    imported, _ = message("!ImportValue b", before)
    assert "no `AWS::S3::BucketPolicy` points at it" in alone
    assert "no `AWS::S3::BucketPolicy` points at it" not in imported
