"""Parameters and severities that hold for some resources only: by the path of their code, or by their tags."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import product
from pathlib import Path

from srm_lint.config import Effective, override_place
from srm_lint.discover import reported
from srm_lint.linter.options import Options
from srm_lint.linter.path_patterns import path_matcher
from srm_lint.linter.sources import configured_rules, shown
from srm_lint.model.config import Override
from srm_lint.model.resource import Resource
from srm_lint.model.rule import Rule
from srm_lint.model.source import Diagnostic, Level
from srm_lint.model.value import Truth, Unknown, all_of
from srm_lint.rules import RuleSet
from srm_lint.suppress.identity import relative


def unused_overrides(effective: Effective, files: Collection[str]) -> Iterator[Diagnostic]:
    """A warning for each override with paths that none of the files with resources is on."""
    folder = _folder_of(effective)
    for number, override in enumerate(effective.config.overrides):
        is_meant = path_matcher("overrides", override.paths)
        if override.paths and not any(is_meant(relative(file, folder)) for file in files):
            file, _, line = override_place(effective, number).rpartition(":")
            yield Diagnostic(
                file=reported(file),
                line=int(line),
                code="override-unused",
                message=f"this override holds for nothing: no resource is written in {', '.join(override.paths)}",
                level=Level.WARNING,
                help="correct `paths`, which are relative to this file, or remove it",
            )


def _folder_of(effective: Effective) -> str:
    """What the paths of overrides are relative to: the folder of the file that writes them."""
    return str(Path(effective.origins["overrides"]).parent)


class Overrides:
    """The overrides of one configuration. What was worked out once is kept."""

    def __init__(self, effective: Effective, options: Options) -> None:
        self._effective = effective
        self._options = options
        self._sets: dict[tuple[int, ...], RuleSet] = {}
        self._below: dict[tuple[str, int], bool] = {}
        self._is_meant = [path_matcher("overrides", override.paths) for override in effective.config.overrides]

    def variants(self, rule: Rule, resource: Resource) -> tuple[tuple[Rule, ...], Unknown | None]:
        """The rule as it holds for a resource; several, and why, where it cannot be told which of them does."""
        truths = {number: self._holds(number, resource) for number in self._on(rule)}
        doubts = [truth for truth in truths.values() if isinstance(truth, Unknown)]
        choices = [(True, False) if isinstance(truth, Unknown) else (truth,) for truth in truths.values()]
        chosen = (
            tuple(number for number, holds in zip(truths, choice, strict=True) if holds) for choice in product(*choices)
        )
        return tuple(self._configured(rule, numbers) for numbers in chosen), doubts[0] if doubts else None

    @property
    def _all(self) -> tuple[Override, ...]:
        return self._effective.config.overrides

    @cached_property
    def _folder(self) -> str:
        return _folder_of(self._effective)

    def _on(self, rule: Rule) -> Iterator[int]:
        names = {rule.id, *rule.aliases, *rule.equivalents}
        for number, override in enumerate(self._all):
            if not names.isdisjoint((*override.parameters, *override.severities)):
                yield number

    def _holds(self, number: int, resource: Resource) -> Truth:
        override = self._all[number]
        files = {resource.location.file, *(call.location.file for call in resource.calls)}
        if override.paths and not any(self._is_below(file, number) for file in files):
            return False
        return all_of(_is_tagged(resource, name, pattern) for name, pattern in override.tags.items())

    def _is_below(self, file: str, number: int) -> bool:
        if (file, number) not in self._below:
            self._below[file, number] = self._is_meant[number](relative(file, self._folder))
        return self._below[file, number]

    def _configured(self, rule: Rule, numbers: tuple[int, ...]) -> Rule:
        return (self._set(numbers).find(rule.id) or rule) if numbers else rule

    def _set(self, numbers: tuple[int, ...]) -> RuleSet:
        """All rules with these overrides, each over the ones before."""
        if numbers not in self._sets:
            rules = configured_rules(self._options, self._effective)
            for number in numbers:
                override = self._all[number]
                places = dict.fromkeys(override.parameters, shown(override_place(self._effective, number)))
                rules = rules.configured(override.parameters, override.severities, places)
            self._sets[numbers] = rules
        return self._sets[numbers]


def _is_tagged(resource: Resource, name: str, pattern: str) -> Truth:
    value = resource.tags if isinstance(resource.tags, Unknown) else resource.tags.get(name)
    if isinstance(value, Unknown):
        reason = f"its tag `{name}` is not known, and decides by which parameters it is judged"
        return Unknown(reason, settle=value.settle or (value.reason,))
    return value is not None and fnmatchcase(str(value), pattern)
