"""Module instances -> the resources of the estate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.evaluate.terraform.body import BlockEvaluator
from srm_lint.evaluate.terraform.calls import CallBlock
from srm_lint.evaluate.terraform.configuration import Declaration, Nested
from srm_lint.evaluate.terraform.lowering import lowered, plain
from srm_lint.evaluate.terraform.module import Module
from srm_lint.evaluate.terraform.providers import Provider, Providers, effective_tags, provider_name
from srm_lint.evaluate.terraform.references import ReferenceFinder, union
from srm_lint.evaluate.terraform.resources import META_ARGUMENTS, META_BLOCKS, Instance, ResourceBlock
from srm_lint.evaluate.terraform.scope import Scope
from srm_lint.evaluate.terraform.syntax import BlockSyntax
from srm_lint.evaluate.typed import RuntimeValue
from srm_lint.model.hcl import Expression, Invalid, Tuple
from srm_lint.model.resource import Framework, Mode, Path, Resource
from srm_lint.model.value import Reference, Unknown, Value

_SELF = Unknown("`self` is only known when the resource exists")
_NAMES = frozenset(["depends_on", "ignore_changes", "on_failure", "replace_triggered_by", "when"])
"""Arguments that hold names rather than values."""


class EstateBuilder:
    """Collects the resources of a root module and of all modules below it."""

    def __init__(self) -> None:
        self._providers = Providers()
        self._references = ReferenceFinder()

    def resources(self, module: Module) -> Iterator[Resource]:
        """Resources, data sources, providers and backends of a module instance and those below, in source order."""
        if not module.address:
            for type, declaration in module.configuration.backends.items():
                yield self._backend(module, type, declaration)
        for provider in self._providers.declared_in(module):
            yield self._provider(module, provider)
        for key in module.configuration.resources:
            block = module.resource(key)
            if block is not None and block.declaration.block.type != "ephemeral":
                yield from self._instances(module, block)
        module.evaluate_all()
        for name in module.configuration.modules:
            call = module.module(name)
            if call is not None and call.path is None:
                yield self._unread(module, call)
            for child in call.instances.values() if call else ():
                yield from self.resources(child)

    def _instances(self, module: Module, block: ResourceBlock) -> Iterator[Resource]:
        references = self._named_by(block.declaration, module)
        for instance in block.instances.values():
            yield self._resource(module, block, instance, references)

    def _resource(
        self, module: Module, block: ResourceBlock, instance: Instance, references: tuple[Reference, ...]
    ) -> Resource:
        declaration = block.declaration
        evaluator = BlockEvaluator(module.session)
        runtime = _arguments(module, block, instance)
        nested = (nested for nested in declaration.blocks if nested.block.type not in META_BLOCKS)
        opening, what = Invalid(declaration.block.start, declaration.block.header_end), f"a block of {block.key}"
        for type, value in evaluator.blocks(nested, instance.scope).items():
            runtime[type] = module.session.held(declaration.source, opening, instance.scope, what, value)
        sensitive: list[Path] = []
        values = {name: lowered(value, (name,), sensitive) for name, value in runtime.items()}
        is_data = declaration.block.type == "data"
        provider = _local_provider(block.type)
        settings = self._settings(module, declaration, provider)
        return Resource(
            address=instance.address,
            type=f"data.{block.type}" if is_data else block.type,
            name=declaration.block.labels[1],
            framework=Framework.TERRAFORM,
            mode=Mode.DATA if is_data else Mode.MANAGED,
            provider=provider,
            values=values,
            syntax=_syntax(declaration, evaluator.written_out),
            meta=_meta(declaration, instance, evaluator),
            exists=_existence(module, block),
            tags=effective_tags(values, provider, settings),
            settings=settings,
            sensitive=tuple(sensitive),
            references=references,
            calls=module.calls,
        )

    def _provider(self, module: Module, provider: Provider) -> Resource:
        name = provider.declaration.block.labels[0]
        return Resource(
            address=f"{module.prefix}provider.{provider.name}",
            type=f"provider.{name}",
            name=provider.name,
            framework=Framework.TERRAFORM,
            mode=Mode.PROVIDER,
            provider=name,
            values=provider.values,
            syntax=_syntax(provider.declaration, provider.evaluator.written_out),
            settings=provider.values,
            sensitive=tuple(provider.sensitive),
            references=self._named_by(provider.declaration, module),
            calls=module.calls,
        )

    def _unread(self, module: Module, call: CallBlock) -> Resource:
        """A call of a module that is not there to be read: what is known is what it is given."""
        given = {
            name: self._references.ordered(self._references.in_expression(argument.expression, module))
            for name, argument in call.declaration.arguments.items()
        }
        reason = f"module `{call.address}` is given it, and is not on disk"
        return Resource(
            address=call.address,
            type="module",
            name=call.name,
            framework=Framework.TERRAFORM,
            mode=Mode.UNREAD_MODULE,
            provider="",
            values={name: Unknown(reason, references) for name, references in given.items() if references},
            syntax=_syntax(call.declaration, {}),
            references=self._named_by(call.declaration, module),
            calls=module.calls,
        )

    def _backend(self, module: Module, type: str, declaration: Declaration) -> Resource:
        values = BlockEvaluator(module.session).body(declaration.source, declaration.block.body, module.scope)
        return Resource(
            address=f"terraform.backend.{type}",
            type=f"backend.{type}",
            name=type,
            framework=Framework.TERRAFORM,
            mode=Mode.BACKEND,
            provider="terraform",
            values={name: lowered(value, (name,), []) for name, value in values.items()},
            syntax=_syntax(declaration, {}),
        )

    def _settings(self, module: Module, declaration: Declaration, provider: str) -> Mapping[str, Value]:
        argument = declaration.arguments.get("provider")
        name = provider_name(argument.expression) if argument else None
        found = self._providers.find(module, name or provider)
        return found.values if found else {}

    def _named_by(self, declaration: Declaration, module: Module) -> tuple[Reference, ...]:
        arguments = (argument.expression for argument in declaration.arguments.values())
        found = [self._references.in_expression(expression, module) for expression in arguments]
        found += [self._references.in_body(nested.block.body, module) for nested in declaration.blocks]
        return self._references.ordered(union(found))


def _arguments(module: Module, block: ResourceBlock, instance: Instance) -> dict[str, RuntimeValue]:
    session, values = module.session, {}
    for name, argument in block.declaration.arguments.items():
        if name not in META_ARGUMENTS:
            value, what = instance.argument(name, argument), f"`{name}` of {block.key}"
            values[name] = session.held(argument.source, argument.expression, instance.scope, what, value)
    return values


def _local_provider(type: str) -> str:
    """The provider that a resource type belongs to unless it says otherwise: the type up to the first underscore."""
    return type.partition("_")[0]


def _syntax(declaration: Declaration, written_out: Mapping[int, int]) -> BlockSyntax:
    return BlockSyntax(
        declaration.source, declaration.block, declaration.arguments, declaration.blocks, dict(written_out)
    )


def _existence(module: Module, block: ResourceBlock) -> bool | Unknown:
    cause = module.exists or block.expansion.unknown
    return True if cause is None else plain(cause)


def _meta(declaration: Declaration, instance: Instance, evaluator: BlockEvaluator) -> dict[str, Value]:
    """`lifecycle`, `depends_on`, `provider`, `provisioner`, `connection`: names as text, everything else as values."""
    meta: dict[str, Value] = {}
    for name in ("depends_on", "provider"):
        if name in declaration.arguments:
            meta[name] = _names(declaration.arguments[name].expression)
    lifecycle = [_attributes(nested, instance.scope, evaluator) for nested in declaration.blocks_of("lifecycle")]
    if lifecycle:
        meta["lifecycle"] = {key: value for part in lifecycle for key, value in part.items()}
    scope = instance.scope.with_names({"self": _SELF})
    for type in ("provisioner", "connection"):
        blocks = declaration.blocks_of(type)
        if blocks:
            meta[type] = tuple(_labelled(nested, scope, evaluator) for nested in blocks)
    return meta


def _attributes(nested: Nested, scope: Scope, evaluator: BlockEvaluator) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for attribute in nested.block.body.attributes:
        if attribute.name in _NAMES:
            found[attribute.name] = _names(attribute.expression)
        else:
            value = evaluator.attribute(nested.source, attribute, scope)
            found[attribute.name] = lowered(value, (attribute.name,), [])
    return found


def _labelled(nested: Nested, scope: Scope, evaluator: BlockEvaluator) -> dict[str, Value]:
    inner = (Nested(nested.source, block) for block in nested.block.body.blocks)
    blocks = {type: lowered(value, (type,), []) for type, value in evaluator.blocks(inner, scope).items()}
    label = {"type": nested.block.labels[0]} if nested.block.labels else {}
    return {**label, **_attributes(nested, scope, evaluator), **blocks}


def _names(node: Expression) -> Value:
    if isinstance(node, Tuple):
        return tuple(_names(item) for item in node.items)
    return provider_name(node)
