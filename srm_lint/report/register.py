"""The register of ignores, as text and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from srm_lint.model.ignore import FaultKind, Heard
from srm_lint.model.secrets import mask_text
from srm_lint.report import json
from srm_lint.report.clean import counted, one_line
from srm_lint.report.contract.lists import IgnoreList, ListedIgnore

_VOID = frozenset({FaultKind.MALFORMED, FaultKind.EXPIRED, FaultKind.WITHOUT_REASON, FaultKind.REFUSED})
"""Faults with which a request counts for nothing."""


def register_as_text(register: Sequence[Heard], stream: TextIO) -> None:
    """Write a paragraph a request: its place, what it is for, its state, its reason, what is wrong with it."""
    for heard in register:
        ignore = heard.ignore
        ids = ", ".join(ignore.ids) or "no rule"
        until = f", until {ignore.expires}" if ignore.expires else ""
        answers = "would answer" if _VOID.intersection(fault.kind for fault in heard.faults) else "answers"
        state = f"{answers} for {counted(heard.hits, 'finding')}" if heard.hits else "answers for nothing"
        stream.write(
            f"{one_line(ignore.location.file)}:{ignore.location.line}: {one_line(ids)} "
            f"({ignore.tool.value} {ignore.kind.value}{until}): {state}\n"
        )
        stream.write(f"  {one_line(mask_text(ignore.reason)) or 'no reason given'}\n")
        stream.writelines(f"  {fault.kind.value}: it {one_line(fault.message)}\n" for fault in heard.faults)
    wrong = sum(bool(heard.faults) for heard in register)
    stream.write(f"{counted(len(register), 'ignore')}, {wrong} with something wrong\n")


def register_as_json(register: Sequence[Heard], stream: TextIO) -> None:
    """Write the register as JSON."""
    json.write(IgnoreList(json.VERSION, tuple(_listed(heard) for heard in register)), stream)


def _listed(heard: Heard) -> ListedIgnore:
    ignore = heard.ignore
    return ListedIgnore(
        kind=ignore.kind.value,
        tool=ignore.tool.value,
        ids=ignore.ids,
        reason=mask_text(ignore.reason),
        expires=ignore.expires or None,
        file=ignore.location.file,
        line=ignore.location.line,
        hits=heard.hits,
        rules=heard.rules,
        faults={fault.kind.value: fault.message for fault in heard.faults},
    )
