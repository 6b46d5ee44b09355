"""Roles that one member holds together: what a grant adds to the other grants of the estate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of
from srm_lint.relate.iam import azure, google
from srm_lint.relate.iam.scopes import TARGETS, Scope, meet, scope_of
from srm_lint.relate.links import Links
from srm_lint.relate.pointers import can_equal
from srm_lint.relate.values import blocks

_GOOGLE = tuple(f"{target}_iam_{kind}" for target in TARGETS for kind in ("member", "binding", "policy"))
_AZURE = "azurerm_role_assignment"
_ANYWHERE: Scope = {}
_STEPS_OF_A_PAIR = 3
_NAMES_ACCOUNT = ("member", "email", "principal_id", "object_id")


class _Grant(msgspec.Struct, frozen=True):
    """One role for one member. Assignments of Azure have no scope: a vault and what it protects are never the same."""

    role: Value
    member: str | Unknown
    source: Resource
    scope: Scope


class _Grants(msgspec.Struct, frozen=True):
    """All grants of an estate; `by_member` those whose member is written, `loose` the others."""

    by_member: dict[str, list[_Grant]]
    loose: list[_Grant]

    def of(self, member: str | Unknown) -> Iterator[_Grant]:
        """Those that may be the member's."""
        if isinstance(member, str):
            yield from self.by_member.get(member, ())
        else:
            yield from (
                grant for known, grants in self.by_member.items() if can_equal(known, member) for grant in grants
            )
        yield from self.loose


def role_pairs(resource: Resource, links: Links) -> Value:
    """`role_pairs` of a grant: each of its roles with each other role that a member of it holds, or may hold.

    None where the resource grants nothing, or on something whose levels are not known.
    """
    if resource.type not in (*_GOOGLE, _AZURE):
        return None
    grants = links.once(_grants)
    pairs = ((own, other) for own in _grants_of(resource, links) for other in grants.of(own.member))
    return tuple(
        {"role": own.role, "with": other.role, "together": together, "source": other.source.address}
        for own, other in _counted(pairs, links)
        if (other.source.address != resource.address or other.role != own.role)
        and (together := _together(own, other)) is not False
    )


def _counted(pairs: Iterable[tuple[_Grant, _Grant]], links: Links) -> Iterator[tuple[_Grant, _Grant]]:
    for pair in pairs:
        links.effort.spend(_STEPS_OF_A_PAIR)
        yield pair


def _grants(links: Links) -> _Grants:
    by_member: dict[str, list[_Grant]] = defaultdict(list)
    loose: list[_Grant] = []
    for type in (*_GOOGLE, _AZURE):
        for resource in links.every(type):
            for grant in _grants_of(resource, links):
                (by_member[grant.member] if isinstance(grant.member, str) else loose).append(grant)
    return _Grants(dict(by_member), loose)


def _grants_of(resource: Resource, links: Links) -> Iterator[_Grant]:
    if resource.type == _AZURE:
        statements, scope = azure.statements(resource), _ANYWHERE
    else:
        statements, scope = google.statements(resource, links), scope_of(resource, links)
    for statement in statements:
        if isinstance(statement, dict):
            for role in blocks(statement["actions"]):
                for member in _members(statement["principals"], links):
                    yield _Grant(role, member, resource, scope)


def _members(principals: Value, links: Links) -> Iterator[str | Unknown]:
    for principal in blocks(principals):
        for member in blocks(principal["identifiers"]) if isinstance(principal, dict) else (principal,):
            if isinstance(member, Unknown):
                yield _account(member, links) or member
            elif member is not None:
                yield str(member)


def _account(member: Unknown, links: Links) -> str | None:
    """One text for a member that is an account of the estate, whichever of its attributes names it."""
    targets = {(target.address, hop.attribute) for hop in member.references for target in links.resolve(hop)}
    named = {address for address, attribute in targets if attribute in _NAMES_ACCOUNT}
    if len(targets) != 1 or not named or member.settle:
        return None
    return f"{member.prefix}{named.pop()}{member.suffix}"


def _together(one: _Grant, other: _Grant) -> Truth:
    """Whether one member surely holds both roles on the same thing."""
    exists = other.source.exists if isinstance(other.source.exists, Unknown) else True
    return all_of((_same_member(one.member, other.member), meet(one.scope, other.scope) if one.scope else True, exists))


def _same_member(one: str | Unknown, other: str | Unknown) -> Truth:
    """Two unknowns that look alike may be different elements of the same thing."""
    unknown = next((side for side in (one, other) if isinstance(side, Unknown)), None)
    if unknown is None:
        return one == other
    return unknown if can_equal(one, other) else False
