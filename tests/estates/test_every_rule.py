"""Every rule in one run of the command line: over estates written as people write them, and over the rules' own failing examples."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from srm_lint import ruletest
from srm_lint.cli import asked
from srm_lint.cli.app import run
from srm_lint.rules import RuleSet
from srm_lint.ruletest.cases import Expected

ESTATES = Path(__file__).parent
DAY_OF_EXAMPLES = "2000-01-01"
"""The day by which the attestations in examples are judged."""


class Seen(NamedTuple):
    """What the run ended with, its report, and the rules that found something by the folder below the root."""

    code: int
    report: dict[str, object]
    fired: Mapping[str, set[str]]


@pytest.fixture(scope="module")
def seen(built_in_rules: RuleSet, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    root = tmp_path_factory.mktemp("everything")
    for estate in ESTATES.iterdir():
        if estate.is_dir() and estate.name != "__pycache__":
            shutil.copytree(estate, root / "estates" / estate.name)
    for example in ruletest.examples_of(built_in_rules.all()):
        if example.expected is Expected.FAIL:
            _write(root / "fail" / example.rule.id / example.framework.value, example.files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked, "_today", lambda: DAY_OF_EXAMPLES)
        patch.chdir(root)
        code = run(["check", ".", "--strict", "--no-cache", "--jobs", "1", "--format", "json=report.json"])
    report = json.loads((root / "report.json").read_text(encoding="utf-8"))
    fired = defaultdict(set)
    for finding in report["findings"]:
        group, name, _ = finding["file"].split("/", 2)
        fired[f"{group}/{name}"].add(finding["rule"])
    return Seen(code, report, fired)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_the_run_reads_everything_and_finds_gaps(seen):
    broken = [item for item in seen.report["diagnostics"] if item["level"] == "error"]
    assert (seen.code, seen.report["files"]["unread"], broken) == (1, [], [])


def test_every_rule_fires(seen: Seen, built_in_rules: RuleSet):
    silent = {*built_in_rules.ids}.difference(*seen.fired.values())
    assert sorted(silent) == []


def test_every_failing_example_is_found_by_its_rule(seen: Seen, built_in_rules: RuleSet):
    assert [id for id in built_in_rules.ids if id not in seen.fired[f"fail/{id}"]] == []


@pytest.mark.parametrize(
    ("estate", "rules"),
    [("aws", 400), ("azure", 300), ("google", 250), ("saas", 240), ("attested", 20)],
)
def test_estates_as_people_write_them_show_most_of_the_rules(seen, estate, rules):
    assert len(seen.fired[f"estates/{estate}"]) >= rules
