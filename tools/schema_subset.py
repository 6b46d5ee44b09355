"""Cut the providers' schemas down to the resource types that the rules read.

    python tools/schema_subset.py SCHEMAS            writes tests/data/schema/<provider>.json.gz
    python tools/schema_subset.py SCHEMAS --check    says whether they are up to date (exit code 1 where not)

SCHEMAS is a folder of <provider>.json.gz files: {"provider", "version", "resources": {type: {attribute: node}},
"data_sources": [type], "partial": {type: why}, "older_only": {"types": [type]}}, where a node has "type", "nested" and
"open". Types that only older versions of the provider have are kept by name. $SRM_LINT_SCHEMAS may name the folder
instead.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

from srm_lint.rules import built_in_folder, load_rules
from srm_lint.rules.reads import reads_of

TARGET = Path(__file__).parent.parent / "tests" / "data" / "schema"
KEPT = ("type", "nested", "open")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schemas", type=Path, nargs="?", default=os.environ.get("SRM_LINT_SCHEMAS"))
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is out of date")
    arguments = parser.parse_args()
    if arguments.schemas is None:
        parser.error("name the folder of schemas, or set SRM_LINT_SCHEMAS")
    wanted = {read.type for rule in load_rules([built_in_folder()]).all() for read in reads_of(rule)}
    files = {TARGET / path.name: subset(path, wanted) for path in sorted(Path(arguments.schemas).glob("*.json.gz"))}
    outdated = [path for path, content in files.items() if (path.read_bytes() if path.exists() else None) != content]
    for path in outdated:
        print(f"{'out of date' if arguments.check else 'written'}: {path.relative_to(TARGET.parent.parent.parent)}")
        if not arguments.check:
            write(path, files[path])
    return 1 if arguments.check and outdated else 0


def write(path: Path, content: bytes | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def subset(path: Path, wanted: set[str]) -> bytes | None:
    """The file's content with only the wanted types, packed the same way every time; None where it has none of them."""
    with gzip.open(path) as stream:
        schema: dict[str, Any] = json.load(stream)
    resources = {name: pruned(tree) for name, tree in schema["resources"].items() if name in wanted}
    sources = [name for name in schema.get("data_sources", []) if f"data.{name}" in wanted]
    older = [name for name in schema.get("older_only", {}).get("types", []) if name in wanted]
    if not resources and not sources and not older:
        return None
    kept = {
        "provider": schema["provider"],
        "version": schema["version"],
        "resources": resources,
        "data_sources": sources,
        "partial": sorted(name for name in schema.get("partial", {}) if name in resources),
        "older_only": older,
    }
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def pruned(tree: dict[str, Any]) -> dict[str, Any]:
    """Nodes without what no test asks of them."""
    return {name: prune_node(node) for name, node in tree.items()}


def prune_node(node: dict[str, Any]) -> dict[str, Any]:
    kept = {key: node[key] for key in KEPT if key in node}
    if "nested" in kept:
        kept["nested"] = pruned(kept["nested"])
    return kept


if __name__ == "__main__":
    sys.exit(main())
