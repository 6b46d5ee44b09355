"""What names mean at one place of a configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

import msgspec

from srm_lint.evaluate.functions import FunctionContext
from srm_lint.evaluate.terraform.errors import EvaluationError
from srm_lint.evaluate.typed import ANY, RuntimeValue, Type
from srm_lint.model.hcl import Expression, Fragment, Traversal
from srm_lint.model.source import Source

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.work import Work

Steps = tuple[str | int, ...]


class Surroundings(Protocol):
    """What the expressions of a module may refer to."""

    @property
    def functions(self) -> FunctionContext:
        """Surroundings of function calls."""

    @property
    def work(self) -> Work:
        """What evaluation may still cost."""

    def resolve(self, traversal: Traversal) -> tuple[RuntimeValue, Steps]:
        """The value that the first steps of a traversal lead to, and the steps that are left. Raises EvaluationError."""

    def declared_type(self, traversal: Traversal) -> Type:
        """The type that declarations give to what a traversal leads to; `any` where they give none."""

    def template(self, source: Source) -> Fragment:
        """A text in template language, read."""

    def assumption(self, node: Expression) -> str | None:
        """What an expression depends on that was taken for granted."""


class Isolated:
    """Surroundings in which nothing can be referred to: those of template files and of files of values."""

    def __init__(self, functions: FunctionContext, template: Callable[[Source], Fragment], work: Work) -> None:
        self.functions = functions
        self.template = template
        self.work = work

    def resolve(self, traversal: Traversal) -> tuple[RuntimeValue, Steps]:
        """Raises EvaluationError."""
        raise EvaluationError(f"`{traversal.root}` has no meaning here", traversal)

    def declared_type(self, _traversal: Traversal) -> Type:
        """Nothing is declared."""
        return ANY

    def assumption(self, _node: Expression) -> str | None:
        """There is nothing to depend on."""
        return None


class Scope(msgspec.Struct, frozen=True):
    """Names of loops, `each`, `count` and iterators before those of the module. `item` is a splat's current element.

    `is_certain` is False inside of what may not exist: what fails there may never be evaluated. `is_attempt` holds
    inside `try` and `can`.
    """

    surroundings: Surroundings
    names: Mapping[str, RuntimeValue] = {}
    item: RuntimeValue = None
    is_certain: bool = True
    is_attempt: bool = False

    def with_names(self, names: Mapping[str, RuntimeValue]) -> Scope:
        """The scope with further names."""
        return Scope(self.surroundings, {**self.names, **names}, self.item, self.is_certain, self.is_attempt)

    def with_item(self, item: RuntimeValue) -> Scope:
        """The scope of a splat's element."""
        return Scope(self.surroundings, self.names, item, self.is_certain, self.is_attempt)

    def attempt(self) -> Scope:
        """The scope of an argument of `try` or `can`."""
        return Scope(self.surroundings, self.names, self.item, self.is_certain, is_attempt=True)
