"""A small estate of templates, and the command line called in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from srm_lint.catalogue import load_catalogue, load_matrix
from srm_lint.cli.app import run
from srm_lint.rules import built_in_folder, load_rules

RULES = """\
- id: acme-rds-deletion-protection-off
  title: Database can be deleted by mistake
  duty: data-protection
  severity: medium
  why: One wrong change deletes it. Whether that is possible is the customer's choice.
  equivalents: [OTHER_1]
  checks:
    - on: AWS::RDS::DBInstance
      expect: {DeletionProtection: true}
  examples:
    cloudformation:
      fail: |
        Resources:
          This:
            Type: AWS::RDS::DBInstance
      pass: |
        Resources:
          This:
            Type: AWS::RDS::DBInstance
            Properties: {DeletionProtection: true}
"""

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Protect:
    Type: String
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: hunter2
      DeletionProtection: {value}
"""

BROKEN = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A: [\n"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Answer]


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with nothing but the compiled rules and catalogue, to copy: making them takes a process a second."""
    cache = tmp_path_factory.mktemp("packs")
    load_rules([built_in_folder()], cache / "srm-lint")
    load_catalogue(built_in_folder() / "catalogue", cache / "srm-lint")
    load_matrix(built_in_folder() / "matrix.yaml", cache / "srm-lint")
    return cache


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a rule of its own and templates that pass, fail, are unknown, and cannot be read."""
    files = {
        "rules/acme.yaml": RULES,
        "good/stack.yaml": TEMPLATE.format(value="true"),
        "bad/stack.yaml": TEMPLATE.format(value="false"),
        "unknown/stack.yaml": TEMPLATE.format(value="!Ref Protect"),
        "broken/stack.yaml": BROKEN,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line as the shell would: exit code, standard output, standard error."""

    def answer(*arguments: str) -> Answer:
        code = run(arguments)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return answer


@pytest.fixture
def check(estate: Path, call: Call) -> Call:
    """`srm-lint check` with the estate's own rule alone."""
    own = ("--rules", str(estate / "rules"), "--select", "acme-rds-deletion-protection-off", "--no-cache")
    return lambda *arguments: call("check", *own, *arguments)
