"""What a plan or a selection of AWS Backup amounts to: what it takes in, where its copies go, what is restored as a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from srm_lint.model.resource import Mode, Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.backup.aws_plans import PLANS, plan_covers
from srm_lint.relate.backup.aws_selections import (
    ARNS,
    RESTORE_TESTS,
    SELECTIONS,
    Selection,
    restored_by,
    selected,
    selections,
)
from srm_lint.relate.backup.shapes import doubtful
from srm_lint.relate.links import Links
from srm_lint.relate.values import at, each

_LAUNCHED_TAGS = {
    "aws_instance": (("volume_tags",), ("root_block_device", "tags"), ("ebs_block_device", "tags")),
    "aws_launch_template": (("tag_specifications", "tags"),),
    "aws_autoscaling_group": (("tag",),),
    "AWS::EC2::LaunchTemplate": (("LaunchTemplateData", "TagSpecifications", "Tags"),),
    "AWS::AutoScaling::AutoScalingGroup": (("Tags",),),
}
"""Where it is written with which tags machines and volumes come into being that are no resources of the code."""


def reach(resource: Resource, links: Links) -> Value:
    """`facts.backup` of a plan or a selection; None for anything else."""
    if resource.type in PLANS:
        return {"copies": tuple(_copies(resource, links)), "untested_types": _untested_types(resource, links)}
    if resource.type in SELECTIONS:
        return {"selects": _selects(resource, links)}
    return None


def _copies(plan: Resource, links: Links) -> Iterator[Value]:
    """Copies that the rules of a plan make; an `Unknown` for a rule that cannot be told."""
    for cover in plan_covers(msgspec.structs.replace(plan, exists=True), plan, "", links):
        if isinstance(cover.applies, Unknown):
            yield doubtful(cover.applies)
        yield from (copy.shape() for copy in cover.copies)


def _selects(resource: Resource, links: Links) -> Value:
    """What of the estate a selection takes in. An `Unknown` where it may take in what other code declares."""
    (selection,) = (item for item in links.once(selections) if item.source.address == resource.address)
    stores = (*links.once(_declared), *links.once(_launched))
    answers = [(store, all_of((selected(selection, store, links), _exists(store)))) for store in stores]
    found: list[Value] = [
        doubtful(answer)
        if isinstance(answer, Unknown)
        else {"type": ARNS[store.type].tested_as, "source": store.address}
        for store, answer in answers
        if answer is not False
    ]
    return tuple(found) or _elsewhere(selection, stores, links) or ()


def _elsewhere(selection: Selection, stores: tuple[Resource, ...], links: Links) -> Unknown | None:
    """Why a selection that takes in nothing of this estate may take in something else."""
    unread = next(iter(links.every("module")), None)
    if unread is not None:
        return Unknown(f"{unread.address} is not on disk", settle=("run `terraform init`",))
    if not stores:
        return Unknown("no data store that AWS Backup supports is in this code")
    if any(item != "*" for item in selection.wanted.others):
        return Unknown("what it names is not in this code")
    return None


def _declared(links: Links) -> tuple[Resource, ...]:
    """The resources of the code that AWS Backup supports."""
    return tuple(store for type in ARNS for store in links.every(type) if store.mode is Mode.MANAGED)


def _launched(links: Links) -> tuple[Resource, ...]:
    """Machines and volumes that other resources launch, as far as their tags are written."""
    return tuple(one for type in _LAUNCHED_TAGS for source in links.every(type) for one in _launched_by(source))


def _launched_by(source: Resource) -> Iterator[Resource]:
    """A machine with the tags that a template gives to those it launches, where it gives any."""
    tags: dict[str, Value] = {}
    for path in _LAUNCHED_TAGS[source.type]:
        for written in each(source.values, *path):
            if isinstance(written, Unknown):
                yield msgspec.structs.replace(source, type="aws_instance", tags=written)
            elif isinstance(written, Mapping):
                tags |= _as_tags(written)
    if tags:
        yield msgspec.structs.replace(source, type="aws_instance", tags=tags)


def _as_tags(written: Mapping[str, Value]) -> Mapping[str, Value]:
    key = written.get("key", written.get("Key"))
    return {str(key): written.get("value", written.get("Value"))} if key is not None else written


def _untested_types(plan: Resource, links: Links) -> Value:
    """Types of which the plan takes something in, by the names of restore tests, and that no restore test takes in."""
    chosen = [item for item in links.once(selections) if _is_of(item, plan, links) is not False]
    by_type: dict[str, list[tuple[Resource, Truth]]] = {}
    for store in links.once(_declared):
        taken = any_of(all_of((_is_of(item, plan, links), selected(item, store, links))) for item in chosen)
        if taken is not False:
            by_type.setdefault(ARNS[store.type].tested_as, []).append((store, all_of((taken, _exists(store)))))
    if not by_type:
        return Unknown("what the plan takes in is not in this code")
    answers = {
        type: all_of((any_of(taken for _, taken in found), negate(_tested([store for store, _ in found], links))))
        for type, found in by_type.items()
    }
    return tuple(
        doubtful(answer) if isinstance(answer, Unknown) else type
        for type, answer in answers.items()
        if answer is not False
    )


def _is_of(selection: Selection, plan: Resource, links: Links) -> Truth:
    """Whether a selection is there and belongs to a plan."""
    named = links.follow(selection.source.values.get("plan_id", at(selection.source.values, "BackupPlanId")), *PLANS)
    if isinstance(named, Unknown):
        return named
    return named is not None and named.address == plan.address and _exists(selection.source)


def _tested(stores: list[Resource], links: Links) -> Truth:
    tests = [test for type in RESTORE_TESTS for test in links.every(type)]
    return any_of(all_of((restored_by(test, store, links), _exists(test))) for test in tests for store in stores)


def _exists(resource: Resource) -> Truth:
    return resource.exists if isinstance(resource.exists, Unknown) else True
