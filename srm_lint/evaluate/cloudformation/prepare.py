"""Templates as they are after the transforms that need no account: loops are unrolled, SAM is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from srm_lint.evaluate.cloudformation.expression import Expressions
from srm_lint.evaluate.cloudformation.includes import with_includes
from srm_lint.evaluate.cloudformation.inputs import Parameters, evaluate_parameters
from srm_lint.evaluate.cloudformation.loops import LOOP, unroll
from srm_lint.evaluate.cloudformation.made import Maker
from srm_lint.evaluate.cloudformation.scope import Imports
from srm_lint.evaluate.cloudformation.work import MAXIMUM_RESOURCES, MAXIMUM_STEPS
from srm_lint.model.source import Diagnostic, Level, Location, Source
from srm_lint.model.template import LANGUAGE_EXTENSIONS, SAM, Entry, MappingNode, Node, ScalarNode, Template
from srm_lint.model.tree import Tree
from srm_lint.model.value import Truth, Unknown, Value

_MOST_DIAGNOSTICS = 1_000  # of one root template: nobody reads more
MODULE_SUFFIX = "::MODULE"
_CLIENT_SIDE = (b"!Rain::", b'"Rain::', b'"Fn::Rain::')


class Prepared(msgspec.Struct, frozen=True):
    """A transformed template.

    `makers` tells by logical id what a resource was made from that a transform made; `uncertain` why a resource may not be
    there. `made_prefixes` start the names of what macros and modules may add ("": any name).
    """

    root: MappingNode
    parameters: Parameters
    makers: Mapping[str, Maker] = {}
    uncertain: Mapping[str, Unknown] = {}
    made_prefixes: tuple[str, ...] = ()

    def section(self, name: str) -> MappingNode:
        """A top-level section; empty where it is missing or no map."""
        return _section(self.root, name)

    def source_of(self, resource: Entry) -> Entry:
        """What is written in the template where a resource comes from."""
        maker = self.makers.get(resource.key)
        return maker.entry if maker else resource


class Workspace:
    """What evaluating one root template keeps: diagnostics, and transformed templates for all worlds.

    `prefix` starts the addresses of its resources. `waiting` are the nested stacks whose parameters are being evaluated,
    each because the one before needs its outputs.
    """

    def __init__(self, tree: Tree, prefix: str = "", imports: Imports | None = None) -> None:
        self.diagnostics: dict[Diagnostic, None] = {}
        self.prefix = prefix
        self.waiting: list[str] = []
        self.steps = 0
        self._tree = tree
        self._included: dict[str, Template] = {}
        self._imports = imports
        self._parameters: dict[str, tuple[Mapping[str, Value], Parameters]] = {}
        self._prepared: dict[object, Prepared] = {}

    def report(self, diagnostic: Diagnostic) -> None:
        """Take note of what is wrong, once. What is beyond the limit is left out, which the last one says."""
        if len(self.diagnostics) < _MOST_DIAGNOSTICS:
            self.diagnostics[diagnostic] = None
        elif len(self.diagnostics) == _MOST_DIAGNOSTICS and diagnostic not in self.diagnostics:
            message = f"more than {_MOST_DIAGNOSTICS:,} things are wrong; from here on they are not listed"
            self.diagnostics[Diagnostic(diagnostic.file, diagnostic.line, "too-many-diagnostics", message)] = None

    def parameters(self, template: Template, given: Mapping[str, Value]) -> Parameters:
        """The values of a template's parameters, worked out once for what is given in all worlds."""
        kept = self._parameters.get(template.source.path)
        if kept is None or kept[0] is not given:
            kept = given, evaluate_parameters(template.source, template.section("Parameters"), given)
            self._parameters[template.source.path] = kept
        return kept[1]

    def spend(self, steps: int, source: Source, node: Node) -> bool:
        """Take note of work that a node makes; whether as much was left. That it was not is reported once."""
        before = self.steps
        self.steps += steps
        if before <= MAXIMUM_STEPS < self.steps:
            message = f"evaluating the template takes more than {MAXIMUM_STEPS:,} steps: from here on all is unknown"
            self._report_size(source.location(node.start, node.start), message)
        return self.steps <= MAXIMUM_STEPS

    def _report_size(self, place: Location, message: str) -> None:
        help = "split the template, or exclude it in .srm-lint.yaml"
        self.report(Diagnostic(place.file, place.line, "too-large", message, help=help))

    def template(self, path: str) -> Template | None:
        """A template below the scanned root; what is wrong with its syntax is reported."""
        template = self._tree.template(path)
        for problem in template.problems if template else ():
            self.report(problem)
        if template is not None and path not in self._included:
            self._included[path] = with_includes(template, self._snippet, self.report)
        return self._included.get(path)

    def _snippet(self, path: str) -> Template | None:
        snippet = self._tree.snippet(path)
        for problem in snippet.problems if snippet else ():
            self.report(problem)
        return snippet

    def imported(self, stack: str, name: str | Unknown) -> Value | None:
        """What a stack gets for the name of an export, None where no template at hand has it."""
        return self._imports(stack, name) if self._imports else None

    def prepare(self, template: Template, parameters: Parameters) -> Prepared:
        """The template after its transforms, the same for the same parameter values."""
        if not template.transforms:
            prepared = self._bounded(template.source, _described(Prepared(template.root, parameters)))
            is_filled_in = any(mark in template.source.content for mark in _CLIENT_SIDE)
            return msgspec.structs.replace(prepared, made_prefixes=("",)) if is_filled_in else prepared
        key = (template.source.path, tuple(parameters.values.items()))
        if key not in self._prepared:
            self._prepared[key] = self._transform(template, parameters)
        return self._prepared[key]

    def _transform(self, template: Template, parameters: Parameters) -> Prepared:
        prepared = self._bounded(template.source, Prepared(template.root, parameters))
        if LANGUAGE_EXTENSIONS in template.transforms:
            prepared = self._unroll(template.source, prepared)
        if SAM in template.transforms:
            prepared = self._translate(template.source, prepared)
        macros = [name for name in template.transforms if name not in {LANGUAGE_EXTENSIONS, SAM}]
        for name in macros:
            self._note_macro(template, name)
        prepared = self._bounded(template.source, _described(prepared))
        return msgspec.structs.replace(prepared, made_prefixes=("",)) if macros else prepared

    def _bounded(self, source: Source, prepared: Prepared) -> Prepared:
        """The template with the first MAXIMUM_RESOURCES of its resources; any name may be one of the others."""
        section = prepared.section("Resources")
        if len(section.entries) <= MAXIMUM_RESOURCES:
            return prepared
        first = section.entries[MAXIMUM_RESOURCES]
        message = f"more than {MAXIMUM_RESOURCES:,} resources in a template: from here on they are not judged"
        self._report_size(source.location(first.start, first.end), message)
        kept = msgspec.structs.replace(section, entries=section.entries[:MAXIMUM_RESOURCES])
        sections = (
            msgspec.structs.replace(entry, value=kept) if entry.key == "Resources" else entry
            for entry in prepared.root.entries
        )
        root = msgspec.structs.replace(prepared.root, entries=tuple(sections))
        return msgspec.structs.replace(prepared, root=root, made_prefixes=("",))

    def _unroll(self, source: Source, prepared: Prepared) -> Prepared:
        scope = _BeforeTransforms(source, prepared.parameters, prepared.section("Mappings"), self)
        expressions = Expressions(scope)
        unrolled = unroll(prepared.root, expressions.value, expressions.problem)
        values = {**prepared.parameters.values, **unrolled.identifiers}
        parameters = msgspec.structs.replace(prepared.parameters, values=values)
        return Prepared(unrolled.root, parameters, uncertain=unrolled.uncertain)

    def _translate(self, source: Source, prepared: Prepared) -> Prepared:
        from srm_lint.evaluate.cloudformation import sam

        translated = sam.translate(prepared.root, prepared.parameters.values)
        for failure in translated.failures:
            place = _place(source, prepared.root, failure.path)
            self.report(Diagnostic(place.file, place.line, "sam-error", failure.message))
        values = {
            **prepared.parameters.values,
            sam.UPLOADED: Unknown("uploaded or published before deployment", never_null=True),
            sam.MISSING: Unknown("it is not written, and SAM asks for it"),
        }
        parameters = msgspec.structs.replace(prepared.parameters, values=values)
        return msgspec.structs.replace(
            prepared,
            root=translated.root,
            parameters=parameters,
            makers=translated.makers,
            made_prefixes=translated.left,
        )

    def _note_macro(self, template: Template, name: str) -> None:
        place = _place(template.source, template.root, ())
        self.report(
            Diagnostic(
                place.file,
                place.line,
                "macro-not-evaluated",
                f"macro `{name}` runs in the account: the template is taken as it is written",
                Level.NOTE,
            )
        )


class _BeforeTransforms(msgspec.Struct, frozen=True):
    """Scope of what loops run over: parameters and mappings, and no resources yet."""

    source: Source
    parameters: Parameters
    mappings: MappingNode
    workspace: Workspace
    prefix: str = ""

    def has_resource(self, name: str) -> bool:  # noqa: ARG002 - any name may turn out to be one
        """Any name may turn out to be one."""
        return True

    def condition(self, name: str) -> Truth | None:
        """No loop can ask for a condition."""
        return Unknown(f"condition `{name}` cannot be asked by a loop")

    def output(self, stack: str, name: str) -> Value | None:  # noqa: ARG002 - nested stacks come later
        """Nested stacks come later."""
        return None

    def imported(self, name: str | Unknown) -> Value | None:  # noqa: ARG002 - CloudFormation takes no import here
        """No loop can run over what another stack exports."""
        return None

    def report(self, diagnostic: Diagnostic) -> None:
        """Take note of something that is wrong with the template."""
        self.workspace.report(diagnostic)

    def spend(self, steps: int, node: Node) -> bool:
        """Take note of work that a node makes."""
        return self.workspace.spend(steps, self.source, node)


def _described(prepared: Prepared) -> Prepared:
    """The template with what its modules, includes and loops may add to its resources."""
    prefixes = (*prepared.made_prefixes, *_made_prefixes(prepared.section("Resources")))
    return msgspec.structs.replace(prepared, made_prefixes=prefixes) if prefixes else prepared


def _made_prefixes(resources: MappingNode) -> Iterator[str]:
    for entry in resources.entries:
        type = entry.value.get("Type") if isinstance(entry.value, MappingNode) else None
        if entry.key.startswith((LOOP, "Fn::Transform")):
            yield ""
        elif isinstance(type, MappingNode) or (
            isinstance(type, ScalarNode) and str(type.value).endswith(MODULE_SUFFIX)
        ):
            yield entry.key


def _place(source: Source, root: MappingNode, path: tuple[str, ...]) -> Location:
    """Where the deepest entry at `path` is that is written; the transform where there is none."""
    node: Node | None = root
    entry = root.entry("Transform")
    for step in path:
        found = node.entry(step) if isinstance(node, MappingNode) else None
        if found is None:
            break
        entry, node = found, found.value
    return source.location(entry.start, entry.end) if entry else Location(source.path, 1)


def _section(root: MappingNode, name: str) -> MappingNode:
    node = root.get(name)
    return node if isinstance(node, MappingNode) else MappingNode((), root.start, root.end)
