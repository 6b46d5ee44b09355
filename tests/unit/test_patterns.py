"""Regular expressions of a stranger: none of them holds up a run, wherever it is written."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from srm_lint.errors import ConfigError
from srm_lint.linter import Options, lint
from srm_lint.linter.path_patterns import path_matcher
from srm_lint.model.condition import Pattern
from srm_lint.model.finding import Report
from srm_lint.model.patterns import SlowPatternError, check_pattern, is_found
from srm_lint.rules import built_in_folder, load_rules

SLOW = "^(a|aa)+$"
A_NAME = "a" * 60 + "b"
LIMIT = 3.0  # seconds of processor time, for a machine that is busy: what is meant is one or two

RULE = """\
- id: acme-s3-{name}
  title: Bucket is not called as it should be
  duty: configuration
  severity: medium
  why: Names are how people find things. They are the customer's to choose.
  checks:
    - on: aws_s3_bucket
      expect: {{{path}: {{pattern: '{pattern}'}}}}
  examples:
    terraform: {{fail: f, pass: p}}
"""


def judged(folder: Path, buckets: str, rules: str = "", config: str = "") -> Report:
    files = {
        "main.tf": buckets,
        "rules/own.yaml": rules or "[]",
        ".srm-lint.yaml": config or "rules: [rules]\n",
        ".git/x": "",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return lint([str(folder)], Options(today="2026-01-01", select=("acme",) if rules else ()))


def bucket(number: int, name: str = A_NAME) -> str:
    return f'resource "aws_s3_bucket" "b{number}" {{\n  bucket = "{name}"\n}}\n'


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < LIMIT


def test_a_rule_whose_pattern_takes_too_long_is_named_and_left_out(tmp_path: Path) -> None:
    rules = RULE.format(name="slow", path="bucket", pattern=SLOW) + RULE.format(
        name="other", path="bucket", pattern="x"
    )
    report = judged(tmp_path, "".join(bucket(number) for number in range(50)), rules)
    [told] = report.diagnostics
    assert told.code == "rule-too-slow"
    assert f"acme-s3-slow ({tmp_path / 'rules/own.yaml'}:1)" in told.message
    assert (told.file, told.line) == (str(tmp_path / "main.tf"), 1)
    assert {finding.rule for finding in report.findings} == {"acme-s3-other"}
    assert len(report.findings) == 50


def test_many_slow_rules_share_their_time(tmp_path: Path) -> None:
    rules = "".join(RULE.format(name=f"slow{number}", path="bucket", pattern=SLOW) for number in range(30))
    report = judged(tmp_path, bucket(1), rules)
    assert [told.code for told in report.diagnostics] == ["rule-too-slow"] * 30
    assert not report.findings


def test_a_text_of_many_unknown_parts_is_compared_at_once(tmp_path: Path) -> None:
    constant = RULE.format(name="slow", path="bucket", pattern="x").replace("{pattern: 'x'}", "a" * 60 + "b")
    name = "${var.x}a" * 40
    report = judged(tmp_path, f'variable "x" {{}}\n{bucket(1, name)}', constant)
    [finding] = report.findings
    assert finding.verdict.value == "fail"


@pytest.mark.parametrize("pattern", ["((a{1000}){1000}){1000}", "(" * 24 + "a" + ")+" * 24, "a{4294967295}", "(?x)a b"])
def test_what_would_unfold_without_end_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"^`.*` (repeats|has the flag|is no regular)"):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(" * 22 + "a" + ")+" * 22, "((a{999}){999}){999}"])
def test_no_expression_of_terraform_unfolds_without_end(tmp_path: Path, pattern: str) -> None:
    report = judged(tmp_path, bucket(1, f'${{regex(\\"{pattern}\\", \\"aaa\\")}}').replace('\\"', '"'))
    assert [subject.address for subject in report.subjects] == ["aws_s3_bucket.b1"]


def test_an_allowed_pattern_with_many_ways_to_match_nothing(tmp_path: Path) -> None:
    ways = "(|)" * 40 + "(?!)"
    text = (
        f'Parameters: {{P: {{Type: String, AllowedPattern: "{ways}"}}}}\nResources: {{B: {{Type: AWS::S3::Bucket}}}}\n'
    )
    (tmp_path / "stack.yaml").write_text(text, encoding="utf-8")
    assert [subject.address for subject in lint([str(tmp_path)], Options(today="2026-01-01")).subjects] == ["B"]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 12 + "[!a].tf", "a" * 200 + ".tf"),
        ("*[ab]" * 12 + "c", "ab" * 100),
        ("**/*a*/" * 8 + "[!b]", "aa/" * 80),
    ],
)
def test_a_pattern_of_paths_with_many_wildcards(pattern: str, path: str) -> None:
    assert path_matcher("exclude", [pattern])(path) is False


def test_a_pattern_of_paths_that_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("srm_lint.linter.path_patterns._SECONDS", 0)
    with pytest.raises(ConfigError, match="`exclude` of the configuration has too many wildcards"):
        path_matcher("exclude", ["*a"])("b")


@pytest.mark.parametrize("pattern", ["!", "[z-a]"])
def test_what_is_no_pattern_of_paths_is_said(pattern: str) -> None:
    with pytest.raises(ConfigError, match="`exclude` of the configuration: "):
        path_matcher("exclude", [pattern])


@pytest.mark.parametrize(
    ("patterns", "path", "meant"),
    [
        (["*.tf"], "a/b.tf", True),
        (["/a"], "b/a", False),
        (["modules/"], "x/modules/y.tf", True),
        (["*.tf", "!keep.tf"], "keep.tf", False),
        (["!keep.tf", "*.tf"], "keep.tf", True),
        (["# a comment", ""], "# a comment", False),
    ],
)
def test_paths_are_meant_as_git_means_them(patterns: list[str], path: str, meant: bool) -> None:
    assert path_matcher("exclude", patterns)(path) is meant


def test_a_pattern_without_time_left_is_not_guessed() -> None:
    with pytest.raises(SlowPatternError):
        is_found("a.c", "abc", 0)


def test_the_built_in_patterns_are_quick_on_short_texts() -> None:
    patterns = {pattern for rule in load_rules([built_in_folder()]).all() for pattern in _patterns(rule)}
    assert len(patterns) > 300
    for pattern in patterns:
        check_pattern(pattern)
    for text in ("a" * 1000, "\n" * 1000, " " * 1000, "a." * 500, '"' * 1000, "/" * 1000):
        start = time.process_time()
        for pattern in patterns:
            re.search(pattern, text)
        assert time.process_time() - start < 0.5


def _patterns(part: object) -> Iterator[str]:
    if isinstance(part, Pattern):
        yield part.expression
    elif isinstance(part, msgspec.Struct):
        for field in part.__struct_fields__:
            yield from _patterns(getattr(part, field))
    elif isinstance(part, tuple):
        for item in part:
            yield from _patterns(item)
