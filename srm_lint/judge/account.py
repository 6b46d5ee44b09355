"""The account, subscription, project or tenant that a resource belongs to, as far as the code tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Value

_OF_ROLE = re.compile(r"arn:[\w-]+:iam::(\d{12}):role/")


def account_of(resource: Resource) -> str:
    """Such as "111122223333"; "" where nothing says it, or what says it is not known."""
    find = _FINDERS.get(resource.provider.partition("-")[0])
    return find(resource) if find else ""


def _aws(resource: Resource) -> str:
    """The account of the role that the provider assumes, or the only one that it may work in."""
    for role in _blocks(resource.settings, "assume_role"):
        if found := _OF_ROLE.match(_text(role.get("role_arn"))):
            return found[1]
    allowed = resource.settings.get("allowed_account_ids")
    return _text(allowed[0]) if isinstance(allowed, tuple) and len(allowed) == 1 else ""


def _setting(*names: str) -> Callable[[Resource], str]:
    """The first of the provider's settings that is known."""

    def find(resource: Resource) -> str:
        return next((text for name in names if (text := _text(resource.settings.get(name)))), "")

    return find


def _google(resource: Resource) -> str:
    """A resource may name another project than its provider."""
    if "project" in resource.values:
        return _text(resource.values["project"])
    return _text(resource.settings.get("project"))


def _blocks(settings: Mapping[str, Value], name: str) -> Iterator[Mapping[str, Value]]:
    blocks = settings.get(name)
    for block in blocks if isinstance(blocks, tuple) else ():
        if isinstance(block, dict):
            yield block


def _text(value: Value) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


_FINDERS: Mapping[str, Callable[[Resource], str]] = {
    "aws": _aws,
    "awscc": _aws,
    "azurerm": _setting("subscription_id", "tenant_id"),
    "azapi": _setting("subscription_id", "tenant_id"),
    "azuread": _setting("tenant_id"),
    "microsoft365": _setting("tenant_id"),
    "google": _google,
    "github": _setting("owner", "organization"),
    "okta": _setting("org_name"),
    "snowflake": _setting("account_name", "account"),
    "databricks": _setting("host", "account_id"),
}
