"""The catalogue that ships fits the lists of types, itself and the matrix."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
import yaml

from srm_lint.catalogue import load_catalogue, load_matrix
from srm_lint.catalogue.services import compile_catalogue, read_files
from srm_lint.model.resource import Model

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "rules" / "catalogue"
FILES = sorted(CATALOGUE.glob("*.yaml"))


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_check", ROOT / "tools" / "catalogue_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_listed_type_is_classified_and_every_pattern_is_used(check: ModuleType) -> None:
    known = {name for path in (CATALOGUE / "types").glob("*.txt") for name in path.read_text(encoding="utf-8").split()}
    files = read_files(FILES)
    assert len(known) > 8000
    assert list(check.problems_of(files, compile_catalogue(files), known)) == []


def test_the_schemas_for_editors_are_up_to_date(check: ModuleType) -> None:
    assert list(check.stale(check.editor_schemas())) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_fits_the_schema_that_editors_use(path: Path) -> None:
    schema = json.loads((CATALOGUE / "catalogue.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), schema)


def test_the_matrix_fits_the_schema_that_editors_use() -> None:
    schema = json.loads((ROOT / "rules" / "matrix.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.load((ROOT / "rules" / "matrix.yaml").read_bytes(), Loader=yaml.CSafeLoader), schema)


def test_a_service_has_one_model() -> None:
    models: dict[str, set[Model]] = defaultdict(set)
    for entry in load_catalogue(CATALOGUE).entries:
        for service in (entry.service, *(variant.service for variant in entry.variants)):
            models[service.name].add(service.model)
    assert {name for name, found in models.items() if len(found) > 1} == set()


def test_the_matrix_names_services_of_the_catalogue() -> None:
    entries = load_catalogue(CATALOGUE).entries
    services = {service.name for entry in entries for service in (entry.service, *(v.service for v in entry.variants))}
    assert load_matrix(ROOT / "rules" / "matrix.yaml").differences.keys() - services == set()
