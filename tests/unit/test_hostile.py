"""Input that is made to break the linter: it ends in time, says what it left out, and judges the rest."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm_lint.cli.app import run
from srm_lint.linter import Options, lint
from srm_lint.model.source import Level

EXAMPLES = int(os.environ.get("SRM_LINT_FUZZ_EXAMPLES", "15"))
SECONDS = 8.0
"""Of processor time, twice what the slowest takes on an idle machine: without its limit, any of these takes minutes."""

OPTIONS = Options(today="2030-01-01", use_cache=False, jobs=1)
GOOD = 'resource "aws_s3_bucket" "good" {}\n'
EACH = (
    '"${local.a%d}${local.a%d}"',
    "[local.a%d, local.a%d]",
    "{x = local.a%d, y = local.a%d}",
    "concat(local.a%d, local.a%d)",
)


def doubling(first, step, times=40):
    lines = [f"a{i} = {step % ((i - 1,) * step.count('%d'))}" for i in range(1, times)]
    return (
        "locals {\n"
        + "\n".join([f"a0 = {first}", *lines])
        + f'\n}}\nresource "aws_s3_bucket" "b" {{\n bucket = local.a{times - 1}\n}}'
    )


TERRAFORM = {
    "for in for": "locals { a = [for i in range(1000) : [for j in range(1000) : [for k in range(1000) : 1]]] }",
    "doubled text": doubling('"xxxxxxxxxx"', EACH[0]),
    "doubled list": doubling("[1]", EACH[1]),
    "doubled object": doubling("{x = 1}", EACH[2]),
    "concatenated list": doubling("[1]", EACH[3]),
    "types of nulls": doubling("{x = null}", EACH[2], 30) + "\nlocals { z = true ? null : local.a29 }",
    "deep value": "locals {\na0 = 1\n" + "".join(f"a{i} = [local.a{i - 1}]\n" for i in range(1, 2000)) + "}",
    "chain of locals": "locals {\n" + "".join(f"a{i} = local.a{i + 1}\n" for i in range(2000)) + "a2000 = 1\n}",
    "failing branches": "locals { a = " + "(false ? 1 : " * 40 + 'tonumber("x")' + ")" * 40 + " }",
    "try does not help": "locals { a = try([for i in range(1000) : [for j in range(1000) : [for k in range(1000) : 1]]], 1) }",
    "template in itself": 'locals {\n t = "$${templatestring(t, {t = t})}"\n a = templatestring(local.t, {t = local.t})\n}',
    "dynamic in dynamic": 'resource "aws_s3_bucket" "b" {\n'
    + 'dynamic "x" {\n for_each = range(1000)\n content {\n' * 3
    + "}\n}\n" * 3
    + "}",
    "equal lists": "locals {\n one = [for i in range(300) : i]\n"
    + " two = flatten([for i in local.one : local.one])\n"
    + " three = [for i in range(1000) : local.two == [for x in local.two : x]]\n}",
    "a billion instances": 'resource "aws_s3_bucket" "b" { count = 1000000000 }',
    "deep brackets": "locals { a = " + "[" * 10_000 + "1" + "]" * 10_000 + " }",
    "deep calls": "locals { a = " + "f(" * 10_000 + "1" + ")" * 10_000 + " }",
    "long sum": "locals { a = " + "1 + " * 10_000 + "1 }",
    "deep blocks": "a {\n" * 10_000 + "}\n" * 10_000,
    "deep type": 'variable "v" { type = ' + "list(" * 5_000 + "string" + ")" * 5_000 + " }",
    "blocks never closed": 'module "a" {\n' * 20_000,
    "strings never closed": '"${' * 20_000,
    "four megabytes never closed": '"${' * 1_400_000,
    "quotation marks": '"\n' * 500_000,
    "comments never closed": "/* " * 1_000_000,
    "line breaks": "\n" * 12_000_000,
    "steps": "locals { a = b" + ".c" * 100_000 + " }",
    "conditionals in a row": "locals { a = " + "true ? 1 : " * 10_000 + "1 }",
    "many counts": "".join(f'resource "aws_sns_topic" "b{i}" {{\n count = 9000\n}}\n' for i in range(9))
    + 'resource "aws_s3_bucket" "b" { count = 9999 }',
    "many patterns": 'locals {\n long = join("", [for i in range(1000) : "xxxxxxxxxx"])\n'
    + "".join(f'r{i} = regexall("(x+x+)+y{i}", local.long)\n' for i in range(40))
    + "}",
}
MANY = "locals { many = [for x in setproduct(range(150), range(140)) : x[0] * 140 + x[1]] }\n"
EACH_OF_500 = "[" + ", ".join(f"aws_s3_bucket.b{i}.id" for i in range(500)) + "]"
RESOURCES = {
    "a tag for each of many": MANY
    + 'resource "aws_s3_bucket" "b" {\n count = 500\n tags = { for x in local.many : "k${x}" => "v${x}" }\n}',
    "one long list": MANY + 'resource "aws_s3_bucket" "b" { x = [local.many, local.many, local.many] }',
    "many blocks of a type": 'resource "aws_security_group" "b" {\n' + "ingress {\n from_port = 0\n}\n" * 6_000 + "}",
    "many statements": MANY
    + 'resource "aws_iam_policy" "b" {\n policy = jsonencode({Statement = [for x in local.many : '
    + '{Effect = "Allow", Action = "s3:*", Resource = "*"}]})\n}',
    "each points at all": f'locals {{ all = join("", {EACH_OF_500}) }}\n'
    + "".join(
        f'resource "aws_s3_bucket" "b{i}" {{}}\n'
        f'resource "aws_s3_bucket_versioning" "a{i}" {{ bucket = local.all }}\n'
        f'resource "aws_s3_bucket_policy" "p{i}" {{ bucket = local.all }}\n'
        for i in range(500)
    ),
    "all are called the same": "".join(
        f'resource "aws_s3_bucket" "b{i}" {{ bucket = "x" }}\nresource "aws_s3_bucket_policy" "p{i}" {{ bucket = "x" }}\n'
        for i in range(700)
    ),
    "each may point at each": 'variable "v" {}\n'
    + "".join(
        f'resource "aws_s3_bucket" "b{i}" {{ bucket = "x" }}\n'
        f'resource "aws_s3_bucket_policy" "p{i}" {{ bucket = "${{var.v}}-{i}" }}\n'
        for i in range(700)
    ),
}
FUNCTIONS_THAT_MULTIPLY = {
    "format": 'format("%99999999d", 1)',
    "indent": 'indent(1000000000, "\\n")',
    "replace": "replace(local.long, \"x\", local.long)",
    "join": "join(local.long, local.many)",
    "formatlist": 'formatlist("%s%s", local.long, local.many)',
    "setproduct": "setproduct(range(1000), range(1000), range(1000))",
    "regex": 'regexall("(x+x+)+y", local.long)',
}  # fmt: skip


def linted(folder, text, name="main.tf"):
    """The report about a hostile root beside a good one."""
    for path, content in ((folder / "hostile" / name, text), (folder / "good" / "main.tf", GOOD)):
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    started = time.process_time()
    report = lint([str(folder)], OPTIONS)
    assert time.process_time() - started < SECONDS
    assert any(finding.subject.address == "aws_s3_bucket.good" for finding in report.findings)
    return report


def complaints(report):
    """Files that errors and unread places name."""
    return {item.file for item in (*report.unread, *(d for d in report.diagnostics if d.level is Level.ERROR))}


@pytest.mark.parametrize("text", TERRAFORM.values(), ids=TERRAFORM)
def test_terraform_that_grows_is_given_up_and_said_to_be(tmp_path, text):
    report = linted(tmp_path, text)
    assert any(file.endswith("hostile/main.tf") for file in complaints(report))


@pytest.mark.parametrize("text", RESOURCES.values(), ids=RESOURCES)
def test_resources_with_too_much_to_judge_are_said_to_have_it(tmp_path, text):
    report = linted(tmp_path, text)
    [problem, *_] = [diagnostic for diagnostic in report.diagnostics if diagnostic.code == "too-large"]
    assert problem.file.endswith("hostile/main.tf")
    assert problem.line


def test_expressions_in_json_are_counted(tmp_path):
    entries = ",".join(f'"a{i}": "${{local.a{i + 1}}}"' for i in range(100_000))
    report = linted(tmp_path, f'{{"locals": {{{entries}}}}}', "main.tf.json")
    assert [item.file.endswith("main.tf.json") for item in report.unread] == [True]


def test_instances_that_are_alike_are_judged_together(tmp_path):
    started = time.process_time()
    report = linted(tmp_path, 'resource "aws_s3_bucket" "b" { count = 3000 }')
    assert time.process_time() - started < SECONDS / 2
    assert len(report.subjects) == 3001


def test_running_out_of_work_is_said_once(tmp_path):
    loop = "[for i in range(1000) : [for j in range(1000) : [for k in range(1000) : 1]]]"
    report = linted(tmp_path, "locals {\n" + "".join(f"a{i} = {loop}\n" for i in range(50)) + "}")
    assert len([diagnostic for diagnostic in report.diagnostics if diagnostic.code == "too-large"]) == 1


@pytest.mark.parametrize("call", FUNCTIONS_THAT_MULTIPLY.values(), ids=FUNCTIONS_THAT_MULTIPLY)
def test_functions_that_multiply_end(tmp_path, call):
    values = 'locals {\n long = join("", [for i in range(1000) : "xxxxxxxxxx"])\n many = range(1000)\n}\n'
    report = linted(tmp_path, f'{values}resource "aws_s3_bucket" "b" {{\n bucket = {call}\n}}')
    assert "too-large" in {diagnostic.code for diagnostic in report.diagnostics}


def test_modules_that_call_two_each_are_cut(tmp_path):
    for level in range(24):
        folder = tmp_path / f"m{level}"
        folder.mkdir()
        calls = "".join(f'module "{name}" {{ source = "../m{level + 1}" }}\n' for name in "ab")
        (folder / "main.tf").write_text(calls if level < 23 else GOOD)
    linted(tmp_path, 'module "m" { source = "../m0" }')


LOOPS = 'AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::LanguageExtensions\nResources:\n'


def loops(depth, items):
    text = LOOPS
    for level in range(depth):
        indent = "  " * (level + 1)
        text += f"{indent}Fn::ForEach::L{level}:\n{indent}- V{level}\n{indent}- {items(level)}\n{indent}-\n"
    names = "".join(f"${{V{level}}}" for level in range(depth))
    return text + "  " * (depth + 1) + f'X{names}: {{Type: "AWS::S3::Bucket"}}\n'


HUNDRED = f"[{', '.join(f'c{i}' for i in range(100))}]"
STACKS = "".join(
    f'  A{i}: {{Type: "AWS::CloudFormation::Stack", Properties: {{TemplateURL: ./t.yaml}}}}\n' for i in range(3)
)


def bucket(tags):
    return 'Resources:\n  B:\n    Type: "AWS::S3::Bucket"\n    Properties:\n      Tags:\n' + "".join(
        f"      - {tag}\n" for tag in tags
    )


TEMPLATES = {
    "loops in loops": loops(5, lambda _level: HUNDRED),
    "growing items": loops(20, lambda level: f'["${{V{level - 1}}}${{V{level - 1}}}"]' if level else "[aaaaaaaaaa]"),
    "stacks in themselves": f"Resources:\n{STACKS}",
    "deep flow": 'AWSTemplateFormatVersion: "2010-09-09"\nResources: ' + "[" * 10_000 + "]" * 10_000,
    "aliases": 'AWSTemplateFormatVersion: "2010-09-09"\na0: &a0 [x, x]\n'
    + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)),
    "many resources": "Resources:\n" + "".join(f'  B{i}: {{Type: "AWS::S3::Bucket"}}\n' for i in range(50_000)),
    "long lists": "Mappings: {M: {a: {b: [" + "x," * 100_000 + "x]}}}\n" + bucket(["!FindInMap [M, a, b]"] * 900),
    "long texts": f"Parameters: {{P: {{Type: String, Default: {'x' * 90_000}}}}}\n"
    + bucket(["!Sub '" + "${P}" * 50 + "'"] * 900),
    "texts joined": f"Parameters: {{L: {{Type: CommaDelimitedList, Default: '{'x,' * 40_000}x'}}}}\n"
    + bucket(['!Join ["", !Ref L]'] * 5_000),
    "lists in lists": f"Parameters: {{L: {{Type: CommaDelimitedList, Default: '{','.join(map(str, range(15_000)))}'}}}}\n"
    + 'Rules: {R: {Assertions: [{Assert: {"Fn::EachMemberIn": [!Ref L, !Ref L]}}]}}\n'
    + bucket([]),
    "comments": 'AWSTemplateFormatVersion: "2010-09-09"\n' + "# a: b\n" * 1_000_000,
    "line breaks": 'AWSTemplateFormatVersion: "2010-09-09"\n' + "\n" * 12_000_000,
    "no JSON in the end": '{"AWSTemplateFormatVersion":"2010-09-09","Resources":{' + '"a":1,' * 1_000_000,
    "nothing is a type": "Resources:\n"
    + "".join(f'  B{i}: {{Typ: "AWS::S3::Bucket"}}\n' for i in range(50_000))
    + '  B: {Type: "AWS::S3::Bucket"}\n',
}


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES)
def test_templates_that_grow_are_given_up_and_said_to_be(tmp_path, text):
    assert complaints(linted(tmp_path, text, "t.yaml"))


def test_texts_of_templates_are_not_built_beyond_the_limit(tmp_path):
    body = '  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Sub \'' + "${P}" * 50_000 + "'}}"
    text = f"Parameters: {{P: {{Type: String, Default: {'x' * 4000}}}}}\nResources:\n{body}\n"
    linted(tmp_path, text, "t.yaml")


def test_many_resources_on_one_line(tmp_path):
    entries = ", ".join(f'"B{i}": {{"Type": "AWS::S3::Bucket"}}' for i in range(300))
    text = f'{{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {{{entries}}}}}'
    assert len(linted(tmp_path, text, "t.json").subjects) == 301


def test_nothing_outside_is_read(tmp_path):
    (tmp_path / "secret.txt").write_text("k3pt-apart")
    tree = tmp_path / "tree"
    (tree / "a").mkdir(parents=True)
    (tree / "a" / "link").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(tree / "a" / "fifo")
    reads = ["link", "../../secret.txt", str(tmp_path / "secret.txt"), "/dev/zero", "fifo"]
    locals_ = "".join(f'a{i} = file("{path}")\n b{i} = templatefile("{path}", {{}})\n' for i, path in enumerate(reads))
    buckets = "".join(f'resource "aws_s3_bucket" "b{i}" {{ bucket = local.a{i} }}\n' for i in range(len(reads)))
    (tree / "a" / "main.tf").write_text(f'locals {{\n{locals_}}}\n{buckets}module "m" {{ source = "../../" }}\n')
    report = lint([str(tree)], OPTIONS)
    assert sum("no file" in diagnostic.message for diagnostic in report.diagnostics) > len(reads)
    assert "k3pt-apart" not in str(report.findings)


@pytest.mark.parametrize("format", ["text", "json", "sarif", "markdown", "github", "gitlab"])
def test_a_file_name_forges_nothing(tmp_path, monkeypatch, capsys, format):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "a\n::error file=x::forged\x1b[2J"
    folder.mkdir()
    (folder / "main.tf").write_text(GOOD + "locals { a = }\n")
    run(["check", "--no-cache", "--format", format, "."])
    shown = capsys.readouterr().out
    assert "\x1b[2J" not in shown
    assert not any(line.startswith("::error file=x::forged") for line in shown.splitlines())


KEY = "AKIA" + "ABCDEFGHIJKLMNOP"


@pytest.mark.parametrize("format", ["text", "json", "sarif", "markdown", "github", "junit", "gitlab"])
def test_no_secret_is_printed(tmp_path, monkeypatch, capsys, format):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "main.tf").write_text(
        f"""
variable "hidden" {{
  sensitive = true
  default   = "hunter1"
}}
resource "aws_db_instance" "d" {{
  password = "hunter2"
  username = var.hidden
  tags     = {{ key = "{KEY}" }}
}}
"""
    )
    run(["check", "--strict", "--format", format, "."])
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    shown = capsys.readouterr().out + kept.decode("latin-1")
    assert shown
    for secret in ("hunter2", KEY):
        assert secret not in shown


NAMES = st.sampled_from(["a", "b", "c"])
ATOMS = st.one_of(
    st.integers(-5, 5).map(str),
    st.sampled_from(['"x"', "null", "true", "[]", "{}", '"${local.a}"', "path.module", "each.key", "aws_s3_bucket.a.id"]),
    NAMES.map(lambda name: f"local.{name}"),
    NAMES.map(lambda name: f"var.{name}"),
)  # fmt: skip


def _compound(inner):
    functions = st.sampled_from(
        ["length", "toset", "jsonencode", "merge", "concat", "try", "flatten", "tostring", "keys"]
    )
    return st.one_of(
        st.tuples(functions, inner).map("{0[0]}({0[1]})".format),
        st.tuples(inner, st.sampled_from(["+", "==", "&&", "<"]), inner).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(inner, inner, inner).map("({0[0]} ? {0[1]} : {0[2]})".format),
        st.tuples(inner, inner).map("[{0[0]}, {0[1]}]".format),
        st.tuples(NAMES, inner).map(lambda pair: f"{{{pair[0]} = {pair[1]}}}"),
        st.tuples(inner, inner).map(lambda pair: f"[for v in {pair[0]} : {pair[1]}]"),
        inner.map(lambda part: f"{part}[*].id"),
        inner.map(lambda part: f'"x${{{part}}}y"'),
    )


EXPRESSIONS = st.recursive(ATOMS, _compound, max_leaves=8)
FUZZ = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@FUZZ
@given(values=st.lists(EXPRESSIONS, min_size=3, max_size=3), each=EXPRESSIONS, argument=EXPRESSIONS)
def test_any_expressions_are_evaluated_or_complained_about(tmp_path, values, each, argument):
    locals_ = "".join(f"  {name} = {value}\n" for name, value in zip("abc", values, strict=True))
    bucket = f'resource "aws_s3_bucket" "a" {{\n  for_each = {each}\n  bucket = {argument}\n}}\n'
    report = linted(tmp_path, f'variable "a" {{}}\nlocals {{\n{locals_}}}\n{bucket}')
    assert "not-evaluated" not in {diagnostic.code for diagnostic in report.diagnostics}


NODES = st.recursive(
    st.sampled_from(["x", 1, True, None, {"Ref": "P"}, {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::Sub": "${P}${A}"}]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.builds(lambda value: {"Fn::Join": ["-", value]}, inner),
        st.builds(lambda a, b: {"Fn::If": ["C", a, b]}, inner, inner),
        st.builds(lambda value: {"Fn::Select": [0, value]}, inner),
        st.builds(lambda value: {"BucketName": value}, inner),
    ),
    max_leaves=8,
)


@FUZZ
@given(properties=NODES, condition=NODES)
def test_any_template_is_evaluated_or_complained_about(tmp_path, properties, condition):
    import json

    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"C": {"Fn::Equals": [condition, "x"]}},
        "Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": properties}},
    }
    report = linted(tmp_path, json.dumps(template), "t.json")
    assert "not-evaluated" not in {diagnostic.code for diagnostic in report.diagnostics}
