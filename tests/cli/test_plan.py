"""Files of values and plans that the user names, wherever they are; plans at the places of the source."""

import json

import pytest

MODULE = """\
resource "aws_db_instance" "x" {
  # srm-lint: ignore[aws-rds-backups-off] rebuilt every night
  storage_encrypted = var.encrypted
}
variable "encrypted" {}
"""
PLANNED = {
    "address": "module.b.aws_db_instance.x",
    "module_address": "module.b",
    "mode": "managed",
    "type": "aws_db_instance",
    "name": "x",
    "change": {
        "actions": ["create"],
        "after": {"backup_retention_period": 0, "storage_encrypted": False},
        "after_unknown": {"id": True, "deletion_protection": True},
    },
}
DELETED = {
    **PLANNED,
    "address": "aws_db_instance.gone",
    "change": {"actions": ["delete"], "before": {"storage_encrypted": False}, "after": None},
}


@pytest.fixture(autouse=True)
def infra(tmp_path, monkeypatch):
    """A root module in `infra`, and beside it what is given on the command line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "infra" / "m").mkdir(parents=True)
    (tmp_path / "infra" / "main.tf").write_text(
        'variable "e" {}\nmodule "b" {\n  source    = "./m"\n  encrypted = var.e\n}\n'
    )
    (tmp_path / "infra" / "m" / "main.tf").write_text(MODULE)
    (tmp_path / "plan.json").write_text(json.dumps({"format_version": "1.2", "resource_changes": [PLANNED, DELETED]}))
    (tmp_path / "live.tfvars").write_text("e = true\n")


def findings(answer) -> dict:
    return {finding["rule"]: finding for finding in json.loads(answer.out)["findings"]}


def test_planned_values_are_judged_at_their_place_in_the_source(call):
    found = findings(call("check", "--plan", "plan.json", "infra", "--all", "--format", "json", "--no-cache"))
    unencrypted = found["aws-rds-storage-unencrypted"]
    assert (unencrypted["verdict"], unencrypted["file"], unencrypted["line"]) == ("fail", "infra/m/main.tf", 3)
    assert found["aws-rds-backups-off"]["suppression"]["justification"] == "rebuilt every night"
    assert found["aws-rds-deletion-protection-off"]["verdict"] == "unknown"
    assert {finding["resource"]["address"] for finding in found.values()} == {"module.b.aws_db_instance.x"}


def test_a_plan_alone_names_its_own_line(call):
    answer = call("check", "plan.json", "--format", "json", "--select", "aws-rds-storage-unencrypted", "--no-cache")
    finding = findings(answer)["aws-rds-storage-unencrypted"]
    assert (finding["file"], finding["line"]) == ("plan.json", 1)


def test_a_file_of_values_counts_wherever_it_is(call):
    answer = call("check", "infra", "--var-file", "live.tfvars", "--all", "--format", "json", "--no-cache")
    assert findings(answer)["aws-rds-storage-unencrypted"]["verdict"] == "pass"


def bucket(address: str, action: str) -> dict:
    return {**PLANNED, "address": address, "module_address": "", "type": "aws_s3_bucket", "name": address.split(".")[1],
            "change": {"actions": [action], "after": {"bucket": address, "id": address}}}  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "judged"),
    [
        ([], {"aws_s3_bucket.new", "aws_s3_bucket.old", "aws_s3_bucket.moved"}),
        (["--plan-scope", "changed"], {"aws_s3_bucket.new", "aws_s3_bucket.moved"}),
    ],
    ids=["all", "changed"],
)
def test_what_a_plan_leaves_as_it_is_can_be_left_out_and_is_linked_all_the_same(call, tmp_path, scope, judged):
    closed = {"bucket": "aws_s3_bucket.moved", "block_public_acls": True, "block_public_policy": True,
              "ignore_public_acls": True, "restrict_public_buckets": True}  # fmt: skip
    block = {**PLANNED, "address": "aws_s3_bucket_public_access_block.b", "module_address": "", "name": "b",
             "type": "aws_s3_bucket_public_access_block", "change": {"actions": ["no-op"], "after": closed}}  # fmt: skip
    changes = [bucket(f"aws_s3_bucket.{name}", action) for name, action in [("new", "create"), ("old", "no-op")]]
    changes.append(bucket("aws_s3_bucket.moved", "update"))
    plan = {"format_version": "1.2", "resource_changes": [*changes, block]}
    (tmp_path / "plan.json").write_text(json.dumps(plan, indent=1))
    answer = call("check", "--plan", "plan.json", *scope, "--format", "json", "--no-cache")
    rows = [(each["rule"], each["resource"]["address"]) for each in json.loads(answer.out)["findings"]]
    assert {address for _, address in rows} == judged
    missing = {address for rule, address in rows if rule == "aws-s3-bucket-access-block-missing"}
    assert missing == judged - {"aws_s3_bucket.moved"}
