"""A Terraform plan as `read.plan` hands it on (the JSON of `terraform show -json`)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.model.resource import Mode, Path
from srm_lint.model.source import Location, Source
from srm_lint.model.value import Reference, Value


class PlannedResource(msgspec.Struct, frozen=True):
    """One resource instance that will exist after the plan is applied; what is deleted or forgotten is not among them.

    `module` is the address of its module instance, "" for the root. `values` are the planned ones, with an `Unknown`
    wherever the plan says "known after apply". `line` is where its change stands in the plan file. `changes` tells
    whether the plan does anything with it. `provider` names its provider configuration ("aws", "aws.west").
    """

    address: str
    module: str
    mode: Mode
    type: str
    name: str
    values: Mapping[str, Value]
    sensitive: tuple[Path, ...]
    references: tuple[Reference, ...]
    line: int
    changes: bool = True
    provider: str = ""


class Plan(msgspec.Struct, frozen=True):
    """A plan file."""

    source: Source
    resources: tuple[PlannedResource, ...]

    def location(self, resource: PlannedResource) -> Location:
        """The line of the plan file that names the resource."""
        return Location(self.source.path, resource.line, 1, resource.line, 1)
