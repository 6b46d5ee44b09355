"""Facts as people read them: what several resources tell together has no name in anybody's code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from srm_lint.judge.outcome import FACTS, Leaf, Node, Place

_INDEX = re.compile(r"\[\d+\]")
_ALL_PORTS = (0, 65535)
_OPENING = frozenset(("public", "protocol", "from_port", "to_port", "port_count"))

_CLAUSES: Mapping[tuple[str, bool], str] = {
    ("backup.covered", True): "it is backed up",
    ("backup.covered", False): "nothing in the code backs it up",
    ("backup.immutable", False): "each of its backups can be deleted before its time",
    ("backup.offsite", False): "all of its backups are in its own region and account",
    ("backup.planned", True): "a backup plan takes it in",
    ("backup.planned", False): "no backup plan takes it in",
    ("backup.restore_tested", False): "no restore test takes it in",
    ("exposure.public_acl", True): "its access list names everyone",
    ("exposure.public_address", True): "it has an address that the internet reaches",
    ("exposure.public_policy", True): "a policy lets everyone in",
    ("exposure.reachable", True): "the internet reaches it",
    ("iam.allows_all_actions", True): "a statement allows every action",
    ("iam.allows_all_resources", True): "a statement allows something on every resource",
    ("iam.allows_full_admin", True): "a statement allows every action on every resource",
    ("iam.allows_public_principal", True): "a statement lets everyone in, and no condition limits the callers",
    ("iam.one_role", True): "it runs with the role that ECS starts it with",
}
"""What a truth of docs/facts.md says, by its path."""

_NAMES: Mapping[str, str] = {
    "backup.copies": "the list of its copies",
    "backup.covered": "whether it is backed up",
    "backup.immutable": "whether a backup of it is safe from deletion",
    "backup.offsite": "whether a backup of it is in another region or account",
    "backup.planned": "whether a backup plan takes it in",
    "backup.restore_tested": "whether a restore test takes it in",
    "backup.retention_days": "the longest retention of its backups in days",
    "backup.rpo_hours": "the time between two of its backups in hours",
    "exposure.egress": "what is let out",
    "exposure.egress.from_port": "the first port that is let out",
    "exposure.egress.protocol": "the protocol that is let out",
    "exposure.egress.public": "whether connections to everyone are let out",
    "exposure.egress.to_port": "the last port that is let out",
    "exposure.ingress": "what is let in",
    "exposure.ingress.from_port": "the first port that is let in",
    "exposure.ingress.port_count": "the number of ports that are let in",
    "exposure.ingress.protocol": "the protocol that is let in",
    "exposure.ingress.public": "whether connections from everyone are let in",
    "exposure.ingress.to_port": "the last port that is let in",
    "exposure.public_acl": "whether its access list names everyone",
    "exposure.public_address": "whether it has an address that the internet reaches",
    "exposure.public_policy": "whether a policy lets everyone in",
    "exposure.reachable": "whether the internet reaches it",
    "iam.allows_all_actions": "whether a statement allows every action",
    "iam.allows_all_resources": "whether a statement allows something on every resource",
    "iam.allows_full_admin": "whether a statement allows every action on every resource",
    "iam.allows_public_principal": "whether a statement lets everyone in",
    "iam.privilege_escalation": "what opens a way to more rights",
    "iam.statements": "the list of statements",
    "iam.statements.actions": "what a statement grants",
    "iam.statements.effect": "the effect of a statement",
    "iam.statements.principals": "whom a statement is about",
    "iam.statements.principals.identifiers": "whom a statement is about",
    "iam.statements.principals.type": "the kind of member in a statement",
    "iam.statements.resources": "what a statement is about",
    "iam.trust": "the list of statements about who may take the role",
}
"""What stands in a sentence for a part of a fact, by its path."""


def is_fact(place: Place) -> bool:
    """Whether a place is in what is worked out, rather than in code."""
    return place.path[:1] == (FACTS,)


def name_of(place: Place) -> str:
    """A fact, or a part of one, as the subject of a sentence; its path in backticks where it has no phrase."""
    path = _path(place)
    return _NAMES.get(path) or f"`{place.label.removeprefix(FACTS)}`"


def truth_in_words(place: Place) -> str:
    """The clause that a fact which is true or false makes; "" where it has none."""
    return _CLAUSES.get((_path(place), place.value), "") if isinstance(place.value, bool) else ""


def opening_of(place: Place) -> tuple[str | int, ...]:
    """The path of the element of `exposure.ingress` or `exposure.egress` that a place is of; () for any other place."""
    is_part = len(place.path) == 5 and place.path[:2] == (FACTS, "exposure") and place.path[-1] in _OPENING
    return place.path[:4] if is_part else ()


def opening_in_words(leaves: Sequence[Leaf]) -> str:
    """What is let in or out, by the leaves about one opening; "" where a part of it is not known."""
    parts: dict[str | int, Node] = {leaf.place.path[-1]: leaf.place.value for leaf in leaves}
    if not all(isinstance(leaf.truth, bool) and isinstance(leaf.place.value, bool | int | str) for leaf in leaves):
        return ""
    ports = _ports(parts)
    everyone = parts.get("public") is True
    if leaves[0].place.path[2] == "ingress":
        return f"connections{' from everyone' * everyone}{f' to {ports}' if ports else ''} are let in"
    return f"connections{' to everyone' * everyone}{f' on {ports}' if ports else ''} are let out"


def _ports(parts: Mapping[str | int, Node]) -> str:
    """The protocol and ports of an opening: "tcp port 22"."""
    protocol, first, last = (parts.get(name) for name in ("protocol", "from_port", "to_port"))
    named = f"{protocol} " if isinstance(protocol, str) and protocol != "all" else ""
    if (first, last) == _ALL_PORTS:
        return f"all {named}ports"
    if isinstance(first, int) and isinstance(last, int):
        return f"{named}port {first}" if first == last else f"{named}ports {first} to {last}"
    if isinstance(count := parts.get("port_count"), int):
        return f"{count} {named}ports"
    if isinstance(first, int):
        return f"{named}ports from {first}"
    if isinstance(last, int):
        return f"{named}ports up to {last}"
    return named.strip() or ("every protocol" if protocol == "all" else "")


def _path(place: Place) -> str:
    return _INDEX.sub("", place.label.removeprefix(FACTS))
