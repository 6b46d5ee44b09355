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
from srm_lint.rules import RuleSet, built_in_folder, rule_files
from srm_lint.rules.reads import Read, reads_of
from srm_lint.rules.schema import validate
from srm_lint.rules.written import read_entries

SCHEMAS = Path(__file__).parent.parent / "data" / "schema"
WITHOUT_SCHEMA = ("provider.", "backend.")


@pytest.fixture(scope="module")
def rules(built_in_rules: RuleSet) -> tuple[Rule, ...]:
    return built_in_rules.all()


def test_the_files_keep_the_schema():
    for file in rule_files(built_in_folder()):
        for entry in read_entries(file, file.relative_to(built_in_folder()).as_posix()):
            validate(entry, built_in_folder() / "rule.schema.json")


def test_no_name_means_two_rules(rules: tuple[Rule, ...]):
    names = Counter(name for rule in rules for name in {rule.id, *rule.aliases})
    assert [name for name, count in names.items() if count > 1] == []


def test_titles_tell_rules_apart(rules: tuple[Rule, ...]):
    titles = Counter((rule.provider, rule.title) for rule in rules)
    assert [title for title, count in titles.items() if count > 1] == []


def test_ids_say_provider_service_and_gap(rules: tuple[Rule, ...]):
    formed = re.compile(r"[a-z0-9]+(-[a-z0-9]+){2,}")
    assert [rule.id for rule in rules if not formed.fullmatch(rule.id)] == []
    assert [rule.id for rule in rules if Path(rule.file).parent.name != rule.provider] == []


def test_there_are_examples_in_exactly_the_languages_of_the_checks(rules: tuple[Rule, ...]):
    languages = {rule.id: {framework.value for framework in rule.frameworks} for rule in rules}
    assert {rule.id: set(rule.examples) for rule in rules} == languages


def test_why_is_an_explanation(rules: tuple[Rule, ...]):
    assert [rule.id for rule in rules if len(rule.why.split()) < 12] == []
    assert [rule.id for rule in rules if not rule.why.rstrip().endswith(".")] == []
    assert [rule.id for rule in rules if rule.title.endswith(".")] == []


def test_every_parameter_is_used(rules: tuple[Rule, ...]):
    texts = {rule.id: repr(rule.checks) for rule in rules if rule.parameters}
    named = ((rule.id, name) for rule in rules for name in rule.parameters)
    assert [(id, name) for id, name in named if f"Parameter(name='{name}')" not in texts[id]] == []


def test_every_attribute_is_one_of_the_providers(rules: tuple[Rule, ...]):
    reads = ((rule.id, read) for rule in rules for read in sorted({*reads_of(rule)}))
    missing = [f"{id} reads {read.type}: {read.path}" for id, read in reads if not exists(read)]
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
