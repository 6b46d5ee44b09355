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


LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
HEX = "0123456789abcdef"
TOKENS = {
    "AWS": KEY,
    "GitHub": TOKEN,
    "GitHub, fine-grained": f"github_pat_11ABCDEFG0{LETTERS}",
    "GitLab": f"glpat-{LETTERS[:20]}",
    "Slack": f"xoxb-{LETTERS}",
    "Slack webhook": f"https://hooks.slack.com/services/T0000/B0000/{LETTERS[:24]}",
    "Stripe": f"sk_live_{LETTERS[:24]}",
    "OpenAI": f"sk-proj-{LETTERS}",
    "Anthropic": f"sk-ant-api03-{LETTERS}",
    "SendGrid": f"SG.{LETTERS[:22]}.{LETTERS}",
    "npm": f"npm_{LETTERS}",
    "PyPI": f"pypi-AgEIcHlwaS5vcmc{LETTERS}",
    "Vault": f"hvs.CAESI{LETTERS}",
    "HCP Terraform": f"{LETTERS[:14]}.atlasv1.{LETTERS}{LETTERS}",
    "DigitalOcean": f"dop_v1_{HEX * 4}",
    "Azure storage": f"DefaultEndpointsProtocol=https;AccountKey={LETTERS}{LETTERS}==",
    "Azure SAS": f"https://a.blob.core.windows.net/c?sv=2022&sig={LETTERS}%3D",
    "JWT": f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{LETTERS}",
    "Databricks": f"dapi{HEX * 2}",
    "Google": f"AIza{LETTERS[:35]}",
    "Google OAuth": f"GOCSPX-{LETTERS[:28]}",
    "Grafana": f"glsa_{LETTERS[:32]}_0a1b2c3d",
    "Atlassian": f"ATATT3xFfGF0{LETTERS}",
    "Docker": f"dckr_pat_{LETTERS[:27]}",
    "Twilio": f"SK{HEX * 2}",
    "Telegram": f"123456789:AA{LETTERS[:33]}",
    "Mailgun": f"key-{HEX * 2}",
    "PGP": f"-----BEGIN PGP PRIVATE KEY BLOCK-----\\n{LETTERS}\\n-----END PGP PRIVATE KEY BLOCK-----",
    "database": f"Server=db;Uid=sa;Pwd={LETTERS};",
    "address": f"postgres://user:{LETTERS}@host/db",
    "module": f"git::https://{LETTERS}@example.com/x.git",
}
OF_TOKENS = (LETTERS[:20], HEX * 2, KEY)
WITH_A_TOKEN = """
resource "aws_ssm_parameter" "p" {{
  type        = "String"
  value       = "x\\n{token}"
  description = "{token}"
}}
resource "aws_db_instance" "d" {{
  engine                  = "{token}"
  backup_retention_period = "{token}"
}}
resource "aws_ecs_task_definition" "t" {{
  container_definitions = jsonencode([{{ name = "{token}", environment = [{{ name = "X", value = "{token}" }}], privileged = true }}])
}}
resource "aws_s3_bucket" "b" {{
  for_each = {{ "{token}" = 1 }}
  tags     = {{ "{token}" = "{token}" }}
}}
module "m" {{
  source   = "./m"
  for_each = {{ "{token}" = 1 }}
}}
module "elsewhere" {{
  source = "git::{token}"
}}
# srm-lint: ignore[aws-rds-backups-off] {token}
resource "aws_db_instance" "i" {{}}
"""
STATEMENTS = """
exemptions:
  - {{rule: aws-s3-bucket-versioning-off, reason: "{token}"}}
attestations:
  - {{scope: "{token}", duty: backup, owner: "{token}", expires: 2027-01-01, statement: "{token}", job: "{token}"}}
  - {{scope: "aws_db_instance.*", duty: backup, owner: o, expires: 2027-01-01, evidence: "{token}", location: "{token}"}}
systems:
  - {{name: Slack, owner: "{token}", account: "{token}"}}
"""
OF_ONE_LOOK = {
    "check": ["check", ".", "--strict", "--all", "--format", "json", "--format", "sarif=s.json", "--format", "text=t"],
    "ledger": ["ledger", ".", "--format", "json"],
    "ledger page": ["ledger", ".", "--format", "html"],
    "inspect": ["inspect", ".", "--format", "json"],
    "ignores": ["ignores", "."],
    "config": ["config", "show", "."],
    "baseline": ["baseline", ".", "--output", "baseline.json"],
    "fleet": ["fleet", "repos.txt", "--all"],
}


@pytest.mark.parametrize("service", TOKENS)
def test_no_token_is_in_what_is_shown_or_kept(tmp_path: Path, call, monkeypatch, service: str) -> None:
    token = TOKENS[service]
    files = {
        "main.tf": WITH_A_TOKEN.format(token=token),
        "m/main.tf": 'resource "aws_sqs_queue" "q" {}\n',
        ".srm-lint.yaml": STATEMENTS.format(token=token),
        ".git/x": "",
    }
    for name, text in files.items():
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "repos.txt").write_text("tree\n", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, arguments in OF_ONE_LOOK.items():
        answer = call(*("tree" if word == "." else word for word in arguments))
        assert answer.out + answer.err, name
        assert "internal error" not in answer.err, name
        kept = [path for path in (*tmp_path.glob("*"), *(tmp_path / "cache").rglob("results/*")) if path.is_file()]
        for text in (answer.out, answer.err, *(path.read_bytes().decode("latin-1") for path in kept)):
            assert [secret for secret in OF_TOKENS if secret in text] == [], name


WAYS = {
    "a list": ("main.tf", 'resource "aws_security_group_rule" "r" {{\n  type = "ingress"\n  cidr_blocks = [var.h]\n}}'),
    "a fact": ("main.tf", 'resource "aws_iam_role" "r" {{\n  assume_role_policy = jsonencode({{Statement = [{{Effect = "Allow", Action = "sts:AssumeRole", Principal = {{AWS = var.h}}}}]}})\n}}'),
    "the name of a file": ("main.tf", 'locals {{\n  a = file("${{var.h}}.txt")\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = local.a\n}}'),
    "the name of a template": ("main.tf", 'locals {{\n  a = templatefile("${{var.h}}.txt", {{}})\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = local.a\n}}'),
    "the name of a folder": ("main.tf", 'locals {{\n  a = fileset(var.h, "**")\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = join("", local.a)\n}}'),
    "a provider": ("main.tf", 'provider "aws" {{\n  region = var.h\n}}\nresource "aws_s3_bucket" "b" {{}}'),
    "a nested stack": ("stack.yaml", 'Parameters: {{H: {{Type: String, NoEcho: true, Default: {secret}}}}}\nResources: {{S: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: !Sub "${{H}}.yaml"}}}}}}'),
    "a plan": ("plan.json", '{{"format_version": "1.2", "variables": {{"v": {{"value": "{secret}"}}}}, "resource_changes": [{{"address": "aws_db_instance.x", "mode": "managed", "type": "aws_db_instance", "name": "x", "change": {{"actions": ["create"], "after": {{"engine": "{secret}", "backup_retention_period": "{secret}"}}, "after_unknown": {{}}, "after_sensitive": {{"engine": true, "backup_retention_period": true}}}}}}]}}'),
    "a quotation that is not closed": ("main.tf", 'resource "aws_db_instance" "d" {{\n  password = "{secret}\n}}'),
    "JSON in a text": ("main.tf", 'resource "aws_ecs_task_definition" "t" {{\n  container_definitions = "[{{\\"name\\":\\"c\\",\\"privileged\\":true,\\"environment\\":[{{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"{secret}\\"}}]}}]"\n}}'),
}  # fmt: skip


@pytest.mark.parametrize("marked", ["sensitive", "ephemeral"])
@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_out(tmp_path: Path, call, monkeypatch, way: str, marked: str) -> None:
    secret = "s3nsitive-9q8w7e"
    name, text = WAYS[way]
    (tmp_path / "tree/.git").mkdir(parents=True)
    variable = f'variable "h" {{\n  {marked} = true\n  default = "{secret}"\n}}\n' if name == "main.tf" else ""
    (tmp_path / "tree" / name).write_text(variable + text.format(secret=secret) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    read = ["--plan", f"tree/{name}"] if name == "plan.json" else ["tree"]
    for format in (*FORMATS, *LEDGER_FORMATS):
        command = (
            ["check", *read, "--strict", "--all", "--allow-parse-errors"] if format in FORMATS else ["ledger", *read]
        )
        answer = call(*command, "--format", format)
        assert secret not in answer.out + answer.err, format
    answer = call("inspect", *read)
    assert secret not in answer.out + answer.err
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert [path for path in kept if secret.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("expression", ["file(var.hidden)", "templatefile(var.hidden, {})", 'fileset(var.hidden, "(")'])
def test_a_path_that_is_secret_is_not_told(tree: Path, call, expression: str) -> None:
    declared = TERRAFORM.partition("locals {")[0]
    (tree / "tree/main.tf").write_text(f"{declared}locals {{\n  a = {expression}\n}}\n", encoding="utf-8")
    answer = call("check", ".", "--no-cache", "--format", "json")
    assert "s3nsitive" not in answer.out + answer.err
