"""The resources of an estate by type, by address and by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from srm_lint.model.resource import Mode, Resource
from srm_lint.model.value import Reference, Unknown
from srm_lint.relate.pointers import own_names

K = TypeVar("K")
V = TypeVar("V")

_KEY = re.compile(r"\[[^\]]*\]")
_LAST_KEY = re.compile(r"\[[^\]]*\]$")


class Directory:
    """Each order is made when it is first asked for. `own_prefix` may stand before addresses of the estate's own."""

    def __init__(self, resources: Sequence[Resource], own_prefix: str) -> None:
        self._resources = resources
        self._own_prefix = own_prefix

    def of_type(self, type: str) -> tuple[Resource, ...]:
        """All resources of a type."""
        return self._by_type.get(type, ())

    def called(self, name: str | Unknown) -> tuple[Resource, ...]:
        """The managed resources that have a name of their own, known or not, which is equal to this one."""
        return self._by_own_name.get(name, ())

    def resolve(self, reference: Reference) -> tuple[Resource, ...]:
        """The resources a reference means: one instance, or all where the instance cannot be told."""
        address = reference.address.removeprefix(self._own_prefix)
        exact = self._by_address.get(address)
        if exact is not None:
            return (exact,)
        return self._by_address_without_key.get(address) or self._by_keyless_address.get(_KEY.sub("", address), ())

    @cached_property
    def _by_type(self) -> dict[str, tuple[Resource, ...]]:
        return grouped((resource.type, resource) for resource in self._resources)

    @cached_property
    def _by_address(self) -> dict[str, Resource]:
        return {resource.address: resource for resource in self._resources}

    @cached_property
    def _by_address_without_key(self) -> dict[str, tuple[Resource, ...]]:
        return grouped((_LAST_KEY.sub("", resource.address), resource) for resource in self._resources)

    @cached_property
    def _by_keyless_address(self) -> dict[str, tuple[Resource, ...]]:
        return grouped((_KEY.sub("", resource.address), resource) for resource in self._resources)

    @cached_property
    def _by_own_name(self) -> dict[str | Unknown, tuple[Resource, ...]]:
        return grouped(self._names())

    def _names(self) -> Iterator[tuple[str | Unknown, Resource]]:
        for resource in self._resources:
            if resource.mode is Mode.MANAGED:
                yield from ((name, resource) for name in own_names(resource))


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """What each key has, in the order of the pairs."""
    groups: dict[K, list[V]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return {key: tuple(items) for key, items in groups.items()}
