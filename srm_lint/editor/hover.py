"""What is shown about a finding under the pointer: whose duty it is, why, and what closes the gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from srm_lint.editor.diagnostics import Shown
from srm_lint.model.finding import Finding, Verdict
from srm_lint.model.matrix import Matrix
from srm_lint.model.resource import Framework
from srm_lint.model.rule import Rule
from srm_lint.report.clean import clean
from srm_lint.report.markup import code, escaped, marked

_LANGUAGES = {Framework.TERRAFORM: "hcl", Framework.CLOUDFORMATION: "yaml", Framework.CONFIGURATION: "yaml"}


def hover_of(shown: Sequence[Shown], matrix: Matrix) -> types.Hover | None:
    """A page in Markdown on everything that is shown in one place; None for nothing that there is more to say about."""
    pages = [
        "\n".join(_lines(each.cause.first, each.rule, matrix))
        for each in shown
        if each.cause is not None and each.rule is not None
    ]
    if not pages:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(pages)))


def _lines(finding: Finding, rule: Rule, matrix: Matrix) -> Iterator[str]:
    subject = finding.subject
    verdict = "not known" if finding.verdict is Verdict.UNKNOWN else finding.severity.value
    yield f"**{escaped(finding.title)}** ({verdict})"
    yield ""
    yield f"{code(subject.address)}: {marked(finding.message)}"
    yield ""
    yield rule.why.strip()
    yield ""
    yield from _duty(finding, matrix)
    if finding.settle:
        yield f"To settle it: {marked(', '.join(finding.settle))}"
        yield ""
    if finding.fix:
        yield from _fenced(clean(finding.fix), _LANGUAGES[subject.framework])
    pages = "".join(f" · <{link}>" for link in rule.links)
    yield f"{code(f'srm-lint explain {rule.id}')}{pages}"


def _duty(finding: Finding, matrix: Matrix) -> Iterator[str]:
    subject, layer = finding.subject, matrix.layers[finding.duty.value]
    cell = layer.under.get(subject.model)
    yield f"Your duty: **{finding.duty.value}** of {escaped(subject.service)} ({subject.model.value})."
    if cell is not None:
        source = matrix.sources[cell.source]
        yield f"{cell.means} ([{source.title}]({source.link}))"
    yield ""


def _fenced(text: str, language: str) -> Iterator[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    yield f"{fence}{language}"
    yield text.rstrip("\n")
    yield fence
    yield ""
