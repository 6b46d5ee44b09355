"""One unit - a root module, a template, a plan - from bytes to findings, or several that are evaluated together."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from srm_lint.classify import classify
from srm_lint.config import Effective
from srm_lint.discover import Group, Unit, UnitKind
from srm_lint.errors import SrmLintError
from srm_lint.evaluate.worlds import in_every_world
from srm_lint.judge import Context, Judged, PatternTime, as_it_is, as_written, judge, merge_worlds, subject_of
from srm_lint.linter.comments import ignores_of
from srm_lint.linter.given import taken_by
from srm_lint.linter.masking import masked_as_written, sensitive_texts, without_secrets
from srm_lint.linter.options import Options
from srm_lint.linter.overrides import Overrides
from srm_lint.linter.policy import suppressed
from srm_lint.linter.sources import (
    configuration,
    effective_configuration,
    load_catalogue,
    load_matrix,
    load_rule_set,
    runs,
)
from srm_lint.linter.tree import FileTree
from srm_lint.model.backup import Store
from srm_lint.model.config import Config
from srm_lint.model.finding import Finding, Subject, Unread
from srm_lint.model.ignore import Heard
from srm_lint.model.resource import Estate, Kind, Mode, Resource, Service, State
from srm_lint.model.rule import Duty
from srm_lint.model.source import Diagnostic, Level, Source
from srm_lint.model.template import Node
from srm_lint.model.value import Value
from srm_lint.relate import relate
from srm_lint.rules import RuleSet
from srm_lint.tally import backups_of


class Seen(msgspec.Struct, frozen=True):
    """A unit as it was evaluated: one estate for every possible world, and the tree it was read from."""

    estates: tuple[Estate, ...]
    tree: FileTree
    diagnostics: tuple[Diagnostic, ...]


class UnitResult(msgspec.Struct, frozen=True):
    """What came of a unit. `read` are the paths of the files that were parsed, with or without problems.

    `takes` are the names that it takes values for (see `taken_by`).
    `inputs` are all files and folders that it rests on, with their digests (see `FileTree`).
    """

    findings: tuple[Finding, ...] = ()
    subjects: tuple[Subject, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    unread: tuple[Unread, ...] = ()
    read: tuple[str, ...] = ()
    passed: Mapping[str, int] = {}
    ignores: tuple[Heard, ...] = ()
    looked_at: frozenset[tuple[str, Duty]] = frozenset()
    stores: tuple[Store, ...] = ()
    takes: tuple[str, ...] = ()
    inputs: Mapping[str, str] = {}


def lint_group(group: Group, options: Options) -> tuple[UnitResult, ...]:
    """Read, evaluate, judge and suppress the units of a group. A crash is a diagnostic of one unit; the run goes on."""
    try:
        seen = see_group(group, options)
    except Exception as error:  # noqa: BLE001 - one root that breaks must not hide what the others find
        if len(group) == 1:
            return (_broken(group[0], error),)
        first, *others = (result for unit in group for result in lint_group((unit,), options))
        return (_after_failing_together(first, group[0], error), *others)
    return tuple(_result(unit, each, options) for unit, each in zip(group, seen, strict=True))


def lint_unit(unit: Unit, options: Options, group: Group) -> UnitResult:
    """The result of one unit of a group. It rests on the inputs of them all."""
    try:
        seen = see_group(group, options)
    except Exception as error:  # noqa: BLE001 - as in `lint_group`
        return lint_unit(unit, options, (unit,)) if len(group) > 1 else _broken(unit, error)
    result = _result(unit, seen[group.index(unit)], options)
    inputs = {path: digest for each in seen for path, digest in each.tree.inputs.items()}
    return msgspec.structs.replace(result, inputs=inputs) if result.inputs else result


def _result(unit: Unit, seen: Seen, options: Options) -> UnitResult:
    if not unit.judged:
        return UnitResult(inputs=seen.tree.inputs)
    try:
        return _linted(unit, seen, options)
    except Exception as error:  # noqa: BLE001 - as in `lint_group`
        return _broken(unit, error)


def _after_failing_together(result: UnitResult, unit: Unit, error: Exception) -> UnitResult:
    why = f"templates that export or import could not be evaluated together, so each was alone: {type(error).__name__}"
    problem = Diagnostic(
        unit.path, 0, "not-evaluated-together", why, help="please report it; --debug shows the traceback"
    )
    return msgspec.structs.replace(result, diagnostics=(*result.diagnostics, problem))


def _broken(unit: Unit, error: Exception) -> UnitResult:
    if isinstance(error, RecursionError):
        return gave_up(unit, "it is nested too deeply to be evaluated", "split it, or exclude it in .srm-lint.yaml")
    if isinstance(error, SrmLintError):  # its text is meant for the user
        return gave_up(unit, str(error), "")
    return gave_up(unit, f"{type(error).__name__}: {error}", "please report it; --debug shows the traceback")


def gave_up(unit: Unit, why: str, remedy: str) -> UnitResult:
    """The result of a unit that nothing is known about, with the reason."""
    return UnitResult(diagnostics=(Diagnostic(unit.path, 0, "not-evaluated", why, Level.ERROR, remedy),))


def _linted(unit: Unit, seen: Seen, options: Options) -> UnitResult:
    effective = effective_configuration(unit.path, options)
    config = effective.config
    rules = load_rule_set(options, effective)
    judged, subjects = _judged(seen, rules, effective, options)
    resources = [resource for estate in seen.estates for resource in estate.resources]
    ignores = ignores_of(seen.tree.parsed_documents(), seen.tree.parsed_templates())
    findings, heard = suppressed(judged.findings, resources, ignores, effective, options)
    result = UnitResult(
        findings=tuple(findings),
        subjects=tuple({subject.address: subject for subject in subjects.values()}.values()),
        diagnostics=(*seen.diagnostics, *judged.diagnostics),
        unread=tuple(unread_in(seen.tree)),
        read=tuple(sorted(seen.tree.read_paths)),
        passed=judged.passed,
        ignores=masked_as_written(tuple(heard)),
        looked_at=_looked_at(rules, resources, options, config),
        stores=_stores(seen, subjects) if options.for_ledger else (),
        takes=taken_by(unit, seen.tree),
        inputs=seen.tree.inputs,
    )
    sensitive = sensitive_texts(resources)
    if any(text in path for text in sensitive for path in result.inputs):
        result = msgspec.structs.replace(result, inputs={})  # so that it is not kept
    return without_secrets(result, _exposed(result), sensitive)


def _exposed(result: UnitResult) -> Iterator[str]:
    """Texts that nothing has masked so far."""
    for subject in result.subjects:
        yield from (subject.address, subject.construct, *subject.call_addresses)
    for told in result.diagnostics:
        yield from (told.message, told.help)
    for unread in result.unread:
        yield unread.message


def _looked_at(
    rules: RuleSet, resources: Iterable[Resource], options: Options, config: Config
) -> frozenset[tuple[str, Duty]]:
    """Every type of the unit with the duties that some rule asks of it."""
    written: dict[str, set[str]] = {}
    for resource in resources:
        written.setdefault(resource.type, set()).add(resource.as_written().type)
    judged = (rule for rule in rules.for_types(written) if runs(rule, options, config))
    return frozenset((name, rule.duty) for rule in judged for type in rule.types for name in written.get(type, ()))


def _stores(seen: Seen, subjects: Mapping[str, Subject]) -> tuple[Store, ...]:
    """Everything that holds primary data, with what is known about its backups."""
    if not seen.estates:
        return ()
    estate = in_every_world(seen.estates)
    related = relate(estate)
    resources = {resource.address: resource for resource in estate.resources}
    return tuple(
        Store(subject, backups_of(related.fact(resources[address], "backup")))
        for address, subject in subjects.items()
        if address == subject.address
        and subject.state is State.PRIMARY
        and subject.kind not in (Kind.GLUE, Kind.EVIDENCE)
    )


def named_for(unit: Unit, options: Options) -> tuple[str, ...]:
    """The files of values and plans that the user named for a unit."""
    config = configuration(unit.path, options)
    values = (*config.var_files, *options.var_files, *config.cfn_parameters, *options.cfn_parameters)
    return (*values, *options.plans)


def tree_of(unit: Unit, options: Options) -> FileTree:
    """What may be read for a unit: its tree, and what the user named."""
    return FileTree(unit.boundary, named_for(unit, options), options.unsaved)


def see_group(group: Group, options: Options) -> tuple[Seen, ...]:
    """Read and evaluate the units of a group."""
    trees = [tree_of(unit, options) for unit in group]
    evaluated = _evaluated(group, trees, options)
    return tuple(_seen(*each) for each in zip(group, trees, evaluated, strict=True))


def _seen(unit: Unit, tree: FileTree, estates: tuple[Estate, ...]) -> Seen:
    """A unit with its remaining files read too: a broken one is said whoever calls it."""
    for file in unit.files:
        if unit.kind is UnitKind.TERRAFORM:
            tree.documents(posixpath.dirname(file) or ".")
    tree.miss(unit.files)
    unread = {problem for problem in tree.problems if problem.level is Level.ERROR}
    found = (diagnostic for estate in estates for diagnostic in estate.diagnostics)
    warnings = (problem for problem in tree.problems if problem.level is not Level.ERROR)
    return Seen(estates, tree, tuple(dict.fromkeys(item for item in (*found, *warnings) if item not in unread)))


def unread_in(tree: FileTree) -> Iterator[Unread]:
    """What could not be read, wholly or in part."""
    for problem in dict.fromkeys(tree.problems):
        if problem.level is Level.ERROR:
            hint = f" ({problem.help})" if problem.help else ""
            yield Unread(problem.file, problem.line, problem.message + hint)


def services_of(resources: Iterable[Resource], options: Options, path: str) -> dict[str, Service]:
    """The tag of each resource, by address."""
    catalogue = load_catalogue(options, configuration(path, options))
    return {resource.address: classify(resource, catalogue) for resource in resources}


def _evaluated(group: Group, trees: Sequence[FileTree], options: Options) -> Sequence[tuple[Estate, ...]]:
    [unit, *_], [tree, *_] = group, trees
    if unit.kind is UnitKind.TERRAFORM:
        return [(_terraform(unit.path, tree, options),)]
    if unit.kind is UnitKind.PLAN:
        return [_plan(unit, tree, options)]
    return _templates([unit.path for unit in group], trees, options)


def _terraform(folder: str, tree: FileTree, options: Options) -> Estate:
    from srm_lint.evaluate.terraform import Inputs, evaluate

    var_files = (*configuration(folder, options).var_files, *options.var_files)
    documents = (tree.document(path) for path in var_files)
    given = tuple(document for document in documents if document is not None)
    inputs = Inputs(given, _by_name(options.variables), _by_name(options.environment))
    return evaluate(folder, tree, inputs)


def _by_name(variables: Iterable[str]) -> dict[str, str]:
    return dict(variable.split("=", 1) for variable in variables)


def _templates(paths: Sequence[str], trees: Sequence[FileTree], options: Options) -> Sequence[tuple[Estate, ...]]:
    from srm_lint.evaluate.cloudformation import Inputs, Root, evaluate_together

    roots = [
        Root(path, tree, Inputs(_given(path, tree, options)))
        for path, tree in zip(paths, trees, strict=True)
        if tree.template(path) is not None
    ]
    estates = dict(zip((root.path for root in roots), evaluate_together(roots), strict=True))
    return [estates.get(path, ()) for path in paths]


def _given(path: str, tree: FileTree, options: Options) -> dict[str, Value]:
    """Parameters of a template, from the files of its configuration and of the command line."""
    from srm_lint.read.parameters import read_parameters

    files = (*configuration(path, options).cfn_parameters, *options.cfn_parameters)
    given = [read_parameters(source) for source in map(tree.source, files) if source is not None]
    return {name: value for values in given for name, value in values.items()}


def _plan(unit: Unit, tree: FileTree, options: Options) -> tuple[Estate, ...]:
    from srm_lint.evaluate.plan import evaluate
    from srm_lint.read.plan import read

    source = tree.source(unit.path)
    plan = read(source) if source else None
    if plan is None or isinstance(plan, Diagnostic):
        tree.problems.extend([plan] if plan else [])
        return ()
    folders = [posixpath.dirname(file) or "." for file in unit.files if file != unit.path]
    written = _terraform(folders[0], tree, options) if folders else None
    return (evaluate(plan, written, only_changed=options.only_changed),)


def _judged(seen: Seen, rules: RuleSet, effective: Effective, options: Options) -> tuple[Judged, Mapping[str, Subject]]:
    """What the rules say, and the subjects by address of the judged resource."""
    worlds = []
    managed: dict[str, Resource] = {}
    several = len(seen.estates) > 1
    time, sources = PatternTime(), _excerpts_from(seen.tree, options)
    variants = Overrides(effective, options).variants if effective.config.overrides else as_it_is
    for estate in seen.estates:
        services = services_of(estate.resources, options, estate.root)
        wanted = rules.for_types({resource.type for resource in estate.resources})
        shown = [rule for rule in wanted if runs(rule, options, effective.config)]
        context = Context(services, relate(estate), load_matrix().party, sources, variants, time, _snippet)
        keep_passes = options.keep_passes or options.for_ledger or several
        worlds.append(judge(estate, shown, context, keep_passes=keep_passes))
        for resource in estate.resources:
            if resource.mode is Mode.MANAGED:
                managed.setdefault(resource.address, resource)
    if not worlds:
        return Judged((), {}), {}
    keep_passes = options.keep_passes or options.for_ledger
    subjects = _subjects(managed.values(), options, seen.estates[0].root)
    return as_written(merge_worlds(worlds, keep_passes=keep_passes), subjects), subjects


def _snippet(code: str) -> Node | None:
    """The syntax of a correction that a rule has in YAML."""
    from srm_lint.read.cloudformation import read_snippet

    template = read_snippet(Source("", code.encode()))
    return None if template.problems else template.root


def _excerpts_from(tree: FileTree, options: Options) -> Callable[[str], Source | None]:
    """The text of a file that was parsed. A plan is no code that people write, and has values of variables as they are."""
    plans = {posixpath.normpath(plan) for plan in options.plans}
    return lambda path: None if path in plans else tree.parsed_source(path)


def _subjects(resources: Collection[Resource], options: Options, path: str) -> dict[str, Subject]:
    """What findings are about, by address of the judged resource: the one that is written, where a transform made it."""
    standing: dict[str, Resource] = {}
    for resource in resources:
        written = resource.as_written()
        if written.address not in standing or written.address == resource.address:
            standing[written.address] = written
    services = services_of(standing.values(), options, path)
    subjects = {address: subject_of(resource, services[address]) for address, resource in standing.items()}
    return {resource.address: subjects[resource.as_written().address] for resource in resources}
