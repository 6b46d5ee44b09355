"""Examples and cases linted all at once, and what came out compared with what was expected."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from srm_lint.model.finding import RULE_CRASHED, Finding, Report, Verdict
from srm_lint.model.resource import Framework
from srm_lint.model.rule import Rule
from srm_lint.model.source import Diagnostic, Level
from srm_lint.ruletest.cases import Case, Example, Expected
from srm_lint.ruletest.corrections import corrected

LintFolder = Callable[[Path], Report]
"""Lints everything below a folder with the rules under test; passes and findings of medium confidence are kept."""


class Failure(msgspec.Struct, frozen=True):
    """An expectation that was not met. `place` is the file and line where it is written."""

    rule: str
    what: str
    message: str
    place: str


class Outcome(msgspec.Struct, frozen=True):
    """What a run of the tests gave. `corrections` counts the fixes that were applied and judged again."""

    failures: tuple[Failure, ...]
    rules: int
    examples: int
    cases: int
    corrections: int
    without_case: tuple[str, ...]


def lint_with(rule_folders: Sequence[str]) -> LintFolder:
    """The linter itself, with the built-in rules and those of `rule_folders`."""
    from srm_lint.linter import Options, lint

    options = Options(
        today="2000-01-01", rule_folders=tuple(rule_folders), strict=True, keep_passes=True, use_cache=False
    )
    return lambda folder: lint([str(folder)], options)


def run_rule_tests(
    rules: Sequence[Rule], examples: Sequence[Example], cases: Sequence[Case], lint: LintFolder
) -> Outcome:
    """Lint all examples and cases, then all failing examples with their fix applied."""
    results = _linted([*(example.files for example in examples), *(case.files for case in cases)], lint)
    of_examples, of_cases = results[: len(examples)], results[len(examples) :]
    known = {rule.id: rule for rule in rules}
    failures = [
        *(
            failure
            for example, result in zip(examples, of_examples, strict=True)
            for failure in _example(example, result)
        ),
        *(failure for case, result in zip(cases, of_cases, strict=True) for failure in _case(case, known, result)),
    ]
    corrections = [*_corrected(zip(examples, of_examples, strict=True))]
    for example, result in zip(corrections, _linted([each.files for each in corrections], lint), strict=True):
        failures += _example(example, result)
    return Outcome(
        failures=tuple(failures),
        rules=len(rules),
        examples=len(examples),
        cases=len(cases),
        corrections=len(corrections),
        without_case=tuple(sorted(known.keys() - {case.rule for case in cases})),
    )


class _Result(msgspec.Struct, frozen=True):
    """What was said about one folder: by rule the findings, the types by address, and what went wrong."""

    findings: Mapping[str, list[Finding]]
    types: Mapping[str, str]
    problems: tuple[Diagnostic, ...]

    def problems_of(self, rule: str) -> str:
        """What kept the folder from being judged by the rule: other rules' crashes are theirs."""
        told = (
            f"line {problem.line}: {problem.message}"
            for problem in self.problems
            if problem.code != RULE_CRASHED or f" {rule} " in problem.message
        )
        return "; ".join(told)


def _linted(folders: Sequence[Mapping[str, str]], lint: LintFolder) -> list[_Result]:
    """Each mapping of file names to texts as a folder of its own, all in one run."""
    if not folders:
        return []
    with tempfile.TemporaryDirectory() as name:
        top = Path(name).resolve()
        (top / ".srm-lint.yaml").write_text("root: true\n", encoding="utf-8")  # no configuration from above
        for index, files in enumerate(folders):
            for path, text in files.items():
                file = top / str(index) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        return _by_folder(lint(top), top, len(folders))


def _by_folder(report: Report, top: Path, count: int) -> list[_Result]:
    findings: list[dict[str, list[Finding]]] = [defaultdict(list) for _ in range(count)]
    types: list[dict[str, str]] = [{} for _ in range(count)]
    problems: list[list[Diagnostic]] = [[] for _ in range(count)]

    @cache
    def index(file: str) -> int:
        return int(Path(file).resolve().relative_to(top).parts[0])

    for finding in report.findings:
        findings[index(finding.subject.location.file)][finding.rule].append(finding)
    for subject in report.subjects:
        types[index(subject.location.file)][subject.address] = subject.type
    for diagnostic in report.diagnostics:
        if diagnostic.level is Level.ERROR:
            problems[index(diagnostic.file)].append(diagnostic)
    for unread in report.unread:
        problems[index(unread.file)].append(Diagnostic(unread.file, unread.line, "unread", unread.message))
    return [_Result(*parts) for parts in zip(findings, types, map(tuple, problems), strict=True)]


def _example(example: Example, result: _Result) -> Iterator[Failure]:
    rule, expected = example.rule, example.expected
    findings = result.findings.get(rule.id, [])
    verdicts = {finding.verdict for finding in findings}
    # The gap may be that there is such a resource at all: then the good example holds another one.
    seen = bool(findings) or any(expected is Expected.PASS or type in rule.types for type in result.types.values())
    what = f"{example.framework.value} example `{expected.value}`"
    if problems := result.problems_of(rule.id):
        yield Failure(rule.id, what, problems, example.place)
    elif not seen:
        yield Failure(rule.id, what, f"it holds none of {', '.join(rule.types)}", example.place)
    elif expected is Expected.PASS and verdicts - {Verdict.PASS}:
        yield Failure(rule.id, what, f"expected no finding, got {_told(findings)}", example.place)
    elif expected is not Expected.PASS and Verdict(expected.value) not in verdicts:
        yield Failure(rule.id, what, f"expected {expected.value}, got {_told(findings)}", example.place)
    elif expected is Expected.UNKNOWN and Verdict.FAIL in verdicts:
        yield Failure(rule.id, what, f"expected unknown alone, got {_told(findings)}", example.place)


def _told(findings: Iterable[Finding]) -> str:
    told = [f"{item.verdict.value} for {item.subject.address} ({item.message})" for item in findings]
    return "; ".join(told) or "nothing: the rule does not apply"


def _case(case: Case, rules: Mapping[str, Rule], result: _Result) -> Iterator[Failure]:
    def failure(message: str) -> Failure:
        return Failure(case.rule, f"case `{case.name}`", message, case.place)

    rule = rules.get(case.rule)
    if rule is None:
        yield failure(f"there is no rule `{case.rule}`")
        return
    if problems := result.problems_of(rule.id):
        yield failure(problems)
    found = {finding.subject.address: finding for finding in result.findings.get(rule.id, [])}
    addresses = {*found, *(address for address, type in result.types.items() if type in rule.types)}
    for address in sorted(addresses - case.verdicts.keys()):
        got = found[address].verdict.value if address in found else Expected.NONE.value
        yield failure(f"says nothing of {address}, which is {got}")
    for address, expected in case.verdicts.items():
        if address not in addresses:
            yield failure(
                f"{address} matches nothing; there are {', '.join(sorted(addresses)) or 'no resources of its types'}"
            )
            continue
        got = found[address].verdict.value if address in found else Expected.NONE.value
        if got != expected.value:
            reason = f" ({found[address].message})" if address in found else ""
            yield failure(f"{address}: expected {expected.value}, got {got}{reason}")


def _corrected(results: Iterable[tuple[Example, _Result]]) -> Iterator[Example]:
    """Failing examples with one gap, with its fix applied where it can be; they have to pass."""
    for example, result in results:
        if example.expected is not Expected.FAIL or example.framework is Framework.CONFIGURATION:
            continue
        gaps = [item for item in result.findings.get(example.rule.id, []) if item.verdict is Verdict.FAIL]
        if len(gaps) != 1 or not gaps[0].fix:
            continue
        ((name, text),) = example.files.items()
        better = corrected(text, gaps[0], example.framework)
        if better is not None:
            place = f"{example.place} with its fix `{gaps[0].fix}`"
            yield msgspec.structs.replace(example, expected=Expected.PASS, files={name: better}, place=place)
