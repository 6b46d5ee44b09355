"""`check --fix`: corrections of rules that call them safe, written into the files, or said where somebody else decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.amend import Edit, Refusal, amended, edit_for_property, edit_for_settings, line_edits
from srm_lint.discover import TERRAFORM_SUFFIXES, boundary_of
from srm_lint.linter.tree import FileTree
from srm_lint.model.finding import Finding, Report, Verdict
from srm_lint.model.hcl import Document
from srm_lint.model.resource import Framework
from srm_lint.model.source import Source
from srm_lint.model.template import Template
from srm_lint.places import is_downloaded

_EDITED_SUFFIXES = (".tf", ".tofu")


class Fixed(msgspec.Struct, frozen=True):
    """A file, the edits that correct it, and what is said about corrections that were not made."""

    file: str
    before: bytes
    edits: tuple[Edit, ...]
    told: tuple[str, ...]

    @property
    def after(self) -> bytes:
        """The file with all edits made."""
        return amended(self.before, self.edits)


def fixes(report: Report, unsaved: Mapping[str, bytes] | None = None) -> Iterator[Fixed]:
    """Every file with a gap that a rule calls safe to fix. `report.rules` has the rules of its findings.

    `unsaved` has the texts, by path, that the report is about where the disk has others.
    """
    safe = frozenset(rule.id for rule in report.rules if rule.safe_fix)
    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.rule in safe and finding.verdict is Verdict.FAIL and finding.suppression is None:
            by_file.setdefault(finding.subject.location.file, []).append(finding)
    for file, findings in by_file.items():
        yield _fixed(file, findings, FileTree(boundary_of(file), unsaved=unsaved))


def _fixed(file: str, findings: Sequence[Finding], tree: FileTree) -> Fixed:
    syntax = None if is_downloaded(file) else _read_from(file, tree)
    if syntax is None or syntax.problems:
        why = "only files of the repository that are free of errors are edited, and of Terraform none in JSON"
        return Fixed(file, b"", (), tuple(_said(finding, Refusal(why)) for finding in findings))
    before = syntax.source.content
    made: list[Edit] = []
    told: dict[str, None] = {}
    for group in _from_below(findings):
        answer = _answer(syntax, group)
        if isinstance(answer, Refusal):
            told |= dict.fromkeys(_said(finding, answer) for finding in group)
            continue
        made.append(answer)
        after = amended(syntax.source.content, (answer,))
        syntax = _read_from(file, FileTree(boundary_of(file), unsaved={file: after}))
        if syntax is None or syntax.problems:
            return Fixed(file, before, (), (f"{file}: left as it is: the corrections do not fit together",))
    edits = tuple(made) if len(made) < 2 else line_edits(before, syntax.source.content)
    return Fixed(file, before, edits, tuple(told))


def _read_from(file: str, tree: FileTree) -> Document | Template | None:
    """The syntax of a file that can be edited."""
    if file.endswith(TERRAFORM_SUFFIXES):
        return tree.document(file) if file.endswith(_EDITED_SUFFIXES) else None
    return tree.template(file)


def _from_below(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Gaps of one rule in one block together. The lowest first, so that none is moved by the correction of another."""
    grouped: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.subject.location.line, finding.rule), []).append(finding)
    for place in sorted(grouped, key=lambda place: -place[0]):
        yield grouped[place]


def _answer(syntax: Document | Template, group: Sequence[Finding]) -> Edit | Refusal:
    """The answer for a block; instances of it that need different corrections get none."""
    first = group[0]
    if len({finding.fix for finding in group}) > 1 or not first.fix:
        return Refusal("there is no one correction for it")
    line, correction = first.subject.location.line, Source("", f"{first.fix}\n".encode())
    if isinstance(syntax, Document):
        from srm_lint.read.terraform import read

        return edit_for_settings(syntax, line, read(correction))
    from srm_lint.read.cloudformation import read_snippet

    return edit_for_property(syntax, line, read_snippet(correction).root, correction.content)


def _said(finding: Finding, refusal: Refusal) -> str:
    """What to do by hand: inside a module, the argument of whoever calls it."""
    subject = finding.subject
    place = f"{finding.location.file}:{finding.location.line}: {finding.rule}: "
    if not refusal.decided_by:
        return f"{place}left as it is: {refusal.why}"
    setting = f"{refusal.decided_by} = {refusal.setting}"
    if subject.calls:
        call = subject.calls[-1]
        return f"{call.file}:{call.line}: {finding.rule}: write `{setting}` in {subject.call_addresses[-1]}"
    word = "variable" if subject.framework is Framework.TERRAFORM else "parameter"
    return f"{place}left as it is: set {word} `{setting}`"
