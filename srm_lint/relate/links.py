"""Which resources of an estate point at which others.

A resource points at another where one of its attributes
- is an `Unknown` that comes from the other (`bucket = aws_s3_bucket.logs.id`, `!Ref Logs`, through locals, variables,
  outputs and loops: evaluation carries the references), or
- is a known text equal to the other's own name (`bucket = "logs"`), if the attribute is named after the other's type or
  the expression names the other: a `name = "logs"` on both is no link.

Where such an attribute cannot be traced to any resource (a variable, a data source, a remote module), or its value
may be one of several, the link may or may not exist; so may one from a resource whose own existence is unknown.
Pointers in a block, in a policy document, or named `source_`, `target_` and the like, tell what else a resource has to do
with: where another attribute says to which one it belongs, `linked` goes by that one alone. The logging of one bucket names
the bucket for its logs, the policy of one bucket may name another.

Resources of neighbouring templates are linked by what one imports from the other, and by names that are known. A value that
cannot be traced is looked for in its own template alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, islice
from typing import TypeVar, cast

from srm_lint.model.resource import Estate, Framework, Mode, Resource
from srm_lint.model.value import Reference, Truth, Unknown, Value, member
from srm_lint.relate.directory import Directory, grouped
from srm_lint.relate.effort import Effort
from srm_lint.relate.link import Link, ends, few, may_point
from srm_lint.relate.names import points_at
from srm_lint.relate.pointers import Pointer, can_equal, names_in, own_names, pointers_of, sources

_CARRIERS = ("random_", "time_", "terraform_data", "null_resource", "aws_ssm_parameter", "local_", "external")
"""Resources that only hand values on: what comes from them says nothing of where it points."""

_NEVER_POINTERS = ("data.aws_iam_policy_document", "data.template_file", "data.archive_file")
"""Data sources that make documents; they name other resources, but are themselves no pointer to one."""

T = TypeVar("T")

_UNREAD = "module"
"""The type of module calls that could not be read."""

_ENOUGH = 8
"""Unknown links that are handed out at most: one is enough for an answer to be unknown, some to say why."""


class Links:
    """Index of one estate: built in one pass over all values when first asked.

    Any question raises ExhaustedError where the answers have taken more than `effort` allows.
    """

    def __init__(self, estate: Estate) -> None:
        self.effort = Effort()
        self._resources = (*estate.resources, *estate.neighbours)
        self._neighbours = frozenset(neighbour.address for neighbour in estate.neighbours)
        self._directory = Directory(self._resources, f"{estate.root}:")
        self._untraced: dict[tuple[str, str], dict[str, tuple[Pointer, ...]]] = {}
        self._referenced: dict[tuple[Reference, ...], Mapping[str, Resource]] = {}
        self._elsewhere: dict[tuple[str, str], bool] = {}
        self._named: dict[tuple[Reference, ...], Mapping[str, Resource]] = {}
        self._worked_out: dict[Callable[[Links], object], object] = {}

    def every(self, type: str) -> tuple[Resource, ...]:
        """All resources of `type`."""
        return self._directory.of_type(type)

    def linked(self, resource: Resource, type: str, via: tuple[str, ...] = ()) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that point at `resource`, then an `Unknown` for each that may or may not (the first eight).

        `via` limits the search to attributes of these names.
        """
        incoming, untraced = self._incoming(resource, type), self._untraced_pointers(type, resource.type)
        if not (incoming or untraced or self._unread):
            return ()
        links = [link for link in incoming if not via or link.attribute in via]
        unread = (_hands_on(link.source) for link in self._incoming(resource, _UNREAD))
        traced = ends((link.source, link) for link in links)
        loose = (
            may_point(pointer, resource)
            for pointer in self._loose(resource, type, but=traced)
            if not via or pointer.attribute in via
        )
        return (*few(traced.values()), *islice(chain(unread, self._added(resource), loose), _ENOUGH))

    def refers(self, resource: Resource, type: str) -> tuple[Resource | Unknown, ...]:
        """Resources of `type` that `resource` points at, then an `Unknown` for each pointer that may lead to one.

        What a carrier hands on is a value like any other: that it came from there is told by the expression alone.
        """
        if type.startswith(_CARRIERS):
            return tuple(target for target in self._named_by(resource).values() if target.type == type)
        traced = ends((link.target, link) for link in self._outgoing_to.get((resource.address, type), ()))
        loose = (
            may_point(pointer, None)
            for pointer in self._untraced_pointers(resource.type, type).get(resource.address, ())
            if isinstance(pointer.value, Unknown)
        )
        return (*few(traced.values()), *islice(loose, _ENOUGH))

    def follow(self, value: Value, *types: str) -> Resource | Unknown | None:
        """The one resource of these types that a value names or comes from.

        An `Unknown` where the value cannot be traced, or comes from several; None where it is nothing of this estate.
        """
        if isinstance(value, str):
            named = [found for found in self._directory.called(value) if found.type in types]
            return named[0] if len(named) == 1 else None
        if not isinstance(value, Unknown):
            return None
        found = [target for target in self._targets(value).values() if target.type in types]
        return found[0] if len(found) == 1 and not value.settle else value

    def comes_from(self, value: Unknown, resource: Resource) -> Truth:
        """Whether a value comes from `resource`, and from nothing else of its type; unknown where it cannot be traced."""
        targets = self._targets(value)
        if resource.address in targets:
            alone = sum(target.type == resource.type for target in targets.values()) == 1
            return True if alone and not value.settle else value
        return value if self._is_untraced(value, is_hit=False) else False

    def once(self, work_out: Callable[[Links], T]) -> T:
        """What a function makes of this estate, worked out the first time it is asked for."""
        if work_out not in self._worked_out:
            self._worked_out[work_out] = work_out(self)
        return cast("T", self._worked_out[work_out])

    def resolve(self, reference: Reference) -> tuple[Resource, ...]:
        """The resources a reference means: one instance, or all where the instance cannot be told."""
        return self._directory.resolve(reference)

    @cached_property
    def _pointers(self) -> dict[str, tuple[Pointer, ...]]:
        """Pointers by the address of the resource that holds them."""
        return {resource.address: tuple(pointers_of(resource)) for resource in self._resources}

    @cached_property
    def _outgoing(self) -> dict[str, tuple[Link, ...]]:
        return {
            address: tuple(link for pointer in pointers for link in self._trace(pointer))
            for address, pointers in self._pointers.items()
        }

    @cached_property
    def _outgoing_to(self) -> dict[tuple[str, str], tuple[Link, ...]]:
        """Links by the address of the resource that points and the type that it points at."""
        return grouped(
            ((address, link.target.type), link) for address, links in self._outgoing.items() for link in links
        )

    def _incoming(self, resource: Resource, type: str) -> tuple[Link, ...]:
        """Links by which resources of a type, or modules that could not be read, belong to a resource."""
        return self._incoming_from.get((resource.address, type), ())

    @cached_property
    def _incoming_from(self) -> dict[tuple[str, str], tuple[Link, ...]]:
        return grouped(
            ((link.target.address, link.source.type), link)
            for address, links in self._outgoing.items()
            for link in links
            if not (link.secondary and self._belongs_elsewhere(address, link.target.type))
        )

    def _loose(self, resource: Resource, type: str, but: Collection[str]) -> Iterator[Pointer]:
        """Pointers that cannot be traced and may lead to a resource, `but` those of resources that surely point at it."""
        for address, pointers in self._untraced_pointers(type, resource.type).items():
            self.effort.spend(len(pointers))
            if address in but or address == resource.address:
                continue
            if self._are_of_one_template(address, resource.address):
                yield from (pointer for pointer in pointers if self._may_lead_to(pointer, resource))

    def _may_lead_to(self, pointer: Pointer, target: Resource) -> bool:
        if pointer.secondary and self._belongs_elsewhere(pointer.source.address, target.type):
            return False
        return self._may_name(pointer, target)

    def _belongs_elsewhere(self, address: str, type: str) -> bool:
        """Whether a primary attribute of a resource tells to which one of a type it belongs."""
        if (address, type) not in self._elsewhere:
            self._elsewhere[address, type] = self._has_primary(address, type)
        return self._elsewhere[address, type]

    def _has_primary(self, address: str, type: str) -> bool:
        return any(
            points_at(pointer.attribute, type) and not self._leads_to_others(pointer, type)
            for pointer in self._pointers[address]
            if not pointer.secondary and not pointer.is_own_name
        )

    def _leads_to_others(self, pointer: Pointer, type: str) -> bool:
        """Whether a pointer to anything (`scopes = [azurerm_resource_group.main.id]`) is traced to other types alone."""
        if isinstance(pointer.value, str):
            return False
        types = {target.type.removeprefix("data.") for target in self._targets(pointer.value).values()}
        return bool(types) and not any(found == type or found.startswith(_CARRIERS) for found in types)

    def _trace(self, pointer: Pointer) -> Iterator[Link]:
        if isinstance(pointer.value, str):
            yield from self._trace_text(pointer, pointer.value)
            return
        for value in sources(pointer.value):
            targets = self._meant(pointer, self._targets(value))
            types = Counter(target.type for target in targets)
            self.effort.spend(len(targets))
            for target in targets:
                certain = types[target.type] == 1 and (not value.settle or _hands_on_its_name(value, target))
                yield Link(pointer.source, target, pointer.attribute, certain, pointer.secondary)

    def _meant(self, pointer: Pointer, targets: Mapping[str, Resource]) -> list[Resource]:
        """The targets of a value. Of several exports that it may be, those of the types that the attribute is named after."""
        if any(self._are_of_one_template(pointer.source.address, address) for address in targets):
            return [*targets.values()]
        fitting = [target for target in targets.values() if points_at(pointer.attribute, target.type)]
        return fitting or [*targets.values()]

    def _added(self, resource: Resource) -> Iterator[Unknown]:
        """What macros may add to the template of a resource: nobody can tell what that points at."""
        for call, addition in self._additions:
            if self._are_of_one_template(call.address, resource.address):
                yield addition

    @cached_property
    def _unread(self) -> tuple[Resource, ...]:
        return tuple(resource for resource in self._resources if resource.mode is Mode.UNREAD_MODULE)

    @cached_property
    def _additions(self) -> tuple[tuple[Resource, Unknown], ...]:
        """What calls that could not be read add under names that nobody knows."""
        added = ((call, member(call.values, "")) for call in self._unread)
        return tuple((call, addition) for call, addition in added if isinstance(addition, Unknown))

    def _are_of_one_template(self, address: str, other: str) -> bool:
        return self._template_of(address) == self._template_of(other)

    def _template_of(self, address: str) -> str:
        """What starts the addresses of a neighbour's resources, "" for the estate's own."""
        return address.rpartition(":")[0] if address in self._neighbours else ""

    def _targets(self, value: Unknown) -> Mapping[str, Resource]:
        """What an unknown comes from, by address. Many may come from the same: looked up once."""
        if value.references not in self._referenced:
            self.effort.spend(len(value.references))
            self._referenced[value.references] = self._find_targets(value.references)
        return self._referenced[value.references]

    def _find_targets(self, references: Iterable[Reference]) -> dict[str, Resource]:
        """The id of a setting split out of a bucket is that of the bucket."""
        found: dict[str, Resource] = {}
        for reference in references:
            for target in self.resolve(reference):
                found[target.address] = target
                if target.type.startswith("aws_s3_bucket_") and reference.attribute in ("id", "bucket"):
                    bucket = target.values.get("bucket")
                    parents = bucket.references if isinstance(bucket, Unknown) else ()
                    found |= {parent.address: parent for hop in parents for parent in self.resolve(hop)}
        return found

    def _trace_text(self, pointer: Pointer, text: str) -> Iterator[Link]:
        means = [found for name in names_in(text) for found in self._directory.called(name)]
        self.effort.spend(len(means))
        targets = [target for target in means if self._means(pointer, target)]
        for target in (*targets, *self._named_inside(pointer, text)):
            if target is not pointer.source:
                yield Link(pointer.source, target, pointer.attribute, certain=True, secondary=pointer.secondary)

    def _named_inside(self, pointer: Pointer, text: str) -> Iterator[Resource]:
        """Resources that the expressions name and whose name is one part of a path: `"table/${aws_dynamodb_table.t.name}"`."""
        parts = frozenset(text.split("/"))
        if len(parts) == 1 or pointer.is_own_name or pointer.in_document:
            return
        named = self._named_by(pointer.source)
        self.effort.spend(len(named))
        yield from (found for found in named.values() if any(name in parts for name in own_names(found)))

    def _means(self, pointer: Pointer, target: Resource) -> bool:
        """Whether a text equal to the target's name is a pointer to it, and not a name that happens to be the same."""
        if not pointer.is_own_name and points_at(pointer.attribute, target.type):
            return True
        return target.address in self._named_by(pointer.source)

    def _named_by(self, resource: Resource) -> Mapping[str, Resource]:
        """All resources that the expressions of a resource name, by address. Instances of a block name the same."""
        if resource.references not in self._named:
            found = (target for reference in resource.references for target in self.resolve(reference))
            self._named[resource.references] = {target.address: target for target in found}
            self.effort.spend(len(self._named[resource.references]))
        return self._named[resource.references]

    def _untraced_pointers(self, source_type: str, target_type: str) -> dict[str, tuple[Pointer, ...]]:
        """Pointers of `source_type` that may lead to a `target_type`, but cannot be traced, by the holder's address."""
        key = (source_type, target_type)
        if key not in self._untraced:
            found = self._find_untraced(source_type, target_type)
            self._untraced[key] = grouped((pointer.source.address, pointer) for pointer in found)
        return self._untraced[key]

    def _find_untraced(self, source_type: str, target_type: str) -> Iterator[Pointer]:
        links = [link for source in self.every(source_type) for link in self._outgoing[source.address]]
        hits = {(link.source.address, link.attribute) for link in links if link.target.type == target_type}
        attributes = {attribute for _, attribute in hits}
        for source in self.every(source_type):
            for pointer in self._pointers[source.address]:
                if pointer.in_document or pointer.is_own_name:
                    continue
                if pointer.attribute not in attributes and not points_at(pointer.attribute, target_type):
                    continue
                if self._is_untraced(pointer.value, (source.address, pointer.attribute) in hits):
                    yield pointer

    def _is_untraced(self, value: str | Unknown, is_hit: bool) -> bool:
        if isinstance(value, str):
            return not is_hit
        targets = self._targets(value).values()
        if not targets and _names_what_is_not_here(value):
            return False
        if any(target.type.startswith(_NEVER_POINTERS) for target in targets):
            return False
        return all(target.mode is Mode.DATA or target.type.startswith(_CARRIERS) for target in targets)

    def _may_name(self, pointer: Pointer, target: Resource) -> bool:
        """Whether the untraced value of `pointer` can be the name or id of `target`."""
        names = tuple(own_names(target))
        value = pointer.value
        texts = (value,) if isinstance(value, str) else self._looked_up(value)
        if isinstance(value, str) or texts:
            return any(can_equal(name, text) for name in names for text in texts)
        bearers = [found for found in self._directory.called(value) if found.type == target.type]
        if bearers:  # the same expression names them: `bucket = var.name` on both sides
            return any(found is target for found in bearers)
        return not names or any(can_equal(name, value) for name in names)

    def _looked_up(self, value: Unknown) -> tuple[str, ...]:
        """The names by which data sources look a value up; () where it does not come from those alone."""
        targets = self._targets(value).values()
        if value.settle or any(target.mode is not Mode.DATA for target in targets):
            return ()
        names = [tuple(own_names(target)) for target in targets]
        known = tuple(name for group in names for name in group if isinstance(name, str))
        return known if all(names) and len(known) == sum(map(len, names)) else ()


def _hands_on(call: Resource) -> Unknown:
    """A module that cannot be read may attach anything to what it is given."""
    settle = ("run `terraform init`",) if call.framework is Framework.TERRAFORM else ()
    return Unknown(f"{call.address} is given it and is not on disk", settle=settle)


def _names_what_is_not_here(value: Unknown) -> bool:
    """Whether a value surely is that of a resource which the code refers to and does not have: then of no other."""
    exported = any(reference.address.startswith("export:") for reference in value.references)
    return bool(value.references) and not value.settle and not exported


def _hands_on_its_name(value: Unknown, target: Resource) -> bool:
    """Whether what is unknown about a value that comes from `target` is only how that is called: `"${var.prefix}-logs"`."""
    names = (name for name in own_names(target) if isinstance(name, Unknown))
    return any((name.reason, name.settle, name.parts) == (value.reason, value.settle, value.parts) for name in names)
