"""What a verdict rests on, as a hash: it changes when the judged values do, and not when code is moved or renamed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from srm_lint.judge.outcome import ABSENT, Leaf, Links, Node
from srm_lint.judge.show import is_masked
from srm_lint.model.secrets import MASK
from srm_lint.model.value import Unknown


def digest_of(leaves: Iterable[Leaf]) -> str:
    """16 hexadecimal digits over the attributes that decided, without their places in lists, and their values.

    Names of resources are no values, and neither is what is not known; of secrets nothing goes in.
    """
    judged = {
        (".".join(str(step) for step in leaf.place.path if isinstance(step, str)), _value_of(leaf)) for leaf in leaves
    }
    return hashlib.blake2b(json.dumps(sorted(judged)).encode(), digest_size=8).hexdigest()


def _value_of(leaf: Leaf) -> str:
    return MASK if is_masked(leaf.place) else json.dumps(_plain(leaf.place.value), sort_keys=True)


def _plain(value: Node) -> object:
    if value is ABSENT:
        return "(absent)"
    if isinstance(value, Unknown):
        return "(unknown)"
    if isinstance(value, Links):
        return ["(linked)" for _ in value.resources]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if name != "source"}
    return str(value.normalize()) if isinstance(value, Decimal) else value
