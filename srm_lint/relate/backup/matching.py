"""Whether a pattern of ARNs, or a condition on tags, selects a resource, in three values."""

from __future__ import annotations

from functools import lru_cache

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value
from srm_lint.relate.globs import matches

_MOST_COMPARED = 100_000  # characters of a pattern times those of a text with gaps; an ARN has at most 2,048

GAP = "\ue000"
"""Stands for the unknown part of a text while it is matched."""


def as_glob(value: Value) -> str:
    """A text with a gap for each unknown part."""
    if isinstance(value, Unknown):
        return "".join(part if isinstance(part, str) else GAP for part in value.parts) or GAP
    return str(value)


@lru_cache(maxsize=4096)
def glob_matches(pattern: str, text: str) -> bool | None:
    """Whether `pattern` (with `*`, `?` and gaps) matches `text` (with gaps): None where the gaps decide."""
    if GAP not in pattern and matches(pattern, text, never=GAP):
        return True
    if GAP not in pattern and GAP not in text:
        return False
    if len(pattern) * len(text) > _MOST_COMPARED:
        return None
    return None if _may_meet(pattern.replace(GAP, "*"), text) else False


def _may_meet(pattern: str, text: str) -> bool:
    """Whether some filling of the gaps in `text` matches; both sides are walked with all positions at once."""
    reachable = _closed({0}, pattern)
    for letter in text:
        if letter == GAP:
            reachable = set(range(min(reachable, default=len(pattern) + 1), len(pattern) + 1))
            continue
        moved = {place + 1 for place in reachable if place < len(pattern) and pattern[place] in (letter, "?")}
        stayed = {place for place in reachable if place < len(pattern) and pattern[place] == "*"}
        reachable = _closed(moved | stayed, pattern)
    return len(pattern) in reachable


def _closed(places: set[int], pattern: str) -> set[int]:
    """Places with those added that an empty `*` leads on to."""
    found = set(places)
    for place in sorted(places):
        end = place
        while end < len(pattern) and pattern[end] == "*":
            end += 1
            found.add(end)
    return found


def has_tag(resource: Resource, key: Value, value: Value, *, like: bool = False) -> Truth:
    """Whether a resource carries a tag with this value; `like` takes `*` and `?` in it."""
    tags = resource.tags
    if isinstance(tags, Unknown) or isinstance(key, Unknown):
        return tags if isinstance(tags, Unknown) else key if isinstance(key, Unknown) else False
    if str(key) not in tags:
        return False
    return _same(tags[str(key)], value, like)


def _same(own: Value, wanted: Value, like: bool) -> Truth:
    unknown = own if isinstance(own, Unknown) else wanted if isinstance(wanted, Unknown) else None
    if unknown is None:
        return bool(glob_matches(str(wanted), str(own))) if like else str(own) == str(wanted)
    if own == wanted:
        return True  # the same expression on both sides
    return unknown if glob_matches(as_glob(wanted), as_glob(own)) is not False else False
