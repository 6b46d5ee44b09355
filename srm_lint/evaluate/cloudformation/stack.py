"""One template with its parameter values, in one world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from srm_lint.evaluate.cloudformation import nested
from srm_lint.evaluate.cloudformation.conditions import Conditions
from srm_lint.evaluate.cloudformation.decisions import Decisions
from srm_lint.evaluate.cloudformation.expression import Expressions
from srm_lint.evaluate.cloudformation.inputs import SAME_IN_ALL_STACKS
from srm_lint.evaluate.cloudformation.prepare import Workspace
from srm_lint.evaluate.cloudformation.syntax import TemplateSyntax
from srm_lint.evaluate.cloudformation.tags import Tags, own_tags, with_stack_tags
from srm_lint.evaluate.cloudformation.values import text
from srm_lint.evaluate.cloudformation.work import Hierarchy
from srm_lint.model.resource import ModuleCall
from srm_lint.model.source import Diagnostic, Level
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, Template
from srm_lint.model.value import Truth, Unknown, Value

_MAXIMUM_NESTING = 10
_MOST_WAITING = 50


class Around(msgspec.Struct, frozen=True):
    """The stacks that a nested one is in: the chain that leads to it, the tags that they pass on, and all there are."""

    calls: tuple[ModuleCall, ...]
    tags: Tags
    hierarchy: Hierarchy


class Stack:
    """The scope of a template's expressions, with the stacks nested in it, which are made when first asked for."""

    def __init__(
        self,
        workspace: Workspace,
        template: Template,
        given: Mapping[str, Value],
        decisions: Decisions,
        around: Around | None = None,
    ) -> None:
        self.template = template
        self.source = template.source
        self.calls = around.calls if around else ()
        self.tags: Tags = around.tags if around else {}
        self.prefix = f"{self.calls[-1].address}." if self.calls else workspace.prefix
        self.workspace = workspace
        self._decisions = decisions
        self._hierarchy = around.hierarchy if around else Hierarchy()
        self._children: dict[str, Stack | None] = {}
        self._outputs: dict[str, Value] = {}
        parameters = workspace.parameters(template, given)
        for refused in parameters.refused:
            self._error(refused.offset, refused.message)
        self.prepared = workspace.prepare(template, parameters)
        self.parameters = self.prepared.parameters
        decisions.offer(self.parameters.ranges)
        self.mappings = self.prepared.section("Mappings")
        self._output_entries = {entry.key: entry for entry in self.prepared.section("Outputs").entries}
        self.globals = template.section("Globals")
        self.conditions = Conditions(self, self.prepared.section("Conditions"), decisions)
        self.resources = {entry.key: entry for entry in self.prepared.section("Resources").entries}

    def has_resource(self, name: str) -> bool:
        """Whether a logical id is declared, or may be made by a macro or module."""
        return name in self.resources or name.startswith(self.prepared.made_prefixes)

    def condition(self, name: str) -> Truth | None:
        """A condition by name, None where there is none of that name."""
        return self.conditions.get(name)

    def report(self, diagnostic: Diagnostic) -> None:
        """Take note of something that is wrong with the template."""
        self.workspace.report(diagnostic)

    def spend(self, steps: int, node: Node) -> bool:
        """Take note of work that a node makes; whether as much was left. That it was not is reported."""
        return self.workspace.spend(steps, self.source, node)

    def check_rest(self) -> None:
        """Evaluate what no resource depends on, so that what is wrong with it is reported."""
        for entry in self.prepared.section("Conditions").entries:
            if not entry.key.startswith("Fn::"):
                self.condition(entry.key)
        for entry in self.prepared.section("Outputs").entries:
            Expressions(self).value(entry.value)
        for child in self.children():
            child.check_rest()

    def needs(self, names: Value, offset: int) -> None:
        """Report the names under `DependsOn` that are no resources."""
        for name in names if isinstance(names, tuple) else (names,):
            if isinstance(name, str) and not self.has_resource(name):
                self._error(offset, f"`DependsOn` names `{name}`, which is no resource")

    def _error(self, offset: int, message: str) -> None:
        place = self.source.location(offset, offset)
        self.report(Diagnostic(place.file, place.line, "template-error", message))

    def existence(self, entry: Entry) -> Truth:
        """Whether a resource is there in this world."""
        body = entry.value if isinstance(entry.value, MappingNode) else None
        condition = body.get("Condition") if body else None
        truth: Truth = True
        if isinstance(condition, ScalarNode):
            truth = Expressions(self).truth(condition)
        uncertain = self.prepared.uncertain.get(entry.key)
        return uncertain if uncertain is not None and truth is True else truth

    def output(self, stack: str, name: str) -> Value | None:
        """An output of a nested stack, None where its template was not read."""
        child = self.child(stack)
        return child.own_output(name) if child else None

    def own_output(self, name: str) -> Value | None:
        """An output of this stack, worked out once: outputs that hold several of the next stack would else take for ever."""
        entry = self._output_entries.get(name)
        node = entry.value.get("Value") if entry and isinstance(entry.value, MappingNode) else None
        if node is not None and name not in self._outputs:
            self._outputs[name] = Expressions(self).value(node)
        return self._outputs.get(name)

    def imported(self, name: str | Unknown) -> Value | None:
        """What another stack exports under a name, None where no template at hand does."""
        return self.workspace.imported(self.prefix, name)

    def children(self) -> Iterator[Stack]:
        """The nested stacks whose templates could be read and that are not known to be absent."""
        for name, entry in self.resources.items():
            if resource_type(entry) == nested.STACK and self.existence(entry) is not False:
                child = self.child(name)
                if child is not None:
                    yield child

    def child(self, name: str) -> Stack | None:
        """The nested stack of a logical id, None where its template is not on disk or cannot be read."""
        if name not in self._children:
            self._children[name] = None  # while it is being made: two stacks that need each other's outputs
            entry = self.resources.get(name)
            if entry is not None and resource_type(entry) == nested.STACK:
                self.workspace.waiting.append(name)
                self._children[name] = self._make_child(entry)
                self.workspace.waiting.pop()
        return self._children[name]

    def _make_child(self, entry: Entry) -> Stack | None:
        body = entry.value if isinstance(entry.value, MappingNode) else MappingNode((), entry.start, entry.end)
        expressions = Expressions(self)
        if len(self.workspace.waiting) > _MOST_WAITING:
            expressions.problem(body, f"more than {_MOST_WAITING} stacks wait for each other's outputs here")
            return None
        properties, metadata = (
            expressions.value(node) if (node := body.get(key)) else None for key in ("Properties", "Metadata")
        )
        values = properties if isinstance(properties, dict) else {}
        path = nested.template_path(self.source.path, values, metadata)
        template = self.workspace.template(path) if path else None
        if template is None:
            self._note_missing(entry, path, values)
            return None
        if len(self.calls) >= _MAXIMUM_NESTING or not self._hierarchy.admits(template):
            expressions.problem(body, f"stack `{entry.key}` is nested too deep, in itself, or after too many others")
            return None
        passed = values.get("Parameters")
        syntax = TemplateSyntax(self.source, self.prepared.source_of(entry))
        call = ModuleCall(self.prefix + entry.key, syntax.header(), syntax.extent())
        shared = {name: self.parameters.values[name] for name in SAME_IN_ALL_STACKS}
        given = {**shared, **(passed if isinstance(passed, dict) else {})}
        tags = with_stack_tags(own_tags(values), self.tags)
        return Stack(
            self.workspace, template, given, self._decisions, Around((*self.calls, call), tags, self._hierarchy)
        )

    def _note_missing(self, entry: Entry, path: str | None, values: Mapping[str, Value]) -> None:
        place = self.source.location(entry.start, entry.end)
        where = path or nested.described(values)
        self.report(
            Diagnostic(
                place.file,
                place.line,
                "nested-template-not-found",
                f"the template of nested stack `{entry.key}` was not read: {where}",
                Level.WARNING if path else Level.NOTE,
                help="what the stack holds is not judged; a relative TemplateURL below the scanned folder is followed",
            )
        )


def resource_type(entry: Entry) -> str:
    """The type of a resource, "" where it has none."""
    type = entry.value.get("Type") if isinstance(entry.value, MappingNode) else None
    return text(type.value) if isinstance(type, ScalarNode) else ""
