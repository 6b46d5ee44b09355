"""Every rule on every resource it applies to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.judge.account import account_of
from srm_lint.judge.excerpt import Sources
from srm_lint.judge.findings import Surroundings, finding_of
from srm_lint.judge.fix import Parse
from srm_lint.judge.patterns import PatternTime
from srm_lint.judge.rulings import Rulings, Variants, as_it_is
from srm_lint.model.finding import RULE_CRASHED, Finding, Subject, Verdict
from srm_lint.model.patterns import SlowPatternError
from srm_lint.model.resource import Estate, Model, Related, Resource, Service
from srm_lint.model.rule import Check, Duty, Party, Rule
from srm_lint.model.source import Diagnostic

Holder = Callable[[Duty, Service], Party]
"""Who holds a duty for a resource that is tagged with the service."""


def _the_customer(_duty: Duty, _service: Service) -> Party:
    return Party.CUSTOMER


_UNTAGGED = Service("", Model.UNCLASSIFIED)


class Context(msgspec.Struct, frozen=True):
    """What rules are judged against beside the resources.

    `services` are the tags by resource address, `holder` tells whose each duty is, `sources` gives the text of files
    for excerpts, `variants` a rule as it holds for a resource. `time` is what is left for patterns. `parse` reads the
    corrections of rules for templates that are not in YAML.
    """

    services: Mapping[str, Service]
    related: Related
    holder: Holder = _the_customer
    sources: Sources = lambda _: None
    variants: Variants = as_it_is
    time: PatternTime = msgspec.field(default_factory=PatternTime)
    parse: Parse = lambda _: None

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
    rulings = Rulings(estate, context.related, context.variants, context.time)
    surroundings = Surroundings(estate, context.sources, context.parse)
    findings: list[Finding] = []
    diagnostics: list[Diagnostic] = []
    passed: Counter[str] = Counter()
    too_slow: set[str] = set()
    for resource, applicable in _applicable(estate, rules, context):
        subject = subject_of(resource, context.service(resource))
        portrait = rulings.portrait(resource)
        for rule, checks in applicable:
            if rule.id in too_slow:
                continue
            try:
                answer = rulings.of(rule, checks, resource, portrait)
                if answer is None:
                    continue
                if answer.ruling.verdict is Verdict.PASS:
                    passed[rule.id] += 1
                if answer.ruling.verdict is not Verdict.PASS or keep_passes:
                    findings.append(finding_of(answer, resource, subject, surroundings))
            except SlowPatternError as error:
                too_slow.add(rule.id)
                diagnostics.append(_too_slow(rule, resource, error))
            except Exception as error:  # noqa: BLE001 - one rule that breaks must not hide what the others find
                diagnostics.append(_broken(rule, resource, error))
    diagnostics += context.related.problems
    return Judged(tuple(findings), dict(passed), tuple(diagnostics), estate.world, estate.remedies)


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
) -> Iterator[tuple[Resource, list[tuple[Rule, list[Check]]]]]:
    """Each resource with the rules on its type whose duty is not the provider's, and the checks of each on it."""
    by_type = _by_type(rules)
    applicable: dict[tuple[str, Service], list[tuple[Rule, list[Check]]]] = {}
    for resource in estate.resources:
        service = context.service(resource)
        key = (resource.type, service)
        if key not in applicable:
            on_type = by_type.get(resource.type, ())
            applicable[key] = [each for each in on_type if context.holder(each[0].duty, service) is not Party.PROVIDER]
        if applicable[key]:
            yield resource, applicable[key]


def _by_type(rules: Sequence[Rule]) -> dict[str, list[tuple[Rule, list[Check]]]]:
    by_type: dict[str, dict[str, tuple[Rule, list[Check]]]] = defaultdict(dict)
    for rule in rules:
        for check in rule.checks:
            for type in check.types:
                by_type[type].setdefault(rule.id, (rule, []))[1].append(check)
    return {type: [*entries.values()] for type, entries in by_type.items()}


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
