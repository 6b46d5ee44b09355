"""What the configuration of a place says about ignoring: its exemptions, and the terms that requests are read by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from srm_lint.config import Effective, exemption_places
from srm_lint.discover import reported
from srm_lint.linter.options import Options
from srm_lint.linter.sources import every_rule, runs, shown
from srm_lint.model.finding import Finding
from srm_lint.model.ignore import Heard
from srm_lint.model.rule import Rule
from srm_lint.model.source import Location
from srm_lint.rules import RuleSet
from srm_lint.suppress import Exempt, Placed, Policy, Terms, suppress


def suppressed(
    findings: Iterable[Finding], placed: tuple[Placed, ...], effective: Effective, rules: RuleSet, options: Options
) -> tuple[list[Finding], list[Heard]]:
    """Findings with their suppressions, and what became of every request: what is written in the files, exemptions."""
    exempt = _exemptions(effective)
    if not placed and not exempt:
        return [*findings], []
    known = every_rule(options, effective.config).words
    ignores = (*(item.ignore for item in placed), *(item.ignore for item in exempt))
    ids = frozenset(id for ignore in ignores for id in ignore.ids)
    terms = Terms(
        known,
        _judged(ids, rules, known, partial(runs, options=options, config=effective.config)),
        options.today,
        policy_of(effective, options),
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
        Exempt(exemption, Location(reported(file), int(line)))
        for exemption, (file, _, line) in zip(effective.config.exemptions, places, strict=True)
    )


def _judged(
    ids: frozenset[str], rules: RuleSet, known: Mapping[str, frozenset[str]], runs: Callable[[Rule], bool]
) -> frozenset[str]:
    """The rules among those that `ids` mean that ran."""
    meant = (rules.find(id) for id in rules.ids if not known[id].isdisjoint(ids))
    return frozenset(rule.id for rule in meant if rule and runs(rule))
