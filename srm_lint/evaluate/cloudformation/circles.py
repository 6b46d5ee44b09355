"""Resources that need each other: CloudFormation cannot make either of them first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.model.resource import Resource
from srm_lint.model.source import Diagnostic

_MOST_CIRCLES = 100
_MOST_NAMED = 20  # resources of a circle


def report_circles(stack: Stack, resources: Sequence[Resource]) -> None:
    """Report the first circle of references and DependsOn that each resource is part of, once a circle."""
    needs = {resource.address: tuple(_needs(resource)) for resource in resources}
    places = {resource.address: resource.location for resource in resources}
    for number, circle in enumerate(islice(_circles(needs), _MOST_CIRCLES), start=1):
        place = places[circle[0]]
        shown = circle if len(circle) <= _MOST_NAMED else (*circle[:_MOST_NAMED], "...")
        more = "; there may be more circles, which are not listed" if number == _MOST_CIRCLES else ""
        message = f"resources depend on each other: {' -> '.join((*shown, circle[0]))}{more}"
        stack.report(Diagnostic(place.file, place.line, "template-error", message))


def _needs(resource: Resource) -> Iterator[str]:
    for reference in resource.references:
        yield reference.address
    prefix = resource.address.removesuffix(resource.name)
    depends = resource.meta.get("DependsOn")
    for name in depends if isinstance(depends, tuple) else (depends,):
        if isinstance(name, str):
            yield prefix + name


def _circles(needs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Circles found by walking the graph depth first; every address is walked once."""
    finished: set[str] = set()
    for start in needs:
        trail: dict[str, Iterator[str]] = {} if start in finished else {start: iter(needs[start])}
        while trail:
            current = next(reversed(trail))
            following = next(trail[current], None)
            if following is None:
                finished.add(current)
                del trail[current]
            elif following in trail:
                names = list(trail)
                yield tuple(names[names.index(following) :])
            elif following in needs and following not in finished:
                trail[following] = iter(needs[following])
