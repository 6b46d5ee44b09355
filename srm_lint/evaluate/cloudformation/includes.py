"""`AWS::Include` of files beside the template: what `aws cloudformation package` uploads and the service then inserts.

Facts: the CloudFormation reference of the AWS::Include transform, and the AWS command line's of `cloudformation package`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence

import msgspec

from srm_lint.model.source import Diagnostic, JoinedSource, Level, Source
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode, Template

INCLUDE = "AWS::Include"
_TRANSFORM = "Fn::Transform"
_DEEPEST = 10
_MOST_BYTES = 5_000_000
_MOST_VALUES = 100_000

Read = Callable[[str], Template | None]
Report = Callable[[Diagnostic], None]


def with_includes(template: Template, read: Read, report: Report) -> Template:
    """The template with the files that it includes by a path; includes of anything else stay as they are."""
    if b"AWS::Include" not in template.source.content:
        return template
    return _Includer(template, read, report).result()


class _Includer:
    """One template. A file that is included several times is read once."""

    def __init__(self, template: Template, read: Read, report: Report) -> None:
        self._template = template
        self._read = read
        self._report = report
        self._sources: list[Source] = [template.source]
        self._snippets: dict[str, MappingNode | None] = {}
        self._open: list[str] = []
        self._sizes: dict[str, int] = {}
        self._values = 0

    def result(self) -> Template:
        sections: dict[str, Entry] = {}
        transforms = self._template.transforms
        for entry in self._members(self._template.root):
            made = [entry]
            if entry.key == "Transform":
                made = [*self._top(entry)]
                transforms = tuple(name for name in transforms if name != INCLUDE or made[:1] == [entry])
            for section in made:
                sections[section.key] = _joined(sections.get(section.key), section)
        root = msgspec.structs.replace(self._template.root, entries=tuple(sections.values()))
        source = JoinedSource(self._sources) if len(self._sources) > 1 else self._template.source
        return msgspec.structs.replace(self._template, source=source, root=root, transforms=transforms)

    def _top(self, transform: Entry) -> Iterator[Entry]:
        """What the template as a whole includes."""
        items = transform.value.items if isinstance(transform.value, SequenceNode) else (transform.value,)
        snippets = [self._included(item) for item in items]
        if all(snippet is None for snippet in snippets):
            yield transform
            return
        for item, snippet in zip(items, snippets, strict=True):
            if snippet is not None:
                yield from snippet.entries
            else:
                yield msgspec.structs.replace(transform, value=item)

    def _node(self, node: Node) -> Node:
        self._values += 1
        if isinstance(node, SequenceNode):
            items = tuple(self._node(item) for item in node.items)
            return SequenceNode(items, node.start, node.end)
        if isinstance(node, MappingNode):
            return MappingNode(tuple(self._members(node)), node.start, node.end)
        return node

    def _members(self, node: MappingNode) -> Iterator[Entry]:
        """The members of a map with those of the files that it includes among them; what is written there itself wins."""
        written = {entry.key for entry in node.entries} - {_TRANSFORM}
        for entry in node.entries:
            snippet = self._included(entry.value) if entry.key == _TRANSFORM else None
            if snippet is not None:
                yield from (member for member in snippet.entries if member.key not in written)
            else:
                yield msgspec.structs.replace(entry, value=self._node(entry.value))

    def _included(self, call: Node) -> MappingNode | None:
        """What a call of the transform inserts; None where it is of another macro, or of a file that is not at hand."""
        location = _location(call)
        if location is None:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self._template.source.path), str(location.value)))
        too_much = self._values + self._sizes.get(path, 0) > _MOST_VALUES
        if too_much or len(self._open) >= _DEEPEST or path in self._open:
            self._problem(location, "include-not-followed", f"`{path}` is included too often, too deep, or in itself")
            return None
        if path in self._snippets:
            self._values += self._sizes[path]
            return self._snippets[path]
        before = self._values
        self._open.append(path)
        self._snippets[path] = self._snippet(path, location)
        self._open.pop()
        self._sizes[path] = self._values - before
        return self._snippets[path]

    def _snippet(self, path: str, location: ScalarNode) -> MappingNode | None:
        snippet = self._read(path)
        if snippet is None:
            self._problem(location, "include-not-found", f"`{path}` is not there to be included")
            return None
        if not snippet.root.entries:
            return None  # what is wrong with it was said when it was read
        if sum(len(source.content) for source in self._sources) > _MOST_BYTES:
            self._problem(location, "include-not-followed", f"more than {_MOST_BYTES:,} bytes are included")
            return None
        base = JoinedSource(self._sources).starts[-1]
        self._sources.append(snippet.source)
        members = tuple(self._members(_moved_map(snippet.root, base)))
        return MappingNode(members, snippet.root.start + base, snippet.root.end + base)

    def _problem(self, node: Node, code: str, message: str) -> None:
        place = JoinedSource(self._sources).location(node.start, node.end)
        hint = "a relative Location below the scanned folder is followed; what it would insert is unknown"
        self._report(Diagnostic(place.file, place.line, code, message, Level.WARNING, help=hint))


def _location(call: Node) -> ScalarNode | None:
    """The path of a file to include: no address in S3, and nothing that has to be evaluated."""
    if isinstance(call, SequenceNode) and len(call.items) == 1:
        call = call.items[0]
    name = call.get("Name") if isinstance(call, MappingNode) else None
    if not isinstance(call, MappingNode) or not isinstance(name, ScalarNode) or name.value != INCLUDE:
        return None
    parameters = call.get("Parameters")
    location = parameters.get("Location") if isinstance(parameters, MappingNode) else None
    if isinstance(location, ScalarNode) and isinstance(location.value, str) and "://" not in location.value:
        return location
    return None


def _joined(first: Entry | None, second: Entry) -> Entry:
    """Two parts of one section; what is written first wins."""
    if first is None:
        return second
    if not isinstance(first.value, MappingNode) or not isinstance(second.value, MappingNode):
        return first
    members = {entry.key: entry for entry in (*second.value.entries, *first.value.entries)}
    return msgspec.structs.replace(
        first, value=MappingNode(tuple(members.values()), first.value.start, first.value.end)
    )


def _moved_map(node: MappingNode, base: int) -> MappingNode:
    entries = tuple(
        Entry(entry.key, _moved(entry.value, base), entry.start + base, entry.end + base) for entry in node.entries
    )
    return MappingNode(entries, node.start + base, node.end + base)


def _moved(node: Node, base: int) -> Node:
    """A node whose offsets count from the start of the first file."""
    if isinstance(node, MappingNode):
        return _moved_map(node, base)
    if isinstance(node, SequenceNode):
        return SequenceNode(_moved_all(node.items, base), node.start + base, node.end + base)
    return msgspec.structs.replace(node, start=node.start + base, end=node.end + base)


def _moved_all(nodes: Sequence[Node], base: int) -> tuple[Node, ...]:
    return tuple(_moved(node, base) for node in nodes)
