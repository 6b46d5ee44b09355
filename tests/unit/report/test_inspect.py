"""What the linter saw, as text and JSON."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from srm_lint.model.inspection import Inspection
from srm_lint.model.resource import Framework, Kind, Mode, Model, Resource, Service, State
from srm_lint.model.source import Diagnostic, Level, Location
from srm_lint.model.value import Reference, Unknown, Value
from srm_lint.report.inspect import render_json, render_text
from srm_lint.report.view import View

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "inspect.schema.json"
AFTER_APPLY = Unknown("`id` of aws_kms_key.k is known after apply", (Reference("aws_kms_key.k"),), ("nothing",))


class Block:
    """A block in one line of a file."""

    def header(self) -> Location:
        return Location("main.tf", 3, 1, 3, 20)

    extent = header

    def locate(self, path: tuple[str | int, ...]) -> Location | None:
        return self.header() if path else None


def inspection(values: dict[str, Value], **changes: object) -> Inspection:
    fields: dict[str, object] = {
        "address": "aws_db_instance.this",
        "type": "aws_db_instance",
        "name": "this",
        "framework": Framework.TERRAFORM,
        "mode": Mode.MANAGED,
        "provider": "aws",
        "values": values,
        "syntax": Block(),
    }
    resource = Resource(**{**fields, **changes})
    service = Service("Amazon RDS", Model.PAAS, Kind.DATA, State.PRIMARY, "AWS runs the engine")
    note = Diagnostic("main.tf", 9, "module-not-found", "module `x` is not on disk", Level.NOTE)
    return Inspection(((resource, service),), (note,), files_found=1, files_read=1)


def as_json(given: Inspection, *, show_sensitive: bool = False) -> dict:
    stream = io.StringIO()
    render_json(given, stream, show_sensitive=show_sensitive)
    document = json.loads(stream.getvalue(), parse_float=Decimal)
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    return document["resources"][0]


def test_a_resource_has_address_tag_and_place() -> None:
    found = as_json(inspection({}))
    assert found["address"] == "aws_db_instance.this"
    assert (found["service"], found["model"], found["kind"]) == ("Amazon RDS", "PaaS", "data")
    assert (found["file"], found["line"]) == ("main.tf", 3)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        (2**70, 2**70),
        (Decimal("0.10"), Decimal("0.10")),
        (Decimal("123456789012345678901234567890.5"), Decimal("123456789012345678901234567890.5")),
        (("a", {"b": 1}), ["a", {"b": 1}]),
        (AFTER_APPLY, {"$unknown": True}),
        (({"k": AFTER_APPLY},), [{"k": {"$unknown": True}}]),
        ("half \ud800", "half ?"),
    ],
)
def test_values_are_exact(value: Value, written: object) -> None:
    assert as_json(inspection({"v": value}))["values"]["v"] == written


def test_unknown_values_are_explained() -> None:
    found = as_json(inspection({"a": ({"b": AFTER_APPLY},)}))
    assert found["unknowns"] == [
        {"path": "a[0].b", "reason": "`id` of aws_kms_key.k is known after apply", "settle": ["nothing"]}
    ]


def test_whether_it_exists_may_be_unknown() -> None:
    assert as_json(inspection({}, exists=AFTER_APPLY))["exists"] is None


@pytest.mark.parametrize(
    ("values", "sensitive", "hidden"),
    [
        ({"v": "hunter2"}, (("v",),), "hunter2"),
        ({"v": ({"w": "hunter2"},)}, (("v", 0, "w"),), "hunter2"),
        ({"v": {"w": ("hunter2",)}}, (("v",),), "hunter2"),
        ({"master_password": "hunter2"}, (), "hunter2"),
        ({"env": {"api_key": "hunter2"}}, (), "hunter2"),
        ({"user_data": "password=hunter2"}, (), "hunter2"),
    ],
    ids=["path", "nested path", "whole container", "name", "nested name", "inside text"],
)
def test_secrets_are_masked_unless_asked_for(values: dict[str, Value], sensitive: tuple, hidden: str) -> None:
    given = inspection(values, sensitive=sensitive)
    assert hidden not in json.dumps(as_json(given))
    assert hidden in json.dumps(as_json(given, show_sensitive=True))


def test_text_has_a_line_for_each_attribute_that_is_set() -> None:
    stream = io.StringIO()
    given = inspection({"a": True, "b": None, "c": ("x", 1), "d": {"k": AFTER_APPLY}, "e": Decimal("1.5")})
    render_text(given, stream, View(), show_sensitive=False)
    assert stream.getvalue() == (
        "aws_db_instance.this  main.tf:3\n"
        "  Amazon RDS: PaaS\n"
        "    a = true\n"
        '    c = ["x", 1]\n'
        "    d = {k = unknown (`id` of aws_kms_key.k is known after apply)}\n"
        "    e = 1.5\n"
        "\n"
        "note main.tf:9: module `x` is not on disk [module-not-found]\n"
        "1 resource; 1 file found, 1 read\n"
    )
