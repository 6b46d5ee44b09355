"""Rendered corrections are code: what they are parsed to is what was meant."""

from __future__ import annotations

import json
from decimal import Decimal

import hcl2
import pytest
import yaml
from judge_fakes import FakeSyntax, thing

from srm_lint.judge.render import Assignment, render
from srm_lint.model.condition import Quantifier
from srm_lint.model.resource import Framework

VALUES = [
    True,
    7,
    -1,
    "plain",
    'quote " and \\ back',
    "line\nbreak\ttab",
    "$${x} ${y} %{z}",
    "yes",
    "0755",
    "2020-01-01",
    "a: b # c",
    "",
    "ünï",
    ("a", "b"),
    (),
    {"a b": 1, "c": ("d",)},
]


def rendered(value, framework, file="main.tf", steps=("outer", "inner")):
    resource = thing(framework=framework, syntax=FakeSyntax(file=file))
    return render([Assignment(resource, steps, value)], resource)


def plain(value):
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_properties_read_back_as_they_were_meant(value):
    assert yaml.safe_load(rendered(value, Framework.CLOUDFORMATION, "t.yaml")) == {"outer": {"inner": plain(value)}}
    assert json.loads(rendered(value, Framework.CLOUDFORMATION, "t.json")) == {"outer": {"inner": plain(value)}}


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_blocks_are_valid_hcl(value):
    (outer,) = hcl2.loads(rendered(value, Framework.TERRAFORM) + "\n")["outer"]
    assert "inner" in outer


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (True, "true"),
        (7, "7"),
        (Decimal("0.50"), "0.50"),
        ('a"b', r'"a\"b"'),
        ("${x}", '"$${x}"'),
        ("\b\\b\f", r'"\u0008\\b\u000c"'),
        (("a", 1), '["a", 1]'),
        ({"a b": 1}, '{ "a b" = 1 }'),
    ],
)
def test_hcl_literals(value, literal):
    assert rendered(value, Framework.TERRAFORM, steps=("x",)) == f"x = {literal}"


def test_list_elements_and_objects_are_written_as_such():
    steps = ("rules", Quantifier.SOME, "on")
    assert yaml.safe_load(rendered(True, Framework.CLOUDFORMATION, "t.yaml", steps)) == {"rules": [{"on": True}]}
    resource = thing({"settings": {"x": 1}, "rule": ({"y": 1},)})
    code = render(
        [Assignment(resource, ("settings", "on"), True), Assignment(resource, ("rule", 0, "on"), True)], resource
    )
    assert code == "settings = {\n  on = true\n}\nrule {\n  on = true\n}"
