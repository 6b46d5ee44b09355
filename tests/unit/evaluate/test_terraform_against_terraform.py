"""Random expressions have the values that `terraform console` gives them. Skipped where Terraform is not installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from terraform_case import TextTree

from srm_lint.evaluate.terraform import Inputs, evaluate
from srm_lint.model.value import Unknown

pytestmark = [
    pytest.mark.programs("terraform"),
    pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed"),
]

DECLARATIONS = """
variable "s" {
  type    = string
  default = null
}
variable "m" {
  type    = map(number)
  default = { b = 1, a = 2 }
}
variable "o" {
  type    = object({ name = string, ports = optional(list(number), [80]), size = optional(number) })
  default = { name = "é-x" }
}
locals {
  list = ["b", "a", "c"]
  set  = toset(["b", "a"])
  deep = { a = [{ k = "v", n = 1 }, { k = "w", n = null }], b = {} }
}
"""

LEAVES = {
    "b": ["true", "false", "var.s == null"],
    "n": ["1", "-2", "3.5", "1e2", '"7"', "0.1", "var.m.a", "local.deep.a[0].n", "var.o.ports[0]", "var.o.size"],
    "t": [
        '"a"',
        '""',
        "var.s",
        "var.o.name",
        'local.deep.a[1]["k"]',
        r'"q\"${1}\n"',
        "(<<-EOT\n    x\n      ${2}\n  EOT\n)",
    ],
    "c": ["local.list", "local.set", "var.m", "var.o", "local.deep", "[]", "{}", "null", "local.deep.a[*].k"],
}
FORMS = {
    "b": ["<b> && <a> == <a>", "!<b> || <b>", "<n> < <n>", "<a> == <a>", "(<b>)", "can(<a>.k)"],
    "n": ["<n> + <n> * -<n>", "(<n> - <n>) % <n>", "length(<c>)", "<b> ? <n> : <n>"],
    "t": [
        '"x${<a>}-%{ if <b> ~} y %{ else }n%{ endif }|"',
        '"%{ for k, v in <c> }${k},%{ endfor }"',
        "<b> ? <t> : <a>",
        "upper(<t>)",
        'join("-", [for v in <c> : v if v != null])',
        'replace(<t>, "/[a-c]/", <t>)',
        'regex("([a-z])", <t>)[0]',
        "base64encode(<t>)",
        "substr(<t>, <n>, <n>)",
        "jsonencode(<a>)",
        "yamlencode(<c>)",
        "try(<c>.k, <c>[1], <t>)",
    ],
    "c": [
        "[<a>, <a>]",
        "{ k = <a>, (upper(<t>)) = <a> }",
        "[for k, v in <c> : [k, v] if <b>]",
        "{ for k, v in <c> : k => v... }",
        "<b> ? <c> : <c>",
        "<c>[*]",
        "try(<c>.a, <c>[0], <a>)",
        "toset(<c>)",
        "tolist(<c>)",
        "tomap(<c>)",
        "merge(<c>, { z = <a> })",
        "concat(<c>, [<a>])",
        "flatten([<c>, [<c>]])",
        "setunion(<c>, <c>)",
        "zipmap(keys(<c>), values(<c>))",
        "[for k in <c> : k.k]",
        "<c>[*].k",
        "lookup(<c>, <t>, <a>)",
        "slice(tolist(<c>), 0, 1)",
        "jsondecode(jsonencode(<c>))",
        "yamldecode(yamlencode(<c>))",
        "distinct(<c>)",
        "{ for v in <c> : v => <a>... if <b> }",
        "sort(<c>)",
        "one(<c>)",
    ],
}
"""Expressions by what they are meant to come to: bool, number, text, collection; "a" is any of them."""


@st.composite
def expression(draw, kind="a", depth=3):
    if kind == "a":
        kind = draw(st.sampled_from("bntc"))
    form = draw(st.sampled_from(LEAVES[kind] + (FORMS[kind] if depth else [])))
    return re.sub(r"<(\w)>", lambda part: draw(expression(part[1], depth - 1)), form)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("module")
    (root / "main.tf").write_text(DECLARATIONS)
    return root


def theirs(expressions: list[str], folder) -> list[object]:
    """Terraform's values as JSON has them, "<<fails>>" for what it cannot evaluate."""
    items = ", ".join(f'try(jsonencode(\n{expression}\n), "<<fails>>")' for expression in expressions)
    return json.loads(json.loads(console(f"jsonencode([{items}])", folder)))


def console(text: str, folder) -> str:
    (folder / "under_test.tf").write_text(f"locals {{\n  under_test = {text}\n}}\n")
    run = subprocess.run(
        ["terraform", "console", "-no-color"],
        input=b"local.under_test\n",
        capture_output=True,
        cwd=folder,
        env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"},
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


def ours(expressions: list[str]) -> list[object]:
    items = ", ".join(f'try(jsonencode(\n{expression}\n), "<<fails>>")' for expression in expressions)
    files = {"main.tf": f"{DECLARATIONS}\nresource test_thing it {{\n  x = [{items}]\n}}\n"}
    found = evaluate(".", TextTree(files), Inputs())
    assert found.diagnostics == ()
    return list(found.resources[0].values["x"])


UNTYPED_NULL = ("null", "<<fails>>")
"""Nulls carry no types: where Terraform refuses to convert one, it stays a null."""

EXAMPLES = os.environ.get("SRM_LINT_FUZZ_EXAMPLES", "")


@settings(
    max_examples=int(EXAMPLES or "60"),
    deadline=None,
    derandomize=not EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(expression(), min_size=5, max_size=25))
def test_random_expressions(folder, expressions):
    for expression, wanted, got in zip(expressions, theirs(expressions, folder), ours(expressions), strict=True):
        assert isinstance(got, Unknown) or got == wanted or (got, wanted) == UNTYPED_NULL, expression
