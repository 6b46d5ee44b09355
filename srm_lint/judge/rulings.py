"""The ruling of each rule on each resource; resources that a rule cannot tell apart share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

import msgspec

from srm_lint.judge.conditions import Conditions
from srm_lint.judge.findings import Answer, Ruling
from srm_lint.judge.likeness import Portrait, Reads, reads_of
from srm_lint.judge.patterns import PatternTime
from srm_lint.model.finding import Verdict
from srm_lint.model.resource import Estate, Related, Resource
from srm_lint.model.rule import Check, Rule
from srm_lint.model.value import Truth, Unknown, all_of, negate

Variants = Callable[[Rule, Resource], tuple[tuple[Rule, ...], Unknown | None]]
"""A rule as it holds for a resource: several, and why, where it cannot be told which of them does."""


def as_it_is(rule: Rule, _resource: Resource) -> tuple[tuple[Rule, ...], None]:
    """The rule is the same for every resource."""
    return (rule,), None


class Rulings:
    """Rulings in one estate. The conditions of a rule are made once for each set of its parameters."""

    def __init__(self, estate: Estate, related: Related, variants: Variants, time: PatternTime) -> None:
        self._of_type = Counter(resource.type for resource in estate.resources)
        self._related = related
        self._variants = variants
        self._time = time
        self._conditions: dict[Hashable, Conditions] = {}
        self._reads: dict[tuple[str, str], Reads | None] = {}
        self._answers: dict[Hashable, Answer | None] = {}

    def portrait(self, resource: Resource) -> Portrait | None:
        """A resource as it is compared with others of its type; None where it is alone, or named as what it was made from."""
        is_alone = self._of_type[resource.type] == 1 or resource.written is not None
        return None if is_alone else Portrait(resource, self._related)

    def of(self, rule: Rule, checks: Sequence[Check], resource: Resource, portrait: Portrait | None) -> Answer | None:
        """The answer; None where no check applies. Without a `portrait` no other resource may be like it."""
        variants, doubt = self._variants(rule, resource)
        reads = self._reads_of(rule, checks, resource.type) if portrait is not None else None
        if portrait is None or reads is None:
            return self._rule(variants, doubt, checks, resource)
        configured = tuple([(_settings(variant), variant.severity) for variant in variants])
        key = (resource.type, configured, doubt, portrait.key(reads))
        if key not in self._answers:
            self._answers[key] = self._rule(variants, doubt, checks, resource)
        return self._answers[key]

    def _rule(
        self, variants: Sequence[Rule], doubt: Unknown | None, checks: Sequence[Check], resource: Resource
    ) -> Answer | None:
        """Where variants of a rule disagree, nobody can tell."""
        rulings = [
            _worst(_ruling(variant, check, resource, self._conditions_of(variant)) for check in checks)
            for variant in variants
        ]
        verdicts = {ruling and ruling.verdict for ruling in rulings}
        worst = _worst(iter(rulings))
        if worst is None:
            return None
        if len(verdicts) > 1 and doubt is not None:
            worst = msgspec.structs.replace(worst, verdict=Verdict.UNKNOWN, doubt=doubt)
        return Answer(worst, self._conditions_of(worst.rule))

    def _reads_of(self, rule: Rule, checks: Sequence[Check], type: str) -> Reads | None:
        if (rule.id, type) not in self._reads:
            self._reads[rule.id, type] = reads_of(checks, type)
        return self._reads[rule.id, type]

    def _conditions_of(self, rule: Rule) -> Conditions:
        key = _settings(rule)
        if key not in self._conditions:
            search = self._time.search_for(rule.id, built_in=rule.built_in)
            self._conditions[key] = Conditions(self._related, rule, search)
        return self._conditions[key]


def _settings(rule: Rule) -> Hashable:
    """What tells apart the variants of rules, severities aside."""
    return (rule.id, rule.parameters_from, *rule.parameters.items())


def _ruling(rule: Rule, check: Check, resource: Resource, conditions: Conditions) -> Ruling | None:
    """The verdict of one check; None where it does not apply."""
    applies = _applies(check, resource, conditions)
    if applies is False:
        return None
    outcome = conditions.on_resource(check.expect, resource)
    if outcome.truth is True:
        return Ruling(Verdict.PASS, rule, check, resource, outcome)
    if outcome.truth is False and isinstance(applies, Unknown):
        return Ruling(Verdict.UNKNOWN, rule, check, resource, outcome, doubt=applies)
    if outcome.truth is False and isinstance(resource.exists, Unknown):
        return Ruling(Verdict.UNKNOWN, rule, check, resource, outcome, doubt=resource.exists)
    verdict = Verdict.FAIL if outcome.truth is False else Verdict.UNKNOWN
    return Ruling(verdict, rule, check, resource, outcome)


def _applies(check: Check, resource: Resource, conditions: Conditions) -> Truth:
    when = True if check.when is None else conditions.on_resource(check.when, resource).truth
    unless = False if check.unless is None else conditions.on_resource(check.unless, resource).truth
    return all_of((when, negate(unless)))


def _worst(rulings: Iterator[Ruling | None]) -> Ruling | None:
    """Of several checks of a rule on the same type, the one that speaks against the resource most."""
    order = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS)
    given = [ruling for ruling in rulings if ruling is not None]
    return min(given, key=lambda ruling: order.index(ruling.verdict), default=None)
