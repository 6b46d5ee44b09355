"""`Fn::ForEach` of AWS::LanguageExtensions: loops are unrolled before anything is evaluated.

The nodes that a loop makes keep the offsets of its body, so that everything points at the lines as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Unknown, Value, unknowns_in

LOOP = "Fn::ForEach::"
_MAXIMUM_NODES = 50_000
_NODES_OF_A_RESOURCE = 20  # what comes after costs more than its values: a template has 500 at most
_LONGEST_ITEM = 4096  # characters, as of a parameter
_VARIABLE = re.compile(r"([$&])\{([^{}!]+)\}")


class Unrolled(msgspec.Struct, frozen=True):
    """A template without its loops.

    Where a collection is not known, the body of a loop over resources stands for all of them: `identifiers` tells that its
    loop variable has no value, `uncertain` that the resources may not be there. Loops inside a resource stay as they are.
    """

    root: MappingNode
    identifiers: Mapping[str, Unknown]
    uncertain: Mapping[str, Unknown]


def unroll(root: MappingNode, evaluate: Callable[[Node], Value], report: Callable[[Node, str], Unknown]) -> Unrolled:
    """The template with every loop replaced by what it makes; `evaluate` gives the value of a collection."""
    unroller = _Unroller(evaluate, report)
    entries = []
    for section in root.entries:
        value: Node
        if section.key == "Resources" and isinstance(section.value, MappingNode):
            value = unroller.mapping(section.value, {}, is_resources=True)
        else:
            value = unroller.node(section.value, {})
        entries.append(msgspec.structs.replace(section, value=value))
    return Unrolled(MappingNode(tuple(entries), root.start, root.end), unroller.identifiers, unroller.uncertain)


class _Unroller:
    def __init__(self, evaluate: Callable[[Node], Value], report: Callable[[Node, str], Unknown]) -> None:
        self.identifiers: dict[str, Unknown] = {}
        self.uncertain: dict[str, Unknown] = {}
        self._evaluate = evaluate
        self._report = report
        self._made = 0

    def node(self, node: Node, bound: Mapping[str, str]) -> Node:
        """A node with its loops unrolled and the variables of the loops around it filled in."""
        self._made += 1
        if isinstance(node, ScalarNode):
            return _fill_scalar(node, bound) if bound else node
        if isinstance(node, SequenceNode):
            items = tuple(self.node(item, bound) for item in node.items)
            return SequenceNode(items, node.start, node.end)
        return _bound_reference(node, bound) or self.mapping(node, bound, is_resources=False)

    def mapping(self, node: MappingNode, bound: Mapping[str, str], is_resources: bool) -> MappingNode:
        """A map with the entries that its loops make in their place; `is_resources` for those under `Resources`."""
        entries: dict[str, Entry] = {}
        for entry in node.entries:
            if entry.key.startswith(LOOP):
                made = self._loop(entry, bound, is_resources)
            else:
                made = iter((Entry(_fill(entry.key, bound), self.node(entry.value, bound), entry.start, entry.end),))
            for new in made:
                if new.key in entries:
                    self._report(entry.value, f"the loop makes `{new.key}` a second time")
                entries[new.key] = new
        return MappingNode(tuple(entries.values()), node.start, node.end)

    def _loop(self, entry: Entry, bound: Mapping[str, str], is_resources: bool) -> Iterator[Entry]:
        parts = entry.value.items if isinstance(entry.value, SequenceNode) else ()
        if len(parts) != 3 or not isinstance(parts[0], ScalarNode) or not isinstance(parts[2], MappingNode):
            self._report(entry.value, f"wrong arguments: `{LOOP}` takes an identifier, a list and a map")
            return
        identifier, body = parts[0].text, parts[2]
        collection = self._evaluate(self.node(parts[1], bound))
        if not isinstance(collection, Unknown | tuple):
            self._report(parts[1], f"`{LOOP}` takes a list to loop over")
            return
        cause = next(iter(unknowns_in(collection)), None)
        if cause is None and isinstance(collection, tuple):
            for item in collection:
                self._made += _NODES_OF_A_RESOURCE if is_resources else 1
                if len(text(item)) > _LONGEST_ITEM:
                    self._report(parts[1], f"the loop has an item of more than {_LONGEST_ITEM} characters")
                    return
                if self._made > _MAXIMUM_NODES:
                    self._report(entry.value, f"the loop makes more than {_MAXIMUM_NODES} values")
                    return
                yield from self.mapping(body, {**bound, identifier: text(item)}, is_resources).entries
        elif cause is not None and is_resources:
            yield from self._uncertain(identifier, body, cause, bound)
        else:
            yield entry

    def _uncertain(
        self, identifier: str, body: MappingNode, cause: Unknown, bound: Mapping[str, str]
    ) -> Iterator[Entry]:
        """The body once, for resources of which it is not known how many there are."""
        reason = f"what the loop runs over is not known: {cause.reason}"
        self.identifiers[identifier] = Unknown(reason, settle=cause.settle, never_null=True)
        for made in self.mapping(body, bound, is_resources=True).entries:
            self.uncertain[made.key] = Unknown(reason, settle=cause.settle)
            yield made


def _bound_reference(node: MappingNode, bound: Mapping[str, str]) -> ScalarNode | None:
    """The value of a loop variable, where the node is a `Ref` to one."""
    name = node.entries[0].value if len(node.entries) == 1 and node.entries[0].key == "Ref" else None
    if isinstance(name, ScalarNode) and isinstance(name.value, str) and name.value in bound:
        return ScalarNode(bound[name.value], node.start, node.end, bound[name.value])
    return None


def _fill_scalar(node: ScalarNode, bound: Mapping[str, str]) -> ScalarNode:
    if not isinstance(node.value, str):
        return node
    filled = _fill(node.value, bound)
    return ScalarNode(filled, node.start, node.end, filled)


def _fill(template: str, bound: Mapping[str, str]) -> str:
    """A text with `${Variable}` filled in, and `&{Variable}` with what of it is a letter or digit."""

    def value(found: re.Match[str]) -> str:
        given = bound.get(found[2].strip())
        if given is None:
            return found[0]
        return given if found[1] == "$" else re.sub(r"[^A-Za-z0-9]", "", given)

    return _VARIABLE.sub(value, template) if bound else template
