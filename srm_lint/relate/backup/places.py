"""Where something is, and whether that is somewhere else."""

from __future__ import annotations

import re

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, any_of
from srm_lint.relate.values import at

_ARN = re.compile(r"arn:[^:]*:[^:]*:([^:]*):([^:]*):")


class Place(msgspec.Struct, frozen=True):
    """Region and account; None where neither the code nor the provider's settings name them."""

    region: Value = None
    account: Value = None


def place(thing: Resource | Value) -> Place:
    """Where a resource is by its provider's settings, or what an ARN says of it."""
    if isinstance(thing, Resource):
        region = thing.values.get("region")
        role = at(thing.settings, "assume_role", "role_arn")
        accounts = at(thing.settings, "allowed_account_ids")
        account = place(role).account if role is not None else accounts
        return Place(thing.settings.get("region") if region is None else region, account)
    if isinstance(thing, str) and (found := _ARN.match(thing)):
        return Place(found[1] or None, found[2] or None)
    if isinstance(thing, Unknown) and (found := _ARN.match(thing.prefix)):
        return Place(found[1] or None, found[2] or None)
    return Place()


def offsite(thing: Resource | Value, protected: Resource) -> Truth:
    """Whether a copy is in another region or account than what it protects."""
    if isinstance(thing, Resource) and thing.settings == protected.settings and "region" not in thing.values:
        return False
    there, here = place(thing), place(protected)
    return any_of((_differs(there.region, here.region), _differs(there.account, here.account)))


def _differs(there: Value, here: Value) -> Truth:
    for side in (there, here):
        if isinstance(side, Unknown):
            return side
    if there is None or here is None:
        return Unknown("region or account of the copy, or of what it protects, is not in the code")
    return there != here
