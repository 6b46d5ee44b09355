"""Templates that import what others export, evaluated together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from itertools import chain

import msgspec

from srm_lint.evaluate.cloudformation.exports import Export, Exports, Output, exports_of, outputs_by_address
from srm_lint.evaluate.cloudformation.relations import Relations
from srm_lint.evaluate.cloudformation.root import Evaluation, Root, prefix_of
from srm_lint.evaluate.cloudformation.scope import Imports
from srm_lint.evaluate.worlds import in_every_world
from srm_lint.model.resource import Estate, Resource
from srm_lint.model.source import Diagnostic
from srm_lint.model.value import Unknown, Value

_MOST_POSSIBLE = 20_000
"""Exports that the imports of a run may mean, counted for each import: what is beyond is not looked for."""

_MOST_OPEN = 40  # exports that need each other one after the other, and the templates they are in
_NAMED = 2  # templates in a sentence


class Exchange:
    """Root templates, each evaluated on its own and once more, under addresses that tell its path, for the others.

    What others see of a template is what all its worlds have in common. Everything is worked out when first asked for: where
    nothing is imported, nothing is evaluated twice.
    """

    def __init__(self, roots: Sequence[Root]) -> None:
        self._roots = {root.path: root for root in roots}
        self._seen = {
            path: Evaluation(root, prefix_of(path), self._imports(path)) for path, root in self._roots.items()
        }
        self._relations = Relations()
        self._resources: dict[str, tuple[Resource, ...]] = {}
        self._outputs: dict[str, dict[str, list[Output]]] = {}
        self._values: dict[str, Value] = {}
        self._open: set[str] = set()
        self._possible: dict[tuple[str, str | Unknown], int] = {}
        self._left_out: set[str] = set()

    def estates(self) -> tuple[tuple[Estate, ...], ...]:
        """The worlds of each template, with its neighbours."""
        own = {path: Evaluation(root, "", self._imports(path)).estates() for path, root in self._roots.items()}
        return tuple(self._reported(path, self._with_neighbours(path, estates)) for path, estates in own.items())

    def _imports(self, path: str) -> Imports:
        return partial(self._imported, path)

    def _imported(self, path: str, stack: str, name: str | Unknown) -> Value | None:
        """What a stack of the template at `path` gets for the name of an export; None where no template has it."""
        importer = prefix_of(path) + stack.removeprefix(prefix_of(path))
        others = [export for export in self._exports.of_name(name) if export.stack != importer]
        if others:
            return self._one_of([export for export in others if export.root == path] or others, name, path)
        near = self._exports.that_may_have(name)
        if near is None:
            self._left_out.add(path)
        possible = [export for export in near or () if export.stack != importer]
        if not possible or not self._can_look_for(len(possible), (importer, name), path):
            return None
        return self._any_of(possible, name, path)

    def _can_look_for(self, count: int, wanted: tuple[str, str | Unknown], path: str) -> bool:
        if wanted not in self._possible:
            if sum(self._possible.values()) + count > _MOST_POSSIBLE:
                self._left_out.add(path)
                return False
            self._possible[wanted] = count
        return True

    def _any_of(self, exports: Sequence[Export], name: str | Unknown, importer: str) -> Unknown:
        """An unknown that may be any of the exports, and the doubt whether the template imports from theirs at all."""
        by_template = defaultdict(list)
        for export in exports:
            by_template[export.root].append(export)
        for exporter, exported in by_template.items():
            why, settle = _doubt(name, exported)
            doubt = Unknown(f"whether {importer} imports from {exporter} cannot be told: {why}", settle=settle)
            self._relations.add(importer, exporter, doubt)
        why, settle = _doubt(name, exports)
        unknown = Unknown(f"it may be an export of {_listed(by_template, 'or')}: {why}", settle=settle)
        return _coming_from(unknown, map(self._value, exports))

    @cached_property
    def _exports(self) -> Exports:
        return Exports(chain.from_iterable(map(exports_of, self._roots.values())))

    def _one_of(self, exports: Sequence[Export], name: str | Unknown, importer: str) -> Value:
        """The value of an export. There are several of one name for several regions or environments."""
        values = [self._value(export) for export in exports]
        templates = list(dict.fromkeys(export.root for export in exports))
        doubt = None
        if len(exports) > 1:
            called = f"export `{name}`" if isinstance(name, str) else "the export"
            listed = _listed(templates, "and")
            doubt = Unknown(f"{called} is in {listed}", settle=(f"check {listed} one by one",))
        for template in templates:
            self._relations.add(importer, template, doubt)
        return values[0] if doubt is None or _are_equal(values) else _coming_from(doubt, values)

    def _value(self, export: Export) -> Value:
        """What is exported, in all worlds of its template."""
        if export.address in self._values:
            return self._values[export.address]
        if not self._open.isdisjoint((export.address, export.root)):
            return Unknown(f"{export.address} depends on itself", never_null=True)
        if len(self._open) > _MOST_OPEN:
            return Unknown(f"{export.address} is handed on by too many templates", never_null=True)
        self._open.add(export.address)
        values = [output.export_value() for output in self._outputs_of(export.root).get(export.address, ())]
        self._open.remove(export.address)
        self._values[export.address] = values[0] if _are_equal(values) else self._open_question(export, values)
        return self._values[export.address]

    def _open_question(self, export: Export, values: Sequence[Value]) -> Unknown:
        settle = dict.fromkeys(chain.from_iterable(world.settle for world in self._seen[export.root].worlds))
        return _coming_from(Unknown(f"{export.address} depends on conditions", settle=tuple(settle)), values)

    def _outputs_of(self, path: str) -> dict[str, list[Output]]:
        if path not in self._outputs:
            self._open.add(path)
            self._outputs[path] = outputs_by_address(self._seen[path])
            self._open.remove(path)
        return self._outputs[path]

    def _with_neighbours(self, path: str, estates: tuple[Estate, ...]) -> tuple[Estate, ...]:
        """The estates with the resources of the templates that one is judged with.

        Of a template that may have nothing to do with these, it is those that an import would connect.
        """
        around = self._relations.around(path)
        if not around:
            return estates
        sure = [other for other, doubt in around.items() if doubt is None]
        neighbours = [resource for other in sure for resource in self._resources_of(other)]
        prefixes = tuple(map(prefix_of, (path, *sure)))
        own = (resource for estate in estates for resource in estate.resources)
        named = {reference.address for resource in (*own, *neighbours) for reference in resource.references}
        for other, doubt in around.items():
            found = self._resources_of(other) if doubt is not None else ()
            connected = (each for each in found if each.address in named or _refers_to(prefixes, each))
            neighbours += (msgspec.structs.replace(each, exists=doubt) for each in connected)
        return tuple(msgspec.structs.replace(estate, neighbours=tuple(neighbours)) for estate in estates)

    def _reported(self, path: str, estates: tuple[Estate, ...]) -> tuple[Estate, ...]:
        """The estates with a diagnostic where imports were too many to look for what they may mean."""
        if path not in self._left_out or not estates:
            return estates
        message = f"imports of the templates may mean more than {_MOST_POSSIBLE:,} exports; the rest is not looked for"
        problem = Diagnostic(path, 1, "too-large", message, help="give the names of stacks as parameters")
        diagnostics = (*estates[0].diagnostics, problem)
        return (msgspec.structs.replace(estates[0], diagnostics=diagnostics), *estates[1:])

    def _resources_of(self, path: str) -> tuple[Resource, ...]:
        if path not in self._resources:
            estates = self._seen[path].estates()
            self._resources[path] = in_every_world(estates).resources if estates else ()
        return self._resources[path]


def _are_equal(values: Sequence[Value]) -> bool:
    return len(values) > 0 and all(value == values[0] for value in values)


def _refers_to(prefixes: tuple[str, ...], resource: Resource) -> bool:
    return any(reference.address.startswith(prefixes) for reference in resource.references)


def _doubt(name: str | Unknown, exports: Sequence[Export]) -> tuple[str, tuple[str, ...]]:
    """Why it cannot be told whether exports have a name, and what would tell."""
    names = [item for item in (name, *(export.name for export in exports)) if isinstance(item, Unknown)]
    settle = dict.fromkeys(names[0].settle)
    if any(not item.settle for item in names):
        settle["give `AWS::StackName` in the parameters of the templates that export"] = None
    return names[0].reason, tuple(settle)


def _coming_from(unknown: Unknown, values: Iterable[Value]) -> Unknown:
    """The unknown as one that may be any of the values."""
    references = (value.references for value in values if isinstance(value, Unknown))
    return Unknown(
        unknown.reason, tuple(dict.fromkeys(chain.from_iterable(references))), unknown.settle, never_null=True
    )


def _listed(templates: Iterable[str], word: str) -> str:
    names = list(dict.fromkeys(templates))
    if len(names) > _NAMED:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} others"]
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]
