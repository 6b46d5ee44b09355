"""Where the ignore comments of a file hold.

A comment of ours on its own line above a block, or anywhere inside one, holds for the whole block; at the end of a line
it holds for the attribute (or block) that starts there. On a module call it holds for everything the call creates.
Other tools' comments hold where they hold for the tool: checkov's for the whole block wherever in it they stand,
trivy's and tfsec's for what starts on their line or the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from srm_lint.model.finding import Finding
from srm_lint.model.ignore import Ignore, IgnoreKind, Tool
from srm_lint.model.source import Comment, Location, Source
from srm_lint.suppress.written import MARKS, Request, requests_in

_LINE_BY_LINE = (Tool.TRIVY, Tool.TFSEC)


class Scope(msgspec.Struct, frozen=True):
    """Lines of one block or attribute, both ends included. `outer` marks a whole resource or module call."""

    first: int
    last: int
    outer: bool


class Placed(msgspec.Struct, frozen=True):
    """A request and the lines of its file that it holds for, both ends included."""

    ignore: Ignore
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Whether it stands on the finding, on the block of its resource, or on a module call that leads there."""
        file = self.ignore.location.file
        places = (finding.location, finding.subject.location, *finding.subject.calls)
        return any(place.file == file and self.first <= place.line <= self.last for place in places)


def comment_ignores(
    source: Source, comments: Sequence[Comment], scopes: Callable[[], Sequence[Scope]]
) -> Iterator[Placed]:
    """The requests in the comments of a file. `scopes` is asked only where there is one."""
    candidates = [comment for comment in comments if any(mark in comment.text for mark in MARKS)]
    if not candidates:
        return
    lines = {source.location(comment.start, comment.end).line for comment in comments if comment.own_line}
    for comment in candidates:
        location = source.location(comment.start, comment.end)
        for request in requests_in(comment.text):
            ignore = Ignore(
                IgnoreKind.COMMENT,
                request.tool,
                request.ids,
                request.reason,
                request.expires,
                location,
                request.malformed,
            )
            covered = (
                Scope(1, source.line_count, outer=True)
                if request.whole_file
                else scope_of(request, location, lines, scopes(), own_line=comment.own_line)
            )
            yield Placed(ignore, covered.first, covered.last)


def scope_of(
    request: Request, location: Location, comment_lines: set[int], scopes: Sequence[Scope], *, own_line: bool
) -> Scope:
    """What a request holds for. `comment_lines` are the lines that hold nothing but a comment."""
    around = next((scope for scope in scopes if scope.outer and scope.first <= location.line <= scope.last), None)
    if not own_line:
        starting = [scope for scope in scopes if scope.first == location.line]
        if request.tool is Tool.CHECKOV and around is not None:
            return around
        inside = [scope for scope in scopes if scope.first <= location.line <= scope.last and not scope.outer]
        return min(starting or inside, key=_size, default=_line(location))
    following = location.end_line + 1
    while following in comment_lines:
        following += 1
    below = [scope for scope in scopes if scope.first == following]
    if around is not None and request.tool in _LINE_BY_LINE:
        return min(below, key=_size, default=_line(location))
    return next((scope for scope in below if scope.outer), around or _line(location))


def _size(scope: Scope) -> int:
    return scope.last - scope.first


def _line(location: Location) -> Scope:
    return Scope(location.line, location.line, outer=False)
