"""One resource pointing at another, and what is handed out of many such links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Reference, Unknown
from srm_lint.relate.pointers import Pointer

_MOST_UNCERTAIN = 50
"""Unknown ends that are handed out at most, of links that are traced to one of several resources."""


class Link(msgspec.Struct, frozen=True):
    """A traced pointer; `certain` is False where the value may come from elsewhere instead."""

    source: Resource
    target: Resource
    attribute: str
    certain: bool
    secondary: bool


def ends(links: Iterable[tuple[Resource, Link]]) -> dict[str, Resource | Unknown]:
    """The resource at the far end of each link by its address; an `Unknown` where link or resource is uncertain."""
    found: dict[str, Resource | Unknown] = {}
    for end, link in links:
        if link.certain and not isinstance(end.exists, Unknown):
            found[end.address] = end
        elif end.address not in found:
            found[end.address] = _uncertain(end, link)
    return found


def few(ends: Iterable[Resource | Unknown]) -> Iterator[Resource | Unknown]:
    """All resources, and no more uncertain ones than anybody reads of."""
    uncertain = 0
    for end in ends:
        uncertain += isinstance(end, Unknown)
        if isinstance(end, Resource) or uncertain <= _MOST_UNCERTAIN:
            yield end


def _uncertain(end: Resource, link: Link) -> Unknown:
    if isinstance(end.exists, Unknown):
        return msgspec.structs.replace(end.exists, reason=f"{end.address} may not exist: {end.exists.reason}", parts=())
    return Unknown(
        f"`{link.attribute}` of {link.source.address} may or may not point at {link.target.address}",
        references=(Reference(link.target.address),),
    )


def may_point(pointer: Pointer, target: Resource | None) -> Unknown:
    """A pointer that cannot be traced, as an end: to a resource, or to none in particular."""
    where = target.address if target is not None else "such a resource"
    reason = f"`{pointer.attribute}` of {pointer.source.address} may or may not point at {where}"
    if isinstance(pointer.value, str):
        return Unknown(f"{reason}, whose name is not known")
    return Unknown(f"{reason}: {pointer.value.reason}", pointer.value.references, pointer.value.settle)
