"""Small estates made by hand, so that relations are tested without reading or evaluating anything."""

from collections.abc import Mapping
from typing import Any

from srm_lint.model.resource import Estate, Framework, Mode, Path, Resource
from srm_lint.model.source import Location
from srm_lint.model.value import Reference, Unknown, Value


class Nowhere:
    """A resource's syntax that nobody looks at."""

    def header(self) -> Location:
        return Location("main.tf", 1)

    def extent(self) -> Location:
        return Location("main.tf", 1)

    def locate(self, path: Path) -> Location | None:
        assert path is not None
        return None


def resource(address: str, values: Mapping[str, Value] | None = None, type: str = "", **more: Any) -> Resource:
    """A resource; its type is read from a Terraform address unless `type` says it. `more` are fields of `Resource`."""
    is_data = "data." in address
    type = type or ("data." if is_data else "") + next(part for part in address.split(".") if "_" in part)
    fields = {
        "address": address,
        "type": type,
        "name": address.rpartition(".")[2],
        "framework": Framework.CLOUDFORMATION if "::" in type else Framework.TERRAFORM,
        "mode": Mode.DATA if is_data else Mode.MANAGED,
        "provider": type.partition("_")[0],
        "values": values or {},
        "syntax": Nowhere(),
    }
    return Resource(**fields | more)


def estate(*resources: Resource) -> Estate:
    return Estate(root=".", framework=resources[0].framework, resources=resources)


def attribute(path: str) -> Unknown:
    """What evaluation makes of `aws_s3_bucket.b.id`: known after apply, and where it comes from."""
    address, _, name = path.rpartition(".")
    return Unknown(f"`{path}` is known after apply", references=(Reference(address, name),), never_null=True)


def variable(name: str) -> Unknown:
    """What evaluation makes of a variable without a value."""
    return Unknown(f"variable `{name}` has no value", settle=(f"set variable `{name}`",))
