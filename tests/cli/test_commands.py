"""The commands beside check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from srm_lint.cli.init import TEMPLATE
from srm_lint.config import config_files, config_of

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def valid(name: str, text: str) -> dict:
    document = json.loads(text)
    Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))).validate(document)
    return document


def test_inspect_shows_what_was_seen(estate, call) -> None:
    answer = call("inspect", "unknown", "--format", "json", "--no-cache")
    (resource,) = valid("inspect", answer.out)["resources"]
    assert answer.code == 0
    assert (resource["address"], resource["model"]) == ("Database", "PaaS")
    assert resource["values"] == {"MasterUserPassword": "****", "DeletionProtection": {"$unknown": True}}
    assert "hunter2" in call("inspect", "unknown", "--format", "json", "--show-sensitive").out


def test_inspect_says_when_it_could_not_read_everything(estate, call) -> None:
    answer = call("inspect", "broken", "--format", "json")
    assert answer.code == 3
    assert "not read broken/stack.yaml:" in answer.err
    assert "not read broken/stack.yaml:" in call("inspect", "broken").out


def test_rules_are_listed(estate, call) -> None:
    own = ("--rules", str(estate / "rules"), "--select", "acme-rds-deletion-protection-off")
    (rule,) = valid("rules", call("rules", "--format", "json", *own).out)["rules"]
    assert rule["equivalents"] == ["OTHER_1"]
    assert rule["types"] == ["AWS::RDS::DBInstance"]
    assert rule["frameworks"] == ["cloudformation"]
    assert call("rules", *own).out == (
        "acme-rds-deletion-protection-off  medium    data-protection   Database can be deleted by mistake\n1 rule\n"
    )
    assert "| `acme-rds-deletion-protection-off` | Database can" in call("rules", "--format", "markdown", *own).out


def test_the_catalogue_is_listed(call) -> None:
    types = {each["type"]: each for each in valid("catalogue", call("catalogue", "--format", "json").out)["types"]}
    assert types["aws_db_instance"]["model"] == types["AWS::RDS::DBInstance"]["model"] == "PaaS"
    assert types["aws_instance"]["model"] == "IaaS"
    assert "aws_db_instance " in call("catalogue").out


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("acme-rds-deletion-protection-off", "# Database can be deleted by mistake"),
        ("OTHER_1", "# Database can be deleted by mistake"),
        ("data-protection", "# Data protection"),
    ],
)
def test_explain(estate, call, name: str, heading: str) -> None:
    answer = call("explain", name, "--rules", str(estate / "rules"))
    assert answer.code == 0
    assert answer.out.startswith(f"{heading}\n")


def test_explain_offers_what_is_near(estate, call) -> None:
    answer = call("explain", "acme-rds-deletion-off", "--rules", str(estate / "rules"))
    assert (answer.code, answer.out) == (2, "")
    assert "acme-rds-deletion-protection-off" in answer.err


@pytest.mark.parametrize(
    ("name", "way"),
    [("RDS", "`srm-lint rules --select rds` lists the rules of it"), ("xyzzy", "`srm-lint rules` lists them")],
)
def test_explain_says_where_to_look_where_nothing_is_near(call, name: str, way: str) -> None:
    assert way in call("explain", name).err


def test_a_rule_set_is_tested(estate, call) -> None:
    answer = call("test", str(estate / "rules"))
    assert answer.code == 0
    assert answer.out.endswith("1 rule, 2 examples, 1 correction, 0 cases, 0 failures\n")


def test_a_failing_example_is_named_with_its_place(estate: Path, call) -> None:
    path = estate / "rules" / "acme.yaml"
    path.write_text(
        path.read_text("utf-8").replace("Properties: {DeletionProtection: true}", "Properties: {}"), "utf-8"
    )
    answer = call("test", str(estate / "rules"))
    assert answer.code == 1
    assert (
        "acme.yaml:1: acme-rds-deletion-protection-off, cloudformation example `pass`: expected no finding"
        in answer.out
    )


def test_a_rule_on_types_that_nobody_knows_fails(estate: Path, call) -> None:
    path = estate / "rules" / "acme.yaml"
    path.write_text(path.read_text("utf-8").replace("AWS::RDS::DBInstance", "Acme::RDS::DBInstance"), "utf-8")
    answer = call("test", str(estate / "rules"))
    assert answer.code == 1
    assert "nobody knows Acme::RDS::DBInstance" in answer.out


def test_a_malformed_rule_is_wrong_use(estate: Path, call) -> None:
    path = estate / "rules" / "acme.yaml"
    path.write_text(path.read_text("utf-8").replace("severity: medium", "severity: bad"), "utf-8")
    answer = call("test", str(estate / "rules"))
    assert (answer.code, answer.out) == (2, "")
    assert "acme.yaml" in answer.err


@pytest.mark.parametrize(
    ("type", "attribute", "value"),
    [
        ("AWS::RDS::DBInstance", "StorageEncrypted", "true"),
        ("AWS::S3::Bucket", "AccessControl", "Private"),
        ("aws_db_instance", "storage_encrypted", "true"),
        ("aws_db_instance", "backup_retention_period", "7"),
    ],
)
def test_a_new_rule_passes_its_own_test(estate: Path, call, type: str, attribute: str, value: str) -> None:
    draft = (
        "--on",
        type,
        "--attribute",
        attribute,
        "--value",
        value,
        "--duty",
        "encryption",
        "--into",
        str(estate / "mine"),
    )
    assert call("new-rule", "acme-any-setting-missing", *draft).code == 0
    answer = call("test", str(estate / "mine"))
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "1 rule, 3 examples, 1 correction, 0 cases, 0 failures")
    assert "exists already" in call("new-rule", "acme-any-setting-missing", *draft).err


@pytest.mark.parametrize(
    ("id", "type", "attribute"),
    [
        ("Acme", "aws_db_instance", "a"),
        ("acme-x-y", "nothing", "a"),
        ("acme-x-y", "aws_db_instance", "a.b"),
        ("a-b-../c", "aws_x", "a"),
    ],
)
def test_a_new_rule_has_to_be_well_formed(estate: Path, call, id: str, type: str, attribute: str) -> None:
    answer = call(
        "new-rule", id, "--on", type, "--attribute", attribute, "--duty", "backup", "--into", str(estate / "mine")
    )
    assert answer.code == 2
    assert not (estate / "mine").exists()


def test_the_id_of_a_built_in_rule_is_taken(estate: Path, call) -> None:
    draft = ("--on", "aws_db_instance", "--attribute", "engine", "--duty", "backup", "--into", str(estate / "mine"))
    answer = call("new-rule", "aws-rds-backups-off", *draft)
    assert (answer.code, [*estate.glob("mine/*")]) == (2, [])
    assert "`aws-rds-backups-off` is a built-in rule; take another id, such as acme-rds-backups-off" in answer.err

    assert call("new-rule", "acme-rds-backups-off", *draft).code == 0
    written = estate / "mine" / "acme-rds-backups-off.yaml"
    written.write_text(written.read_text(encoding="utf-8").replace("acme-rds", "aws-rds"), encoding="utf-8")
    answer = call("test", str(estate / "mine"))
    assert (answer.code, answer.out, answer.err.count("the id is taken")) == (2, "", 1)


def test_init_writes_a_configuration_once(tmp_path: Path, call) -> None:
    assert call("init", str(tmp_path)).code == 0
    config_of(config_files(tmp_path))
    (tmp_path / ".srm-lint.yaml").write_text("root: true\n", encoding="utf-8")
    answer = call("init", str(tmp_path))
    assert answer.code == 2
    assert "is left as it is" in answer.err
    assert (tmp_path / ".srm-lint.yaml").read_text() == "root: true\n"


def test_every_example_in_the_initial_configuration_is_valid(tmp_path: Path) -> None:
    lines = [line.removeprefix("# ") if line.startswith("# ") else line for line in TEMPLATE.splitlines()[3:]]
    (tmp_path / ".srm-lint.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert config_of(config_files(tmp_path)).config.exemptions[0].rule == "backup"


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        pytest.param(["--var", "a=given"], '"given"', id="given"),
        pytest.param(["-var=a=given"], '"given"', id="as Terraform writes it"),
        pytest.param(["--var-env"], '"from outside"', id="from the environment, when asked"),
        pytest.param(["--var-env", "--var", "a=given"], '"given"', id="the nearer one"),
        pytest.param([], "unknown (variable `a` is not set)", id="not from the environment otherwise"),
    ],
)
def test_values_of_terraform_variables(tmp_path, call, monkeypatch, arguments, value) -> None:
    monkeypatch.setenv("TF_VAR_a", "from outside")
    (tmp_path / "main.tf").write_text('variable "a" {}\nresource "terraform_data" "x" {\n  input = var.a\n}\n')
    assert f"input = {value}\n" in call("inspect", str(tmp_path), *arguments).out


def test_changes_of_the_rules_are_told_from_a_list_that_was_kept(estate: Path, call) -> None:
    listed = json.loads(call("rules", "--rules", "rules", "--select", "rds", "--format", "json").out)
    for rule in listed["rules"]:
        if rule["id"] == "aws-rds-backups-off":
            rule |= {"severity": "low", "types": ["aws_db_instance", "aws_gone"]}
    listed["rules"] = [rule for rule in listed["rules"] if not rule["id"].startswith("acme")]
    (estate / "kept.json").write_text(json.dumps(listed))
    answer = call("rules", "--rules", "rules", "--select", "rds", "--changes-since", "kept.json")
    assert answer.code == 0
    assert "+ acme-rds-deletion-protection-off (medium): Database can be deleted by mistake" in answer.out
    assert "~ aws-rds-backups-off: severity low is high now" in answer.out
    assert "~ aws-rds-backups-off: does not look at aws_gone any more" in answer.out
    (estate / "kept.json").write_text("[]")
    assert call("rules", "--changes-since", "kept.json").code == 2
