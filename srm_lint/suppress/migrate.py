"""Other tools' ignore comments rewritten as ours: the same findings of the same lines, and not a byte more.

A comment is left as it is, with the ground for it, where ours would hold for more or less than it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from srm_lint.model.ignore import Tool
from srm_lint.model.source import Comment, Source
from srm_lint.suppress.comments import Scope, Scopes, scope_of
from srm_lint.suppress.written import MARKS, Request, requests_in

_TAIL = re.compile(r"\s*(?:\*/|-->)?\s*$")


class Left(msgspec.Struct, frozen=True):
    """A comment that was not rewritten, and why."""

    line: int
    why: str


class Migration(msgspec.Struct, frozen=True):
    """A file after it, and what was left as it is."""

    content: bytes
    left: tuple[Left, ...]


class _Edit(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str


def migrate(
    source: Source, comments: Sequence[Comment], scopes: Sequence[Scope], rules: Mapping[str, Sequence[str]]
) -> Migration:
    """Rewrite the comments of a file. `rules` are the ids of ours that each word of another tool, in lower case, means."""
    edits: list[_Edit] = []
    left: list[Left] = []
    lines = {source.location(comment.start, comment.end).line for comment in comments if comment.own_line}
    found = Scopes(scopes, lines)
    for comment in comments:
        if not any(mark in comment.text for mark in MARKS):
            continue
        for group in _by_line(source, comment):
            made = _edits(source, comment, group, rules, found)
            if isinstance(made, Left):
                left.append(made)
            else:
                edits += made
    content = source.content
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        content = content[: edit.start] + edit.text.encode() + content[edit.end :]
    return Migration(content, tuple(left))


def _by_line(source: Source, comment: Comment) -> Iterator[list[Request]]:
    """The requests of other tools in a comment, those of one line together; places are bytes of the file."""
    text = source.content[comment.start : comment.end].decode("utf-8", "replace")
    groups: dict[int, list[Request]] = {}
    for request in requests_in(text):
        if request.tool is not Tool.OWN:
            start, end = (comment.start + len(text[:place].encode()) for place in (request.start, request.end))
            placed = msgspec.structs.replace(request, start=start, end=end)
            groups.setdefault(text.count("\n", 0, request.start), []).append(placed)
    yield from groups.values()


def _edits(
    source: Source, comment: Comment, group: Sequence[Request], rules: Mapping[str, Sequence[str]], scopes: Scopes
) -> list[_Edit] | Left:
    first, last = group[0], group[-1]
    line = source.location(first.start, first.start).line
    ids = [id for request in group for id in request.ids]
    unknown = [id for id in ids if id not in rules]
    if unknown:
        return Left(line, f"no rule here is the same as {', '.join(unknown)}")
    if len({request.expires for request in group}) > 1 or any(request.malformed for request in group):
        return Left(line, "its dates differ or are none")
    if any(one.end != other.start for one, other in pairwise(group)):
        return Left(line, "something in between holds for a workspace or a parameter only")
    text = source.content[first.start : last.end].decode("utf-8", "replace")
    tail = len(text.encode()) - len(_TAIL.sub("", text).encode())
    own = _own_words(group, dict.fromkeys(rule for id in ids for rule in rules[id]))
    return _placed(source, comment, _Edit(first.start, last.end - tail, own), first, scopes)


def _own_words(group: Sequence[Request], ids: Mapping[str, None]) -> str:
    reasons = "; ".join(dict.fromkeys(request.reason for request in group if request.reason))
    until = f"until={group[0].expires}" if group[0].expires else ""
    return " ".join(part for part in (f"srm-lint: ignore[{', '.join(ids)}]", reasons, until) if part)


def _placed(source: Source, comment: Comment, edit: _Edit, request: Request, scopes: Scopes) -> list[_Edit] | Left:
    """The edits that put our comment where it holds for the same lines."""
    location = source.location(comment.start, comment.end)
    ours = msgspec.structs.replace(request, tool=Tool.OWN)
    wanted, given = (scope_of(each, location, scopes, own_line=comment.own_line) for each in (request, ours))
    if (wanted.first, wanted.last) == (given.first, given.last):
        sign = source.content[edit.start - 1 : edit.start]
        return [msgspec.structs.replace(edit, text=f" {edit.text}" if sign in (b"#", b"/", b"*") else edit.text)]
    if location.line != location.end_line:
        return Left(location.line, "ours would hold for other lines")
    return _moved(source, comment, edit.text, wanted, own_line=comment.own_line)


def _moved(source: Source, comment: Comment, text: str, wanted: Scope, *, own_line: bool) -> list[_Edit] | Left:
    """A comment of one line, moved: to the end of the line it is for, or to a line of its own above the one it ends."""
    content = source.content
    line_start = content.rfind(b"\n", 0, comment.start) + 1
    line_end = content.find(b"\n", comment.start)
    line_end = len(content) if line_end == -1 else line_end
    if not own_line:
        code = content[line_start : comment.start]
        indent = code[: len(code) - len(code.lstrip())].decode()
        break_ = "\r\n" if content[line_end - 1 : line_end] == b"\r" else "\n"
        after = line_end - 1 if break_ == "\r\n" else line_end
        return [
            _Edit(line_start, line_start, f"{indent}# {text}{break_}"),
            _Edit(line_start + len(code.rstrip()), after, ""),
        ]
    line = source.location(comment.start, comment.end).line
    target = source.line(wanted.first)
    if wanted.first <= line or any(mark in target for mark in ("#", "//", "/*", "<<")):
        return Left(line, f"ours would hold for the whole block: move it to the end of line {wanted.first}")
    start = line_end + 1
    for _ in range(wanted.first - line - 1):
        start = content.find(b"\n", start) + 1
    end = start + len(content[start:].split(b"\n", 1)[0].rstrip())
    return [_Edit(line_start, line_end + 1, ""), _Edit(end, end, f" # {text}")]
