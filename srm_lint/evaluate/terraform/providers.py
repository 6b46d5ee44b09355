"""Provider configurations: which one a resource uses, what it says, and the tags it adds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from srm_lint.evaluate.terraform.body import BlockEvaluator
from srm_lint.evaluate.terraform.configuration import Declaration
from srm_lint.evaluate.terraform.lowering import lowered
from srm_lint.model.hcl import Expression, Literal, Object, Traversal
from srm_lint.model.resource import Path
from srm_lint.model.value import Unknown, Value

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module

_LABEL_PROVIDERS = ("google", "google-beta")


class Provider:
    """A `provider` block of one module instance."""

    def __init__(self, module: Module, name: str, declaration: Declaration) -> None:
        self.module = module
        self.name = name
        self.declaration = declaration
        self.sensitive: list[Path] = []
        self.evaluator = BlockEvaluator(module.session)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Its arguments and blocks."""
        scope = self.module.scope
        found = {
            name: self.module.session.value(
                argument.source, argument.expression, scope, f"`{name}` of provider {self.name}"
            )
            for name, argument in self.declaration.arguments.items()
        }
        found.update(self.evaluator.blocks(self.declaration.blocks, scope))
        return {name: lowered(value, (name,), self.sensitive) for name, value in found.items()}


class Providers:
    """All provider configurations of an estate, each evaluated once."""

    def __init__(self) -> None:
        self._providers: dict[tuple[str, str], Provider | None] = {}

    def declared_in(self, module: Module) -> list[Provider]:
        """The configurations that a module instance has itself."""
        found = (self.find(module, name) for name in module.configuration.providers)
        return [provider for provider in found if provider is not None]

    def find(self, module: Module, name: str) -> Provider | None:
        """The configuration that "aws" or "aws.alias" means in a module, handed down by its callers perhaps."""
        key = (module.address, name)
        if key not in self._providers:
            self._providers[key] = self._find(module, name)
        return self._providers[key]

    def _find(self, module: Module, name: str) -> Provider | None:
        declaration = module.configuration.providers.get(name)
        if declaration is not None:
            return Provider(module, name, declaration)
        if module.call is None:
            return None
        call = module.call.call
        argument = call.declaration.arguments.get("providers")
        passed = _passed(argument.expression) if argument else {}
        if name in passed:
            return self.find(call.caller, passed[name])
        return None if "." in name else self.find(call.caller, name)


def provider_name(node: Expression) -> str | None:
    """`aws.west` as text, however it is written."""
    if isinstance(node, Traversal):
        return ".".join([node.root, *map(str, node.steps)])
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def effective_tags(
    values: Mapping[str, Value], provider: str, settings: Mapping[str, Value]
) -> Mapping[str, Value] | Unknown:
    """A resource's tags over those that its provider adds to all resources. Tags in blocks count too."""
    is_labels = provider in _LABEL_PROVIDERS
    own = values.get("labels" if is_labels else "tags")
    default = settings.get("default_labels") if is_labels else _default_tags(settings.get("default_tags"))
    if own is None and "tag" in values:
        own = _tags_of_blocks(values["tag"])
    tags: dict[str, Value] = {}
    for added in (default, own):
        if isinstance(added, Unknown):
            return added
        if isinstance(added, dict):
            tags.update(added)
    return tags


def _default_tags(blocks: Value) -> Value:
    if isinstance(blocks, tuple) and blocks and isinstance(blocks[0], dict):
        return blocks[0].get("tags")
    return blocks if isinstance(blocks, Unknown) else None


def _tags_of_blocks(blocks: Value) -> Value:
    """`tag { key = ..., value = ... }`, as autoscaling groups have it."""
    if not isinstance(blocks, tuple):
        return blocks if isinstance(blocks, Unknown) else None
    tags: dict[str, Value] = {}
    for block in blocks:
        if isinstance(block, Unknown):
            return block
        key = block.get("key") if isinstance(block, dict) else None
        if isinstance(key, Unknown):
            return key
        if isinstance(block, dict) and isinstance(key, str):
            tags[key] = block.get("value")
    return tags


def _passed(node: Expression) -> dict[str, str]:
    """What `providers = { aws = aws.west }` hands down."""
    if not isinstance(node, Object):
        return {}
    pairs = ((provider_name(key), provider_name(value)) for key, value in node.items)
    return {inner: outer for inner, outer in pairs if inner and outer}
