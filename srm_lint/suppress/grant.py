"""Which findings the requests answer for."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

import msgspec

from srm_lint.model.config import Exemption
from srm_lint.model.finding import Finding, Suppression, SuppressionKind, Verdict
from srm_lint.model.ignore import Fault, FaultKind, Heard, Ignore, IgnoreKind, Tool
from srm_lint.model.rule import Duty
from srm_lint.model.secrets import mask_text
from srm_lint.model.source import Location
from srm_lint.suppress.comments import Placed
from srm_lint.suppress.written import wrong_date

_DUTIES = tuple(duty.value for duty in Duty)


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
    """

    known: Mapping[str, frozenset[str]]
    judged: frozenset[str]
    today: str
    policy: Policy = Policy()


class Exempt(msgspec.Struct, frozen=True):
    """An exemption of the configuration and the place where it is written."""

    exemption: Exemption
    location: Location

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
        wish = self.exemption
        return fnmatchcase(finding.location.file, wish.path) and fnmatchcase(finding.subject.address, wish.address)


def suppress(
    findings: Iterable[Finding], placed: Sequence[Placed], exempt: Sequence[Exempt], terms: Terms
) -> tuple[list[Finding], list[Heard]]:
    """Findings with their suppressions, and what became of each request, in the order given.

    A request that is malformed, expired, refused by the policy or lacks a reason it has to have suppresses nothing.
    """
    items: list[Placed | Exempt] = [*placed, *exempt]
    requests = [(item, item.ignore) for item in items]
    answers: dict[int, list[str]] = defaultdict(list)
    result = []
    for finding in findings:
        suppression = None
        if finding.verdict is not Verdict.PASS:
            words = terms.known.get(finding.rule, frozenset({finding.rule}))
            for number, (item, ignore) in enumerate(requests):
                own_words = words if isinstance(item, Placed) else words | {finding.duty.value}
                if own_words.intersection(ignore.ids) and item.covers(finding):
                    answers[number].append(finding.rule)
                    if suppression is None and not _denied(ignore, finding.rule, terms):
                        suppression = _granted(ignore)
        result.append(msgspec.structs.replace(finding, suppression=suppression) if suppression else finding)
    heard = [_heard(ignore, answers[number], terms) for number, (_, ignore) in enumerate(requests)]
    return result, heard


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


def _heard(ignore: Ignore, rules: Sequence[str], terms: Terms) -> Heard:
    return Heard(ignore, len(rules), tuple(sorted({*rules})), tuple(_faults(ignore, rules, terms)))


def _faults(ignore: Ignore, rules: Sequence[str], terms: Terms) -> Iterator[Fault]:
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
        yield from _faults_of_ids(ignore, rules, terms)


def _faults_of_ids(ignore: Ignore, rules: Sequence[str], terms: Terms) -> Iterator[Fault]:
    if not ignore.ids:
        yield Fault(FaultKind.WITHOUT_RULE, "names no rule: write `srm-lint: ignore[rule-id] reason`")
        return
    duties = _DUTIES if ignore.kind is IgnoreKind.EXEMPTION else ()
    every_word = frozenset[str]().union(*terms.known.values(), duties)
    unknown = ", ".join(_with_hint(id, every_word) for id in ignore.ids if id not in every_word)
    if unknown:
        yield Fault(FaultKind.UNKNOWN_RULE, f"names what no rule is called: {unknown}; see `srm-lint rules`")
    judged = frozenset().union(*(words for id, words in terms.known.items() if id in terms.judged))
    if not rules and judged.issuperset(ignore.ids):
        yield Fault(FaultKind.UNUSED, f"answers for nothing that is found here ({', '.join(ignore.ids)}): remove it")


def _with_hint(id: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(id, [*known], n=1, cutoff=0.75)
    return f"{id} (did you mean {close[0]}?)" if close else id
