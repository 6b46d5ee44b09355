"""What several possible worlds of one template have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from srm_lint.model.resource import Estate, Resource
from srm_lint.model.value import Unknown, Value


def in_every_world(estates: Sequence[Estate]) -> Estate:
    """One estate with what is known in all worlds: values that differ, and the existence of what some lack, are unknown."""
    if len(estates) == 1:
        return estates[0]
    by_world = [{resource.address: resource for resource in estate.resources} for estate in estates]
    addresses = dict.fromkeys(address for resources in by_world for address in resources)
    merged = (_merged([resources.get(address) for resources in by_world], estates) for address in addresses)
    diagnostics = dict.fromkeys(diagnostic for estate in estates for diagnostic in estate.diagnostics)
    return msgspec.structs.replace(
        estates[0], resources=tuple(merged), diagnostics=tuple(diagnostics), world=(), settle=estates[0].settle
    )


def _merged(versions: Sequence[Resource | None], estates: Sequence[Estate]) -> Resource:
    present = [resource for resource in versions if resource is not None]
    open_question = _open_question(estates)
    exists = present[0].exists
    if len(present) < len(versions) or any(resource.exists != exists for resource in present):
        exists = open_question
    sensitive = dict.fromkeys(path for resource in present for path in resource.sensitive)
    references = dict.fromkeys(reference for resource in present for reference in resource.references)
    return msgspec.structs.replace(
        present[0],
        values=_common_members([resource.values for resource in present], open_question),
        meta=_common_members([resource.meta for resource in present], open_question),
        tags=_common_tags([resource.tags for resource in present], open_question),
        exists=exists,
        sensitive=tuple(sensitive),
        references=tuple(references),
    )


def _open_question(estates: Sequence[Estate]) -> Unknown:
    assumed = estates[0].world
    names = [assumption.rpartition(" is ")[0] for assumption in assumed]
    what = f"whether {assumed[0]}" if len(assumed) == 1 else f"the conditions {', '.join(names)}"
    return Unknown(f"it depends on {what}", settle=estates[0].settle)


def _common_tags(
    versions: Sequence[Mapping[str, Value] | Unknown], otherwise: Unknown
) -> Mapping[str, Value] | Unknown:
    mappings = [version for version in versions if not isinstance(version, Unknown)]
    return _common_members(mappings, otherwise) if len(mappings) == len(versions) else otherwise


def _common_members(versions: Sequence[Mapping[str, Value]], otherwise: Unknown) -> dict[str, Value]:
    keys = dict.fromkeys(key for version in versions for key in version)
    return {
        key: _common([version[key] for version in versions], otherwise)
        if all(key in version for version in versions)
        else otherwise
        for key in keys
    }


def _common(versions: Sequence[Value], otherwise: Unknown) -> Value:
    first = versions[0]
    if all(version == first and type(version) is type(first) for version in versions):
        return first
    mappings = [version for version in versions if isinstance(version, dict)]
    if len(mappings) == len(versions):
        return _common_members(mappings, otherwise)
    lists = [version for version in versions if isinstance(version, tuple)]
    if len(lists) == len(versions) and len({len(items) for items in lists}) == 1:
        return tuple(_common(items, otherwise) for items in zip(*lists, strict=True))
    return otherwise
