"""Baselines: gaps that were there when one was written, accepted until what was judged changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

from srm_lint.errors import ConfigError
from srm_lint.model.finding import Finding, Suppression, SuppressionKind, Verdict
from srm_lint.model.ignore import Fault, FaultKind, Heard, Ignore, IgnoreKind, Tool
from srm_lint.model.source import Location
from srm_lint.suppress.identity import Identity, identity_of

_REASON = "in the baseline"
_ENTRY = re.compile(rb'"rule"\s*:')


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: JSON, an entry a line, sorted."""

    version: Literal[1]
    findings: tuple[Identity, ...]


class Baseline(msgspec.Struct, frozen=True):
    """Accepted identities, with the place of each in the file."""

    entries: tuple[tuple[Identity, Location], ...]

    @property
    def identities(self) -> frozenset[Identity]:
        """All entries without their places."""
        return frozenset(identity for identity, _ in self.entries)


def read_baseline(content: bytes, name: str) -> Baseline:
    """A baseline from the bytes of the file that is called `name` in messages.

    Raises:
        ConfigError: it is none.
    """
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: is no baseline: {error}; `srm-lint baseline -o {name}` writes one") from error
    lines = [content.count(b"\n", 0, match.start()) + 1 for match in _ENTRY.finditer(content)]
    places = lines if len(lines) == len(file.findings) else [1] * len(file.findings)
    located = ((entry, Location(name, line)) for entry, line in zip(file.findings, places, strict=True))
    return Baseline(tuple(located))


def write_baseline(entries: Iterable[Identity]) -> bytes:
    """The file's bytes: the same entries give the same bytes, and one more entry is one more line."""
    lines = [msgspec.json.encode(entry).decode() for entry in sorted({*entries}, key=_order)]
    listed = "\n" + ",\n".join(f"    {line}" for line in lines) + "\n  " if lines else ""
    return f'{{\n  "version": 1,\n  "findings": [{listed}]\n}}\n'.encode()


def _order(entry: Identity) -> tuple[str, ...]:
    return (entry.file, entry.address, entry.rule, entry.root, entry.verdict.value, entry.judged)


def open_identities(findings: Iterable[Finding], base: str) -> frozenset[Identity]:
    """What a baseline of these findings holds: gaps and unknowns that nothing else accepts."""
    return frozenset(
        identity_of(finding, base)
        for finding in findings
        if finding.verdict is not Verdict.PASS and finding.suppression is None
    )


def apply_baseline(
    findings: Sequence[Finding], baseline: Baseline, base: str, refused_by: Callable[[Finding], str]
) -> tuple[list[Finding], list[Heard]]:
    """Findings with those accepted that the baseline has, and what became of its entries, in their order.

    `base` is the folder that its paths are relative to; `refused_by` gives the place of the policy that does not let a
    finding be ignored, "" for none.
    """
    places = dict(baseline.entries)
    hits: dict[Identity, str] = {}
    result = []
    for finding in findings:
        identity = None if finding.suppression else identity_of(finding, base)
        if identity is not None and identity in places:
            hits[identity] = refused_by(finding)
            if not hits[identity]:
                accepted = Suppression(SuppressionKind.EXTERNAL, _REASON, "", places[identity])
                finding = msgspec.structs.replace(finding, suppression=accepted)  # noqa: PLW2901
        result.append(finding)
    return result, [_heard(entry, place, hits.get(entry)) for entry, place in baseline.entries]


def _heard(entry: Identity, place: Location, refused_by: str | None) -> Heard:
    ignore = Ignore(IgnoreKind.BASELINE, Tool.OWN, (entry.rule,), f"{entry.address} in {entry.file}", "", place)
    if refused_by is None:
        return Heard(ignore, faults=(Fault(FaultKind.UNUSED, "is not found any more: `srm-lint baseline --prune`"),))
    refusal = Fault(FaultKind.REFUSED, f"is refused by policy {refused_by}: the gap stays open")
    return Heard(ignore, 1, (entry.rule,), (refusal,) if refused_by else ())
