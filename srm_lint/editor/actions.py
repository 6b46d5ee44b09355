"""What can be done about a finding: the correction that a rule calls safe, or a comment that accepts the gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
from lsprotocol import types

from srm_lint.editor.diagnostics import Page, Shown
from srm_lint.editor.places import span_of
from srm_lint.linter.fixes import fixes
from srm_lint.model.finding import Finding, Report
from srm_lint.model.source import Location
from srm_lint.places import is_downloaded
from srm_lint.report.causes import Cause

FIX_ALL = "source.fixAll.srm-lint"
_MOST_PLACES = 6
_REASON = "TODO: why this is acceptable"

Edits = Mapping[str, Sequence[types.TextEdit]]
"""Edits by file."""


class Desk(msgspec.Struct, frozen=True):
    """What it takes to write actions.

    `unsaved` has the texts that differ from the disk; `refused` tells whether a rule must not be ignored in a file;
    `workspace_edit` puts edits into the shape that the client understands.
    """

    report: Report
    unsaved: Mapping[str, bytes]
    page: Page
    refused: Callable[[str, str], bool]
    workspace_edit: Callable[[Edits], types.WorkspaceEdit]


def actions_for(shown: Iterable[Shown], desk: Desk) -> Iterator[types.CodeAction]:
    """The actions on what is shown in one place: corrections first."""
    about = [each for each in shown if each.cause is not None]
    yield from (action for each in about for action in _corrections(each, desk))
    yield from (action for each in about for action in _ignores(each, desk))


def fix_all(shown: Iterable[Shown], desk: Desk) -> Iterator[types.CodeAction]:
    """One action that makes every safe correction among what is shown."""
    findings = [finding for each in shown if each.cause is not None for finding in each.cause.findings]
    if edits := _edits(findings, desk):
        yield types.CodeAction("Make all safe corrections (srm-lint)", FIX_ALL, edit=desk.workspace_edit(edits))


def _corrections(shown: Shown, desk: Desk) -> Iterator[types.CodeAction]:
    if shown.cause is None:
        return
    first = shown.cause.first
    if edits := _edits(shown.cause.findings, desk):
        yield types.CodeAction(
            title=f"Correct: {' '.join(first.fix.split())}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown.diagnostic],
            is_preferred=True,
            edit=desk.workspace_edit(edits),
        )


def _edits(findings: Sequence[Finding], desk: Desk) -> Edits:
    report = msgspec.structs.replace(desk.report, findings=tuple(findings))
    edits: dict[str, list[types.TextEdit]] = {}
    for fixed in fixes(report, desk.unsaved):
        source = desk.page.source(fixed.file)
        for edit in fixed.edits:
            text = edit.text.decode("utf-8")
            span = span_of(edit.start, edit.end, source, desk.page.units)
            edits.setdefault(fixed.file, []).append(types.TextEdit(span, text))
    return edits


def _ignores(shown: Shown, desk: Desk) -> Iterator[types.CodeAction]:
    """Comments above the block, and above the module calls that lead to it."""
    if shown.cause is None:
        return
    finding = shown.cause.first
    for place, address in [*_acceptable_at(shown.cause).items()][:_MOST_PLACES]:
        if not _takes_comments(place.file, desk.page) or desk.refused(finding.rule, place.file):
            continue
        edit = _comment_above(place, f"# srm-lint: ignore[{finding.rule}] {_REASON}", desk.page)
        elsewhere = "" if place.file == shown.file else f" in {place.file}"
        yield types.CodeAction(
            title=f"Accept {finding.rule} for {address}{elsewhere}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown.diagnostic],
            edit=desk.workspace_edit({place.file: [edit]}),
        )


def _acceptable_at(cause: Cause) -> dict[Location, str]:
    """Places above which a comment accepts the gap, with what it is accepted for there: the nearest first."""
    subject, count = cause.first.subject, len(cause.findings)
    places = {subject.location: f"all {count} instances of {subject.type}" if count > 1 else subject.address}
    for each in cause.subjects:
        for address, place in reversed([*zip(each.call_addresses, each.calls, strict=True)]):
            places.setdefault(place, address)
    return places


def _takes_comments(file: str, page: Page) -> bool:
    """Whether a comment can be written into a file: JSON has none, and a copy of a module is downloaded again."""
    return not (is_downloaded(file) or page.source(file).content.lstrip().startswith(b"{"))


def _comment_above(place: Location, comment: str, page: Page) -> types.TextEdit:
    source = page.source(place.file)
    line = source.line(place.line)
    indent = line[: len(line) - len(line.lstrip())]
    line_break = "\r\n" if b"\r\n" in source.content else "\n"
    start = types.Position(place.line - 1, 0)
    return types.TextEdit(types.Range(start, start), f"{indent}{comment}{line_break}")
