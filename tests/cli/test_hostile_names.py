"""Names that a stranger chose are shown as names: they start no line, tag, link, command or formula of their own."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from srm_lint.report.formats import FORMATS
from srm_lint.report.ledger_formats import LEDGER_FORMATS

ESCAPES = "\x1b]0;title\x07\x1b[31m"
COMMAND = "\n::error file=forged.tf::forged"
NAMES = {
    "escapes": ESCAPES + "x",
    "pipelines": "x ##vso[task.setvariable variable=PATH]forged",
    "bidi": "a\u202eb\u2066c",
    "command": "x" + COMMAND,
    "xml": "]]></failure><forged/><!--",
    "html": "<script>forged()</script><img src=x onerror=forged()>",
    "link": "[forged](javascript:forged())",
    "table": "a|b|`c`\n| forged | row |",
    "image": "![forged](https://example.com/x)",
    "formula": '=HYPERLINK("https://example.com")',
    "long": "n" * 100_000,
}
csv.field_size_limit(1_000_000)
RULES = """\
- id: acme-s3-named
  title: {name}
  duty: configuration
  severity: medium
  why: {name}
  links: ["https://example.com/"]
  checks: [{{on: aws_s3_bucket, expect: {{tags: {{present: true}}}}, message: {name}, fix: {name}}}]
  examples: {{terraform: {{fail: f, pass: p}}}}
"""
SETTINGS = """\
rules: [rules]
attestations:
  - {{scope: aws_s3_bucket.*, duty: backup, owner: {name}, statement: {name}, location: {name}, expires: 2099-01-01}}
  - {{scope: {name}, duty: backup, owner: o, expires: 2099-01-01}}
exemptions:
  - {{rule: aws-s3-bucket-logging-off, reason: {name}}}
systems:
  - {{name: Slack, owner: {name}, account: {name}}}
"""


class Tags(HTMLParser):
    """Names of all elements, and of attributes that run something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag}[{name}]" for name, _ in attrs if name.startswith("on"))}
        self.found |= {"javascript:" for _, value in attrs if (value or "").strip().lower().startswith("javascript:")}


@pytest.fixture(params=NAMES)
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    name = NAMES[request.param]
    quoted = json.dumps(name).replace("${", "$${")
    folder = name.replace("/", "_").replace("\x07", "")[:100]
    files = {
        f"{folder}/main.tf": f'resource "aws_s3_bucket" "b" {{\n  for_each = {{ {quoted} = 1 }}\n  bucket = {quoted}\n}}\n',
        f"{folder}/broken.tf": 'resource "aws_s3_bucket" {\n',
        "rules/own.yaml": RULES.format(name=json.dumps(name)),
        ".srm-lint.yaml": SETTINGS.format(name=json.dumps(name)),
        ".git/x": "",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_format_of_a_check_stays_what_it_is(tree: Path, call) -> None:
    for format in FORMATS:
        answer = call("check", ".", "--no-cache", "--all", "--allow-parse-errors", "--format", format)
        assert answer.code == 1, answer.err
        assert "\x1b" not in answer.out + answer.err
        assert not re.search(r"(?m)^\s*::error file=forged|##vso\[", answer.out + answer.err)
        if format in ("json", "sarif", "gitlab"):
            json.loads(answer.out)
        if format == "junit":
            tags = Tags()
            tags.feed(answer.out)
            assert tags.found <= {"testsuites", "testsuite", "testcase", "failure", "error", "skipped"}
        if format == "github":
            assert all(line.startswith("::") for line in answer.out.splitlines())
        if format == "csv":
            cells = [cell for row in csv.reader(io.StringIO(answer.out)) for cell in row]
            assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
        if format == "markdown":
            bare = re.sub(r"(?s)(`+)[^`].*?\1|\\\[.*?\]", "", answer.out)  # without what is shown as code
            assert not re.search(r"(?<!\\)!\[|(?<!\\)<(script|img)|\]\(javascript|^\| forged", bare, re.MULTILINE)


def test_every_format_of_the_ledger_stays_what_it_is(tree: Path, call) -> None:
    for format in LEDGER_FORMATS:
        answer = call("ledger", ".", "--no-cache", "--allow-parse-errors", "--format", format)
        assert answer.code in (0, 1), answer.err
        assert "\x1b" not in answer.out + answer.err
        assert not re.search(r"(?m)^\s*::error file=forged|##vso\[", answer.out)
        if format == "json":
            json.loads(answer.out)
        if format == "html":
            tags = Tags()
            tags.feed(answer.out)
            assert not {tag for tag in tags.found if "[" in tag or tag in ("img", "forged", "javascript:")}
        if format == "csv":
            cells = [cell for row in csv.reader(io.StringIO(answer.out)) for cell in row]
            assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["inspect", "."],
        ["ignores", "."],
        ["explain", "acme-s3-named", "--rules", "{tree}/rules"],
        ["rules", "--rules", "{tree}/rules"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_is_listed_stays_on_its_lines(tree: Path, call, arguments: list[str]) -> None:
    answer = call(*(argument.format(tree=tree) for argument in arguments))
    assert answer.out, answer.err
    assert "\x1b" not in answer.out + answer.err
    assert not re.search(r"(?m)^\s*::error file=forged|##vso\[", answer.out + answer.err)
