"""`srm-lint check`: exit codes, formats and where they go."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from srm_lint.report.formats import FORMATS

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DeletionProtection: {value}
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good"], 0),
        (["bad"], 1),
        (["bad", "--fail-on", "medium"], 1),
        (["bad", "--fail-on", "high"], 0),
        (["unknown"], 0),
        (["unknown", "--fail-on-unknown"], 1),
        (["unknown", "--fail-on-unknown", "--fail-on", "high"], 0),
        (["broken"], 3),
        (["broken", "bad"], 3),
        (["broken", "bad", "--allow-parse-errors"], 1),
        (["broken", "good", "--allow-parse-errors"], 0),
        (["good", "bad", "unknown"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes(check, arguments: list[str], code: int) -> None:
    assert check(*arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Give at least one path: `srm-lint .` checks the current folder."),
        (["nowhere"], "Path 'nowhere' does not exist."),
        (["good", "--format", "xml"], "'xml' is not one of text, json, sarif, junit, github, gitlab, markdown, csv."),
        (["good", "--format", "json="], "'json=' names no file."),
        (["good", "--fail-on", "severe"], "'severe' is not one of 'low', 'medium', 'high', 'critical'."),
        (["good", "--color", "blue"], "'blue' is not one of 'auto', 'always', 'never'."),
        (["good", "--ignore", "aws-rds-backup-off"], "aws-rds-backups-off"),
        (["good", "--rules", "nowhere"], "'nowhere' does not exist."),
        (["good", "--var-file", "nowhere.tfvars"], "'nowhere.tfvars' does not exist."),
        (["good", "--var", "name"], "`name` is not of the form NAME=VALUE."),
        (["good", "--jobs", "-1"], "-1 is not in the range x>=0."),
        (["good", "--format", "text", "--format", "json"], "two formats for standard output"),
        (["good", "--format", "json=a", "--format", "csv=a"], "two formats for a"),
        (["good", "--format", "json=a", "--output", "b"], "every format has a file of its own already"),
        (["good", "--output", "nowhere/report.txt"], "nowhere/report.txt: its folder does not exist"),
        (["good", "--no-such-option"], "No such option"),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else "",
)
def test_wrong_use_is_one_sentence_and_exit_code_2(check, arguments: list[str], sentence: str) -> None:
    answer = check(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert sentence in answer.err
    assert "Traceback" not in answer.err


def test_check_is_what_a_path_alone_means(estate, call) -> None:
    assert call("bad", "--no-cache") == call("check", "bad", "--no-cache")
    assert call("--no-cache", "bad").code == 1


def test_a_slip_in_a_command_is_pointed_out(estate, call) -> None:
    assert "Did you mean the command `srm-lint inspect`?" in call("inpsect", "good").err


def test_the_report_names_the_gap(check) -> None:
    out = check("bad").out
    assert "medium: Database can be deleted by mistake [acme-rds-deletion-protection-off]" in out
    assert "--> bad/stack.yaml:10:7  your duty: data-protection" in out
    assert "10 │       DeletionProtection: false" in out
    assert "hunter2" not in out


def test_several_formats_at_once(check, estate: Path) -> None:
    answer = check("bad", "--format", "text", "--format", "json=out.json", "--format", "sarif=out.sarif")
    assert answer.code == 1
    assert answer.out.endswith("1 gap\n")
    assert json.loads((estate / "out.json").read_text())["summary"]["findings"] == 1
    uri = json.loads((estate / "out.sarif").read_text())["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"] == "bad/stack.yaml"


def test_output_is_the_file_of_the_format_that_names_none(check, estate: Path) -> None:
    answer = check("bad", "--format", "json", "--output", "out.json")
    assert answer.out == ""
    assert json.loads((estate / "out.json").read_text())["version"] == 1


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in {"text", "sarif"}])
def test_standard_output_is_the_report_alone_and_the_rest_goes_to_standard_error(check, format: str) -> None:
    answer = check("broken", "bad", "--format", format)
    assert answer.code == 3
    assert "not read broken/stack.yaml:" in answer.err
    assert "acme-rds-deletion-protection-off" in answer.out


def test_the_text_report_itself_says_what_was_not_read(check) -> None:
    answer = check("broken")
    assert "not read broken/stack.yaml:" in answer.out
    assert answer.err == ""


def test_no_sarif_of_an_incomplete_run(check, estate: Path) -> None:
    answer = check("broken", "bad", "--format", "sarif=out.sarif")
    assert answer.code == 3
    assert not (estate / "out.sarif").exists()
    assert "out.sarif is not written" in answer.err
    assert check("broken", "bad", "--format", "sarif=out.sarif", "--allow-parse-errors").code == 1
    assert (estate / "out.sarif").exists()


def test_all_shows_what_passed_and_what_is_unknown(check) -> None:
    found = json.loads(check("good", "unknown", "--all", "--format", "json").out)["findings"]
    assert {(each["file"], each["verdict"]) for each in found} == {
        ("good/stack.yaml", "pass"),
        ("unknown/stack.yaml", "unknown"),
    }


def test_a_job_summary_is_added_where_github_asks_for_one(check, estate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = estate / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    check("bad", "--format", "text")
    assert summary.read_text(encoding="utf-8") == "before\n"
    assert check("bad", "--format", "github").out.startswith("::warning file=bad/stack.yaml,line=10,")
    assert summary.read_text(encoding="utf-8").startswith("before\n### srm-lint: 1 gap\n")


def test_colour_is_for_terminals_or_on_demand(check) -> None:
    assert "\x1b[" not in check("bad").out
    assert "\x1b[" in check("bad", "--color", "always").out


def test_the_configuration_sets_the_threshold_and_the_option_overrides_it(check, estate: Path) -> None:
    (estate / ".srm-lint.yaml").write_text("fail-on: high\n", encoding="utf-8")
    assert check(str(estate / "bad")).code == 0
    assert check(str(estate / "bad"), "--no-config").code == 1
    assert check(str(estate / "bad"), "--fail-on", "low").code == 1


def test_a_broken_configuration_is_wrong_use(check, estate: Path) -> None:
    (estate / ".srm-lint.yaml").write_text("fail-onn: high\n", encoding="utf-8")
    answer = check(str(estate / "bad"))
    assert answer.code == 2
    assert "fail-onn" in answer.err


def test_the_same_input_gives_the_same_bytes(check) -> None:
    assert check("bad", "unknown", "--format", "json") == check("bad", "unknown", "--format", "json")


@pytest.mark.parametrize("repository", [True, False], ids=["git", "no git"])
def test_sarif_paths_do_not_depend_on_the_working_directory(
    check, estate: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, repository: bool
) -> None:
    if not repository:
        (estate / ".git").rmdir()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    (result,) = json.loads(check(str(estate / "bad"), "--format", "sarif").out)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == ("bad/stack.yaml" if repository else "stack.yaml")


def test_terragrunt_gets_one_note_that_says_what_to_do(check, estate: Path) -> None:
    for folder in ("good", "good/live", "bad"):
        (estate / folder).mkdir(exist_ok=True)
        (estate / folder / "terragrunt.hcl").write_text('terraform {\n  source = "../modules/x"\n}\n')
    answer = check("good", "bad")
    assert answer.out.count("[terragrunt]") == 1
    assert "note bad/terragrunt.hcl: what Terragrunt brings together in 3 folders, the first here, is not" in answer.out
    assert "scan the plan: terragrunt show -json PLAN" in answer.out
    assert check("good").code == 0


@pytest.mark.parametrize(
    ("arguments", "warned"),
    [
        (["--var", "region=eu"], ""),
        (["--var", "regoin=eu"], "warning --var regoin: has no effect: no root module that was read declares"),
        (["--var-file", "good.tfvars"], ""),
        (["--var-file", "slip.tfvars"], "warning slip.tfvars: has no effect: no root module that was read declares"),
        (["--cfn-parameters", "good.json"], ""),
        (["--cfn-parameters", "slip.json"], "warning slip.json: has no effect: no template that was read declares"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_values_that_nothing_takes_are_said(check, estate: Path, arguments: list[str], warned: str) -> None:
    (estate / "good" / "main.tf").write_text('variable "region" {}\n')
    for name, variable, parameter in [("good", "region", "Protect"), ("slip", "regoin", "Protct")]:
        (estate / f"{name}.tfvars").write_text(f'{variable} = "eu"\n')
        (estate / f"{name}.json").write_text(json.dumps({parameter: "true"}))
    answer = check("good", *arguments)
    assert warned in answer.out
    assert ("[no-effect]" in answer.out) is bool(warned)
    assert answer.code == 0


def test_the_report_says_which_files_values_were_taken_from(check, estate: Path) -> None:
    (estate / "good" / "main.tf").write_text('variable "region" {}\n')
    for name in ("good/terraform.tfvars", "good/b.auto.tfvars", "named.tfvars"):
        (estate / name).write_text('region = "eu"\n')
    files = ["good/b.auto.tfvars", "good/terraform.tfvars", "named.tfvars"]
    assert f"values from {', '.join(files)}\n" in check("good", "--var-file", "named.tfvars").out
    assert json.loads(check("good", "--var-file", "named.tfvars", "--format", "json").out)["files"]["values"] == files


@pytest.mark.parametrize(
    ("file", "typed", "code"),
    [
        ("good/stack.yaml", "false", 1),
        ("bad/stack.yaml", "true", 0),
        ("new/stack.yaml", "false", 1),
        ("good/stack.yaml", "[", 3),
    ],
)
def test_the_text_on_standard_input_counts_instead_of_the_file(
    check, monkeypatch: pytest.MonkeyPatch, file: str, typed: str, code: int
) -> None:
    text = TEMPLATE.format(value=typed).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    answer = check("--stdin-filename", file, "--format", "json")
    assert answer.code == code
    assert {each["file"] for each in json.loads(answer.out)["findings"]} == ({file} if code == 1 else set())
    assert Path(file).exists() is not file.startswith("new/")


@pytest.mark.parametrize("other", [["--fix"], ["--diff"], ["--since", "HEAD"]], ids=" ".join)
def test_what_needs_the_file_on_the_disk_does_not_go_with_standard_input(check, other: list[str]) -> None:
    answer = check("--stdin-filename", "good/stack.yaml", *other)
    assert answer.code == 2
    assert "about files on the disk" in answer.err
