"""What the translator made, as nodes of the template as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from samtranslator.model import sam_resources

from srm_lint.evaluate.cloudformation.made import Maker
from srm_lint.evaluate.cloudformation.sam.before import SERVERLESS, Plain, plain
from srm_lint.evaluate.cloudformation.values import text
from srm_lint.model.template import Entry, MappingNode, Node, ScalarNode, SequenceNode

REGION = "region-of-deployment-1"
"""What the translator is told of the region; in what it makes the pseudo parameter takes its place."""

_IMPLICIT = (("ServerlessRestApi", "Api", "RestApiId"), ("ServerlessHttpApi", "HttpApi", "ApiId"))
"""Logical ids of the APIs that SAM adds of its own; type of the events that do it; the property by which an event names another API."""
_SHARED = (
    ("ApiGatewayDomainName", "Domain"),
    ("RecordSetGroup", "Domain"),
    ("ServerlessUsagePlan", "Auth"),
    ("ServerlessApiKey", "Auth"),
    ("ServerlessDeploymentApplication", "DeploymentPreference"),
    ("CodeDeployServiceRole", "DeploymentPreference"),
)
"""How the logical ids start of what is made once for several resources, and the property that asks for it."""


def translated(root: MappingNode, made: Mapping[str, Plain]) -> tuple[MappingNode, dict[str, Maker]]:
    """The template with what was `made`, and what each resource was made from that is not as it is written."""
    makers = _Makers(root)
    entries = []
    for section, content in made.items():
        original = root.entry(section)
        if section == "Resources" and isinstance(content, dict):
            entries.append(_resources(content, makers, root))
        elif original is not None and plain(original.value) == content:
            entries.append(original)
        else:
            start, end = (original.start, original.end) if original else (root.start, root.start)
            entries.append(Entry(section, _node(content, start, end), start, end))
    return MappingNode(tuple(entries), root.start, root.end), makers.found


class _Makers:
    """Which resource of the template another one was made from."""

    def __init__(self, root: MappingNode) -> None:
        section = root.get("Resources")
        self.declared = {entry.key: entry for entry in (section.entries if isinstance(section, MappingNode) else ())}
        self.found: dict[str, Maker] = {}
        self._serverless = {
            name: type_of(entry) for name, entry in self.declared.items() if type_of(entry).startswith(SERVERLESS)
        }
        self._lengths = sorted(set(map(len, self._serverless)), reverse=True)  # the longest id that fits is the maker's
        shared = root.get("Globals")
        self._globals = shared if isinstance(shared, MappingNode) else MappingNode((), root.start, root.start)

    def find(self, name: str, type: str) -> Maker:
        """The resource itself, else the one whose logical id starts the name, else what asks for such a thing."""
        if name in self.declared:
            return self._maker(name)
        starts = (name[:length] for length in self._lengths)
        maker = next((start for start in starts if start in self._serverless), None)
        if maker is not None:
            return self._maker(maker)
        return self._implicit(name) or self._shared(name) or Maker(name, type, next(iter(self.declared.values())))

    def _maker(self, name: str) -> Maker:
        entry = self.declared[name]
        type = type_of(entry)
        return Maker(name, type, entry, _properties(type))

    def _implicit(self, name: str) -> Maker | None:
        """An API that functions ask for by their events. It is configured in `Globals`, else nowhere but at the event."""
        for id, kind, other in _IMPLICIT:
            place = (self._globals.entry(kind) or self._event(kind, other)) if name.startswith(id) else None
            if place is not None:
                return Maker(id, SERVERLESS + kind, place, _properties(SERVERLESS + kind))
        return None

    def _event(self, kind: str, other: str) -> Entry | None:
        for name in self._serverless:
            for event in _inside(self.declared[name], "Properties", "Events"):
                names_another = any(entry.key == other for entry in _inside(event, "Properties"))
                if type_of(event) == kind and not names_another:
                    return event
        return None

    def _shared(self, name: str) -> Maker | None:
        for prefix, property in _SHARED:
            if name.startswith(prefix):
                asking = (key for key in self._serverless if self._has(key, property))
                return next((self._maker(key) for key in asking), None)
        return None

    def _has(self, name: str, property: str) -> bool:
        shared = self._globals.entry(self._serverless[name].removeprefix(SERVERLESS))
        own = _inside(self.declared[name], "Properties")
        return any(entry.key == property for entry in (*own, *(_inside(shared) if shared else ())))


def type_of(entry: Entry) -> str:
    """`Type` of a resource or event, "" where it is no text."""
    type = entry.value.get("Type") if isinstance(entry.value, MappingNode) else None
    return type.value if isinstance(type, ScalarNode) and isinstance(type.value, str) else ""


def _inside(entry: Entry, *steps: str) -> tuple[Entry, ...]:
    """The members of the map at `steps` below an entry."""
    node: Node | None = entry.value
    for step in steps:
        node = node.get(step) if isinstance(node, MappingNode) else None
    return node.entries if isinstance(node, MappingNode) else ()


def _properties(type: str) -> frozenset[str]:
    """The properties that a resource type of SAM has."""
    model = getattr(sam_resources, f"Sam{type.removeprefix(SERVERLESS)}", None)
    return frozenset(model.property_types) if model is not None else frozenset()


def _resources(content: dict[str, Plain], makers: _Makers, root: MappingNode) -> Entry:
    entries = []
    for name, resource in content.items():
        original = makers.declared.get(name)
        if original is not None and plain(original.value) == resource:
            entries.append(original)
            continue
        type = resource.get("Type") if isinstance(resource, dict) else None
        maker = makers.found[name] = makers.find(name, str(type))
        entries.append(
            Entry(name, _node(resource, maker.entry.start, maker.entry.end), maker.entry.start, maker.entry.end)
        )
    section = root.entry("Resources")
    start, end = (section.start, section.end) if section else (root.start, root.end)
    return Entry("Resources", MappingNode(tuple(entries), start, end), start, end)


def _node(value: Plain, start: int, end: int) -> Node:
    if isinstance(value, dict):
        return MappingNode(tuple(_members(value, start, end)), start, end)
    if isinstance(value, list):
        return SequenceNode(tuple(_node(item, start, end) for item in value), start, end)
    if isinstance(value, str) and REGION in value:
        inner = _scalar(value.replace(REGION, "${AWS::Region}"), start, end)
        return MappingNode((Entry("Fn::Sub", inner, start, end),), start, end)
    return _scalar(Decimal(str(value)) if isinstance(value, float) else value, start, end)


def _scalar(value: bool | int | Decimal | str | None, start: int, end: int) -> ScalarNode:
    return ScalarNode(value, start, end, text(value))


def _members(value: dict[str, Plain], start: int, end: int) -> Iterator[Entry]:
    for key, item in value.items():
        if key == "Fn::Sub" and isinstance(item, str):
            yield Entry(key, _scalar(item.replace(REGION, "${AWS::Region}"), start, end), start, end)
        else:
            yield Entry(str(key), _node(item, start, end), start, end)
