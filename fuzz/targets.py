"""What is fuzzed: functions that take bytes, and must answer or raise an error meant for users, whatever those are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from srm_lint.config import config_files, config_of
from srm_lint.errors import SrmLintError
from srm_lint.linter import Options, lint
from srm_lint.model.source import Source
from srm_lint.read import cloudformation, plan, terraform
from srm_lint.read.parameters import read_parameters
from srm_lint.rules import load_rules
from srm_lint.suppress.baseline import read_baseline

_OPTIONS = Options(today="2030-01-01", use_cache=False, use_config=False, jobs=1)
_OUR_FAULT = ("not-evaluated", "rule-crashed")


def hcl(content: bytes) -> None:
    """A Terraform file, a file of values and a template in Terraform's language."""
    for name in ("main.tf", "main.tf.json"):
        document = terraform.read(Source(name, content))
        for problem in document.problems:
            _check(1 <= problem.line <= content.count(b"\n") + 1, problem)
    terraform.read_template(Source("t.tftpl", content))


def template(content: bytes) -> None:
    """A CloudFormation template, read and judged."""
    if content.lstrip()[:1] == b"{":
        name, text = "t.json", content.replace(b"{", b'{"AWSTemplateFormatVersion": "2010-09-09", ', 1)
    else:
        name, text = "t.yaml", b'AWSTemplateFormatVersion: "2010-09-09"\n' + content
    cloudformation.read(Source(name, content))
    _lint(name, text)


def expression(content: bytes) -> None:
    """An expression of Terraform, evaluated in a resource and judged."""
    text = (
        b'variable "v" {}\nlocals {\n a = ' + content + b'\n}\nresource "aws_s3_bucket" "b" {\n bucket = local.a\n}\n'
    )
    _lint("main.tf", text)


def plan_json(content: bytes) -> None:
    """The JSON of a plan."""
    plan.read(Source("plan.json", content))


def settings(content: bytes) -> None:
    """Files that steer the linter itself."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / ".git").mkdir()
        (place / ".srm-lint.yaml").write_bytes(content)
        (place / "rules").mkdir()
        (place / "rules/own.yaml").write_bytes(content)
        for use in (
            lambda: config_of(config_files(place)),
            lambda: load_rules([place / "rules"]),
            lambda: read_baseline(content, "baseline.json"),
            lambda: read_parameters(Source("parameters.json", content)),
        ):
            _answered(use)


def _answered(use: Callable[[], object]) -> None:
    try:
        use()
    except SrmLintError as error:
        _check(bool(str(error)), error)


def _lint(name: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        report = lint([folder], _OPTIONS)
    for diagnostic in report.diagnostics:
        _check(diagnostic.code not in _OUR_FAULT, diagnostic)


def _check(holds: bool, found: object) -> None:
    if not holds:
        raise AssertionError(found)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "hcl": hcl,
    "template": template,
    "expression": expression,
    "plan": plan_json,
    "settings": settings,
}
