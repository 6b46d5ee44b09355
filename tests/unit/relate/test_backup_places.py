"""Which region and account an ARN names, also one of which parts are unknown."""

import pytest
from estate_makers import resource, variable

from srm_lint.model.value import Unknown, concatenate
from srm_lint.relate.backup.places import Place, place


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("arn:aws:backup:eu-west-1:111122223333:backup-vault:main", Place("eu-west-1", "111122223333")),
        ("arn:aws:iam::111122223333:role/backup", Place(None, "111122223333")),
        (
            concatenate(["arn:", variable("partition"), ":backup:eu-west-1:111122223333:backup-vault:main"]),
            Place("eu-west-1", "111122223333"),
        ),
        ("main", Place()),
        (variable("arn"), Place()),
        (None, Place()),
        (resource("aws_backup_vault.v", settings={"region": "eu-west-1"}), Place("eu-west-1", None)),
        (
            resource("aws_backup_vault.v", {"region": "eu-west-2"}, settings={"allowed_account_ids": ("1",)}),
            Place("eu-west-2", "1"),
        ),
    ],
)
def test_region_and_account(thing, expected):
    assert place(thing) == expected


def test_an_unknown_part_is_handed_on():
    arn = concatenate(["arn:aws:backup:", variable("region"), ":111122223333:backup-vault:main"])
    assert isinstance(place(arn).region, Unknown)
    assert place(arn).account == "111122223333"
