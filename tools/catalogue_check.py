"""Compares the service catalogue with the providers' schemas.

    python tools/catalogue_check.py SCHEMAS_DIR            fails where the two do not fit
    python tools/catalogue_check.py SCHEMAS_DIR --write    brings what is generated up to date first

Generated are rules/catalogue/types/*.txt (the names of all types) and the JSON Schemas that editors use, which are made
from the frozen types of `srm_lint.model`. A schema is `<provider>.json.gz` with `resources` {type: ...}, and optionally `older_only.types` and `beta_only`.
"""

from __future__ import annotations

import argparse
import gzip
import inspect
import itertools
import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from srm_lint.catalogue.services import compile_catalogue, read_files
from srm_lint.catalogue.systems import SystemsFile
from srm_lint.model.catalogue import Catalogue, CatalogueFile, matches
from srm_lint.model.matrix import MatrixFile

RULES = Path(__file__).parent.parent / "rules"
CATALOGUE = RULES / "catalogue"

Schema = dict[str, Any]
"""A provider's schema as its JSON file has it: the shape of the nodes is told in the README beside the schemas."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schemas", type=Path, help="folder of <provider>.json.gz")
    parser.add_argument("--write", action="store_true", help="write the lists of type names")
    options = parser.parse_args()
    paths = sorted(options.schemas.glob("*.json.gz"))
    schemas = {path.name.removesuffix(".json.gz"): read_schema(path) for path in paths}
    names = {provider: schema_types(schema) for provider, schema in schemas.items()}
    generated = type_lists(names) | editor_schemas()
    if options.write:
        for path, content in generated.items():
            path.write_text(content, encoding="utf-8")
    files = read_files(sorted(CATALOGUE.glob("*.yaml")))
    known = {name for types in names.values() for name in types}
    catalogue = compile_catalogue(files)
    problems = [*stale(generated), *problems_of(files, catalogue, known), *unknown_attributes(catalogue, schemas)]
    for problem in problems:
        print(problem)
    print(f"{len(known)} types of {len(names)} schemas, {len(problems)} problems")
    return 1 if problems else 0


def read_schema(path: Path) -> Schema:
    content: Schema = json.loads(gzip.decompress(path.read_bytes()))
    return content


def schema_types(schema: Schema) -> list[str]:
    """All managed resource types of one schema: current, of older versions, and of the beta provider."""
    older = schema.get("older_only") or {}
    return sorted({*schema["resources"], *older.get("types", ()), *schema.get("beta_only", ())})


def type_lists(names: dict[str, list[str]]) -> dict[Path, str]:
    return {
        CATALOGUE / "types" / f"{provider}.txt": "".join(f"{name}\n" for name in types)
        for provider, types in names.items()
    }


def editor_schemas() -> dict[Path, str]:
    """JSON Schemas of the kinds of file, by the path they are kept at."""
    return {
        CATALOGUE / "catalogue.schema.json": json_schema(CatalogueFile, "A file of the srm-lint service catalogue"),
        RULES / "matrix.schema.json": json_schema(MatrixFile, "The srm-lint responsibility matrix"),
        RULES / "systems.schema.json": json_schema(SystemsFile, "Systems that a configuration of srm-lint can declare"),
    }


def json_schema(written: type[CatalogueFile] | type[MatrixFile] | type[SystemsFile], title: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(written), "title": title}
    for definition in schema["$defs"].values():
        if "description" in definition:  # newer Pythons take the indentation off docstrings, older ones leave it
            definition["description"] = inspect.cleandoc(definition["description"])
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def stale(generated: dict[Path, str]) -> Iterator[str]:
    for path, content in generated.items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            yield f"{path.relative_to(RULES)} is out of date: run with --write"


def problems_of(files: dict[str, CatalogueFile], catalogue: Catalogue, known: set[str]) -> Iterator[str]:
    """Types that no entry takes, patterns that take no type, parents that do not exist."""
    for name in sorted(known):
        entry = catalogue.entry(name)
        if entry is None:
            yield f"{name}: not classified"
        elif entry.service.parent and entry.service.parent not in known:
            yield f"{name}: its parent {entry.service.parent} does not exist"
    names = sorted(known)
    for path, file in files.items():
        if file.unlisted:
            continue
        for pattern in sorted(patterns_of(file)):
            if not is_used(pattern, names):
                yield f"{Path(path).name}: `{pattern}` matches no type"


def unknown_attributes(catalogue: Catalogue, schemas: dict[str, Schema]) -> Iterator[str]:
    """Conditions on attributes that the type does not have: they would read as absent for ever."""
    types = {name: attributes for schema in schemas.values() for name, attributes in schema["resources"].items()}
    for name, index in catalogue.names.items():
        for variant in catalogue.entries[index].variants:
            for condition in variant.conditions:
                if name in types and not has_attribute(types[name], condition.path):
                    yield f"{name}: has no attribute `{'.'.join(condition.path)}`"


def has_attribute(attributes: dict[str, Schema], path: tuple[str, ...]) -> bool:
    node = attributes.get(path[0])
    return node is not None and (len(path) == 1 or has_attribute(node.get("nested") or {}, path[1:]))


def patterns_of(file: CatalogueFile) -> set[str]:
    written: list[Iterable[str]] = []
    for service in file.services:
        written += [service.types, *(exception.types for exception in service.exceptions)]
    return {pattern for types in written for pattern in types}


def is_used(pattern: str, names: list[str]) -> bool:
    """Whether the pattern matches one of the names, which are sorted."""
    head = pattern.partition("*")[0]
    start = bisect_left(names, head)
    candidates = itertools.takewhile(lambda name: name.startswith(head), names[start:])
    return any(matches(name, pattern) for name in candidates)


if __name__ == "__main__":
    sys.exit(main())
