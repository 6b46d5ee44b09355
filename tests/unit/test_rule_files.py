"""Rule files -> rules: what is read, what is refused and how it is said, what is selected, how fast it loads."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from srm_lint.errors import RuleError
from srm_lint.model.condition import AllOf, Bound, Clause, Equals, Given, Limit, Matcher, Origin, Quantifier, Selector
from srm_lint.model.resource import Framework
from srm_lint.model.rule import Confidence, Duty, Severity
from srm_lint.rules import RuleSet, load_rules
from srm_lint.rules.paths import parse_path

RULE = """\
- id: aws-rds-backup-retention-short
  title: Database keeps too few days of automated backups
  duty: backup
  severity: high
  why: Because.
  parameters: {days: 7}
  equivalents: [CKV_AWS_133]
  aliases: [aws-rds-old-name]
  checks:
    - on: aws_db_instance
      unless: {replicate_source_db: {present: true}}
      expect: {backup_retention_period: {minimum: $days, absent: 0}}
    - on: [AWS::RDS::DBInstance, AWS::RDS::DBCluster]
      expect: {BackupRetentionPeriod: {minimum: 7.5}, State: on}
  examples:
    terraform: {fail: f, pass: p}
"""


def write(folder: Path, text: str = RULE, name: str = "rds.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder


def test_a_rule_is_read_as_it_is_written(tmp_path):
    (rule,) = load_rules([write(tmp_path / "rules")]).all()
    assert (rule.id, rule.duty, rule.severity, rule.confidence) == (
        "aws-rds-backup-retention-short",
        Duty.BACKUP,
        Severity.HIGH,
        Confidence.HIGH,
    )
    assert (rule.provider, rule.service, rule.line) == ("aws", "rds", 1)
    assert rule.types == ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "aws_db_instance")
    assert rule.frameworks == (Framework.TERRAFORM, Framework.CLOUDFORMATION)
    expect = rule.checks[0].expect
    assert isinstance(expect, Clause)
    assert expect.matcher.absent == Given(0)
    second = rule.checks[1].expect
    assert second == AllOf(
        (
            Clause(
                Selector(Origin.VALUES, "", ("BackupRetentionPeriod",), "BackupRetentionPeriod"),
                Matcher((Bound(Limit.MINIMUM, 7.5),)),
            ),
            Clause(Selector(Origin.VALUES, "", ("State",), "State"), Matcher((Equals("on"),))),
        )
    )


@pytest.mark.parametrize(
    ("text", "origin", "subject", "steps"),
    [
        ("a.b", Origin.VALUES, "", ("a", "b")),
        ("a[*].b[?]", Origin.VALUES, "", ("a", Quantifier.EVERY, "b", Quantifier.SOME)),
        ("a{*}.b{?}", Origin.VALUES, "", ("a", Quantifier.EVERY_VALUE, "b", Quantifier.SOME_VALUE)),
        ('a["x.y"].z', Origin.VALUES, "", ("a", "x.y", "z")),
        ("linked.aws_kms_key[?].x", Origin.LINKED, "aws_kms_key", (Quantifier.SOME, "x")),
        ("refers.AWS::KMS::Key.X", Origin.REFERS, "AWS::KMS::Key", ("X",)),
        ("estate.provider.azurerm[?].features", Origin.ESTATE, "provider.azurerm", (Quantifier.SOME, "features")),
        ("linked.data.aws_x.y", Origin.LINKED, "data.aws_x", ("y",)),
        ("facts.iam.statements[*].effect", Origin.FACTS, "iam", ("statements", Quantifier.EVERY, "effect")),
        ("self.meta.DeletionPolicy", Origin.META, "", ("DeletionPolicy",)),
        ("self.tags.team", Origin.TAGS, "", ("team",)),
        ("self.provider.region", Origin.PROVIDER, "", ("region",)),
        ("ingress.self", Origin.VALUES, "", ("ingress", "self")),
        ("linked", Origin.VALUES, "", ("linked",)),
    ],
)
def test_paths(text, origin, subject, steps):
    assert parse_path(text) == Selector(origin, subject, steps, text)


def test_a_path_names_the_attribute_that_points():
    text = "linked.aws_cloudtrail(s3_bucket_name,sns_topic_name)[?].x"
    steps = (Quantifier.SOME, "x")
    assert parse_path(text) == Selector(
        Origin.LINKED, "aws_cloudtrail", steps, text, ("s3_bucket_name", "sns_topic_name")
    )


@pytest.mark.parametrize(
    "text", ["", ".a", "a..b", "a[0]", "a[", "[*].a", 'a["x]', "a b", "a{", "a{1}", "refers.aws_x(a_path).b"]
)
def test_what_is_no_path_is_refused(text):
    with pytest.raises(ValueError, match=r"path|name"):
        parse_path(text)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("duty: backup", "duty: backups", 3, "duty: 'backups' is not one of"),
        ("severity: high", "severity: awful", 4, "severity: 'awful' is not one of"),
        ("  why: Because.\n", "", 1, "'why' is a required property"),
        ("minimum: $days", "pattern: $days", 11, "`pattern` takes no parameter"),
        ("minimum: $days", "minimum: $weeks", 11, "`$weeks` is no parameter of this rule"),
        ("minimum: $days", "minimum: seven", 11, "checks.0.expect.backup_retention_period.minimum: 'seven'"),
        ("minimum: $days", "minimun: 7", 11, "'minimun' was unexpected"),
        ("minimum: $days", "pattern: '('", 11, "`(` is no regular expression"),
        ("replicate_source_db:", "'replicate[0]':", 11, "is no path"),
        ("title:", "titel: x\n  title:", 1, "'titel' was unexpected"),
        ("parameters: {days: 7}", "parameters: {days: 7, days: 8}", 6, "key `days` is written twice"),
        ("id: aws-rds-backup-retention-short", "id: RDS", 1, "id: 'RDS' does not match"),
        ("{minimum: $days, absent: 0}", "{absent: 0}", 11, "should not be valid"),
        ("- on: aws_db_instance", "- on: [}", 10, "not valid YAML"),
        ("    terraform: {fail: f, pass: p}", "    terraform: {fail: f}", 16, "'pass' is a required property"),
    ],
)
def test_a_broken_rule_is_refused_with_its_place(tmp_path, old, new, line, message):
    folder = write(tmp_path / "rules", RULE.replace(old, new))
    with pytest.raises(RuleError) as caught:
        load_rules([folder])
    text = str(caught.value)
    assert message in text
    shown = int(text.removeprefix(f"{folder / 'rds.yaml'}:").split(":")[0])
    assert abs(shown - line) <= 1
    assert "rule aws-rds-backup-retention-short" in text or "YAML" in text or "twice" in text or "RDS" in text


def test_a_file_that_is_no_list_of_rules_is_refused(tmp_path):
    with pytest.raises(RuleError, match=r"rds.yaml:1: the file has to be a list"):
        load_rules([write(tmp_path / "rules", "id: x\n")])
    with pytest.raises(RuleError, match="rule without id"):
        load_rules([write(tmp_path / "rules", "- hello\n")])


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        load_rules([tmp_path / "nowhere"])


def test_an_id_given_twice_is_refused(tmp_path):
    first, second = write(tmp_path / "a"), write(tmp_path / "b")
    with pytest.raises(RuleError, match=r"the id is taken by .*rds.yaml:1"):
        load_rules([first, second])


def test_empty_files_and_case_folders_hold_no_rules(tmp_path):
    folder = write(tmp_path / "rules")
    write(folder, "", "empty.yaml")
    write(folder / "tests", "- name: a case\n", "rds.yaml")
    write(folder / "sub", RULE.replace("retention-short", "other"), "more.yml")
    assert load_rules([folder]).ids == ("aws-rds-backup-other", "aws-rds-backup-retention-short")


@pytest.fixture
def two(tmp_path) -> RuleSet:
    other = RULE.replace("aws-rds-backup-retention-short", "azure-vm-no-backup").replace("CKV_AWS_133", "CKV_AZURE_1")
    other = (
        other.replace("duty: backup", "duty: network").replace("aws-rds-old-name", "x").replace("aws_db", "azurerm_vm")
    )
    return load_rules([write(write(tmp_path / "rules"), other, "vm.yaml")])


@pytest.mark.parametrize(
    ("select", "ignore", "left"),
    [
        ([], [], ["aws-rds-backup-retention-short", "azure-vm-no-backup"]),
        (["backup"], [], ["aws-rds-backup-retention-short"]),
        (["rds"], [], ["aws-rds-backup-retention-short"]),
        (["aws-rds"], [], ["aws-rds-backup-retention-short"]),
        (["azure"], [], ["azure-vm-no-backup"]),
        (["CKV_AZURE_1"], [], ["azure-vm-no-backup"]),
        (["aws-rds-old-name"], [], ["aws-rds-backup-retention-short"]),
        ([], ["azure-vm-no-backup"], ["aws-rds-backup-retention-short"]),
        (["backup", "network"], ["vm"], ["aws-rds-backup-retention-short"]),
    ],
)
def test_selecting(two, select, ignore, left):
    assert list(two.select(select, ignore).ids) == left


def test_a_word_that_names_nothing_is_refused_with_a_hint(two):
    with pytest.raises(RuleError, match=r"`bakcup`; did you mean `backup`\?"):
        two.select(["bakcup"])


def test_only_rules_of_the_types_are_given(two):
    assert [rule.id for rule in two.for_types(["azurerm_vm_instance", "x"])] == ["azure-vm-no-backup"]
    assert two.for_types(["x"]) == ()


def test_finding_by_any_name(two):
    for name in ("aws-rds-backup-retention-short", "aws-rds-old-name", "CKV_AWS_133"):
        assert two.find(name).id == "aws-rds-backup-retention-short"
    assert two.find("nothing") is None


def test_an_organisation_changes_parameters_and_severity(two):
    changed = two.configured({"CKV_AWS_133": {"days": 30}}, {"azure-vm-no-backup": Severity.LOW})
    assert changed.find("aws-rds-backup-retention-short").parameters == {"days": 30}
    assert changed.find("azure-vm-no-backup").severity is Severity.LOW
    assert changed.select(["backup"]).all()[0].parameters == {"days": 30}


@pytest.mark.parametrize(
    ("parameters", "severities", "message"),
    [
        ({"aws-rds-backup-retention-shor": {}}, {}, "there is no rule .* did you mean"),
        ({"azure-vm-no-backup": {"weeks": 1}}, {}, "has no parameter `weeks`; it has days"),
        (
            {"azure-vm-no-backup": {"days": "many"}},
            {},
            "`days` of rule `azure-vm-no-backup`: a number is needed, not text",
        ),
        ({}, {"nothing-at-all": Severity.LOW}, "there is no rule `nothing-at-all`"),
    ],
)
def test_configuring_what_does_not_exist_or_fit_is_refused(two, parameters, severities, message):
    with pytest.raises(RuleError, match=message):
        two.configured(parameters, severities)


def test_the_pack_gives_the_same_rules_and_follows_the_files(tmp_path):
    folder, cache = write(tmp_path / "rules"), tmp_path / "cache"
    first = load_rules([folder], cache)
    assert [file.suffix for file in cache.iterdir()] == [".msgpack"]
    assert load_rules([folder], cache).all() == first.all()
    write(folder, RULE.replace("days: 7", "days: 8"))
    assert load_rules([folder], cache).all()[0].parameters == {"days": 8}


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    assert len(load_rules([write(tmp_path / "rules")], tmp_path / "file" / "cache")) == 1


def test_a_thousand_rules_load_fast_and_without_parsers(tmp_path):
    folder, cache = tmp_path / "rules", tmp_path / "cache"
    for number in range(20):
        rules = (RULE.replace("retention-short", f"gap-{number}-{index}") for index in range(50))
        write(folder, "".join(rules).replace("aliases: [aws-rds-old-name]", "aliases: []"), f"f{number}.yaml")
    load_rules([folder], cache)
    started = time.process_time()
    few = load_rules([folder], cache).for_types(["aws_s3_bucket"])
    assert time.process_time() - started < 0.06
    assert few == ()
