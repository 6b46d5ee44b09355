"""Ignore comments, template metadata and exemptions -> suppressions, attached to findings and never dropping them.

    # srm-lint: ignore[rule-id, other-id] why it is acceptable until=2027-01-31
    # srm-lint: ignore-file[rule-id] why

A comment on its own line above a block, or anywhere inside one, holds for the whole block; at the end of a line it holds
for the attribute (or block) that starts there. On a module call it holds for everything the call creates. The comments of
checkov, trivy and tfsec are honoured through each rule's `equivalents`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec

from srm_lint.model.config import Exemption
from srm_lint.model.finding import Finding, Suppression, SuppressionKind, Verdict
from srm_lint.model.source import Comment, Diagnostic, Level, Location, Source

_OWN = re.compile(r"srm-lint:\s*(?P<word>ignore-file|ignore)\s*(?:\[(?P<ids>[^\]]*)\])?\s*(?P<reason>.*)", re.DOTALL)
_FOREIGN = (
    re.compile(r"(?:checkov|bridgecrew):skip=(?P<ids>[\w.-]+)(?::(?P<reason>[^\n]*))?"),
    re.compile(r"(?:trivy|tfsec):ignore:(?P<ids>[\w.*-]+)(?P<reason>)"),
)
_UNTIL = re.compile(r"\s*\buntil=(\d{4}-\d{2}-\d{2})\b")
_EXPIRES = re.compile(r":exp:(\d{4}-\d{2}-\d{2})")
_MARKS = ("srm-lint:", ":skip=", ":ignore:")


class Scope(msgspec.Struct, frozen=True):
    """Lines of one block or attribute, both ends included. `outer` marks a whole resource or module call."""

    first: int
    last: int
    outer: bool


class Ignore(msgspec.Struct, frozen=True):
    """One request to ignore findings, and the lines it holds for. `own`: in our words, not another tool's."""

    own: bool
    ids: tuple[str, ...]
    reason: str
    expires: str
    location: Location
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Whether it stands on the finding, on the block of its resource, or on a module call that leads there."""
        places = (finding.location, finding.subject.location, *finding.subject.calls)
        return any(place.file == self.location.file and self.first <= place.line <= self.last for place in places)


class Terms(msgspec.Struct, frozen=True):
    """What requests are read by.

    `known` maps every rule there is to the words that mean it: its id, its aliases and other tools' ids, in lower case.
    `judged` are the rules that ran: only they can show that an ignore is unused. `today` is an ISO date.
    """

    known: Mapping[str, frozenset[str]]
    judged: frozenset[str]
    today: str


def ignores_in(source: Source, comments: Sequence[Comment], scopes: Callable[[], Sequence[Scope]]) -> Iterator[Ignore]:
    """The ignore comments of a file. `scopes` is asked only where there is one."""
    lines = {source.location(comment.start, comment.end).line for comment in comments if comment.own_line}
    for comment in comments:
        if not any(mark in comment.text for mark in _MARKS):
            continue
        location = source.location(comment.start, comment.end)
        for word, ids, reason, expires in _requests(comment.text):
            covered = (
                Scope(1, source.line_count, outer=True)
                if word == "ignore-file"
                else _scope_of(location, comment.own_line, lines, scopes())
            )
            yield Ignore(bool(word), ids, reason, expires, location, covered.first, covered.last)


def _requests(text: str) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """(word, ids, reason, expiry) of each request in a comment; the word is "" for other tools' comments."""
    own = _OWN.search(text)
    if own:
        until = _UNTIL.search(own["reason"])
        ids = tuple(part.strip().lower() for part in (own["ids"] or "").split(",") if part.strip())
        yield own["word"], ids, _UNTIL.sub("", own["reason"]).strip(" \t:-"), until[1] if until else ""
        return
    expires = _EXPIRES.search(text)
    for pattern in _FOREIGN:
        for match in pattern.finditer(text):
            reason = (match["reason"] or "").strip()
            yield "", (match["ids"].lower(),), reason, expires[1] if expires else ""


def _scope_of(location: Location, own_line: bool, comment_lines: set[int], scopes: Sequence[Scope]) -> Scope:
    if not own_line:
        starting = [scope for scope in scopes if scope.first == location.line]
        inside = [scope for scope in scopes if scope.first <= location.line <= scope.last and not scope.outer]
        candidates = starting or inside
        return min(candidates, key=lambda scope: scope.last - scope.first, default=_line(location))
    following = location.end_line + 1
    while following in comment_lines:
        following += 1
    for scope in scopes:
        if scope.outer and scope.first == following:
            return scope
    for scope in scopes:
        if scope.outer and scope.first <= location.line <= scope.last:
            return scope
    return _line(location)


def _line(location: Location) -> Scope:
    return Scope(location.line, location.line, outer=False)


def suppress(
    findings: Iterable[Finding],
    ignores: Sequence[Ignore],
    exemptions: Sequence[Exemption],
    terms: Terms,
) -> tuple[list[Finding], list[Diagnostic]]:
    """Findings with their suppressions, and what is wrong with the requests themselves.

    An expired request suppresses nothing; one that covers nothing is reported, as is an id
    that no rule has.
    """
    used: set[Ignore] = set()
    result = []
    for finding in findings:
        suppression = None
        if finding.verdict is not Verdict.PASS:
            words = terms.known.get(finding.rule, frozenset({finding.rule}))
            suppression = _inline(finding, ignores, words, terms.today, used) or _exempted(
                finding, exemptions, words, terms.today
            )
        result.append(msgspec.structs.replace(finding, suppression=suppression) if suppression else finding)
    return result, [*_complaints(ignores, used, terms)]


def _inline(
    finding: Finding, ignores: Sequence[Ignore], words: frozenset[str], today: str, used: set[Ignore]
) -> Suppression | None:
    for ignore in ignores:
        if words.intersection(ignore.ids) and ignore.covers(finding):
            used.add(ignore)
            if not _expired(ignore.expires, today):
                return Suppression(SuppressionKind.IN_SOURCE, ignore.reason, ignore.expires, ignore.location)
    return None


def _exempted(
    finding: Finding, exemptions: Sequence[Exemption], words: frozenset[str], today: str
) -> Suppression | None:
    for exemption in exemptions:
        if (
            exemption.rule.lower() in words | {finding.duty.value}
            and fnmatchcase(finding.location.file, exemption.path)
            and fnmatchcase(finding.subject.address, exemption.address)
            and not _expired(exemption.expires, today)
        ):
            return Suppression(SuppressionKind.EXTERNAL, exemption.reason, exemption.expires)
    return None


def _expired(expires: str, today: str) -> bool:
    return bool(expires) and expires < today


def _complaints(ignores: Sequence[Ignore], used: set[Ignore], terms: Terms) -> Iterator[Diagnostic]:
    every_word = frozenset().union(*terms.known.values())
    judged_words = frozenset().union(*(words for id, words in terms.known.items() if id in terms.judged))
    for ignore in ignores:
        if not ignore.own:  # another tool may well have a use for it
            continue
        file, line = ignore.location.file, ignore.location.line
        if not ignore.ids:
            yield _complaint(
                file, line, "ignore-without-rule", "names no rule: write `srm-lint: ignore[rule-id] reason`"
            )
        elif not every_word.issuperset(ignore.ids):
            wrong = ", ".join(id for id in ignore.ids if id not in every_word)
            yield _complaint(file, line, "ignore-unknown-rule", f"no rule is called {wrong}: see `srm-lint rules`")
        elif _expired(ignore.expires, terms.today) and ignore in used:
            yield _complaint(file, line, "ignore-expired", f"expired on {ignore.expires}: close the gap or renew it")
        elif ignore not in used and judged_words.issuperset(ignore.ids):
            yield _complaint(
                file, line, "ignore-unused", f"nothing is found here for {', '.join(ignore.ids)}: remove it"
            )


def _complaint(file: str, line: int, code: str, what: str) -> Diagnostic:
    return Diagnostic(file, line, code, f"this ignore {what}", Level.WARNING)
