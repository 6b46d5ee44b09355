"""Which findings the requests answer for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

import msgspec

from srm_lint.model.config import Exemption
from srm_lint.model.finding import Finding, Suppression, SuppressionKind, Verdict
from srm_lint.model.ignore import Fault, FaultKind, Heard, Ignore, IgnoreKind, Tool
from srm_lint.model.rule import Duty
from srm_lint.model.secrets import mask_text
from srm_lint.model.source import Location
from srm_lint.suppress.comments import Placed
from srm_lint.suppress.identity import relative
from srm_lint.suppress.ranges import Ranges
from srm_lint.suppress.vocabulary import Vocabulary
from srm_lint.suppress.written import wrong_date

DUTIES = frozenset(duty.value for duty in Duty)
"""Words that an exemption may have in place of a rule."""


class Policy(msgspec.Struct, frozen=True):
    """What an organisation says about ignoring.

    `refused` maps rules that must not be ignored to the place that says so ("FILE:LINE"). `reasons_required_by` is the place
    that asks for reasons, "" where none does. `heeds_source`: what is written beside the code counts.
    """

    refused: Mapping[str, str] = {}
    reasons_required_by: str = ""
    heeds_source: bool = True


class Terms(msgspec.Struct, frozen=True):
    """What requests are read by.

    `known` maps every rule there is to the words that mean it: its id, its aliases and other tools' ids, in lower case.
    `judged` are the rules that ran: only they can show that an ignore is unused. `today` is an ISO date.
    `unsettled` are the places of exemptions of a duty that rules which did not run might have a use for.
    """

    known: Mapping[str, frozenset[str]]
    judged: frozenset[str]
    today: str
    policy: Policy = Policy()
    unsettled: frozenset[Location] = frozenset()


class Exempt(msgspec.Struct, frozen=True):
    """An exemption of the configuration and the place where it is written.

    Its path is relative to `folder`, that of the file, or to the working directory, as reports show it.
    """

    exemption: Exemption
    location: Location
    folder: str = "."

    @property
    def ignore(self) -> Ignore:
        """It as a request."""
        wish = self.exemption
        wrong = wrong_date(wish.expires, "expires: ")
        return Ignore(
            IgnoreKind.EXEMPTION, Tool.OWN, (wish.rule.lower(),), wish.reason, wish.expires, self.location, wrong
        )

    def covers(self, finding: Finding) -> bool:
        """Whether path and address fit."""
        return self.fits(finding.location.file, finding.subject.address)

    def fits(self, file: str, address: str) -> bool:
        """Whether it is about what has this address and is written in this file."""
        wish = self.exemption
        return fnmatchcase(address, wish.address) and (
            fnmatchcase(file, wish.path) or fnmatchcase(_seen_from(str(Path(file).absolute()), self.folder), wish.path)
        )


_seen_from = lru_cache(4096)(relative)  # asks the disk, and many findings are in one file


def suppress(
    findings: Iterable[Finding], placed: Sequence[Placed], exempt: Sequence[Exempt], terms: Terms
) -> tuple[list[Finding], list[Heard]]:
    """Findings with their suppressions, and what became of each request, in the order given.

    A request that is malformed, expired, refused by the policy or lacks a reason it has to have suppresses nothing.
    """
    items: list[Placed | Exempt] = [*placed, *exempt]
    requests = [item.ignore for item in items]
    about = _About(items)
    answers: dict[int, list[str]] = defaultdict(list)
    result = []
    for finding in findings:
        suppression = None
        if finding.verdict is not Verdict.PASS:
            for number in about.finding(finding, terms.known.get(finding.rule, frozenset({finding.rule}))):
                answers[number].append(finding.rule)
                if suppression is None and not _denied(requests[number], finding.rule, terms):
                    suppression = _granted(requests[number])
        result.append(msgspec.structs.replace(finding, suppression=suppression) if suppression else finding)
    vocabulary = Vocabulary(terms.known, terms.judged)
    heard = [_heard(ignore, answers[number], terms, vocabulary) for number, ignore in enumerate(requests)]
    return result, heard


class _About:
    """Requests, by their numbers, found by what they are about: a word for a rule, and the lines that they hold for."""

    def __init__(self, items: Sequence[Placed | Exempt]) -> None:
        self._exempt = [(number, item) for number, item in enumerate(items) if isinstance(item, Exempt)]
        placed: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
        for number, item in enumerate(items):
            if isinstance(item, Placed):
                for id in item.ignore.ids:
                    placed[id, item.ignore.location.file].append((item.first, item.last, number))
        self._placed = {key: Ranges(ranges) for key, ranges in placed.items()}

    def finding(self, finding: Finding, words: frozenset[str]) -> list[int]:
        """Those about a finding, whose rule these words mean, in their order.

        What is beside the code stands on the finding, on the block of its resource, or on a module call that leads there.
        """
        exempt = (
            number
            for number, item in self._exempt
            if not {*words, finding.duty.value}.isdisjoint(item.ignore.ids) and item.covers(finding)
        )
        places = {(place.file, place.line) for place in _places_of(finding)}
        ranges = ((self._placed.get((word, file)), line) for word in words for file, line in places)
        return sorted({*exempt, *(number for each, line in ranges if each for number in each.around(line))})


def _places_of(finding: Finding) -> tuple[Location, ...]:
    return (finding.location, finding.subject.location, *finding.subject.calls)


def denied_by_policy(ignore: Ignore, rule: str, policy: Policy) -> str:
    """The place of the policy that refuses to ignore `rule` for this request; "" for none."""
    if not policy.heeds_source and ignore.kind in (IgnoreKind.COMMENT, IgnoreKind.METADATA):
        return "--no-inline-ignores"
    return policy.refused.get(rule, "")


def _denied(ignore: Ignore, rule: str, terms: Terms) -> bool:
    return bool(
        ignore.malformed
        or _is_expired(ignore, terms.today)
        or (terms.policy.reasons_required_by and not ignore.reason)
        or denied_by_policy(ignore, rule, terms.policy)
    )


def _granted(ignore: Ignore) -> Suppression:
    kind = SuppressionKind.EXTERNAL if ignore.kind is IgnoreKind.EXEMPTION else SuppressionKind.IN_SOURCE
    return Suppression(kind, mask_text(ignore.reason), ignore.expires, ignore.location)


def _is_expired(ignore: Ignore, today: str) -> bool:
    return bool(ignore.expires) and ignore.expires < today


def _heard(ignore: Ignore, rules: Sequence[str], terms: Terms, vocabulary: Vocabulary) -> Heard:
    return Heard(ignore, len(rules), tuple(sorted({*rules})), tuple(_faults(ignore, rules, terms, vocabulary)))


def _faults(ignore: Ignore, rules: Sequence[str], terms: Terms, vocabulary: Vocabulary) -> Iterator[Fault]:
    """What is wrong with a request. Whether another tool knows an id, or has a use for its comment, cannot be told."""
    if ignore.malformed:
        yield Fault(FaultKind.MALFORMED, ignore.malformed)
        return
    places = dict.fromkeys(denied_by_policy(ignore, rule, terms.policy) for rule in rules)
    if refusing := [place for place in places if place]:
        yield Fault(FaultKind.REFUSED, f"is refused by policy {', '.join(refusing)}: the gap stays open")
    if rules and terms.policy.reasons_required_by and not ignore.reason:
        yield Fault(FaultKind.WITHOUT_REASON, f"gives no reason, and {terms.policy.reasons_required_by} asks for one")
    if rules and _is_expired(ignore, terms.today):
        yield Fault(FaultKind.EXPIRED, f"expired on {ignore.expires}: close the gap or renew it")
    if ignore.tool is Tool.OWN:
        yield from _faults_of_ids(ignore, rules, terms, vocabulary)


def _faults_of_ids(ignore: Ignore, rules: Sequence[str], terms: Terms, vocabulary: Vocabulary) -> Iterator[Fault]:
    if not ignore.ids:
        yield Fault(FaultKind.WITHOUT_RULE, "names no rule: write `srm-lint: ignore[rule-id] reason`")
        return
    duties = DUTIES if ignore.kind is IgnoreKind.EXEMPTION else frozenset()
    unknown = [id for id in ignore.ids if id not in vocabulary.words and id not in duties]
    if unknown:
        named = ", ".join(vocabulary.with_hint(id, duties) for id in unknown)
        yield Fault(FaultKind.UNKNOWN_RULE, f"names what no rule is called: {named}; see `srm-lint rules`")
    could_answer = all(id in vocabulary.of_judged or id in duties for id in ignore.ids)
    if not rules and could_answer and ignore.location not in terms.unsettled:
        yield Fault(FaultKind.UNUSED, f"answers for nothing that is found here ({', '.join(ignore.ids)}): remove it")
