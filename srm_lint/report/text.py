"""The report people read: by file and resource, with the offending lines, whose duty it is, and the fix."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TextIO

from srm_lint.model.finding import Finding, Report, Subject, Verdict
from srm_lint.model.source import Location
from srm_lint.report.causes import Cause, causes, severity_rank, shown
from srm_lint.report.clean import clean, one_line
from srm_lint.report.frame import frame
from srm_lint.report.paint import SEVERITY_STYLES, Paint, Style, painter
from srm_lint.report.text_summary import summary_lines
from srm_lint.report.view import View

_INSTANCES_SHOWN = 3


def render(report: Report, stream: TextIO, view: View) -> None:
    """Write the report as text, a line at a time. Colour and width as `view` says."""
    paint = painter(view.color)
    every = causes(report.findings)
    listed = [*shown(every, view.show_all)]
    for file, in_file in groupby(listed, key=lambda cause: cause.first.location.file):
        stream.write(f"{paint(one_line(file), Style.HEADING)}\n\n")
        for block in _by_resource([*in_file]):
            stream.writelines(f"{line}\n" for line in _resource(block, paint, view))
    stream.writelines(f"{line}\n" for line in summary_lines(report, every, paint, view))


def _by_resource(in_file: Sequence[Cause]) -> list[list[Cause]]:
    """Causes by the block they are about and the instances they hold for; the block with the worst one first."""
    blocks: dict[tuple[Location, tuple[str, ...]], list[Cause]] = {}
    for cause in in_file:
        addresses = tuple(subject.address for subject in cause.subjects)
        blocks.setdefault((cause.first.subject.location, addresses), []).append(cause)
    return sorted(blocks.values(), key=_block_order)


def _block_order(block: Sequence[Cause]) -> tuple[int, int, int]:
    first = block[0].first
    return (first.verdict is not Verdict.FAIL, severity_rank(first.severity), first.subject.location.line)


def _resource(block: Sequence[Cause], paint: Paint, view: View) -> Iterator[str]:
    subject = block[0].first.subject
    service = f"{one_line(subject.service)}, " if subject.service else ""
    times = f" ×{len(block[0].findings)}" if len(block[0].findings) > 1 else ""
    yield f"  {paint(f'{one_line(subject.address)}{times}', Style.STRONG)}  ({service}{subject.model.value})"
    width = max(40, view.width - 4) if view.width else 0
    yield from (f"    {line}" for line in _instances(block[0], width))
    if subject.construct:
        yield f"  {paint(f'construct {one_line(subject.construct)}', Style.FAINT)}"
    yield ""
    framed: set[Location] = set()
    for cause in block:
        if cause.first.verdict is Verdict.PASS:
            continue
        place = cause.first.location
        lines = _cause(cause, paint, width, framed=place not in framed)
        framed.add(place)
        yield from (f"    {line}".rstrip() for line in lines)
        yield ""
    if passed := sorted(cause.first.rule for cause in block if cause.first.verdict is Verdict.PASS):
        yield from (f"    {paint(line, Style.FAINT)}" for line in _wrapped(", ".join(passed), "pass: ", width))
        yield ""


def _cause(cause: Cause, paint: Paint, width: int, *, framed: bool) -> Iterator[str]:
    """One entry. `framed` shows the lines of source: once is enough for several entries about the same place."""
    finding = cause.first
    yield f"{_label(finding, paint)} {paint(one_line(finding.title), Style.STRONG)} {paint(f'[{finding.rule}]', Style.FAINT)}"
    yield f"{paint('-->', Style.FAINT)} {paint(_place(finding.location), Style.PLACE)}  your duty: {finding.duty.value}"
    if finding.excerpt is not None and framed:
        written = finding.location != finding.subject.location
        yield from frame(finding.excerpt, finding.location, paint, width, context=written)
    yield from _wrapped(_sentence(finding), "", width)
    for assumption in finding.world:
        yield from _wrapped(one_line(assumption), "when: ", width)
    if finding.verdict is Verdict.UNKNOWN:
        for item in cause.settle:
            yield from _wrapped(one_line(item), "to settle it: ", width)
    if cause.is_open and finding.fix:
        yield paint("fix:", Style.GOOD)
        yield from (paint(f"  {line}", Style.GOOD) for line in clean(finding.fix).rstrip("\n").split("\n"))
    yield from _suppression(finding, width)


def _sentence(finding: Finding) -> str:
    """The message, where it says more than the title does."""
    message = one_line(finding.message)
    return "" if message == one_line(finding.title) else message


def _label(finding: Finding, paint: Paint) -> str:
    severity = paint(f"{finding.severity.value}:", SEVERITY_STYLES[finding.severity])
    if finding.suppression is not None:
        return f"{paint('accepted', Style.FAINT)} {severity}"
    return f"{paint('unknown', Style.STRONG)} {severity}" if finding.verdict is Verdict.UNKNOWN else severity


def _instances(cause: Cause, width: int) -> Iterable[str]:
    """The instances, and the outermost calls that made them: one of those may be where to put it right."""
    subjects = cause.subjects
    if len(subjects) == 1:
        return _wrapped(_call(subjects[0]), "", width)
    named = [f"{one_line(subject.address)} {_call(subject)}".strip() for subject in subjects[:_INSTANCES_SHOWN]]
    more = f" and {len(subjects) - len(named)} more" if len(subjects) > len(named) else ""
    return _wrapped(f"{', '.join(named)}{more}", "instances: ", width)


def _call(subject: Subject) -> str:
    return f"called at {_place(subject.calls[0])}" if subject.calls else ""


def _suppression(finding: Finding, width: int) -> Iterator[str]:
    if (suppression := finding.suppression) is None:
        return
    until = f" until {suppression.expires}" if suppression.expires else ""
    reason = one_line(suppression.justification) or "no reason given"
    yield from _wrapped(reason, f"accepted{until}: ", width)


def _place(location: Location) -> str:
    return f"{one_line(location.file)}:{location.line}:{location.column}"


def _wrapped(text: str, label: str, width: int) -> Iterable[str]:
    """`label` and `text` as lines of at most `width` characters (0: one line); nothing where there is no text."""
    if not text:
        return []
    if not width:
        return [f"{label}{text}"]
    return textwrap.wrap(f"{label}{text}", width, subsequent_indent=" " * len(label), break_long_words=False)
