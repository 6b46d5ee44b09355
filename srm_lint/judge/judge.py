"""Every rule on every resource it applies to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.judge.account import account_of
from srm_lint.judge.conditions import Conditions
from srm_lint.judge.excerpt import Sources
from srm_lint.judge.findings import Ruling, finding_of
from srm_lint.judge.patterns import PatternTime
from srm_lint.model.finding import RULE_CRASHED, Finding, Subject, Verdict
from srm_lint.model.patterns import SlowPatternError
from srm_lint.model.resource import Estate, Model, Related, Resource, Service
from srm_lint.model.rule import Check, Duty, Party, Rule
from srm_lint.model.source import Diagnostic
from srm_lint.model.value import Truth, Unknown, all_of, negate

Holder = Callable[[Duty, Service], Party]
"""Who holds a duty for a resource that is tagged with the service."""


def _the_customer(_duty: Duty, _service: Service) -> Party:
    return Party.CUSTOMER


Variants = Callable[[Rule, Resource], tuple[tuple[Rule, ...], Unknown | None]]
"""A rule as it holds for a resource: several, and why, where it cannot be told which of them does."""


def as_it_is(rule: Rule, _resource: Resource) -> tuple[tuple[Rule, ...], None]:
    """The rule is the same for every resource."""
    return (rule,), None


_UNTAGGED = Service("", Model.UNCLASSIFIED)


class Context(msgspec.Struct, frozen=True):
    """What rules are judged against beside the resources.

    `services` are the tags by resource address, `holder` tells whose each duty is, `sources` gives the text of files
    for excerpts, `variants` a rule as it holds for a resource. `time` is what is left for patterns.
    """

    services: Mapping[str, Service]
    related: Related
    holder: Holder = _the_customer
    sources: Sources = lambda _: None
    variants: Variants = as_it_is
    time: PatternTime = msgspec.field(default_factory=PatternTime)

    def service(self, resource: Resource) -> Service:
        """The resource's tag; one that nobody tagged is unclassified."""
        return self.services.get(resource.address, _UNTAGGED)


class Judged(msgspec.Struct, frozen=True):
    """What came of it. `passed` counts passes by rule, whether or not they are kept among the findings.

    `world` is what the judged estate assumes, `remedies` what would tell of an assumption whether it holds.
    """

    findings: tuple[Finding, ...]
    passed: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...] = ()
    world: tuple[str, ...] = ()
    remedies: Mapping[str, tuple[str, ...]] = {}


def judge(estate: Estate, rules: Sequence[Rule], context: Context, *, keep_passes: bool = False) -> Judged:
    """The verdict of each rule on each resource of its types, in the estate's order of resources.

    A rule whose duty is the provider's under a resource's service model does not apply to it. Passes are only counted
    unless `keep_passes`. A rule that breaks on a resource gives a diagnostic, and the run goes on; one whose pattern
    takes too long is left out from there on.
    """
    judgement = _Judgement(context)
    findings: list[Finding] = []
    diagnostics: list[Diagnostic] = []
    passed: Counter[str] = Counter()
    too_slow: set[str] = set()
    for resource, rule, checks in _applicable(estate, rules, context):
        if rule.id in too_slow:
            continue
        try:
            ruling = judgement.of(rule, resource, checks)
            if ruling is None:
                continue
            if ruling.verdict is Verdict.PASS:
                passed[rule.id] += 1
            if ruling.verdict is not Verdict.PASS or keep_passes:
                subject = subject_of(resource, context.service(resource))
                findings.append(finding_of(ruling, subject, judgement.conditions(ruling.rule), context.sources, estate))
        except SlowPatternError as error:
            too_slow.add(rule.id)
            diagnostics.append(_too_slow(rule, resource, error))
        except Exception as error:  # noqa: BLE001 - one rule that breaks must not hide what the others find
            diagnostics.append(_broken(rule, resource, error))
    diagnostics += context.related.problems
    return Judged(tuple(findings), dict(passed), tuple(diagnostics), estate.world, estate.remedies)


class _Judgement:
    """Rules on resources in one context; the conditions of a rule are made once for each set of its parameters."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._conditions: dict[tuple[object, ...], Conditions] = {}

    def conditions(self, rule: Rule) -> Conditions:
        key = (rule.id, rule.parameters_from, *rule.parameters.items())
        if key not in self._conditions:
            search = self._context.time.search_for(rule.id, built_in=rule.built_in)
            self._conditions[key] = Conditions(self._context.related, rule, search)
        return self._conditions[key]

    def of(self, rule: Rule, resource: Resource, checks: Sequence[Check]) -> Ruling | None:
        """The ruling; None where no check applies. Where variants of the rule disagree, nobody can tell."""
        variants, doubt = self._context.variants(rule, resource)
        rulings = [
            _worst(_ruling(variant, check, resource, self.conditions(variant)) for check in checks)
            for variant in variants
        ]
        verdicts = {ruling and ruling.verdict for ruling in rulings}
        worst = _worst(iter(rulings))
        if len(verdicts) == 1 or worst is None or doubt is None:
            return worst
        return msgspec.structs.replace(worst, verdict=Verdict.UNKNOWN, doubt=doubt)


def subject_of(resource: Resource, service: Service) -> Subject:
    """A resource as reports see it."""
    return Subject(
        address=resource.address,
        type=resource.type,
        framework=resource.framework,
        provider=resource.provider,
        service=service.name,
        model=service.model,
        kind=service.kind,
        state=service.state,
        location=resource.location,
        calls=tuple(call.location for call in resource.calls),
        call_addresses=tuple(call.address for call in resource.calls),
        construct=resource.construct,
        account=account_of(resource),
        parent=service.parent,
    )


def _applicable(
    estate: Estate, rules: Sequence[Rule], context: Context
) -> Iterator[tuple[Resource, Rule, Sequence[Check]]]:
    """Each resource with each rule on its type whose duty is not the provider's, and the checks on it."""
    by_type = _by_type(rules)
    for resource in estate.resources:
        service = context.service(resource)
        for rule, checks in by_type.get(resource.type, ()):
            if context.holder(rule.duty, service) is not Party.PROVIDER:
                yield resource, rule, checks


def _by_type(rules: Sequence[Rule]) -> dict[str, list[tuple[Rule, list[Check]]]]:
    by_type: dict[str, dict[str, tuple[Rule, list[Check]]]] = defaultdict(dict)
    for rule in rules:
        for check in rule.checks:
            for type in check.types:
                by_type[type].setdefault(rule.id, (rule, []))[1].append(check)
    return {type: [*entries.values()] for type, entries in by_type.items()}


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


def _broken(rule: Rule, resource: Resource, error: Exception) -> Diagnostic:
    return Diagnostic(
        file=resource.location.file,
        line=resource.location.line,
        code=RULE_CRASHED,
        message=f"rule {rule.id} broke on {resource.address}: {type(error).__name__}: {error}",
        help=f"please report it with this resource; `--ignore {rule.id}` leaves the rule out ({rule.file}:{rule.line})",
    )


def _too_slow(rule: Rule, resource: Resource, error: SlowPatternError) -> Diagnostic:
    return Diagnostic(
        file=resource.location.file,
        line=resource.location.line,
        code="rule-too-slow",
        message=f"rule {rule.id} ({rule.file}:{rule.line}) is given up on, at {resource.address}: {error}",
        help="write the pattern without repeats in repeats or one after the other",
    )
