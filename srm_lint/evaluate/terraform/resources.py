"""Resource blocks and their instances: attributes as other expressions read them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from srm_lint.evaluate.terraform.configuration import Argument, Declaration
from srm_lint.evaluate.terraform.errors import AccessError
from srm_lint.evaluate.terraform.expansion import Expansion, Key, instance_address
from srm_lint.evaluate.terraform.scope import Scope
from srm_lint.evaluate.terraform.unknowns import ResourceValue
from srm_lint.evaluate.typed import STRING, Pending, RuntimeValue, Sensitive, type_of, unmark
from srm_lint.model.value import Reference, Unknown

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module

META_ARGUMENTS = frozenset(["count", "for_each", "provider", "depends_on"])
META_BLOCKS = frozenset(["lifecycle", "provisioner", "connection"])

_BUILT_IN = "terraform_data"
_IDENTITIES = frozenset(
    (
        *("id", "arn", "name", "self_link", "uid", "object_id", "urn", "dns_name", "fqdn"),
        *("identifier", "cluster_identifier", "json", "endpoint", "invoke_arn", "repository_url", "zone_id", "url"),
        *("bucket_domain_name", "bucket_regional_domain_name", "cloudfront_access_identity_path"),
    )
)
_IDENTITY_SUFFIXES = ("_id", "_arn")


def is_identity(attribute: str) -> bool:
    """Whether every resource that has an attribute of this name has a value for it."""
    return attribute in _IDENTITIES or attribute.endswith(_IDENTITY_SUFFIXES)


class ResourceBlock:
    """A `resource`, `data` or `ephemeral` block of one module instance. `key` is its address in the module."""

    def __init__(self, module: Module, key: str, declaration: Declaration) -> None:
        self.module = module
        self.key = key
        self.declaration = declaration
        self.address = module.prefix + key
        self.type = declaration.block.labels[0]

    @cached_property
    def expansion(self) -> Expansion:
        """Its instances."""
        return self.module.expansion(self.key, self.declaration)

    @cached_property
    def instances(self) -> Mapping[Key, Instance]:
        """Its instances by key."""
        return {key: Instance(self, key, names) for key, names in self.expansion.instances.items()}

    def value(self) -> RuntimeValue:
        """What the bare address stands for: one instance, a tuple, or an object of them."""
        if self.expansion.unknown is not None:
            unknown = self.expansion.unknown
            reference = Reference(self.address)
            return Unknown(unknown.reason, (reference, *unknown.references), unknown.settle)
        values = {key: instance.value for key, instance in self.instances.items()}
        if self.expansion.kind == "single":
            return values[None]
        if self.expansion.kind == "count":
            return tuple(values.values())
        return {str(key): value for key, value in values.items()}

    def instance_at(self, key: str | int) -> Instance | None:
        """The instance that an index selects; None where that takes evaluation, or there is none."""
        if self.expansion.kind == "single":
            return None
        return self.instances.get(None if self.expansion.unknown is not None else key)


class Instance:
    """One instance of a resource."""

    def __init__(self, block: ResourceBlock, key: Key, names: Mapping[str, RuntimeValue]) -> None:
        self.block = block
        self.key = key
        self.address = instance_address(block.address, key)
        is_certain = block.module.exists is None and block.expansion.unknown is None
        self.scope = Scope(block.module, names, is_certain=is_certain)
        self._arguments: dict[str, RuntimeValue] = {}

    @cached_property
    def value(self) -> RuntimeValue:
        """The instance as a value."""
        if self.block.type == _BUILT_IN:
            return {name: self.read(name) for name in ("id", "input", "output", "triggers_replace")}
        return ResourceValue(
            f"attributes of {self.address} are known after apply",
            (Reference(self.address),),
            never_null=True,
            read=self.read,
        )

    def argument(self, name: str, argument: Argument) -> RuntimeValue:
        """The value of an argument that is written."""
        if name not in self._arguments:
            session = self.block.module.session
            with session.running(f"{self.address}.{name}"):
                self._arguments[name] = session.value(
                    argument.source, argument.expression, self.scope, f"`{name}` of {self.block.key}"
                )
        return self._arguments[name]

    def read(self, name: str) -> RuntimeValue:
        """An attribute as other expressions see it. Raises AccessError."""
        if self.block.type == _BUILT_IN and self.block.declaration.block.type == "resource":
            return self._read_built_in(name)
        argument = self.block.declaration.arguments.get(name)
        if argument is None or name in META_ARGUMENTS:
            return self._after_apply(name)
        value, is_marked = unmark(self.argument(name, argument))
        if value is None:
            return self._after_apply(name)
        if isinstance(value, Unknown):
            value = value.because(Unknown("", (Reference(self.address, name),)))
        return Sensitive(value) if is_marked else value

    def _read_built_in(self, name: str) -> RuntimeValue:
        """Attributes of `terraform_data`, the one resource type that Terraform itself has."""
        if name == "id":
            return Pending(
                f"attribute `id` of {self.address} is known after apply",
                (Reference(self.address, "id"),),
                never_null=True,
                type=STRING,
            )
        if name not in ("input", "output", "triggers_replace"):
            raise AccessError(f'terraform_data has no attribute "{name}"')
        written = "input" if name == "output" else name
        argument = self.block.declaration.arguments.get(written)
        value = None if argument is None else self.argument(written, argument)
        if name != "output" or value is None:
            return value
        reason = f"attribute `output` of {self.address} is known after apply"
        return Pending(reason, (Reference(self.address, "output"),), type=type_of(value))

    def _after_apply(self, name: str) -> Unknown:
        when = "known after apply" if self.block.declaration.block.type == "resource" else "only known when it is read"
        return Unknown(
            f"attribute `{name}` of {self.address} is {when}",
            (Reference(self.address, name),),
            never_null=is_identity(name),
        )
