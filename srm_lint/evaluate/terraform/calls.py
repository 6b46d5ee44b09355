"""Module calls and their instances."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from srm_lint.evaluate.terraform.configuration import Configuration, Declaration
from srm_lint.evaluate.terraform.errors import TooLargeError
from srm_lint.evaluate.terraform.expansion import STEPS_OF_AN_INSTANCE, Expansion, Key, instance_address
from srm_lint.evaluate.terraform.given import Given
from srm_lint.evaluate.terraform.scope import Scope
from srm_lint.evaluate.terraform.sources import installed_folder, is_local
from srm_lint.evaluate.terraform.unknowns import follows
from srm_lint.evaluate.typed import RuntimeValue, Type
from srm_lint.model.hcl import Literal
from srm_lint.model.source import Level
from srm_lint.model.value import Unknown

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module

_MAXIMUM_DEPTH = 30
"""Modules inside each other."""
_STEPS_OF_A_MODULE = 300
"""What an instance of a module costs beside what it holds, in steps of `Work`."""
_META_ARGUMENTS = frozenset(["source", "version", "count", "for_each", "providers", "depends_on"])


class CallBlock:
    """A `module` block of one module instance."""

    def __init__(self, caller: Module, name: str, declaration: Declaration) -> None:
        self.caller = caller
        self.name = name
        self.declaration = declaration
        self.address = f"{caller.prefix}module.{name}"
        self.names = (*caller.names, name)

    @cached_property
    def expansion(self) -> Expansion:
        """Its instances."""
        return self.caller.expansion(f"module.{self.name}", self.declaration)

    @cached_property
    def path(self) -> str | None:
        """Folder of the called module as `path.module` shows it; None, and reported, where it is not on disk."""
        source = self._source
        if source is None:
            self._report("module-source", "`source` is missing or no plain string")
            return None
        if is_local(source):
            path = posixpath.normpath(posixpath.join(self.caller.path, source))
            if self._has_files(path):
                return path
            self._report("module-not-found", f"there is no module in {source}")
            return None
        path = installed_folder(self.caller.session, self.names) or ""
        if path and self._has_files(path):
            return posixpath.normpath(path)
        message = f"{source} is not on disk, so what depends on it is unknown; run `terraform init` first"
        self._report("module-not-installed", message, Level.NOTE)
        return None

    @cached_property
    def instances(self) -> Mapping[Key, Module]:
        """The module instances by key; none where the module is not there to be read."""
        path = self.path
        if path is None:
            return {}
        folder = posixpath.normpath(posixpath.join(self.caller.session.root, path))
        if folder in self.caller.folders:
            self._report("module-recursion", f"the module calls itself: {folder}")
            return {}
        if len(self.names) > _MAXIMUM_DEPTH:
            self._report("too-large", f"more than {_MAXIMUM_DEPTH} modules lie inside each other; {folder} is left out")
            return {}
        configuration = self.caller.session.configuration(folder)
        self._check(configuration)
        if not self._is_affordable(configuration):
            return {}
        return {
            key: self.caller.child(self, CallArguments(self, key, names), configuration)
            for key, names in self.expansion.instances.items()
        }

    @cached_property
    def unknown(self) -> Unknown | None:
        """What stands for everything that comes from a module that cannot be read, or whose instances are unknown."""
        if self.path is None or (self.expansion.instances and not self.instances):
            return Unknown(f'module "{self.name}" ({self._source}) is not on disk', settle=("run `terraform init`",))
        cause = self.expansion.unknown
        return None if cause is None else follows([cause])

    def value(self) -> RuntimeValue:
        """What `module.name` stands for: the outputs of one instance, a tuple, or an object of them."""
        if self.unknown is not None:
            return self.unknown
        values = {key: module.outputs() for key, module in self.instances.items()}
        if self.expansion.kind == "single":
            return values[None]
        if self.expansion.kind == "count":
            return tuple(values.values())
        return {str(key): value for key, value in values.items()}

    def _is_affordable(self, configuration: Configuration) -> bool:
        """Whether there is work left for all instances, reported where there is not."""
        values = len(configuration.variables) + len(configuration.locals) + len(configuration.outputs)
        steps = _STEPS_OF_A_MODULE + STEPS_OF_AN_INSTANCE * len(configuration.resources) + values
        source = self.declaration.arguments["source"]
        session = self.caller.session
        try:
            session.work.spend(len(self.expansion.instances) * steps, source.expression)
            if len(self.expansion.instances) > 1:
                session.work.multiply(len(self.expansion.instances) * len(configuration.resources), source.expression)
        except TooLargeError as error:
            session.fail(source.source, source.expression, self.caller.scope, f"module.{self.name}", error)
            return False
        return True

    @property
    def _source(self) -> str | None:
        argument = self.declaration.arguments.get("source")
        expression = argument.attribute.expression if argument else None
        return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else None

    def _has_files(self, path: str) -> bool:
        folder = posixpath.normpath(posixpath.join(self.caller.session.root, path))
        return bool(self.caller.session.tree.documents(folder))

    def _report(self, code: str, message: str, level: Level = Level.ERROR) -> None:
        source, at = self.declaration.source, self.declaration.block.start
        self.caller.session.report(source, at, code, f'module "{self.name}": {message}', level)

    def _check(self, configuration: Configuration) -> None:
        """Arguments that the module does not know, and variables that it needs."""
        if not configuration.is_complete or not self.caller.configuration.is_complete:
            return
        arguments = self.declaration.arguments
        for name, argument in arguments.items():
            if name not in _META_ARGUMENTS and name not in configuration.variables:
                message = f'module "{self.name}" has no variable `{name}`'
                self.caller.session.report(argument.source, argument.attribute.start, "unexpected-argument", message)
        for name, variable in configuration.variables.items():
            if name not in arguments and "default" not in variable.arguments:
                self._report("missing-argument", f"variable `{name}` is not set")


class CallArguments:
    """What a call passes to the variables of one instance."""

    def __init__(self, call: CallBlock, key: Key, names: Mapping[str, RuntimeValue]) -> None:
        self.call = call
        self.address = instance_address(call.address, key)
        is_certain = call.caller.exists is None and call.expansion.unknown is None
        self._scope = Scope(call.caller, names, is_certain=is_certain)

    def given(self, name: str, _type: Type | None) -> Given | None:
        """The value of an argument."""
        argument = self.call.declaration.arguments.get(name)
        if argument is None:
            return None
        what = f"`{name}` of module.{self.call.name}"
        value = self.call.caller.session.value(argument.source, argument.expression, self._scope, what)
        return Given(value, argument.source, argument.attribute.start)
