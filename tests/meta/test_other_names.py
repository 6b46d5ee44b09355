"""Other names of other tools' checks: each belongs to an id that a rule has, and means nothing else."""

from srm_lint.rules import other_names

NAMES = other_names()


def test_they_belong_to_ids_that_rules_have(built_in_rules):
    assert NAMES.keys() - {id for rule in built_in_rules.all() for id in rule.equivalents} == set()


def test_none_is_the_id_of_a_rule(built_in_rules):
    assert {name for names in NAMES.values() for name in names} & set(built_in_rules.ids) == set()


def test_a_rule_is_found_and_selected_by_them(built_in_rules):
    rule = built_in_rules.find("aws-s3-enable-versioning")
    assert rule is not None
    assert rule.id == "aws-s3-bucket-versioning-off"
    assert built_in_rules.select(["aws-s3-enable-versioning"]).ids == ("aws-s3-bucket-versioning-off",)
