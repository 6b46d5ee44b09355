"""What the configuration of a place says about ignoring: its exemptions, and the terms that requests are read by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from srm_lint.config import Effective, exemption_places
from srm_lint.discover import reported
from srm_lint.linter.options import Options
from srm_lint.linter.sources import every_rule, load_rule_set, runs, shown
from srm_lint.model.finding import Finding
from srm_lint.model.ignore import Heard
from srm_lint.model.resource import Resource
from srm_lint.model.rule import Rule
from srm_lint.model.source import Location
from srm_lint.rules import RuleSet
from srm_lint.suppress import DUTIES, Exempt, Placed, Policy, Terms, suppress


def suppressed(
    findings: Iterable[Finding],
    resources: Collection[Resource],
    placed: tuple[Placed, ...],
    effective: Effective,
    options: Options,
) -> tuple[list[Finding], list[Heard]]:
    """Findings with their suppressions, and what became of every request: what is written in the files, exemptions.

    `resources` are all that were judged, with or without findings.
    """
    exempt = _exemptions(effective)
    if not placed and not exempt:
        return [*findings], []
    rules = load_rule_set(options, effective)
    known = every_rule(options, effective.config).words
    ignores = (*(item.ignore for item in placed), *(item.ignore for item in exempt))
    ids = frozenset(id for ignore in ignores for id in ignore.ids)
    terms = Terms(
        known,
        _judged(ids, rules, known, partial(runs, options=options, config=effective.config)),
        options.today,
        policy_of(effective, options),
        frozenset(_unsettled(exempt, resources, rules, effective, options)),
    )
    return suppress(findings, placed, exempt, terms)


def policy_of(effective: Effective, options: Options) -> Policy:
    """What may not be ignored."""
    everything = every_rule(options, effective.config)
    refused = {id: shown(place) for word, place in effective.banned.items() for id in everything.select((word,)).ids}
    return Policy(refused, shown(effective.reasons_required_by), options.heed_ignores)


@lru_cache
def _exemptions(effective: Effective) -> tuple[Exempt, ...]:
    places = (place.rpartition(":") for place in exemption_places(effective))
    return tuple(
        Exempt(exemption, Location(reported(file), int(line)), str(Path(file).parent))
        for exemption, (file, _, line) in zip(effective.config.exemptions, places, strict=True)
    )


def _unsettled(
    exempt: Iterable[Exempt], resources: Collection[Resource], rules: RuleSet, effective: Effective, options: Options
) -> Iterator[Location]:
    """Places of those exemptions of a duty that rules which did not run might have a use for."""
    every = every_rule(options, effective.config)
    for item in exempt:
        duty = item.exemption.rule.lower()
        if duty in DUTIES:
            types = {resource.type for resource in resources if _is_about(item, resource.as_written())}
            asking = (rule for rule in every.for_types(types) if rule.duty.value == duty)
            if any(rules.find(rule.id) is None or not runs(rule, options, effective.config) for rule in asking):
                yield item.location


def _is_about(item: Exempt, resource: Resource) -> bool:
    files = {resource.location.file, *(call.location.file for call in resource.calls)}
    return any(item.fits(file, resource.address) for file in files)


def _judged(
    ids: frozenset[str], rules: RuleSet, known: Mapping[str, frozenset[str]], runs: Callable[[Rule], bool]
) -> frozenset[str]:
    """The rules among those that `ids` mean that ran."""
    meant = (rules.find(id) for id in rules.ids if not known[id].isdisjoint(ids))
    return frozenset(rule.id for rule in meant if rule and runs(rule))
