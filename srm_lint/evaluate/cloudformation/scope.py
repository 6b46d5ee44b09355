"""What evaluating an expression needs from the stack around it, and what a function needs from evaluation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from srm_lint.evaluate.cloudformation.inputs import Parameters
from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import MappingNode, Node
from srm_lint.model.value import Reference, Truth, Unknown, Value

Imports = Callable[[str, str | Unknown], Value | None]
"""What the stack of an address ("", "Network.") gets for the name of an export; None where no template at hand has it."""


class Scope(Protocol):
    """One stack in one world."""

    @property
    def source(self) -> Source:
        """The template's file."""

    @property
    def prefix(self) -> str:
        """What stands before a logical id in an address: "" or "Stack."."""

    @property
    def parameters(self) -> Parameters:
        """Values of the parameters and pseudo parameters."""

    @property
    def mappings(self) -> MappingNode:
        """The section of that name."""

    def has_resource(self, name: str) -> bool:
        """Whether a logical id is declared, or may be made by a macro or module."""

    def condition(self, name: str) -> Truth | None:
        """A condition by name, None where there is none of that name."""

    def output(self, stack: str, name: str) -> Value | None:
        """An output of a nested stack, None where its template was not read."""

    def imported(self, name: str | Unknown) -> Value | None:
        """What another stack exports under a name, None where no template at hand does."""

    def report(self, diagnostic: Diagnostic) -> None:
        """Take note of something that is wrong with the template."""

    def spend(self, steps: int, node: Node) -> bool:
        """Take note of work that a node makes; whether as much was left. That it was not is reported."""


class Evaluator(Protocol):
    """Evaluates nodes for the intrinsic functions."""

    @property
    def scope(self) -> Scope:
        """The stack around the expression."""

    def value(self, node: Node) -> Value:
        """The value of a node; None for `AWS::NoValue`."""

    def parameter(self, name: str) -> Value:
        """The value of a parameter or pseudo parameter that is declared."""

    def shown(self, value: Value) -> str:
        """A value in a message, unless it may be secret."""

    def truth(self, node: Node) -> Truth:
        """The truth of a condition expression."""

    def refer(self, reference: Reference) -> None:
        """Take note that a resource is referred to."""

    def note(self, node: Node, message: str) -> None:
        """Say what is not evaluated at a node."""

    def problem(self, node: Node, message: str) -> Unknown:
        """Report what is wrong at a node; the unknown value stands for what it would have been."""
