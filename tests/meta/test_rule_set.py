"""What has to hold for the rules that come with srm-lint, whatever they say."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from srm_lint.attest.syntax import RESTS_ON
from srm_lint.model.config import Attestation
from srm_lint.model.rule import ATTESTATION, Rule
from srm_lint.rules import built_in_folder, load_rules, rule_files
from srm_lint.rules.reads import Read, reads_of
from srm_lint.rules.schema import validate
from srm_lint.rules.written import read_entries

RULES = load_rules([built_in_folder()]).all()
SCHEMAS = Path(__file__).parent.parent / "data" / "schema"
WITHOUT_SCHEMA = ("provider.", "backend.")

each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


@pytest.mark.parametrize("file", rule_files(built_in_folder()), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_file_keeps_the_schema(file):
    for entry in read_entries(file, file.name):
        validate(entry, built_in_folder() / "rule.schema.json")


def test_no_name_means_two_rules():
    names = Counter(name for rule in RULES for name in {rule.id, *rule.aliases})
    assert [name for name, count in names.items() if count > 1] == []


def test_titles_tell_rules_apart():
    titles = Counter((rule.provider, rule.title) for rule in RULES)
    assert [title for title, count in titles.items() if count > 1] == []


@each_rule
def test_the_id_says_provider_service_and_gap(rule: Rule):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){2,}", rule.id)
    assert Path(rule.file).parent.name == rule.provider


@each_rule
def test_there_are_examples_in_exactly_the_languages_of_the_checks(rule: Rule):
    assert set(rule.examples) == {framework.value for framework in rule.frameworks}


@each_rule
def test_why_is_an_explanation(rule: Rule):
    assert len(rule.why.split()) >= 12
    assert rule.why.rstrip().endswith(".")
    assert not rule.title.endswith(".")


@each_rule
def test_every_parameter_is_used(rule: Rule):
    text = repr(rule.checks)
    assert [name for name in rule.parameters if f"Parameter(name='{name}')" not in text] == []


@each_rule
def test_every_attribute_is_one_of_the_providers(rule: Rule):
    missing = [f"{read.type}: {read.path}" for read in sorted({*reads_of(rule)}) if not exists(read)]
    assert missing == [], "misspelt, or a new type: python tools/schema_subset.py SCHEMAS"


def exists(read: Read) -> bool:
    """Whether some version of the provider has the attribute, or its schema does not tell."""
    if read.type.startswith(WITHOUT_SCHEMA):
        return True
    if read.type == ATTESTATION:
        return read.path in {"", *Attestation.__struct_fields__, *RESTS_ON}
    if read.type.startswith("data."):
        return any(read.type.removeprefix("data.") in schema["data_sources"] for schema in schemas())
    described = [schema for schema in schemas() if read.type in schema["resources"]]
    if not described:
        return any(read.type in schema["older_only"] for schema in schemas())
    return any(
        in_tree(schema["resources"][read.type], read.path.split(".") if read.path else [])
        or read.type in schema["partial"]
        for schema in described
    )


@cache
def schemas() -> list[dict[str, dict[str, object]]]:
    """What `tools/schema_subset.py` packed, and the files written by hand for what providers have no longer."""
    packed = [gzip.decompress(path.read_bytes()) for path in sorted(SCHEMAS.glob("*.json.gz"))]
    return [json.loads(text) for text in [*packed, *(path.read_bytes() for path in sorted(SCHEMAS.glob("*.json")))]]


def in_tree(tree: dict[str, dict[str, object]], names: list[str]) -> bool:
    for name in names:
        node = tree.get(name)
        if node is None:
            return False
        if node.get("open") or (node["type"] in ("map", "any") and "nested" not in node):
            return True
        tree = node.get("nested", {})
    return True


@pytest.mark.parametrize(
    ("names", "found"),
    [(["a"], True), (["b"], False), (["a", "b"], False), (["m", "x"], True), (["n", "k"], True), (["n", "x"], False)],
)
def test_the_walk_through_a_schema_finds_what_is_there(names, found):
    tree = {
        "a": {"type": "string"},
        "m": {"type": "map"},
        "n": {"type": "block", "nested": {"k": {"type": "bool"}}},
    }
    assert in_tree(tree, names) is found
