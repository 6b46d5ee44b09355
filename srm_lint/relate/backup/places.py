"""Where something is, and whether that is somewhere else."""

from __future__ import annotations

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, any_of, concatenate
from srm_lint.relate.values import at

_REGION, _ACCOUNT = 3, 4
"""Places of the parts of an ARN between its colons."""


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
    fields = _fields(thing) if isinstance(thing, str | Unknown) else []
    if len(fields) <= _ACCOUNT or fields[0] != "arn":
        return Place()
    return Place(fields[_REGION] or None, fields[_ACCOUNT] or None)


def _fields(arn: str | Unknown) -> list[str | Unknown]:
    """What stands between the colons of an ARN; an unknown part of the text is taken to hold no colon itself."""
    fields: list[list[str | Unknown]] = [[]]
    for part in arn.parts if isinstance(arn, Unknown) else (arn,):
        if isinstance(part, Unknown):
            fields[-1].append(part)
        else:
            first, *others = part.split(":")
            fields[-1] += [first] if first else []
            fields += [[other] if other else [] for other in others]
    return [field[0] if len(field) == 1 else concatenate(field) for field in fields]


def offsite(thing: Resource | Value, protected: Resource) -> Truth:
    """Whether a copy is in another region or account than what it protects."""
    if isinstance(thing, Resource) and thing.settings == protected.settings and "region" not in thing.values:
        return False
    there, here = place(thing), place(protected)
    return any_of((differs(there.region, here.region), differs(there.account, here.account)))


def differs(there: Value, here: Value) -> Truth:
    """Whether two regions or accounts are not the same; unknown where the code does not name both."""
    for side in (there, here):
        if isinstance(side, Unknown):
            return side
    if there is None or here is None:
        return Unknown("region or account of the copy, or of what it protects, is not in the code")
    return there != here
