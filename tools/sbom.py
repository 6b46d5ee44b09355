"""The software bill of materials (CycloneDX 1.6) of what the action installs, from its lock file.

`python tools/sbom.py` writes it, `--check` says whether it is as it would be written. It goes into the wheel (PEP 770).
There is no time and no serial number in it: the same lock gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements/action.txt"
SBOM = ROOT / "requirements/srm-lint.cdx.json"
_PINNED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!-]+)(?P<rest>.*?)(?=^[\w.-]+==|\Z)", re.MULTILINE | re.DOTALL
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^\s+#\s+(?:via\s+)?([\w.-]+)(?: \(pyproject\.toml\))?$", re.MULTILINE)
_OWN = "srm-lint"


def components(lock: str) -> list[dict]:
    """The locked packages, with the digests of all files that may be installed for them."""
    return [
        {
            "type": "library",
            "bom-ref": _reference(match["name"]),
            "name": match["name"],
            "version": match["version"],
            "purl": f"pkg:pypi/{match['name']}@{match['version']}",
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in _HASH.findall(match["rest"])],
        }
        for match in _PINNED.finditer(lock)
    ]


def dependencies(lock: str) -> list[dict]:
    """What each package brings, ourselves first: the comments of the lock read backwards."""
    brought: dict[str, set[str]] = {_OWN: set()}
    for match in _PINNED.finditer(lock):
        brought.setdefault(match["name"], set())
        for parent in _VIA.findall(match["rest"]):
            if parent != "via":
                brought.setdefault(parent, set()).add(match["name"])
    return [{"ref": _reference(name), "dependsOn": sorted(map(_reference, brought[name]))} for name in sorted(brought)]


def bill(lock: str) -> str:
    """The whole document."""
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _reference(_OWN),
                "name": _OWN,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
            "lifecycles": [{"phase": "pre-build"}],
        },
        "components": components(lock),
        "dependencies": dependencies(lock),
    }
    return json.dumps(document, indent=1) + "\n"


def _reference(name: str) -> str:
    return f"pypi:{name}"


def main() -> int:
    """Write the bill, or compare it."""
    wanted = bill(LOCK.read_text("utf-8"))
    if sys.argv[1:] == ["--check"]:
        if SBOM.read_text("utf-8") == wanted:
            return 0
        print(f"{SBOM.relative_to(ROOT)} is out of date: python tools/sbom.py")
        return 1
    SBOM.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
