"""Expressions have Terraform's values. `test_terraform_against_terraform.py` compares many more with the program."""

from __future__ import annotations

from decimal import Decimal

import pytest
from terraform_case import problems, unknown, value

from srm_lint.model.value import Reference

BUCKET = 'resource aws_s3_bucket b {\n  bucket = "logs"\n}\n'


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("1.0", 1),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1e3", 1000),
        ('"5" + 3', 8),
        ("-7 % 3", -1),
        ('1 == "1"', False),
        ("[1] == tolist([1])", False),
        ("null == null", True),
        ("true ? 1 : \"a\"", "1"),
        ("false ? 1 : true ? 2 : 3", 2),
        ("true ? {} : { a = 1 }", {}),
        ("true ? null : 1", None),
        ("[for k, v in { b = 1, a = 2 } : \"${k}${v}\"]", ("a2", "b1")),
        ("{ for x in [\"a\", \"b\", \"a\"] : x => 1... }", {"a": (1, 1), "b": (1,)}),
        ("[for x in [1, 2, 3] : x if x > 1]", (2, 3)),
        ("[{ a = 1 }, { a = 2 }][*].a", (1, 2)),
        ("null[*]", ()),
        ("5[*]", (5,)),
        ("{ \"0\" = 5 }.0", 5),
        ("[1, 2][\"1\"]", 2),
        ("toset([\"b\", \"a\", \"b\"])", ("a", "b")),
        ("\"%{ for x in [1, 2] }${x},%{ endfor }\"", "1,2,"),
        ("max([1, 2]...)", 2),
        ("try(nothing_there(), [][0], \"c\")", "c"),
        ("can(tonumber(\"x\"))", False),
        ("templatestring(local.t, { who = \"you\" })", "hi you"),
        ("terraform.workspace", "default"),
        ("path.module", "."),
    ],
)  # fmt: skip
def test_values(expression, expected):
    assert value(expression, 'locals { t = "hi $${who}" }') == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("var.n == null ? 5 : var.n", "5"),
        ("var.o.list == null ? [1] : var.o.list", ("1",)),
        ("true ? -4 : (\"7\" < false ? \"7\" : \"7\")", "-4"),
    ],
)  # fmt: skip
def test_nulls_and_failures_have_types_in_conditionals(expression, expected):
    declarations = (
        "variable n {\n  type = string\n  default = null\n}\n"
        "variable o {\n  type = object({ list = optional(list(string)) })\n  default = {}\n}\n"
    )
    assert value(expression, declarations) == expected


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("local.nope", "cannot-evaluate"),
        ("[1][3]", "cannot-evaluate"),
        ("nothing_there()", "cannot-evaluate"),
        ("try(local.nope, 1)", "cannot-evaluate"),
        ('"x${[]}"', "cannot-evaluate"),
        ("true ? [] : {}", "cannot-evaluate"),
        ("!null", "cannot-evaluate"),
        ("{ for x in [1, 1] : x => x }", "cannot-evaluate"),
        ("each.key", "cannot-evaluate"),
    ],
)
def test_what_terraform_refuses_is_reported_with_its_line(expression, code):
    text = f"resource test_thing it {{\n  ok = 1\n  x  = {expression}\n}}"
    assert problems(text) == [("main.tf", 3, code)]


def test_the_right_side_is_not_looked_at_where_the_left_decides():
    """Terraform 1.12 and later; no configuration that works in earlier ones has this."""
    assert value("local.o != null && local.o.a", "locals { o = null }") is False


@pytest.mark.parametrize("expression", ["aws_s3_bucket.b.id", '"${aws_s3_bucket.b.id}"', "[aws_s3_bucket.b][0].id"])
def test_what_is_known_after_apply_carries_its_reference(expression):
    found = unknown(value(expression, BUCKET))
    assert found.references == (Reference("aws_s3_bucket.b", "id"),)
    assert found.never_null
    assert "known after apply" in found.reason


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ('"arn:${aws_s3_bucket.b.id}/*"', ("arn:", "/*")),
        ('jsonencode({ a = aws_s3_bucket.b.id, b = 1 })', ('{"a":', ',"b":1}')),
    ],
)  # fmt: skip
def test_known_parts_of_unknown_text_are_kept(expression, parts):
    found = unknown(value(expression, BUCKET))
    assert (found.prefix, found.suffix) == parts


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("aws_s3_bucket.b.bucket", "logs"),
        ("length([aws_s3_bucket.b.id])", 1),
        ("aws_s3_bucket.b.id == null", False),
        ("[aws_s3_bucket.b.id, \"x\"][1]", "x"),
        ("{ a = aws_s3_bucket.b.id } == { b = 1 }", False),
    ],
)  # fmt: skip
def test_what_is_known_of_the_unknown(expression, expected):
    assert value(expression, BUCKET) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "aws_s3_bucket.b.id == \"x\" ? 1 : 2",
        "aws_s3_bucket.b.id == \"x\" && false",
        "[for x in [1, 2] : x if aws_s3_bucket.b.id == \"x\"]",
        "{ (aws_s3_bucket.b.id) = 1 }",
        "try(aws_s3_bucket.b.id, 1)",
        "timestamp()",
        "path.cwd",
        "provider::p::f(1)",
    ],
)  # fmt: skip
def test_what_stays_unknown(expression):
    unknown(value(expression, BUCKET))


def test_an_unset_variable_says_how_to_settle_it():
    found = unknown(value("var.key", "variable key {\n  type = string\n}\n"))
    assert found.settle == ("set variable `key`, declared at main.tf:1",)


def test_an_unset_variable_does_not_matter_where_the_other_side_decides():
    assert value("var.on && false", "variable on {}") is False
    assert value("var.on || true", "variable on {}") is True
