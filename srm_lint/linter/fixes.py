"""`check --fix`: corrections of rules that call them safe, written into the files, or said where somebody else decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.amend import Edit, Refusal, Wish, amended, edit_for
from srm_lint.discover import boundary_of
from srm_lint.linter.tree import FileTree
from srm_lint.model.finding import Finding, Report, Verdict
from srm_lint.model.hcl import Document
from srm_lint.model.resource import Framework
from srm_lint.model.source import Source

_SUFFIXES = (".tf", ".tofu")
_DOWNLOADED = ".terraform/"


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
    editable = (
        file.endswith(_SUFFIXES) and _DOWNLOADED not in file and findings[0].subject.framework is Framework.TERRAFORM
    )
    document = tree.document(file) if editable else None
    if document is None or document.problems:
        why = "only Terraform files of the repository that are free of errors are edited"
        return Fixed(file, b"", (), tuple(_said(finding, Refusal(why)) for finding in findings))
    edits: dict[Edit, None] = {}
    told: dict[str, None] = {}
    for finding, answer in _answers(document, findings):
        if isinstance(answer, Edit):
            edits[answer] = None
        else:
            told[_said(finding, answer)] = None
    fixed = Fixed(file, document.source.content, tuple(edits), tuple(told))
    if _read(file, fixed.after).problems:
        return Fixed(file, fixed.before, (), (f"{file}: left as it is: the corrections do not fit together",))
    return fixed


def _answers(document: Document, findings: Iterable[Finding]) -> Iterator[tuple[Finding, Edit | Refusal]]:
    """An answer for each gap; instances of one block that need different corrections get none."""
    grouped: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.rule, finding.subject.location.line), []).append(finding)
    for (_, line), group in grouped.items():
        if len({finding.fix for finding in group}) > 1 or not group[0].fix:
            yield group[0], Refusal("there is no one correction for it")
            continue
        answer = edit_for(document, Wish(line, _read("", f"{group[0].fix}\n".encode())))
        for finding in group if isinstance(answer, Refusal) else group[:1]:
            yield finding, answer


def _read(name: str, content: bytes) -> Document:
    from srm_lint.read.terraform import read

    return read(Source(name, content))


def _said(finding: Finding, refusal: Refusal) -> str:
    """What to do by hand: inside a module, the argument of whoever calls it."""
    subject = finding.subject
    place = f"{finding.location.file}:{finding.location.line}: {finding.rule}: "
    if not refusal.variable:
        return f"{place}left as it is: {refusal.why}"
    setting = f"{refusal.variable} = {refusal.setting}"
    if subject.calls:
        call = subject.calls[-1]
        return f"{call.file}:{call.line}: {finding.rule}: write `{setting}` in {subject.call_addresses[-1]}"
    return f"{place}left as it is: set variable `{setting}`"
