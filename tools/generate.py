"""Write every generated file of the documentation, or with --check say which are out of date.

    python tools/generate.py [--check]

Rule pages and what leads to them, standards, tables of other tools' check ids, the schemas of the configuration and of JSON
reports, and the help texts in docs/cli.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import other_tools
import rule_index
import standard_pages

from srm_lint.model.config import Config
from srm_lint.report import contract
from srm_lint.report.rule_page import rule_page
from srm_lint.rules import built_in_folder, load_rules

ROOT = Path(__file__).parents[1]
NOT_SEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"
"""What keeps a list of rules out of the site's search, which is to find the rules."""
COMMANDS = (
    "check",
    "ledger",
    "fleet",
    "ignores",
    "baseline",
    "inspect",
    "rules",
    "catalogue",
    "explain",
    "test",
    "new-rule",
    "init",
    "config show",
    "cache clear",
    "lsp",
    "completion",
)


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file: its path from the root, and its text."""
    rules = load_rules([built_in_folder()]).all()
    for rule in rules:
        yield Path("docs/rules", f"{rule.id}.md"), rule_page(rule) + rule_index.footer(rule)
    for path, text in (*rule_index.pages(rules), *standard_pages.pages(rules)):
        yield Path("docs/rules", path), text if path == "index.md" else NOT_SEARCHED + text
    for path, text in other_tools.pages(rules, ROOT / "docs/not-covered.md"):
        yield Path("docs/coming-from", path), text
    yield Path("docs/schemas/config.schema.json"), json.dumps(msgspec.json.schema(Config), indent=2) + "\n"
    for name in contract.DOCUMENTS:
        yield Path(f"docs/schemas/{name}.schema.json"), contract.schema(name)
    yield Path("docs/cli.md"), help_texts()


def help_texts() -> str:
    """What each command prints for --help."""
    lines = ["# Command line", ""]
    for command in COMMANDS:
        run = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "srm_lint", *command.split(), "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={"COLUMNS": "100", "PATH": "", "NO_COLOR": "1"},
        )
        lines += [f"## srm-lint {command}", "", "```", run.stdout.rstrip(), "```", ""]
    return "\n".join(lines)


def main() -> int:
    """Write or check; the exit code is 1 where a check found something out of date."""
    check = "--check" in sys.argv[1:]
    wanted = {ROOT / path: text for path, text in generated()}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    left = [path for path in (ROOT / "docs/rules").rglob("*.md") if path not in wanted]
    if check:
        for path in (*stale, *left):
            print(f"out of date: {path.relative_to(ROOT)} (run python tools/generate.py)")
        return 1 if stale or left else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    for path in left:
        path.unlink()
    print(f"{len(wanted)} files, {len(stale)} written, {len(left)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
