"""What a run found, in a form in which two ways of writing the same can be compared."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from hypothesis import HealthCheck, settings

from srm_lint.linter import Options, lint
from srm_lint.model.finding import Finding, Report
from srm_lint.model.source import Diagnostic

OPTIONS = Options(today="2030-01-01", use_cache=False, use_config=False, jobs=1)
_EXAMPLES = os.environ.get("SRM_LINT_FUZZ_EXAMPLES", "")
FUZZ = settings(
    max_examples=int(_EXAMPLES or "10"),
    deadline=None,
    derandomize=not _EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
"""Ten examples, the same in every run; more, and others every time, for who asks for more."""

OUR_FAULT = frozenset({"not-evaluated", "not-evaluated-together", "rule-crashed"})

_PLACE = re.compile(r"[\w./-]+\.(?:tf|tf\.json|yaml|json):\d+")


def put(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files and no others, the root of a repository."""
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    for old in folder.rglob("*"):
        if old.is_file():
            old.unlink()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def judged(folder: Path, files: Mapping[str, str], options: Options = OPTIONS) -> Report:
    """The report of a folder with these files. Nothing in it is the linter's own fault."""
    report = lint([str(put(folder, files))], options)
    faults = [found for found in report.diagnostics if found.code in OUR_FAULT]
    assert not faults, faults
    return report


def findings_of(report: Report) -> list[tuple[str, ...]]:
    """Findings without the places that they are written at."""
    return sorted(map(_finding, report.findings))


def diagnostics_of(found: Iterable[Diagnostic]) -> list[tuple[str, str]]:
    """Diagnostics without places."""
    return sorted({(each.code, _PLACE.sub("FILE", each.message)) for each in found})


def _finding(found: Finding) -> tuple[str, ...]:
    settle = (_PLACE.sub("FILE", text) for text in found.settle)
    message = _PLACE.sub("FILE", found.message)
    return (found.rule, found.verdict.value, found.subject.address, found.attribute, message, *sorted(settle))
