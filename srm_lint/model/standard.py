"""A security standard that rules name controls of, and what of it no rule asks."""

from __future__ import annotations

import msgspec


class Unasked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Controls that no rule asks, and why."""

    why: str
    controls: tuple[str, ...]


class Standard(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """One version of a standard, as `rules/standards/*.yaml` writes it.

    `standard` is its name in the `controls` of rules, `controls` how many it has in all, `source` its publisher's page.
    """

    standard: str
    title: str
    source: str
    controls: int
    without_rule: tuple[Unasked, ...] = ()
