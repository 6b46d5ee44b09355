"""Other names of other tools' checks: each belongs to an id that a rule has, and means nothing else."""

from srm_lint.rules import built_in_folder, load_rules, other_names

RULES = load_rules([built_in_folder()])
NAMES = other_names()


def test_they_belong_to_ids_that_rules_have():
    assert NAMES.keys() - {id for rule in RULES.all() for id in rule.equivalents} == set()


def test_none_is_the_id_of_a_rule():
    assert {name for names in NAMES.values() for name in names} & set(RULES.ids) == set()


def test_a_rule_is_found_and_selected_by_them():
    rule = RULES.find("aws-s3-enable-versioning")
    assert rule is not None
    assert rule.id == "aws-s3-bucket-versioning-off"
    assert RULES.select(["aws-s3-enable-versioning"]).ids == ("aws-s3-bucket-versioning-off",)
