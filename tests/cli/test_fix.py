"""`srm-lint check --fix` and `--diff`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RULES = "aws-rds-deletion-protection-off,aws-dynamodb-point-in-time-recovery-off"
DATABASE = """\
resource "aws_db_instance" "a" {{ # the database
  engine = "postgres" // and its engine
{lines}
  timeouts {{
    create = "1h"
  }}
}}
"""
TABLE = """\
resource "aws_dynamodb_table" "t" {{
  name     = "t"
  hash_key = "id"{block}
}}
"""
OFF = "\n\n  point_in_time_recovery {\n    enabled = false # too dear\n  }"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def check(call):
    return lambda *arguments: call("check", ".", "--select", RULES, "--no-cache", *arguments)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            DATABASE.format(lines="\n  deletion_protection     =    false   # for now"),
            DATABASE.format(lines="\n  deletion_protection     =    true   # for now"),
            id="a literal is replaced",
        ),
        pytest.param(
            DATABASE.format(lines=""),
            DATABASE.format(lines="  deletion_protection = true\n"),
            id="an attribute is added after the last one",
        ),
        pytest.param(
            'resource "aws_db_instance" "a" {\n}\n',
            'resource "aws_db_instance" "a" {\n  deletion_protection = true\n}\n',
            id="to an empty block",
        ),
        pytest.param(
            'resource "aws_db_instance" "a" {}',
            'resource "aws_db_instance" "a" {\n  deletion_protection = true\n}',
            id="to an empty block on one line",
        ),
        pytest.param(
            'resource "aws_db_instance" "a" { engine = "mysql" }',
            'resource "aws_db_instance" "a" {\n  engine = "mysql"\n  deletion_protection = true\n}',
            id="to a block on one line",
        ),
        pytest.param(
            TABLE.format(block=OFF), TABLE.format(block=OFF.replace("false", "true")), id="a literal in a block"
        ),
        pytest.param(
            TABLE.format(block=""),
            TABLE.format(block="\n  point_in_time_recovery {\n    enabled = true\n  }"),
            id="a block is added",
        ),
        pytest.param(
            TABLE.format(block="").replace("\n", "\r\n"),
            TABLE.format(block="\n  point_in_time_recovery {\n    enabled = true\n  }").replace("\n", "\r\n"),
            id="with the file's line breaks",
        ),
        pytest.param(
            "\ufeff" + 'resource "aws_db_instance" "ä" {\n\tname = "ü"\n}\n',
            "\ufeff" + 'resource "aws_db_instance" "ä" {\n\tname = "ü"\n\tdeletion_protection = true\n}\n',
            id="with its indentation, and a byte order mark",
        ),
        pytest.param(
            'resource "aws_db_instance" "a" {\n  count = 3\n}\n',
            'resource "aws_db_instance" "a" {\n  count = 3\n  deletion_protection = true\n}\n',
            id="once for all instances",
        ),
    ],
)
def test_a_correction_changes_one_place_and_nothing_else(check, repository: Path, before: str, after: str) -> None:
    file = repository / "main.tf"
    file.write_bytes(before.encode())
    shown = check("--diff")
    assert (shown.code, file.read_bytes()) == (1, before.encode())
    assert shown.out.startswith("--- a/main.tf\n+++ b/main.tf\n")
    assert check("--fix").code == 0
    assert file.read_bytes() == after.encode()
    again = check("--fix")
    assert (again.code, again.err, file.read_bytes()) == (0, "", after.encode())
    assert check("--diff").code == 0


def test_a_difference_names_files_that_lie_elsewhere_as_patches_do(call, repository: Path, monkeypatch) -> None:
    file = repository / "main.tf"
    file.write_text('resource "aws_db_instance" "a" {\n  engine = "postgres"\n}\n', encoding="utf-8")
    (repository / "elsewhere").mkdir()
    monkeypatch.chdir(repository / "elsewhere")
    shown = call("check", str(file), "--diff", "--no-cache")
    assert shown.out.startswith(f"--- a{file}\n+++ b{file}\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            DATABASE.format(lines="  deletion_protection = !true"),
            "left as it is: `deletion_protection` is an expression",
        ),
        (
            'variable "protect" {\n  default = false\n}\n'
            + DATABASE.format(lines="  deletion_protection = var.protect"),
            "left as it is: set variable `protect = true`",
        ),
    ],
)
def test_what_somebody_decides_elsewhere_is_said_and_left(check, repository: Path, text: str, sentence: str) -> None:
    (repository / "main.tf").write_text(text, encoding="utf-8")
    answer = check("--fix")
    assert answer.code == 1
    assert sentence in answer.err
    assert (repository / "main.tf").read_text("utf-8") == text


def test_inside_a_module_the_argument_of_the_caller_is_named(check, repository: Path) -> None:
    module = 'variable "protect" {\n  default = false\n}\n' + DATABASE.format(
        lines="  deletion_protection = var.protect"
    )
    (repository / "module").mkdir()
    (repository / "module/main.tf").write_text(module, encoding="utf-8")
    (repository / "main.tf").write_text('\nmodule "db" {\n  source = "./module"\n}\n', encoding="utf-8")
    answer = check("--fix")
    assert answer.code == 1
    expected = "main.tf:2: aws-rds-deletion-protection-off: write `protect = true` in module.db\n"
    assert answer.err.startswith(expected)


def test_what_is_accepted_and_what_no_rule_calls_safe_is_left(call, repository: Path) -> None:
    text = "# srm-lint: ignore[aws-rds-deletion-protection-off] scratch\n" + DATABASE.format(lines="")
    (repository / "main.tf").write_text(text, encoding="utf-8")
    safe = "aws-rds-snapshots-without-tags,aws-rds-backups-deleted-with-database"
    call("check", ".", "--select", "aws-rds", "--ignore", safe, "--no-cache", "--fix")
    assert (repository / "main.tf").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        pytest.param(
            "a.yaml",
            "# ours\nResources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      DeletionProtection: 'false'  # for now\n",
            "# ours\nResources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      DeletionProtection: true  # for now\n",
            id="a literal is replaced",
        ),
        pytest.param(
            "a.yaml",
            "Resources:\r\n  D:\r\n    Type: AWS::RDS::DBInstance\r\n    Properties:\r\n      Engine: mysql # old\r\n",
            "Resources:\r\n  D:\r\n    Type: AWS::RDS::DBInstance\r\n    Properties:\r\n      Engine: mysql # old\r\n"
            "      DeletionProtection: true\r\n",
            id="a property is added",
        ),
        pytest.param(
            "a.yaml",
            "Resources: {D: {Type: AWS::RDS::DBInstance}}\n",
            "Resources: {D: {Type: AWS::RDS::DBInstance, Properties: {DeletionProtection: true}}}\n",
            id="in braces",
        ),
        pytest.param(
            "a.json",
            '{\n "Resources": {\n  "D": {\n   "Type": "AWS::RDS::DBInstance",\n   "Properties": {\n    "Engine": "mysql"\n   }\n  }\n }\n}\n',
            '{\n "Resources": {\n  "D": {\n   "Type": "AWS::RDS::DBInstance",\n   "Properties": {\n    "Engine": "mysql",\n'
            '    "DeletionProtection": true\n   }\n  }\n }\n}\n',
            id="in JSON",
        ),
    ],
)
def test_templates_are_corrected_and_nothing_else_of_them_changes(
    check, repository: Path, file: str, before: str, after: str
) -> None:
    (repository / file).write_bytes(before.encode())
    assert check("--fix").code == 0
    assert (repository / file).read_bytes().decode() == after
    assert check("--fix").code == 0
    assert (repository / file).read_bytes().decode() == after


RULE = """\
- id: acme-s3-bucket-readable
  title: Bucket is readable
  duty: data-protection
  severity: low
  safe-fix: true
  why: Somebody may read it.
  checks:
    - on: AWS::S3::Bucket
      expect: {AccessControl: {pattern: ^Private$}}
      fix: |
        AccessControl: Private  # nobody else
  examples:
    cloudformation:
      fail: "Resources: {B: {Type: AWS::S3::Bucket}}"
      pass: "Resources: {B: {Type: AWS::S3::Bucket, Properties: {AccessControl: Private}}}"
"""


@pytest.mark.parametrize("written", ["{}", '{"AccessControl": "PublicRead"}', '{"BucketName": "a"}'])
def test_a_correction_of_a_rules_own_is_made_in_json(call, repository: Path, written: str) -> None:
    (repository / "rules").mkdir()
    (repository / "rules/acme.yaml").write_text(RULE, encoding="utf-8")
    template = repository / "a.json"
    template.write_text(
        f'{{"Resources": {{"B": {{"Type": "AWS::S3::Bucket", "Properties": {written}}}}}}}', encoding="utf-8"
    )
    arguments = ("check", ".", "--rules", f"{repository}/rules", "--select", "acme-s3-bucket-readable", "--no-cache")
    assert '"AccessControl": "Private"' in call(*arguments, "--diff").out
    assert call(*arguments, "--fix").code == 0
    properties = json.loads(template.read_text(encoding="utf-8"))["Resources"]["B"]["Properties"]
    assert properties == {**json.loads(written), "AccessControl": "Private"}


def test_a_parameter_that_decides_is_named(check, repository: Path) -> None:
    (repository / "a.yaml").write_text(
        "Parameters:\n  Protect: {Type: String, Default: 'false'}\nResources:\n  D:\n    Type: AWS::RDS::DBInstance\n"
        "    Properties: {DeletionProtection: !Ref Protect}\n",
        encoding="utf-8",
    )
    answer = check("--fix")
    assert answer.code == 1
    assert "a.yaml:6: aws-rds-deletion-protection-off: left as it is: set parameter `Protect = true`" in answer.err


def test_terraform_in_json_is_not_edited(check, repository: Path) -> None:
    (repository / "a.tf.json").write_text('{"resource": {"aws_db_instance": {"d": {}}}}\n', encoding="utf-8")
    answer = check("--fix")
    assert answer.code == 1
    assert "of Terraform none in JSON" in answer.err
