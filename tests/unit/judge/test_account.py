"""Accounts, subscriptions, projects and tenants, as far as the code tells."""

from __future__ import annotations

import pytest
from judge_fakes import FakeSyntax

from srm_lint.judge.account import account_of
from srm_lint.model.resource import Framework, Mode, Resource
from srm_lint.model.value import Unknown

ROLE = "arn:aws:iam::111122223333:role/deploy"
SOMETHING = Unknown("a variable")


@pytest.mark.parametrize(
    ("provider", "settings", "values", "account"),
    [
        ("aws", {"assume_role": ({"role_arn": ROLE},)}, {}, "111122223333"),
        ("aws", {"assume_role": ({"role_arn": "arn:aws-us-gov:iam::111122223333:role/a/b"},)}, {}, "111122223333"),
        ("aws", {"allowed_account_ids": ("444455556666",)}, {}, "444455556666"),
        ("aws", {"allowed_account_ids": ("1", "2")}, {}, ""),
        ("aws", {"assume_role": SOMETHING}, {}, ""),
        ("aws", {"assume_role": ({"role_arn": SOMETHING},)}, {}, ""),
        ("aws", {"region": "eu-west-1"}, {}, ""),
        ("azurerm", {"subscription_id": "s", "tenant_id": "t"}, {}, "s"),
        ("azurerm", {"subscription_id": SOMETHING, "tenant_id": "t"}, {}, "t"),
        ("azuread", {"tenant_id": "t"}, {}, "t"),
        ("google", {"project": "p"}, {}, "p"),
        ("google-beta", {"project": "p"}, {"project": "own"}, "own"),
        ("google", {"project": "p"}, {"project": SOMETHING}, ""),
        ("random", {"project": "p"}, {}, ""),
    ],
)
def test_the_account_is_that_of_the_provider(provider, settings, values, account):
    made = Resource(
        "x.y", "x", "y", Framework.TERRAFORM, Mode.MANAGED, provider, values, FakeSyntax(), settings=settings
    )
    assert account_of(made) == account
