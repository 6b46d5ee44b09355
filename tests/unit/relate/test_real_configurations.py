"""Relations over configurations as people write them, read and evaluated."""

import pytest

from srm_lint.evaluate import cloudformation, terraform
from srm_lint.linter.tree import FileTree
from srm_lint.model.value import Unknown
from srm_lint.relate import relate

VERSIONING = "aws_s3_bucket_versioning"


@pytest.fixture
def terraform_estate(tmp_path, monkeypatch):
    """Evaluates `{file name: text}` as a root module in the current folder."""
    monkeypatch.chdir(tmp_path)

    def made(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        estate = terraform.evaluate(".", FileTree("."), terraform.Inputs())
        return relate(estate), {resource.address: resource for resource in estate.resources}

    return made


def shown(found):
    return ["?" if isinstance(item, Unknown) else item.address for item in found]


def versioning(bucket, header=""):
    return f'resource "aws_s3_bucket_versioning" "v" {{\n{header}\nbucket = {bucket}\nversioning_configuration {{ status = "Enabled" }}\n}}\n'


@pytest.mark.parametrize(
    ("bucket", "setting", "expected"),
    [
        ("", versioning("aws_s3_bucket.b.id"), {"aws_s3_bucket.b": ["aws_s3_bucket_versioning.v"]}),
        ("", versioning("aws_s3_bucket.b.arn"), {"aws_s3_bucket.b": ["aws_s3_bucket_versioning.v"]}),
        ('bucket = "logs"', versioning("aws_s3_bucket.b.bucket"), {"aws_s3_bucket.b": ["aws_s3_bucket_versioning.v"]}),
        ('bucket = "logs"', versioning('"logs"'), {"aws_s3_bucket.b": ["aws_s3_bucket_versioning.v"]}),
        ("count = 1", versioning("aws_s3_bucket.b[0].id"), {"aws_s3_bucket.b[0]": ["aws_s3_bucket_versioning.v"]}),
        ("count = 1", versioning("one(aws_s3_bucket.b[*].id)"), {"aws_s3_bucket.b[0]": ["aws_s3_bucket_versioning.v"]}),
        (
            'for_each = toset(["eu", "us"])',
            versioning("aws_s3_bucket.b[each.key].id", 'for_each = toset(["eu"])'),
            {'aws_s3_bucket.b["eu"]': ['aws_s3_bucket_versioning.v["eu"]'], 'aws_s3_bucket.b["us"]': []},
        ),
        (
            'for_each = toset(["eu"])',
            versioning("each.value.id", "for_each = aws_s3_bucket.b"),
            {'aws_s3_bucket.b["eu"]': ['aws_s3_bucket_versioning.v["eu"]']},
        ),
        ("", versioning("var.unset"), {"aws_s3_bucket.b": ["?"]}),
        ("", versioning("aws_s3_bucket.b.id", "count = var.unset"), {"aws_s3_bucket.b": ["?"]}),
        ("", versioning("aws_s3_bucket.b.id", "count = 0"), {"aws_s3_bucket.b": []}),
    ],
)
def test_split_settings_of_a_bucket(terraform_estate, bucket, setting, expected):
    text = f'variable "unset" {{}}\nresource "aws_s3_bucket" "b" {{\n{bucket}\n}}\n{setting}'
    relations, resources = terraform_estate({"main.tf": text})
    assert {address: shown(relations.linked(resources[address], VERSIONING)) for address in expected} == expected


def test_a_link_through_three_levels_of_modules(terraform_estate):
    relations, resources = terraform_estate(
        {
            "main.tf": 'module "a" { source = "./a" }\nmodule "user" {\n source = "./user"\n bucket = module.a.id\n}\n',
            "a/main.tf": 'module "b" { source = "../b" }\noutput "id" { value = module.b.id }\n',
            "b/main.tf": 'module "c" { source = "../c" }\noutput "id" { value = module.c.id }\n',
            "c/main.tf": 'resource "aws_s3_bucket" "b" {}\noutput "id" { value = aws_s3_bucket.b.id }\n',
            "user/main.tf": 'variable "bucket" {}\n' + versioning("var.bucket"),
        }
    )
    bucket = resources["module.a.module.b.module.c.aws_s3_bucket.b"]
    assert shown(relations.linked(bucket, VERSIONING)) == ["module.user.aws_s3_bucket_versioning.v"]


def test_a_module_that_is_not_on_disk_may_link(terraform_estate):
    text = 'module "m" { source = "example.com/a/b/c" }\nresource "aws_s3_bucket" "b" {}\n' + versioning(
        "module.m.bucket"
    )
    relations, resources = terraform_estate({"main.tf": text})
    assert shown(relations.linked(resources["aws_s3_bucket.b"], VERSIONING)) == ["?"]


POLICIES = """
data "aws_caller_identity" "me" {}
resource "aws_s3_bucket" "b" {}
data "aws_iam_policy_document" "base" {
  count = 1
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.b.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
  }
}
data "aws_iam_policy_document" "whole" { source_policy_documents = data.aws_iam_policy_document.base[*].json }
resource "aws_s3_bucket_policy" "limited" {
  bucket = aws_s3_bucket.b.id
  policy = data.aws_iam_policy_document.whole.json
}
resource "aws_iam_role_policy" "encoded" {
  role   = "r"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = ["*", aws_s3_bucket.b.arn] }] })
}
resource "aws_iam_role_policy" "heredoc" {
  role   = "r"
  policy = <<-JSON
    {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "${aws_s3_bucket.b.arn}/*"}}
  JSON
}
"""


def test_policies_from_every_source(terraform_estate):
    relations, resources = terraform_estate({"main.tf": POLICIES})
    facts = {address: relations.fact(resource, "iam") for address, resource in resources.items()}
    limited = facts["aws_s3_bucket_policy.limited"]
    assert [statement["actions"] for statement in limited["statements"]] == [("s3:GetObject",)]
    assert limited["allows_public_principal"] is False
    assert facts["aws_iam_role_policy.encoded"]["data_exfiltration"] is True
    assert facts["aws_iam_role_policy.heredoc"]["data_exfiltration"] is False


BACKUP = """
provider "aws" {
  default_tags { tags = { backup = "daily" } }
}
resource "aws_dynamodb_table" "t" { name = "t" }
resource "aws_backup_vault" "v" { name = "v" }
resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "r"
    target_vault_name = aws_backup_vault.v.name
    schedule          = "cron(0 5 ? * * *)"
    lifecycle { delete_after = 30 }
  }
}
resource "aws_backup_selection" "s" {
  plan_id = aws_backup_plan.p.id
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "daily"
  }
}
"""


def test_a_backup_selection_finds_default_tags(terraform_estate):
    relations, resources = terraform_estate({"main.tf": BACKUP})
    facts = relations.fact(resources["aws_dynamodb_table.t"], "backup")
    assert (facts["planned"], facts["rpo_hours"], facts["retention_days"]) == (True, 24, 30)
    assert facts["by"][0]["vault"] == "aws_backup_vault.v"


TEMPLATE = """
Resources:
  Bucket: {Type: "AWS::S3::Bucket"}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement: {Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Bucket.Arn}/*"}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      PubliclyAccessible: true
      VPCSecurityGroups: [!GetAtt Group.GroupId]
"""


def test_a_template(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(TEMPLATE, "utf-8")
    (estate,) = cloudformation.evaluate("template.yaml", FileTree("."), cloudformation.Inputs())
    relations, resources = relate(estate), {resource.address: resource for resource in estate.resources}
    assert shown(relations.linked(resources["Bucket"], "AWS::S3::BucketPolicy")) == ["Policy"]
    assert relations.fact(resources["Bucket"], "exposure")["public_policy"] is True
    assert relations.fact(resources["Database"], "exposure")["reachable"] is True
