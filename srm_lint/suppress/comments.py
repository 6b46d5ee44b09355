"""Where the ignore comments of a file hold.

A comment of ours on its own line above a block, or anywhere inside one, holds for the whole block; at the end of a line
it holds for the attribute (or block) that starts there. On a module call it holds for everything the call creates.
Other tools' comments hold where they hold for the tool: checkov's for the whole block wherever in it they stand,
trivy's and tfsec's for what starts on their line or the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from srm_lint.model.ignore import Ignore, IgnoreKind, Tool
from srm_lint.model.source import Comment, Location, Source
from srm_lint.suppress.ranges import Ranges
from srm_lint.suppress.written import MARKS, Request, requests_in

_LINE_BY_LINE = (Tool.TRIVY, Tool.TFSEC)


class Scope(msgspec.Struct, frozen=True):
    """Lines of one block or attribute, both ends included. `outer` marks a whole resource or module call."""

    first: int
    last: int
    outer: bool


class Scopes:
    """The scopes of a file, found by line. `comment_lines` are the lines that hold nothing but a comment."""

    def __init__(self, scopes: Sequence[Scope], comment_lines: Iterable[int]) -> None:
        self._after: dict[int, int] = {}
        for line in sorted(comment_lines, reverse=True):
            self._after[line] = self._after.get(line + 1, line + 1)
        self._starting: dict[int, list[Scope]] = {}
        for scope in scopes:
            self._starting.setdefault(scope.first, []).append(scope)
        self._outer = Ranges((scope.first, scope.last, scope) for scope in scopes if scope.outer)
        self._inner = Ranges((scope.first, scope.last, scope) for scope in scopes if not scope.outer)

    def starting(self, line: int) -> list[Scope]:
        """Those that start on a line."""
        return self._starting.get(line, [])

    def below(self, line: int) -> list[Scope]:
        """Those that start on the line after this one, further comments passed over."""
        return self.starting(self._after.get(line + 1, line + 1))

    def block_around(self, line: int) -> Scope | None:
        """The resource or module call that holds a line."""
        return next(iter([*self._outer.around(line)][::-1]), None)

    def inside(self, line: int) -> list[Scope]:
        """The attributes and inner blocks that hold a line."""
        return [*self._inner.around(line)]


class Placed(msgspec.Struct, frozen=True):
    """A request and the lines of its file that it holds for, both ends included."""

    ignore: Ignore
    first: int
    last: int


def comment_ignores(
    source: Source, comments: Sequence[Comment], scopes: Callable[[], Sequence[Scope]]
) -> Iterator[Placed]:
    """The requests in the comments of a file. `scopes` is asked only where there is one."""
    candidates = [comment for comment in comments if any(mark in comment.text for mark in MARKS)]
    if not candidates:
        return
    lines = {source.location(comment.start, comment.end).line for comment in comments if comment.own_line}
    found = Scopes(scopes(), lines)
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
                else scope_of(request, location, found, own_line=comment.own_line)
            )
            yield Placed(ignore, covered.first, covered.last)


def scope_of(request: Request, location: Location, scopes: Scopes, *, own_line: bool) -> Scope:
    """What a request holds for."""
    around = scopes.block_around(location.line)
    if not own_line:
        if request.tool is Tool.CHECKOV and around is not None:
            return around
        starting = scopes.starting(location.line)
        return min(starting or scopes.inside(location.line), key=_size, default=_line(location))
    below = scopes.below(location.end_line)
    if around is not None and request.tool in _LINE_BY_LINE:
        return min(below, key=_size, default=_line(location))
    return next((scope for scope in below if scope.outer), around or _line(location))


def _size(scope: Scope) -> int:
    return scope.last - scope.first


def _line(location: Location) -> Scope:
    return Scope(location.line, location.line, outer=False)
