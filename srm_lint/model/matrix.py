"""Who holds which layer: the shared responsibility model as data, and where single services differ from it."""

from __future__ import annotations

import msgspec

from srm_lint.model.resource import Kind, Model, Service, State
from srm_lint.model.rule import Duty, Party


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what is written by hand: a key that has no effect is an error."""


class Source(_Written, frozen=True):
    """The page that a cell rests on."""

    title: str
    link: str


class Cell(_Written, frozen=True):
    """Who holds a layer under one service model, the key of the source that says so, and what it means in practice."""

    party: Party
    source: str
    means: str


class Layer(_Written, frozen=True):
    """One layer, from the data centre to the endpoint. `under` has a cell for each service model."""

    title: str
    meaning: str
    under: dict[Model, Cell]

    def party(self, model: Model) -> Party:
        """Who holds it. Where the model is not known, only what all models agree on is certain; the rest is shared."""
        if model in self.under:
            return self.under[model].party
        parties = {cell.party for cell in self.under.values()}
        return parties.pop() if len(parties) == 1 else Party.SHARED


class Concern(_Written, frozen=True):
    """Where a layer exists: kinds of resource, or states; empty means any."""

    kinds: tuple[Kind, ...] = ()
    states: tuple[State, ...] = ()


class Difference(_Written, frozen=True):
    """Services whose provider takes less of a layer, or more, than the service model says. `kinds` narrows it."""

    layers: tuple[str, ...]
    party: Party
    services: tuple[str, ...]
    source: Source
    means: str
    kinds: tuple[Kind, ...] = ()


class MatrixFile(_Written, frozen=True):
    """`rules/matrix.yaml` as it is written. Keys of `layers` and `concerns` are layer ids: the duties are among them."""

    sources: dict[str, Source]
    reviewed: str
    layers: dict[str, Layer]
    concerns: dict[str, Concern]
    differences: tuple[Difference, ...]


class Matrix(msgspec.Struct, frozen=True):
    """The same, with the differences found by service name."""

    sources: dict[str, Source]
    layers: dict[str, Layer]
    concerns: dict[str, Concern]
    differences: dict[str, tuple[Difference, ...]]

    def party(self, duty: Duty, service: Service) -> Party:
        """Who holds `duty` for a resource tagged `service`."""
        difference = self.difference(duty.value, service)
        return difference.party if difference else self.layers[duty.value].party(service.model)

    def difference(self, layer: str, service: Service) -> Difference | None:
        """How the service differs from its model in `layer`, if it does."""
        for difference in self.differences.get(service.name, ()):
            if layer in difference.layers and (not difference.kinds or service.kind in difference.kinds):
                return difference
        return None

    def concerns_resource(self, duty: Duty, service: Service) -> bool:
        """Whether `duty` can exist for such a resource at all: a network has no operating system, a queue no backup.

        It tells what may be called unassessed, never whether a rule applies: a policy attached to a bucket is judged
        although only the bucket owes the duty. Glue and evidence belong to other resources and owe nothing themselves.
        """
        if service.kind in (Kind.GLUE, Kind.EVIDENCE):
            return False
        concern = self.concerns.get(duty.value)
        if concern is None or self.difference(duty.value, service):
            return True
        return (not concern.kinds or service.kind in concern.kinds) and (
            not concern.states or service.state in concern.states
        )
