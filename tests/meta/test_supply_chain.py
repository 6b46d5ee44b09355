"""What is installed is locked by digest, listed in the bill of materials, and covers what the project asks for."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("action.txt", "dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def tool():
    specification = importlib.util.spec_from_file_location("sbom", ROOT / "tools/sbom.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def locked(name: str) -> dict[str, list[str]]:
    """Digests of the files of each package in a lock."""
    found = tool().components((ROOT / "requirements" / name).read_text("utf-8"))
    return {part["name"]: [item["content"] for item in part["hashes"]] for part in found}


def asked_for(extra: str | None = None) -> set[str]:
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    names = {re.split(r"[\s\[<>=~!;]", line)[0].lower() for line in lines}
    return names - {PROJECT["name"]}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_digests(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", text, re.MULTILINE)
    assert len(pins) > 20
    assert [name for name in pins if not locked(lock).get(name)] == []


@pytest.mark.parametrize(
    ("lock", "extra"), [("action.txt", None), ("dev.txt", None), ("dev.txt", "test"), ("dev.txt", "dev")]
)
def test_the_lock_has_what_the_project_asks_for(lock: str, extra: str | None) -> None:
    assert asked_for(extra) - {name.lower() for name in locked(lock)} == set()


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    written = (ROOT / "requirements/srm-lint.cdx.json").read_text("utf-8")
    assert written == tool().bill((ROOT / "requirements/action.txt").read_text("utf-8")), "python tools/sbom.py"
    bill = json.loads(written)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    references = {part["bom-ref"] for part in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {edge["ref"] for edge in bill["dependencies"]} == references
    assert {name for edge in bill["dependencies"] for name in edge["dependsOn"]} <= references
    own = next(edge for edge in bill["dependencies"] if edge["ref"] == "pypi:srm-lint")
    assert {name.removeprefix("pypi:") for name in own["dependsOn"]} == asked_for()
