"""What a role of Google Cloud is granted on, level by level, and whether two grants meet on something."""

from __future__ import annotations

import re
from collections.abc import Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value
from srm_lint.relate.links import Links
from srm_lint.relate.values import names_something

Scope = Mapping[str, Value]
"""Levels from the widest to the narrowest: `{"project": "shop", "google_kms_crypto_key": "google_kms_crypto_key.orders"}`."""

_PROJECT = re.compile(r"projects/([^/]+)/")
_THINGS = {
    "google_kms_crypto_key": "crypto_key_id",
    "google_kms_key_ring": "key_ring_id",
    "google_service_account": "service_account_id",
}
TARGETS = ("google_organization", "google_folder", "google_project", *_THINGS)
"""Types of what roles are granted on, of which the levels are known."""


def scope_of(binding: Resource, links: Links) -> Scope:
    """What a `google_*_iam_member`, `_binding` or `_policy` on one of `TARGETS` binds its roles to."""
    target = binding.type.rpartition("_iam_")[0]
    if target == "google_organization":
        return {"organization": binding.values.get("org_id")}
    if target == "google_folder":
        return {"folder": binding.values.get("folder")}
    if target == "google_project":
        return {"project": _own_project(binding)}
    thing = binding.values.get(_THINGS[target])
    found = links.follow(thing, target)
    return {"project": _project_of(thing, links), target: found.address if isinstance(found, Resource) else thing}


def _own_project(resource: Resource) -> Value:
    """The project a resource names, else that of its provider; None where the code says neither."""
    written = resource.values.get("project")
    project = resource.settings.get("project") if written is None else written
    return project.removeprefix("projects/") if isinstance(project, str) else project


def _project_of(thing: Value, links: Links) -> Value:
    """The project of a key, key ring or service account."""
    known = thing if isinstance(thing, str) else thing.prefix if isinstance(thing, Unknown) else ""
    if named := _PROJECT.match(known):
        return named[1]
    found = links.follow(thing, *_THINGS)
    if not isinstance(found, Resource):
        return found if found is not None else Unknown(f"the project of `{thing}` is not in the code")
    return _project_of(found.values.get("key_ring"), links) if "key_ring" in found.values else _own_project(found)


def meet(one: Scope, other: Scope) -> Truth:
    """Whether something lies in both scopes. An organization is taken to hold everything that the code declares."""
    shared = [level for level in one if level in other]
    if not shared:
        is_widest = "organization" in one or "organization" in other
        return is_widest or Unknown("whether the folder holds the project is not in the code")
    same = _same(one[shared[-1]], other[shared[-1]])
    if same is True and len(one) > len(shared) and len(other) > len(shared):
        return Unknown("whether one of the two holds the other is not in the code")
    return same


def _same(one: Value, other: Value) -> Truth:
    """Two unknowns that look alike may be different elements of the same thing: only a resource's own id is itself."""
    unknown = next((side for side in (one, other) if isinstance(side, Unknown)), None)
    if unknown is not None:
        return True if one == other and names_something(unknown) and len(unknown.references) == 1 else unknown
    return (
        Unknown("one of the two projects is not in the code") if (one is None) is not (other is None) else one == other
    )
