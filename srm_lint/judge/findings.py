"""A verdict and what decided it -> the finding that reports show."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property

import msgspec

from srm_lint.judge.conditions import Conditions
from srm_lint.judge.digest import digest_of
from srm_lint.judge.excerpt import Sources, excerpt
from srm_lint.judge.fix import Parse, fix_for, written_for
from srm_lint.judge.message import evidence, sentence
from srm_lint.judge.outcome import FACTS, Leaf, Outcome, Place, is_written
from srm_lint.judge.show import is_masked
from srm_lint.model.finding import Excerpt, Finding, Subject, Verdict
from srm_lint.model.resource import Estate, Resource
from srm_lint.model.rule import Check, Rule
from srm_lint.model.source import Location
from srm_lint.model.value import Unknown

_POLICIES = ("policy", "inline_policy", "statement", "assume_role_policy", "PolicyDocument", "Policies", "KeyPolicy")
"""Attributes that hold a policy, the permissions before the trust."""


class Ruling(msgspec.Struct, frozen=True):
    """The verdict of one check of a rule on one resource. `doubt` is why a gap cannot be called one."""

    verdict: Verdict
    rule: Rule
    check: Check
    resource: Resource
    outcome: Outcome
    doubt: Unknown | None = None


class Telling(msgspec.Struct, frozen=True):
    """What a finding says, and the `place` that decided: the same for all resources that a rule cannot tell apart."""

    message: str
    place: Place | None
    attribute: str
    judged: str
    settle: tuple[str, ...]
    fix: str


class Surroundings:
    """Where findings of one estate are placed: `sources` gives the text of files, `parse` the syntax of corrections."""

    def __init__(self, estate: Estate, sources: Sources, parse: Parse) -> None:
        self.world = estate.world
        self.parse = parse
        self._sources = sources
        self._excerpts: dict[tuple[Location, str], Excerpt | None] = {}
        self._by_address = {resource.address: resource for resource in reversed(estate.resources)}
        self._neighbours = frozenset(neighbour.address for neighbour in estate.neighbours)

    def holder(self, place: Place | None, resource: Resource, conditions: Conditions) -> Resource:
        """The resource in which the attribute is: the judged one, one it is linked with, or the one a fact comes from."""
        if place is None:
            return resource
        source = conditions.source_of(place)
        return self._by_address.get(source, place.resource) if source else place.resource

    def excerpt(self, location: Location, holder: Resource, place: Place | None) -> Excerpt | None:
        """The lines around a place; most findings about a resource show the same."""
        if place is not None and is_masked(place):
            return excerpt(location, holder, place, self._sources)
        key = (location, holder.address)
        if key not in self._excerpts:
            self._excerpts[key] = excerpt(location, holder, place, self._sources)
        return self._excerpts[key]

    def is_neighbour(self, resource: Resource) -> bool:
        """Whether a resource is one of another template."""
        return resource.address in self._neighbours


def _tell(ruling: Ruling, conditions: Conditions) -> Telling:
    """The sentence for a ruling, its correction, and what it rests on."""
    leaves = _most_telling_first(ruling.outcome.leaves)
    gap = ruling.verdict is Verdict.FAIL or ruling.doubt is not None
    return Telling(
        message=_message(ruling, leaves, conditions),
        place=leaves[0].place if leaves else None,
        attribute=leaves[0].place.written_label if leaves else "",
        judged=digest_of(leaves),
        settle=_settle(ruling) if ruling.verdict is Verdict.UNKNOWN else (),
        fix=fix_for(ruling.check, ruling.resource, conditions) if gap else "",
    )


class Answer:
    """A ruling on a resource and all like it, and what is told of it once somebody wants to know."""

    def __init__(self, ruling: Ruling, conditions: Conditions) -> None:
        self.ruling = ruling
        self.conditions = conditions

    @cached_property
    def telling(self) -> Telling:
        """What findings say."""
        return _tell(self.ruling, self.conditions)


def finding_of(answer: Answer, resource: Resource, subject: Subject, surroundings: Surroundings) -> Finding:
    """The finding about a resource that an answer holds for: the ruled one, or one like it."""
    ruling, telling = answer.ruling, answer.telling
    rule, place = ruling.rule, telling.place
    if place is not None and place.resource is ruling.resource:
        place = Place(resource, place.path, place.value, place.label)
    holder = surroundings.holder(place, resource, answer.conditions)
    location, related = _location(place, holder), () if holder is resource else (resource.location,)
    if surroundings.is_neighbour(holder):  # a finding stays in the template that it is about
        location, related, holder = resource.location, (location,), resource
    return Finding(
        rule=rule.id,
        title=rule.title,
        duty=rule.duty,
        severity=rule.severity,
        confidence=rule.confidence,
        verdict=ruling.verdict,
        message=telling.message,
        attribute=telling.attribute,
        location=location,
        subject=subject,
        fingerprint=fingerprint(rule.id, subject, telling.attribute),
        judged=telling.judged,
        settle=telling.settle,
        fix=written_for(resource, telling.fix, surroundings.parse) if ruling.check.fix else telling.fix,
        related=related,
        world=surroundings.world,
        excerpt=surroundings.excerpt(location, holder, place),
    )


def fingerprint(rule: str, subject: Subject, attribute: str) -> str:
    """Identity of a finding that survives moved lines: 20 hexadecimal digits. Root modules that call the same module differ."""
    caller = subject.calls[0].file if subject.calls else ""
    identity = "\0".join((rule, subject.location.file, caller, subject.address, attribute))
    return hashlib.blake2b(identity.encode(), digest_size=10).hexdigest()


def _most_telling_first(leaves: Sequence[Leaf]) -> list[Leaf]:
    """What is written, and wrong, tells more than what is not."""
    return sorted(leaves, key=lambda leaf: not is_written(leaf.place))


def _location(place: Place | None, holder: Resource) -> Location:
    """The deepest written part of the attribute, else the header of the resource it is in."""
    if place is not None and place.path[:1] == (FACTS,):
        return _location_of_fact(place, holder)
    if place is None or place.resource is not holder or not place.path:
        return holder.location
    return holder.syntax.locate(place.path) or holder.location


def _location_of_fact(place: Place, holder: Resource) -> Location:
    """What a fact about policies rests on is written in the policy attribute; other facts rest on the resource."""
    attributes = _POLICIES if place.path[1] == "iam" else ()
    written = (holder.syntax.locate((attribute,)) for attribute in attributes)
    return next((location for location in written if location), holder.location)


def _message(ruling: Ruling, leaves: Sequence[Leaf], conditions: Conditions) -> str:
    if ruling.verdict is Verdict.PASS:
        return evidence(leaves, ruling.resource) or "nothing to object to"
    derived = sentence(leaves, ruling.resource, conditions) if leaves else ""
    told = ruling.check.message if ruling.outcome.truth is False and ruling.check.message else derived
    if ruling.doubt is not None:
        return f"cannot be told ({ruling.doubt.reason}); if it applies: {told or ruling.rule.title}"
    if told:
        return told
    truth = ruling.outcome.truth
    return f"cannot be told: {truth.reason}" if isinstance(truth, Unknown) else ruling.rule.title


def _settle(ruling: Ruling) -> tuple[str, ...]:
    unknowns = [item for item in (ruling.doubt, ruling.outcome.truth) if isinstance(item, Unknown)]
    remedies = dict.fromkeys(remedy for unknown in unknowns for remedy in unknown.settle)
    return tuple(remedies) or tuple(dict.fromkeys(unknown.reason for unknown in unknowns))
