"""What configurations state beside the code: systems that no code describes, and duties that are done outside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec

from srm_lint.attest import Circumstances, WrittenItem, cover, resource_of
from srm_lint.config import FILE_NAME, Effective
from srm_lint.discover import Unit, folders_with, reported
from srm_lint.errors import ConfigError
from srm_lint.judge import Context, judge, subject_of
from srm_lint.linter.comments import ignores_of_items
from srm_lint.linter.masking import masked, masked_as_written
from srm_lint.linter.options import Options
from srm_lint.linter.policy import suppressed
from srm_lint.linter.sources import (
    effective_configuration,
    excluded_by,
    load_matrix,
    load_rule_set,
    load_systems,
    runs,
)
from srm_lint.linter.unit import UnitResult
from srm_lint.model.attestation import Attested, Declared, KnownSystem, Scope, Systems
from srm_lint.model.config import Attestation, DeclaredSystem
from srm_lint.model.finding import Finding, Subject
from srm_lint.model.ignore import Heard
from srm_lint.model.resource import Estate, Framework, Kind, Model, Resource, Service
from srm_lint.model.rule import ATTESTATION
from srm_lint.model.secrets import mask_line, mask_text
from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.template import Node, SequenceNode, Template
from srm_lint.relate import relate
from srm_lint.spelling import close_to


class Stated(msgspec.Struct, frozen=True):
    """All findings of a run, with what is stated about them and about the statements themselves."""

    findings: tuple[Finding, ...]
    declared: tuple[Declared, ...] = ()
    attested: tuple[Attested, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    ignores: tuple[Heard, ...] = ()


class _Place(msgspec.Struct, frozen=True):
    """A path that has a configuration, and what was found there if it is a unit."""

    effective: Effective
    result: UnitResult | None = None

    def origin(self, key: str) -> str:
        """The file that `key` is written in, "" where none does."""
        return self.effective.origins.get(key, "")


class _File:
    """A configuration file whose parts have places."""

    def __init__(self, path: str) -> None:
        self.source = Source(reported(path), Path(path).read_bytes())

    @cached_property
    def template(self) -> Template:
        """Its syntax tree."""
        from srm_lint.read.configuration import read

        return read(self.source)

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of the list `key`, in order."""
        node = self.template.root.get(key)
        return node.items if isinstance(node, SequenceNode) else ()


def state(paths: Sequence[str], units: Sequence[Unit], results: Sequence[UnitResult], options: Options) -> Stated:
    """Judge the attestations of every configuration that holds below `paths`, and lay them over the findings.

    Raises:
        ConfigError: a declared system is not known and does not say what it is.
    """
    places = [*_places(paths, units, results, options)]
    unstated = tuple(finding for result in results for finding in result.findings)
    if not any(place.origin("attestations") or place.origin("systems") for place in places):
        return Stated(unstated)
    stated = _Statements(places, options).all()
    declared, attested = masked_as_written(stated.declared), masked_as_written(stated.attested)
    return msgspec.structs.replace(stated, declared=declared, attested=attested)


def _places(
    paths: Sequence[str], units: Sequence[Unit], results: Sequence[UnitResult], options: Options
) -> Iterator[_Place]:
    for unit, result in zip(units, results, strict=True):
        yield _Place(effective_configuration(unit.path, options), result)
    if options.use_config and paths:
        first = effective_configuration(paths[0], options)
        for folder in (*paths, *folders_with(FILE_NAME, paths, excluded_by(first.config))):
            yield _Place(effective_configuration(folder, options))


class _Statements:
    """One run's statements; files are read once."""

    def __init__(self, places: Sequence[_Place], options: Options) -> None:
        self.places = places
        self.options = options
        self.files: dict[str, _File] = {}

    def all(self) -> Stated:
        """Everything that is stated, file by file."""
        findings = [
            finding
            for place in self.places
            if place.result and not place.origin("attestations")
            for finding in place.result.findings
        ]
        declared = {
            file: self._declared(file, place) for file, place in _by_origin(self.places, "systems").items() if file
        }
        attested: list[Attested] = []
        diagnostics: list[Diagnostic] = []
        ignores: list[Heard] = []
        for origin in _by_origin(self.places, "attestations"):
            if origin:
                stated = self._attested(origin, declared)
                findings += stated.findings
                attested += stated.attested
                diagnostics += stated.diagnostics
                ignores += stated.ignores
        every = tuple(item for items in declared.values() for item in items)
        return Stated(tuple(findings), every, tuple(attested), tuple(diagnostics), tuple(ignores))

    def _file(self, path: str) -> _File:
        if path not in self.files:
            self.files[path] = _File(path)
        return self.files[path]

    def _declared(self, path: str, place: _Place) -> tuple[Declared, ...]:
        file = self._file(path)
        systems = load_systems(self.options, place.effective.config)
        return tuple(
            _declared_system(written, WrittenItem(file.source, node), systems)
            for written, node in zip(place.effective.config.systems, file.items("systems"), strict=True)
        )

    def _attested(self, path: str, declared: Mapping[str, tuple[Declared, ...]]) -> Stated:
        """The attestations of one file, and the findings of everything that it holds for."""
        places = [place for place in self.places if place.origin("attestations") == path]
        config = places[0].effective.config
        results = [place.result for place in places if place.result]
        origins = dict.fromkeys(place.origin("systems") for place in places)
        around = Circumstances(
            subjects=[subject for result in results for subject in result.subjects],
            findings=[finding for result in results for finding in result.findings],
            declared=[item for origin in origins for item in declared.get(origin, ())],
            systems=load_systems(self.options, config),
            today=date.fromisoformat(self.options.today),
        )
        file = self._file(path)
        items = [WrittenItem(file.source, node) for node in file.items("attestations")]
        scopes = [_scope(attestation, around) for attestation in config.attestations]
        names = _names(config.attestations)
        resources = [resource_of(*each, around) for each in zip(config.attestations, names, scopes, items, strict=True)]
        services = [_service(scope, around) for scope in scopes]
        attested = [
            Attested(
                attestation=attestation,
                scope=scope,
                subject=msgspec.structs.replace(subject_of(resource, service), account=scope.account),
                valid=resource.values["matches"] != 0 and attestation.expires >= around.today,
                offsite=_is_elsewhere(resource),
                location=resource.location,
                lines=_lines(item),
            )
            for attestation, scope, resource, service, item in zip(
                config.attestations, scopes, resources, services, items, strict=True
            )
        ]
        own = self._judged(file, places[0], resources, attested)
        return Stated(
            (*cover(around.findings, attested), *own.findings), (), tuple(attested), own.diagnostics, own.ignores
        )

    def _judged(
        self, file: _File, place: _Place, resources: Sequence[Resource], attested: Sequence[Attested]
    ) -> Stated:
        """What the rules say about attestations. A finding is about the duty that is attested."""
        config, options = place.effective.config, self.options
        rules = load_rule_set(options, place.effective)
        shown = [rule for rule in rules.for_types({ATTESTATION}) if runs(rule, options, config)]
        by_address = {item.subject.address: item for item in attested}
        services = {address: _service_of(item.subject) for address, item in by_address.items()}
        estate = Estate(file.source.path, Framework.CONFIGURATION, tuple(resources))
        context = Context(services, relate(estate), load_matrix().party, lambda _: file.source)
        judged = judge(estate, shown, context, keep_passes=options.keep_passes)
        found = [
            msgspec.structs.replace(
                finding,
                duty=by_address[finding.subject.address].attestation.duty,
                subject=by_address[finding.subject.address].subject,
            )
            for finding in judged.findings
        ]
        ignores = tuple(ignores_of_items(file.template, file.items("attestations")))
        findings, heard = suppressed(found, resources, ignores, place.effective, options)
        return masked(Stated(tuple(findings), diagnostics=judged.diagnostics, ignores=tuple(heard)), frozenset())


def _by_origin(places: Sequence[_Place], key: str) -> dict[str, _Place]:
    """The first place for every file that writes `key`."""
    found: dict[str, _Place] = {}
    for place in places:
        found.setdefault(place.origin(key), place)
    return found


def _declared_system(written: DeclaredSystem | str, item: WrittenItem, systems: Systems) -> Declared:
    system = DeclaredSystem(written) if isinstance(written, str) else written
    known = systems.find(system.name)
    if system.model is not None:
        known = KnownSystem(Service(system.name, system.model), (system.name.casefold(),))
    if known is None:
        place = item.header()
        close = close_to(system.name.casefold(), systems.by_name)
        hint = f"did you mean `{systems.by_name[close[0]].service.name}`? Otherwise " if close else ""
        raise ConfigError(
            f"{place.file}:{place.line}: no system is called `{system.name}`; {hint}give it a `model`: "
            f"{{name: {system.name}, model: {Model.SAAS.value}}}"
        )
    return Declared(known, system.account, system.owner, item.header())


def _scope(attestation: Attestation, around: Circumstances) -> Scope:
    """A system by any of its names; anything else is a pattern of addresses or types."""
    name = attestation.scope.casefold()
    own = (item.system for item in around.declared if name in item.system.names)
    system = next(own, None) or around.systems.find(name)
    if system is None:
        return Scope(pattern=attestation.scope, account=attestation.account)
    return Scope((system.service.name, *system.parts), account=attestation.account)


def _service(scope: Scope, around: Circumstances) -> Service:
    """The system that an attestation counts for in reports."""
    for item in around.declared:
        if scope.holds_system(item.system.service.name, item.account):
            return msgspec.structs.replace(item.system.service, kind=Kind.EVIDENCE)
    for subject in around.subjects:
        if scope.holds(subject):
            return Service(subject.service, subject.model, Kind.EVIDENCE)
    system = around.systems.find(scope.services[0]) if scope.services else None
    return system.service if system else Service(mask_text(scope.pattern), Model.UNCLASSIFIED, Kind.EVIDENCE)


def _service_of(subject: Subject) -> Service:
    return Service(subject.service, subject.model, subject.kind)


def _is_elsewhere(attestation: Resource) -> bool | None:
    same = attestation.values.get("same_location")
    return None if same is None else same is False


def _names(attestations: Sequence[Attestation]) -> list[str]:
    """An address for each; of several for one duty of one system, a number tells them apart."""
    seen: Counter[str] = Counter()
    names = []
    for attestation in attestations:
        name = f'attestation.{attestation.duty.value}["{attestation.scope}"]'
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}[{seen[name]}]")
    return names


def _lines(item: WrittenItem) -> tuple[str, ...]:
    extent = item.extent()
    return tuple(mask_line(item.source.line(number)) for number in range(extent.line, extent.end_line + 1))
