"""The standards of which every control is accounted for: asked by a rule, or listed with the reason why not."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from srm_lint.cli.app import application
from srm_lint.errors import RuleError
from srm_lint.model.standard import Standard
from srm_lint.rules import RuleSet, built_in_folder, load_standards

STANDARDS = load_standards(built_in_folder() / "standards")
each_standard = pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.standard)


def asked(standard: Standard, rules: RuleSet) -> set[str]:
    return {control for rule in rules.all() for control in rule.controls.get(standard.standard, ())}


def unasked(standard: Standard) -> list[str]:
    return [control for each in standard.without_rule for control in each.controls]


@each_standard
def test_every_control_is_asked_or_has_a_reason(standard: Standard, built_in_rules: RuleSet):
    listed, by_rules = unasked(standard), asked(standard, built_in_rules)
    assert len(listed) == len(set(listed)), "listed twice"
    assert by_rules & set(listed) == set(), "a rule asks it, so it needs no reason"
    assert len(by_rules) + len(listed) == standard.controls


@each_standard
def test_reasons_name_rules_that_exist(standard: Standard, built_in_rules: RuleSet):
    named = {id for each in standard.without_rule for id in re.findall(r"`([\w-]+)`", each.why)}
    assert named - set(built_in_rules.ids) == set()


@each_standard
def test_a_profile_means_the_standard_with_and_without_its_version(standard: Standard, built_in_rules: RuleSet):
    family = standard.standard.rpartition("-")[0]
    ids = {rule.id for rule in built_in_rules.all() if standard.standard in rule.controls}
    assert (
        set(built_in_rules.of_profiles([family]).ids) == set(built_in_rules.of_profiles([standard.standard]).ids) == ids
    )


def test_the_list_of_a_profile_says_what_no_rule_asks():
    text = CliRunner().invoke(application, ["rules", "--profile", "cis-aws"]).output
    assert "CIS AWS Foundations Benchmark 5.0.0: 51 of 63 controls are asked by rules\n" in text
    assert "\n  1.16: the role for support may be in any estate" in text
    listed = json.loads(CliRunner().invoke(application, ["rules", "--profile", "cis-aws", "--format", "json"]).output)
    assert [each["standard"] for each in listed["standards"]] == ["cis-aws-5.0"]
    assert {"controls": ["1.16"], "why": STANDARDS[0].without_rule[4].why} in listed["standards"][0]["without_rule"]


def test_without_a_profile_no_standard_is_listed():
    assert json.loads(CliRunner().invoke(application, ["rules", "--format", "json"]).output)["standards"] == []


@pytest.mark.parametrize("text", ["standard: x\n", "[", "standard: x\ntitle: y\nsource: z\ncontrols: 1\nmore: 1\n"])
def test_a_broken_file_is_named(text: str, tmp_path: Path):
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(RuleError, match=r"x\.yaml: "):
        load_standards(tmp_path)
