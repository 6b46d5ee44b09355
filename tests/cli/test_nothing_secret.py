"""No secret leaves by any way: every command and format, messages of errors, the cache and the baseline."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint.report.formats import FORMATS
from srm_lint.report.ledger_formats import LEDGER_FORMATS

KEY = "AKIA" + "ABCDEFGHIJKLMNOP"
TOKEN = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789"
KEY_LINE = "MIIEs3cret" + "a" * 54
SECRETS = ("s3nsitive", "s3cret", "g1ven", KEY, TOKEN)

FAILING = (
    *("tonumber(var.hidden)", "var.hidden + 1", "{ a = 1 }[var.hidden]", "jsondecode(var.hidden)"),
    *('timeadd(var.hidden, "1h")', "parseint(var.hidden, 10)", "cidrsubnet(var.hidden, 1, 1)", "var.hidden.x"),
    *("templatestring(var.hidden, {})", "base64decode(var.hidden)", "formatdate(var.hidden, var.hidden)"),
    *("lookup({}, var.hidden)", "{ for x in [1, 2] : var.hidden => x }", 'regex(var.hidden, "(")'),
    *('regex("(", var.hidden)', 'index(["a"], var.hidden)', 'yamldecode("{${var.hidden}")', "tobool(var.hidden)"),
    *('csvdecode("a\\n${var.hidden},b")', "tonumber(var.given)", "one([var.given, 1])"),
)
TERRAFORM = f"""
variable "hidden" {{
  sensitive = true
  default   = "s3nsitive-variable"
}}
variable "given" {{
  sensitive = true
}}
locals {{
{"".join(f"  e{number} = {text}{chr(10)}" for number, text in enumerate(FAILING))}}}
resource "aws_db_instance" "d" {{
  password            = "s3cret-attribute"
  username            = var.hidden
  identifier          = "id-${{var.hidden}}"
  db_name             = var.given
  deletion_protection = false
  tags                = {{ key = "{KEY}", url = "https://user:s3cret-of-user@example.com/x" }}
}}
resource "aws_instance" "i" {{
  user_data = <<-EOT
    export DB_PASSWORD=s3cret-in-script
    -----BEGIN RSA PRIVATE KEY-----
    {KEY_LINE}
    -----END RSA PRIVATE KEY-----
  EOT
}}
resource "aws_ssm_parameter" "p" {{
  type  = "String"
  value = var.hidden
}}
resource "aws_s3_bucket" "b" {{
  for_each = toset([var.hidden])
  bucket   = var.given
}}
"""
TEMPLATE = f"""
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Hidden: {{Type: String, NoEcho: true, Default: s3nsitive-parameter}}
Resources:
  D:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: s3cret-in-template
      MasterUsername: !Ref Hidden
      DBInstanceIdentifier: !Sub "id-${{Hidden}}"
      Engine: !Select [!Ref Hidden, [a]]
      DBName: !FindInMap [M, !Ref Hidden, x]
      Tags: [{{Key: k, Value: {TOKEN}}}]
  V:
    Type: AWS::EC2::VPC
    Properties: {{CidrBlock: !Select [0, !Cidr [!Ref Hidden, 1, 8]]}}
"""
COMMANDS = {
    **{f"check {name}": ["check", ".", "--strict", "--all", "--format", name] for name in FORMATS},
    **{f"ledger {name}": ["ledger", ".", "--format", name] for name in LEDGER_FORMATS},
    "inspect": ["inspect", "."],
    "diff": ["check", ".", "--diff"],
    "debug": ["check", ".", "--debug", "--all"],
    "baseline": ["baseline", "sound", "--output", "baseline.json"],
    "ignores": ["ignores", "."],
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sound = TERRAFORM.partition("locals {")[0] + TERRAFORM.partition("\n}\nresource")[2].join(("\nresource", ""))
    for name, text in {"main.tf": TERRAFORM, "stack.yaml": TEMPLATE, "sound/main.tf": sound}.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "tree/.git").mkdir()
    monkeypatch.chdir(tmp_path / "tree")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TF_VAR_given", "g1ven-in-environment")
    return tmp_path


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("given", [[], ["--var", "given=g1ven-on-the-command-line"]], ids=["", "var"])
def test_no_secret_is_in_what_is_shown_or_kept(tree: Path, call, arguments: list[str], given: list[str]) -> None:
    extra = [*given, "--var-env"] if arguments[0] != "ignores" else []
    answer = call(*arguments, *extra)
    kept = [path for path in tree.rglob("*") if path.is_file() and path.suffix not in (".tf", ".yaml")]
    shown = answer.out + answer.err
    assert shown
    assert answer.code in (0, 1, 3)
    for text in (shown, *(path.read_bytes().decode("latin-1") for path in kept)):
        assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("expression", ["file(var.hidden)", "templatefile(var.hidden, {})", 'fileset(var.hidden, "(")'])
def test_a_path_that_is_secret_is_not_told(tree: Path, call, expression: str) -> None:
    declared = TERRAFORM.partition("locals {")[0]
    (tree / "tree/main.tf").write_text(f"{declared}locals {{\n  a = {expression}\n}}\n", encoding="utf-8")
    answer = call("check", ".", "--no-cache", "--format", "json")
    assert "s3nsitive" not in answer.out + answer.err
