"""Plans: planned values, what is known after apply, and the references that lead there.

`tests/data/plan/plan.json` is what `terraform show -json` prints for the configuration beside it.
"""

from pathlib import Path

import pytest

from srm_lint.evaluate.plan import evaluate
from srm_lint.model.plan import Plan
from srm_lint.model.source import Diagnostic, Source
from srm_lint.model.value import Reference, Unknown
from srm_lint.read.plan import read

PLAN = Path(__file__).parents[2] / "data" / "plan" / "plan.json"


@pytest.fixture(scope="module")
def plan() -> Plan:
    result = read(Source("plan.json", PLAN.read_bytes()))
    assert isinstance(result, Plan)
    return result


def test_every_planned_instance_is_there(plan):
    assert [resource.address for resource in plan.resources] == [
        "terraform_data.x",
        "terraform_data.y[0]",
        "terraform_data.y[1]",
        'module.m["a"].terraform_data.z',
        'module.m["b"].terraform_data.z',
    ]


def test_known_values_and_sensitive_paths(plan):
    resource = plan.resources[0]
    assert resource.values["input"] == {"a": 1, "b": "s"}
    assert resource.sensitive == (("input", "b"),)


@pytest.mark.parametrize(
    ("address", "references"),
    [
        (
            "terraform_data.y[0]",
            {Reference("terraform_data.x", "id"), Reference('module.m["a"].terraform_data.z', "id")},
        ),
        ('module.m["b"].terraform_data.z', {Reference("terraform_data.x", "id")}),
    ],
)
def test_what_is_known_after_apply_keeps_its_references_through_modules(plan, address, references):
    resource = next(resource for resource in plan.resources if resource.address == address)
    assert set(resource.references) == references


def test_known_elements_beside_unknown_ones(plan):
    value = plan.resources[1].values["input"]
    assert isinstance(value, tuple)
    assert value[1] == "k"
    assert isinstance(value[0], Unknown)


def test_the_provider_of_a_resource_is_the_one_that_the_configuration_names(plan):
    assert {item.provider for item in plan.resources} == {"terraform"}


def test_lines_are_those_of_the_plan_file(plan):
    lines = PLAN.read_text().splitlines()
    for resource in evaluate(plan, None).resources:
        written = lines[resource.location.line - 1].replace('\\"', '"')
        assert f'"address": "{resource.address}"' in written


def test_deleted_resources_are_not_judged():
    content = b"""{"format_version": "1.2", "resource_changes": [
      {"address": "a.b", "type": "a", "name": "b", "change": {"actions": ["delete"], "before": {}, "after": null}},
      {"address": "a.c", "type": "a", "name": "c", "change": {"actions": ["forget"], "before": {}, "after": null}},
      {"address": "a.d", "type": "a", "name": "d", "change": {"actions": ["delete", "create"], "after": {"x": 1.5}}}]}"""
    result = read(Source("p.json", content))
    assert isinstance(result, Plan)
    assert [resource.address for resource in result.resources] == ["a.d"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format_version": 3}', b"\xff\xfe", b"PK\x03\x04"])
def test_what_is_no_plan_says_how_to_make_one(content):
    result = read(Source("p.json", content))
    assert isinstance(result, Diagnostic)
    assert "terraform show -json" in result.help
