"""What only several resources of an estate tell together: links between them, and the facts that rest on links."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from srm_lint.errors import RuleError
from srm_lint.model.resource import Estate, Related, Resource
from srm_lint.model.source import Diagnostic
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.effort import ExhaustedError, LimitError
from srm_lint.relate.links import Links

FACTS = ("backup", "exposure", "iam")
"""Names of the facts: each is a function of that name in the module of that name."""


_REMEDY = "split it, or exclude it in .srm-lint.yaml"


class _Relations:
    """`srm_lint.model.resource.Related` over one estate. Links are indexed and facts worked out when first asked for.

    Where that takes too much the answer is unknown, and one of the `problems` says so.
    """

    def __init__(self, estate: Estate) -> None:
        self._links = Links(estate)
        self._facts: dict[tuple[str, str], Value] = {}
        self._limits: dict[LimitError, Resource] = {}
        self._is_exhausted = False

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What there was too much of to be related."""
        return tuple(_too_large(error, resource) for error, resource in self._limits.items())

    def linked(self, resource: Resource, type: str, via: tuple[str, ...] = ()) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that point at this one. An `Unknown` stands for each that may or may not."""
        try:
            return self._links.linked(resource, type, via)
        except LimitError as error:
            return (self._given_up(resource, error),)

    def refers(self, resource: Resource, type: str) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that this one points at."""
        try:
            return self._links.refers(resource, type)
        except LimitError as error:
            return (self._given_up(resource, error),)

    def every(self, type: str) -> tuple[Resource, ...]:
        """All resources of `type` in the estate."""
        return self._links.every(type)

    def fact(self, resource: Resource, name: str) -> Value:
        """`facts.<name>` of a resource, None where it has none. Raises `RuleError` for a name that is no fact."""
        if name not in FACTS:
            raise RuleError(f"facts.{name} does not exist; the facts are {', '.join(FACTS)}")
        key = (resource.address, name)
        if key not in self._facts:
            try:
                self._facts[key] = _work_out(name)(resource, self._links)
            except LimitError as error:
                self._facts[key] = self._given_up(resource, error)
        return self._facts[key]

    def _given_up(self, resource: Resource, error: LimitError) -> Unknown:
        """Notes what there is too much of; that the effort for all of it is used up, once."""
        if not isinstance(error, ExhaustedError):
            self._limits[error] = resource
        elif not self._is_exhausted:
            self._is_exhausted = True
            self._limits[error] = resource
        return Unknown(str(error), settle=(_REMEDY,))


def _too_large(error: LimitError, resource: Resource) -> Diagnostic:
    place, rest = (
        resource.location,
        "; nothing is said of them from here on" if isinstance(error, ExhaustedError) else "",
    )
    return Diagnostic(place.file, place.line, "too-large", f"{resource.address}: {error}{rest}", help=_REMEDY)


def _work_out(fact: str) -> Callable[[Resource, Links], Value]:
    """The function of a fact, imported when the first rule asks for it: most runs need one or two of them."""
    function: Callable[[Resource, Links], Value] = getattr(import_module(f"srm_lint.relate.{fact}"), fact)
    return function


def relate(estate: Estate) -> Related:
    """Relations of the resources of an estate; lazy: nothing is worked out until asked."""
    return _Relations(estate)
