"""Nodes of a template -> values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from srm_lint.evaluate.cloudformation import functions, references
from srm_lint.evaluate.cloudformation.scope import Evaluator, Scope
from srm_lint.evaluate.cloudformation.values import NO_VALUE, NoValue, Result, resolved, text
from srm_lint.evaluate.cloudformation.work import GIVEN_UP, steps_for
from srm_lint.model.resource import Path
from srm_lint.model.secrets import MASK
from srm_lint.model.source import Diagnostic, Level
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Reference, Truth, Unknown, Value

_FUNCTIONS: Mapping[str, Callable[[Evaluator, Node], Result]] = {
    "Ref": references.ref,
    "Fn::Base64": functions.base64_text,
    "Fn::Cidr": functions.cidr,
    "Fn::FindInMap": references.find_in_map,
    "Fn::GetAtt": references.get_att,
    "Fn::GetAZs": functions.availability_zones,
    "Fn::GetStackOutput": functions.stack_output,
    "Fn::ImportValue": functions.import_value,
    "Fn::Join": functions.join,
    "Fn::Length": functions.length,
    "Fn::RefAll": functions.of_the_account,
    "Fn::Select": functions.select,
    "Fn::Split": functions.split,
    "Fn::Sub": references.sub,
    "Fn::ToJsonString": functions.to_json_string,
    "Fn::Transform": functions.transform,
    "Fn::ValueOf": functions.of_the_account,
    "Fn::ValueOfAll": functions.of_the_account,
}
CONDITION_FUNCTIONS = frozenset({"Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals"})
_BESIDE_OTHERS = ("Fn::Transform", "Fn::ForEach::")
_CLIENT_SIDE = ("Rain::", "Fn::Rain::")


class Expressions:
    """Evaluates nodes of one stack. Keeps which resources were referred to and which paths came from NoEcho parameters."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.references: dict[Reference, None] = {}
        self.sensitive: list[Path] = []
        self._secrets_read = 0

    def result(self, node: Node, path: Path) -> Result:
        """The value of a node, or that there is none. `path` is where it stands among the values."""
        if isinstance(node, ScalarNode):
            return resolved(node.value)
        if not self.scope.spend(1 + _width(node), node):
            return GIVEN_UP
        if isinstance(node, SequenceNode):
            return self._items(node, path)
        name = function_name(node)
        if name is None:
            return self.members(node, path)
        if name == "Fn::If":
            return self._choice(node, path)
        secrets_before = self._secrets_read
        value = resolved(self._call(node.entries[0]))
        if path and self._secrets_read != secrets_before:
            self.sensitive.append(path)
        return value if self.scope.spend(steps_for(value), node) else GIVEN_UP

    def value(self, node: Node) -> Value:
        """The value of a node; None for `AWS::NoValue`."""
        value = self.result(node, ())
        return None if isinstance(value, NoValue) else value

    def parameter(self, name: str) -> Value:
        """The value of a declared parameter; reading a NoEcho one marks what it goes into."""
        if name in self.scope.parameters.secret:
            self._secrets_read += 1
        return self.scope.parameters.values[name]

    def shown(self, value: Value) -> str:
        """A value in a message: masked once a NoEcho parameter was read, which it may have come from."""
        return MASK if self._secrets_read else text(value)

    def truth(self, node: Node) -> Truth:
        """The truth of the condition that a node names."""
        if isinstance(node, ScalarNode):
            truth = self.scope.condition(node.text)
            return self.problem(node, f"there is no condition `{node.text}`") if truth is None else truth
        return self.problem(node, "`Fn::If` takes the name of a condition")

    def refer(self, reference: Reference) -> None:
        """Keep a reference to a resource."""
        self.references[reference] = None

    def note(self, node: Node, message: str) -> None:
        """Say what is not evaluated at a node."""
        place = self.scope.source.location(node.start, node.start)
        self.scope.report(Diagnostic(place.file, place.line, "macro-not-evaluated", message, Level.NOTE))

    def problem(self, node: Node, message: str) -> Unknown:
        """Report what is wrong at a node."""
        place = self.scope.source.location(node.start, node.start)
        self.scope.report(Diagnostic(place.file, place.line, "template-error", message))
        return Unknown(f"the template is wrong here: {message}")

    def _items(self, node: SequenceNode, path: Path) -> Value:
        items: list[Value] = []
        for item in node.items:
            value = self.result(item, (*path, len(items)))
            if not isinstance(value, NoValue):
                items.append(value)
        return tuple(items)

    def members(self, node: MappingNode, path: Path) -> dict[str, Value]:
        """The members of an ordinary map."""
        values: dict[str, Value] = {}
        for entry in node.entries:
            value = self._member(entry) or self.result(entry.value, (*path, entry.key))
            if not isinstance(value, NoValue):
                values[entry.key] = value
        return values

    def _member(self, entry: Entry) -> Unknown | None:
        """The unknown that stands for what a macro or loop adds to a map; None for an ordinary member."""
        if entry.key == "Fn::Transform":
            return functions.transform(self, entry.value)
        if entry.key.startswith("Fn::ForEach::"):
            return Unknown("how often a loop runs is not known")
        if entry.key.startswith("Fn::"):
            return self.problem(entry.value, f"`{entry.key}` must be the only key of its map")
        return None

    def _choice(self, node: MappingNode, path: Path) -> Result:
        usage = "`Fn::If` takes a condition and two values"
        given = functions.arguments(self, node.entries[0].value, 3, 3, usage)
        if isinstance(given, Unknown):
            return given
        truth = self.truth(given[0])
        if not isinstance(truth, Unknown):
            return self.result(given[1] if truth else given[2], path)
        branches = [self.result(branch, path) for branch in given[1:]]
        if branches[0] == branches[1]:
            return branches[0]
        unknown = truth
        for branch in branches:
            if isinstance(branch, Unknown):
                unknown = unknown.because(branch)
        present = all(branch is not NO_VALUE and branch is not None for branch in branches)
        return Unknown(unknown.reason, unknown.references, unknown.settle, never_null=present)

    def _call(self, entry: Entry) -> Result:
        function = _FUNCTIONS.get(entry.key)
        if function is not None:
            return function(self, entry.value)
        if entry.key in CONDITION_FUNCTIONS:
            return self.problem(entry.value, f"`{entry.key}` can only stand in a condition")
        if entry.key.startswith("Fn::ForEach::"):
            return Unknown("how often a loop runs is not known")
        if entry.key.startswith(_CLIENT_SIDE):
            return Unknown(f"`{entry.key.removeprefix('Fn::')}` is filled in before deployment, by a tool of its own")
        return self.problem(entry.value, f"`{entry.key}` is no intrinsic function")


def _width(node: SequenceNode | MappingNode) -> int:
    return len(node.items if isinstance(node, SequenceNode) else node.entries)


def function_name(node: Node) -> str | None:
    """The intrinsic function that a map calls, None for an ordinary map."""
    if not isinstance(node, MappingNode) or len(node.entries) != 1:
        return None
    key = node.entries[0].key
    return key if key == "Ref" or key.startswith(("Fn::", *_CLIENT_SIDE)) else None
