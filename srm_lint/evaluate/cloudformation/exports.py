"""What a template exports, and which exports an import can mean.

Exports and imports meet by name among the stacks of one account and region. An import takes the export whose name is the
same. A name that is known in part ("${Stack}-VpcId") may be that of any export which can have the same start and end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

import msgspec

from srm_lint.evaluate.cloudformation.expression import Expressions
from srm_lint.evaluate.cloudformation.inputs import SAME_IN_ALL_STACKS
from srm_lint.evaluate.cloudformation.root import Evaluation, Root, prefix_of
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.evaluate.cloudformation.values import NoValue, piece
from srm_lint.model.template import Entry, MappingNode, Node, known_in_deployment
from srm_lint.model.value import Unknown

_MOST_COMPARISONS = 2_000_000  # of names that are known in part, in a run
_LONGEST = 255  # characters of a start or an end: more are not needed to tell names apart
_THE_SAME = frozenset(map(known_in_deployment, SAME_IN_ALL_STACKS))


class Export(msgspec.Struct, frozen=True):
    """What can be imported: an output of the template `root`, or of the stack with the prefix `stack` that is nested in it.

    `address` tells it from all others ("app.yaml:Network.VpcId").
    """

    root: str
    stack: str
    address: str
    name: str | Unknown


class Output(msgspec.Struct, frozen=True):
    """An exported output in one world."""

    stack: Stack
    address: str
    name: Node
    value: Node

    def export_name(self) -> str | Unknown:
        """The name that it is imported by."""
        return piece(Expressions(self.stack).value(self.name))

    def export_value(self) -> str | Unknown:
        """What is imported, always a text; a value that a NoEcho parameter goes into is not handed to other templates."""
        expressions = Expressions(self.stack)
        value = expressions.result(self.value, ("Value",))
        if expressions.sensitive:
            return Unknown(f"{self.address} holds a parameter with NoEcho", never_null=True)
        if value is None or isinstance(value, dict | NoValue):
            return Unknown(f"{self.address} is no text", never_null=True)
        return piece(value)


class Exports:
    """Everything that can be imported in a run, by name."""

    def __init__(self, exports: Iterable[Export]) -> None:
        self._by_name: defaultdict[Hashable, list[Export]] = defaultdict(list)
        self._by_end: defaultdict[str, list[tuple[int, _Form, Export]]] = defaultdict(list)
        self._found: dict[_Form, list[Export]] = {}
        self._comparisons = 0
        for number, export in enumerate(exports):
            if (name := _identity(export.name)) is not None:
                self._by_name[name].append(export)
            form = _form(export.name)
            self._by_end[form.end].append((number, form, export))
        self._ends_backwards = sorted(end[::-1] for end in self._by_end)

    def of_name(self, name: str | Unknown) -> list[Export]:
        """Those that surely have the name."""
        identity = _identity(name)
        return [] if identity is None else self._by_name.get(identity, [])

    def that_may_have(self, name: str | Unknown) -> list[Export] | None:
        """Those that may turn out to have the name, as far as one or the other is not known; None where that takes too long."""
        form = _form(name)
        if form not in self._found:
            if self._comparisons > _MOST_COMPARISONS:
                return None
            near = [*self._with_end_of(form.end)]
            self._comparisons += len(near)
            near.sort(key=lambda numbered: numbered[0])
            self._found[form] = [export for _, other, export in near if _can_equal(form, other)]
        return self._found[form]

    def _with_end_of(self, end: str) -> Iterator[tuple[int, _Form, Export]]:
        """Exports whose end is an end of it, or the other way round."""
        for start in range(len(end), 0, -1):
            yield from self._by_end.get(end[start:], ())
        backwards = end[::-1]
        for index in range(bisect_left(self._ends_backwards, backwards), len(self._ends_backwards)):
            if not self._ends_backwards[index].startswith(backwards):
                return
            yield from self._by_end[self._ends_backwards[index][::-1]]


def exports_of(root: Root) -> Iterator[Export]:
    """The exports of a template. Their names cannot rest on imports, so that all are known before anything is imported."""
    outputs = outputs_by_address(Evaluation(root, prefix_of(root.path)))
    for address, versions in outputs.items():
        names = {version.export_name(): None for version in versions}
        name = next(iter(names)) if len(names) == 1 else Unknown("the name depends on conditions", never_null=True)
        yield Export(root.path, versions[0].stack.prefix, address, name)


def outputs_by_address(evaluation: Evaluation) -> dict[str, list[Output]]:
    """The exported outputs of a template in each world where it has them."""
    found: defaultdict[str, list[Output]] = defaultdict(list)
    for world in evaluation.worlds:
        for output in _outputs_of(world.stack):
            found[output.address].append(output)
    return dict(found)


def _outputs_of(stack: Stack) -> Iterator[Output]:
    for entry in stack.prepared.section("Outputs").entries:
        export, value = _member(entry, "Export"), _member(entry, "Value")
        name = export.get("Name") if isinstance(export, MappingNode) else None
        if name is not None and value is not None and stack.existence(entry) is not False:
            yield Output(stack, stack.prefix + entry.key, name, value)
    for child in stack.children():
        yield from _outputs_of(child)


def _member(entry: Entry, name: str) -> Node | None:
    return entry.value.get(name) if isinstance(entry.value, MappingNode) else None


def _identity(name: str | Unknown) -> Hashable | None:
    """What two names have in common only if they are the same; None where that cannot be told."""
    if isinstance(name, str):
        return name
    parts = name.parts or (name,)
    return parts if all(isinstance(part, str) or part in _THE_SAME for part in parts) else None


class _Form(msgspec.Struct, frozen=True):
    """What is known of a name: how it starts and ends, which for one that is `known` is all of it."""

    start: str
    end: str
    known: bool


def _form(name: str | Unknown) -> _Form:
    start, end = (name, name) if isinstance(name, str) else (name.prefix, name.suffix)
    return _Form(start[:_LONGEST], end[-_LONGEST:], known=isinstance(name, str))


def _can_equal(one: _Form, other: _Form) -> bool:
    if one.known and other.known:
        return False
    starts = one.start.startswith(other.start) or other.start.startswith(one.start)
    return starts and (one.end.endswith(other.end) or other.end.endswith(one.end))
