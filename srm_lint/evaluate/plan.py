"""A plan -> the estate it leads to, mapped to the blocks of the source where that was read too."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.model.plan import Plan, PlannedResource
from srm_lint.model.resource import Estate, Framework, Mode, Path, Resource
from srm_lint.model.source import Location
from srm_lint.model.value import Unknown, Value


class PlanEntry(msgspec.Struct, frozen=True):
    """Syntax of a resource that only the plan file names."""

    location: Location

    def header(self) -> Location:
        """The line of the plan file that names the resource."""
        return self.location

    def extent(self) -> Location:
        """The same line: nothing else of the file belongs to people."""
        return self.location

    def locate(self, path: Path) -> Location | None:  # noqa: ARG002 - a plan file holds no attribute as written
        """Attributes have no place of their own in a plan."""
        return None


def evaluate(plan: Plan, written: Estate | None, *, only_changed: bool = False) -> Estate:
    """The resources that will exist after the plan, with its values; with `only_changed`, the others are neighbours of those it changes.

    `written` is the estate that the source gives; the plan's values replace its own, address by address, and its
    blocks give the places. Provider and backend blocks are taken from it as they are.
    """
    blocks = {resource.address: resource for resource in written.resources} if written else {}
    resources: list[Resource] = []
    unchanged: list[Resource] = []
    for planned in plan.resources:
        place = resources if planned.changes or not only_changed else unchanged
        place.append(_resource(plan, planned, blocks))
    planned_addresses = {planned.address for planned in plan.resources}
    kept = [
        resource
        for resource in blocks.values()
        if resource.mode is not Mode.MANAGED and resource.address not in planned_addresses
    ]
    return Estate(
        root=written.root if written else plan.source.path,
        framework=Framework.TERRAFORM,
        resources=(*resources, *kept),
        diagnostics=written.diagnostics if written else (),
        neighbours=tuple(unchanged),
    )


def _resource(plan: Plan, planned: PlannedResource, blocks: Mapping[str, Resource]) -> Resource:
    type = planned.type if planned.mode is Mode.MANAGED else f"{planned.mode.value}.{planned.type}"
    block = blocks.get(planned.address)
    if block is not None:
        return msgspec.structs.replace(
            block, values=_with_references(planned.values, block.values), exists=True, sensitive=planned.sensitive
        )
    return Resource(
        address=planned.address,
        type=type,
        name=planned.name,
        framework=Framework.TERRAFORM,
        mode=planned.mode,
        provider=planned.type.partition("_")[0],
        values=planned.values,
        syntax=PlanEntry(plan.location(planned)),
        meta={"provider": planned.provider} if "." in planned.provider else {},
        tags=_tags(planned.values),
        sensitive=planned.sensitive,
        references=planned.references,
    )


def _with_references(planned: Mapping[str, Value], written: Mapping[str, Value]) -> dict[str, Value]:
    """Planned values; where they are unknown but the source says more (known parts, references), the source's."""
    return {
        name: written[name] if isinstance(value, Unknown) and isinstance(written.get(name), Unknown) else value
        for name, value in planned.items()
    }


def _tags(values: Mapping[str, Value]) -> Mapping[str, Value] | Unknown:
    """`tags_all` includes the provider's default tags."""
    for name in ("tags_all", "tags"):
        tags = values.get(name)
        if isinstance(tags, dict | Unknown):
            return tags
    return {}
