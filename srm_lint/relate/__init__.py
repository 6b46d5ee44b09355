"""What only several resources of an estate tell together: links between them, and the facts that rest on links."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from srm_lint.errors import RuleError
from srm_lint.model.resource import Estate, Related, Resource
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.links import Links

FACTS = ("backup", "exposure", "iam")
"""Names of the facts: each is a function of that name in the module of that name."""


class _Relations:
    """`srm_lint.model.resource.Related` over one estate. Links are indexed and facts worked out when first asked for."""

    def __init__(self, estate: Estate) -> None:
        self._links = Links(estate)
        self._facts: dict[tuple[str, str], Value] = {}

    def linked(self, resource: Resource, type: str, via: tuple[str, ...] = ()) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that point at this one. An `Unknown` stands for each that may or may not."""
        return self._links.linked(resource, type, via)

    def refers(self, resource: Resource, type: str) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that this one points at."""
        return self._links.refers(resource, type)

    def every(self, type: str) -> tuple[Resource, ...]:
        """All resources of `type` in the estate."""
        return self._links.every(type)

    def fact(self, resource: Resource, name: str) -> Value:
        """`facts.<name>` of a resource, None where it has none. Raises `RuleError` for a name that is no fact."""
        if name not in FACTS:
            raise RuleError(f"facts.{name} does not exist; the facts are {', '.join(FACTS)}")
        key = (resource.address, name)
        if key not in self._facts:
            self._facts[key] = _work_out(name)(resource, self._links)
        return self._facts[key]


def _work_out(fact: str) -> Callable[[Resource, Links], Value]:
    """The function of a fact, imported when the first rule asks for it: most runs need one or two of them."""
    function: Callable[[Resource, Links], Value] = getattr(import_module(f"srm_lint.relate.{fact}"), fact)
    return function


def relate(estate: Estate) -> Related:
    """Relations of the resources of an estate; lazy: nothing is worked out until asked."""
    return _Relations(estate)
