"""What one version's rules have over another's: what an upgrade will find before it finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

import msgspec

from srm_lint.model.rule import Constant, Rule
from srm_lint.report.clean import counted


class KeptRule(msgspec.Struct, frozen=True):
    """Of a rule as some version listed it, what decides how a run comes out. Other versions may list less, or more."""

    id: str
    title: str
    duty: str
    severity: str
    confidence: str = "high"
    types: tuple[str, ...] = ()
    parameters: Mapping[str, Constant] = {}


class KeptList(msgspec.Struct, frozen=True):
    """What `srm-lint rules --format json` wrote."""

    rules: tuple[KeptRule, ...]


def write_changes(before: Iterable[KeptRule], now: Sequence[Rule], stream: TextIO) -> None:
    """Write a line for each rule that is new (+), gone (-) or changed (~), and how many there are."""
    lines = [*changes({rule.id: rule for rule in before}, now)]
    stream.writelines(f"{line}\n" for line in lines)
    stream.write(f"{counted(len(lines), 'change')}\n")


def changes(before: Mapping[str, KeptRule], now: Sequence[Rule]) -> Iterator[str]:
    """The lines, in order of ids. A rule that took another id answers to its old one."""
    heirs = {alias: rule for rule in now for alias in rule.aliases if alias in before}
    known = {rule.id: rule for rule in now}
    for id in sorted(before.keys() | known.keys()):
        old, new = before.get(id), known.get(id)
        if old and new:
            yield from (f"~ {id}: {change}" for change in _changed(old, new))
        elif new and new not in heirs.values():
            yield f"+ {id} ({new.severity.value}): {new.title}"
        elif old and id in heirs:
            heir = heirs[id]
            yield from (f"~ {id}: {change}" for change in (f"is now {heir.id}", *_changed(old, heir)))
        elif old:
            yield f"- {id}: {old.title}"


def _changed(old: KeptRule, new: Rule) -> Iterator[str]:
    """What makes a run come out differently."""
    words = (
        ("severity", old.severity, new.severity.value),
        ("confidence", old.confidence, new.confidence.value),
        ("duty", old.duty, new.duty.value),
    )
    for name, was, has in words:
        if was != has:
            yield f"{name} {was} is {has} now"
    if added := [type for type in new.types if type not in old.types]:
        yield f"looks at {', '.join(added)} too"
    if left_out := [type for type in old.types if type not in new.types]:
        yield f"does not look at {', '.join(left_out)} any more"
    if (earlier := _shown(old.parameters)) != (own := _shown(new.parameters)):
        yield f"parameters {earlier} are {own} now"


def _shown(parameters: Mapping[str, Constant]) -> str:
    return ", ".join(f"{name}={msgspec.json.encode(value).decode()}" for name, value in parameters.items()) or "none"
