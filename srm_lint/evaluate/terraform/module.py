"""One instance of a module: what its names mean. Everything is evaluated when first asked for, and once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec

from srm_lint.evaluate.functions import FunctionContext
from srm_lint.evaluate.terraform.assumptions import assumption
from srm_lint.evaluate.terraform.calls import CallArguments, CallBlock
from srm_lint.evaluate.terraform.configuration import Argument, Configuration, Declaration
from srm_lint.evaluate.terraform.constraints import type_constraint
from srm_lint.evaluate.terraform.declared import declared_type, walk
from srm_lint.evaluate.terraform.errors import AccessError, EvaluationError
from srm_lint.evaluate.terraform.expansion import (
    SINGLE,
    STEPS_OF_AN_INSTANCE,
    Expansion,
    expand_count,
    expand_for_each,
)
from srm_lint.evaluate.terraform.expressions import evaluate
from srm_lint.evaluate.terraform.given import Given, Givens
from srm_lint.evaluate.terraform.names import MAY_BE_LOST, resolve
from srm_lint.evaluate.terraform.resources import ResourceBlock
from srm_lint.evaluate.terraform.scope import Scope, Steps
from srm_lint.evaluate.terraform.session import Session
from srm_lint.evaluate.terraform.work import Work
from srm_lint.evaluate.typed import (
    ANY,
    ConversionError,
    RuntimeValue,
    Sensitive,
    Type,
    convert,
    unmark,
)
from srm_lint.evaluate.typed.types import without_optional
from srm_lint.model.hcl import Expression, Fragment, Literal, Traversal
from srm_lint.model.resource import ModuleCall
from srm_lint.model.source import Source
from srm_lint.model.value import Unknown

_ONLY_IN_PLACES = {"each": "`for_each` is set", "count": "`count` is set", "self": "a resource speaks of itself"}


class Module:
    """A module instance. `address` is "" for the root, `path` its folder as `path.module` shows it.

    `names` are the names of the calls that lead to it, `folders` the folders of all modules on the way.
    """

    def __init__(self, session: Session, configuration: Configuration, givens: Givens) -> None:
        self.session = session
        self.configuration = configuration
        self.givens = givens
        self.address = ""
        self.path = "."
        self.names: tuple[str, ...] = ()
        self.folders = frozenset([configuration.folder])
        self.calls: tuple[ModuleCall, ...] = ()
        self.call: CallArguments | None = None
        self.exists: Unknown | None = None
        self.functions: FunctionContext = session.functions
        self.work: Work = session.work
        self._values: dict[str, RuntimeValue] = {}
        self._resources: dict[str, ResourceBlock] = {}
        self._modules: dict[str, CallBlock] = {}

    def child(self, call: CallBlock, arguments: CallArguments, configuration: Configuration) -> Module:
        """An instance of a module that this one calls."""
        child = Module(self.session, configuration, arguments)
        source, block = call.declaration.source, call.declaration.block
        child.address = arguments.address
        child.path = call.path or "."
        child.names = call.names
        child.folders = self.folders | {configuration.folder}
        location, extent = source.location(block.start, block.header_end), source.location(block.start, block.end)
        child.calls = (*self.calls, ModuleCall(arguments.address, location, extent))
        child.call = arguments
        child.exists = self.exists or call.expansion.unknown
        return child

    @property
    def prefix(self) -> str:
        """What addresses inside this module start with."""
        return f"{self.address}." if self.address else ""

    @cached_property
    def scope(self) -> Scope:
        """What expressions outside of resources and calls know."""
        return Scope(self, is_certain=self.exists is None)

    def template(self, source: Source) -> Fragment:
        """A text in template language, read."""
        return self.session.template(source)

    def resolve(self, traversal: Traversal) -> tuple[RuntimeValue, Steps]:
        """The value that the first steps of a traversal lead to, and the steps that are left. Raises EvaluationError."""
        try:
            return resolve(self, traversal)
        except AccessError as error:
            raise EvaluationError(str(error), traversal) from error

    def declared_type(self, traversal: Traversal) -> Type:
        """The type that declarations give to what a traversal leads to; `any` where they give none."""
        name = str(traversal.steps[0]) if traversal.steps else ""
        variable = self.configuration.variables.get(name)
        if traversal.root == "var" and variable is not None:
            return without_optional(walk(self._constraint(name, variable) or ANY, traversal.steps[1:]))
        argument = self.configuration.locals.get(name)
        if traversal.root == "local" and argument is not None:
            return walk(declared_type(argument.expression, self.scope), traversal.steps[1:])
        return ANY

    def assumption(self, node: Expression) -> str | None:
        """What an expression depends on that was taken for granted."""
        return assumption(node, self)

    # Blocks

    def resource(self, key: str) -> ResourceBlock | None:
        """A resource block by its address in the module."""
        if key not in self._resources:
            declaration = self.configuration.resources.get(key)
            if declaration is None:
                return None
            self._resources[key] = ResourceBlock(self, key, declaration)
        return self._resources[key]

    def module(self, name: str) -> CallBlock | None:
        """A module call by name."""
        if name not in self._modules:
            declaration = self.configuration.modules.get(name)
            if declaration is None:
                return None
            self._modules[name] = CallBlock(self, name, declaration)
        return self._modules[name]

    def expansion(self, key: str, declaration: Declaration) -> Expansion:
        """Instances of a resource or a module call."""
        for kind, expand in (("for_each", expand_for_each), ("count", expand_count)):
            if kind in declaration.arguments:
                with self.session.running(f"{self.prefix}{key}"):
                    return self._expanded(f"`{kind}` of {key}", declaration.arguments[kind], expand)
        return SINGLE

    def _expanded(
        self, what: str, argument: Argument, expand: Callable[[RuntimeValue, Expression], Expansion]
    ) -> Expansion:
        node = argument.expression
        value = self.session.value(argument.source, node, self.scope, what)
        try:
            expansion = expand(value, node)
            self.work.spend(len(expansion.instances) * STEPS_OF_AN_INSTANCE, node)
            self.work.multiply(len(expansion.instances), node)
        except EvaluationError as error:
            return expand(self.session.fail(argument.source, node, self.scope, what, error), node)
        return expansion

    # Values

    def local(self, name: str) -> RuntimeValue:
        """The value of a local; there must be one of that name."""
        argument = self.configuration.locals[name]
        return self._once(
            f"local.{name}",
            lambda: self.session.value(argument.source, argument.expression, self.scope, f"local.{name}"),
        )

    def variable(self, name: str) -> RuntimeValue:
        """The value of a variable; there must be one of that name."""
        return self._once(f"var.{name}", lambda: self._variable(name, self.configuration.variables[name]))

    def output(self, name: str) -> RuntimeValue:
        """The value of an output; there must be one of that name."""
        return self._once(f"output.{name}", lambda: self._output(name, self.configuration.outputs[name]))

    def outputs(self) -> dict[str, RuntimeValue]:
        """All outputs by name."""
        return {name: self.output(name) for name in self.configuration.outputs}

    def evaluate_all(self) -> None:
        """Evaluates what no resource asks for too, for the sake of its mistakes."""
        for name in self.configuration.variables:
            self.variable(name)
        for name in self.configuration.locals:
            self.local(name)
        for name in self.configuration.outputs:
            self.output(name)

    def _once(self, key: str, compute: Callable[[], RuntimeValue]) -> RuntimeValue:
        if key not in self._values:
            with self.session.running(self.prefix + key):
                self._values[key] = compute()
        return self._values[key]

    def _output(self, name: str, declaration: Declaration) -> RuntimeValue:
        argument = declaration.arguments.get("value")
        if argument is None:
            return None
        value = self.session.value(argument.source, argument.expression, self.scope, f"output.{name}")
        return Sensitive(value) if _is_hidden(declaration) and not isinstance(value, Sensitive) else value

    def _variable(self, name: str, declaration: Declaration) -> RuntimeValue:
        type = self._constraint(name, declaration)
        nullable = not _is_set(declaration, "nullable", written=False)
        given = self.givens.given(name, type)
        default = declaration.arguments.get("default")
        if default is not None and (given is None or (unmark(given.value)[0] is None and not nullable)):
            value = self.session.value(default.source, default.expression, self.scope, f"the default of var.{name}")
            given = Given(value, default.source, default.attribute.start)
        if given is None:
            given = self._not_set(name, declaration)
        value = self._converted(name, given, type or ANY)
        if isinstance(value, Unknown) and not nullable and not value.never_null:
            value = msgspec.structs.replace(value, never_null=True)
        return Sensitive(value) if _is_hidden(declaration) and not isinstance(value, Sensitive) else value

    def _constraint(self, name: str, declaration: Declaration) -> Type | None:
        argument = declaration.arguments.get("type")
        if argument is None:
            return None
        key = (self.configuration.folder, name)
        if key not in self.session.constraints:
            node = argument.expression
            try:
                constraint = type_constraint(node, lambda default: evaluate(default, self.scope))
            except EvaluationError as error:
                self.session.report(argument.source, error.node.start, "invalid-type", f"type of var.{name}: {error}")
                constraint = ANY
            self.session.constraints[key] = constraint
        return self.session.constraints[key]

    def _not_set(self, name: str, declaration: Declaration) -> Given:
        source, block = declaration.source, declaration.block
        line = source.location(block.start, block.start).line
        where = f"declared at {source.path}:{line}"
        settle = (f"set variable `{name}`, {where}",) if self.call is None else ()
        return Given(Unknown(f"variable `{name}` is not set", settle=settle), source, block.start)

    def _converted(self, name: str, given: Given, type: Type) -> RuntimeValue:
        try:
            return convert(given.value, type)
        except ConversionError as error:
            message = f"value for var.{name}: {error}"
            self.session.report(given.source, given.at, "unsuitable-value", message)
            return Unknown(message)

    def output_at(self, steps: Steps) -> tuple[RuntimeValue, Steps]:
        """The output that a traversal names, without evaluating the others. Raises AccessError."""
        if not steps:
            return self.outputs(), ()
        name = str(steps[0])
        if name in self.configuration.outputs:
            return self.output(name), steps[1:]
        if not self.configuration.is_complete:
            return MAY_BE_LOST, ()
        raise AccessError(f"{self.address} has no output `{name}`")


def _is_hidden(declaration: Declaration) -> bool:
    """Whether Terraform never shows the value: an ephemeral one is not even in its state."""
    return _is_set(declaration, "sensitive") or _is_set(declaration, "ephemeral")


def _is_set(declaration: Declaration, name: str, *, written: bool = True) -> bool:
    """Whether an argument is written down as `true`, or as `false` where `written` is False."""
    argument = declaration.arguments.get(name)
    expression = argument.expression if argument else None
    return isinstance(expression, Literal) and expression.value is written
