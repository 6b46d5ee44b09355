"""Terraform's JSON syntax becomes the same document as its native one."""

from __future__ import annotations

import json

import pytest

from srm_lint.model.hcl import Literal, Number, Object, Template, Traversal, Tuple
from srm_lint.model.source import Source
from srm_lint.read.terraform import read


def document(data: object, path: str = "main.tf.json"):
    return read(Source(path, (data if isinstance(data, str) else json.dumps(data)).encode()))


def test_blocks_take_their_labels_from_keys():
    found = document(
        {
            "//": "a comment",
            "resource": {"aws_s3_bucket": {"a": {"bucket": "x"}, "b": [{"bucket": "y"}]}},
            "locals": [{"l": 1}, {"m": 2}],
            "module": {"m": {"source": "./m"}},
        }
    )
    assert found.problems == ()
    assert [(block.type, block.labels) for block in found.body.blocks] == [
        ("resource", ("aws_s3_bucket", "a")),
        ("resource", ("aws_s3_bucket", "b")),
        ("locals", ()),
        ("locals", ()),
        ("module", ("m",)),
    ]


def test_strings_are_templates():
    text = '{"locals": {"a": "x${var.y}", "b": "${var.z}", "c": {"${var.k}": [1.50, true, null]}, "d": "$${no}"}}'
    attributes = document(text).body.blocks[0].body.attributes
    a, b, c, d = (attribute.expression for attribute in attributes)
    assert isinstance(a, Template)
    assert isinstance(b, Traversal)
    assert text[b.start : b.end] == "var.z"
    assert isinstance(c, Object)
    key, items = c.items[0]
    assert isinstance(key, Traversal)
    assert isinstance(items, Tuple)
    assert [type(item) for item in items.items] == [Number, Literal, Literal]
    assert d == Literal("${no}", d.start, d.end)


def test_constants_and_names_are_not_templates():
    variable = {"type": "list(string)", "default": ["${x}"], "description": "%{ d }"}
    found = document(
        {"variable": {"v": variable}, "resource": {"a": {"b": {"depends_on": ["c.d"], "provider": "e.f"}}}}
    )
    assert found.problems == ()
    body, resource = (block.body for block in found.body.blocks)
    default = body.attribute("default").expression
    assert default.items[0].value == "${x}"
    assert body.attribute("type").expression.name == "list"
    assert resource.attribute("depends_on").expression.items[0].steps == ("d",)
    assert resource.attribute("provider").expression.root == "e"


def test_values_of_variables_are_constants():
    assert document({"a": "${x}"}, "terraform.tfvars.json").body.attributes[0].expression.value == "${x}"


def test_nested_blocks_of_the_language_are_blocks():
    resource = {
        "dynamic": {"rule": {"for_each": "${var.r}", "content": {"a": "${rule.value}"}}},
        "lifecycle": {"ignore_changes": ["tags"]},
    }
    blocks = document({"resource": {"a": {"b": resource}}}).body.blocks[0].body.blocks
    assert [(block.type, block.labels) for block in blocks] == [("dynamic", ("rule",)), ("lifecycle", ())]
    assert blocks[0].body.blocks[0].type == "content"


def test_an_object_in_which_dynamic_writes_blocks_is_a_block():
    networks = {"dynamic": [{"networks": {"for_each": "${var.n}", "content": [{"value": "${networks.value}"}]}}]}
    resource = {"settings": [{"tier": "small", "ip": networks}], "tags": {"dynamic": "yes"}}
    body = document({"resource": {"a": {"b": resource}}}).body.blocks[0].body
    assert [attribute.name for attribute in body.attributes] == ["tags"]
    (settings,) = body.blocks
    assert (settings.type, settings.body.attributes[0].name) == ("settings", "tier")
    (written,) = settings.body.blocks[0].body.blocks
    assert (written.type, written.labels, written.body.blocks[0].type) == ("dynamic", ("networks",), "content")


def test_what_is_written_out_beside_dynamic_is_a_block_too():
    rules = {"rule": [{"a": 1}], "dynamic": {"rule": {"for_each": "${var.r}", "content": {}}}}
    body = document({"resource": {"a": {"b": rules}}}).body.blocks[0].body
    assert body.attributes == ()
    assert [(block.type, block.labels) for block in body.blocks] == [("rule", ()), ("dynamic", ("rule",))]


def test_attributes_have_their_line():
    text = '{\n "resource": {"a": {"b": {\n  "x": 1,\n  "y": "${z}"\n }}}\n}'
    found = document(text)
    attribute = found.body.blocks[0].body.attribute("y")
    assert found.source.location(attribute.start, attribute.end).line == 4


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": \n', 2),
        ('"text"', 1),
        ('{\n"nonsense": {}}', 2),
        ('{"locals": {"a":\n "${"}}', 2),
        ('{"resource":\n {"a": 1}}', 2),
    ],
)
def test_mistakes_have_a_line(text, line):
    assert [problem.line for problem in document(text).problems] == [line]
