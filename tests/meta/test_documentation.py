"""The documentation hangs together: links and anchors lead somewhere, the site shows every page, options exist."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from srm_lint.catalogue import load_matrix
from srm_lint.cli.app import application
from srm_lint.config import FILE_NAME, config_files, config_of
from srm_lint.model.config import Config
from srm_lint.model.resource import Model
from srm_lint.model.rule import Duty, Party
from srm_lint.report.contract.check import ReportedFinding
from srm_lint.report.formats import FORMATS
from srm_lint.rules import built_in_folder

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "examples").glob("*.md"), *DOCS.rglob("*.md")]
WRITTEN = [page for page in PAGES if DOCS / "rules" not in page.parents]
SITE = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)


@cache
def anchors(page: Path) -> frozenset[str]:
    """Anchors of the headings, as both the site and a forge make them of plain headings."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return frozenset(re.sub(r"[^\w\s-]", "", heading).strip().lower().replace(" ", "-") for heading in headings)


def broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", without_code(page.read_text("utf-8"))):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            yield f"{page.relative_to(ROOT)}: {target}"


def test_every_link_and_anchor_leads_somewhere():
    assert [link for page in PAGES for link in broken_links(page)] == []


def entries(nav: list) -> Iterator[str]:
    for entry in nav:
        if isinstance(entry, str):
            yield entry
            continue
        for target in entry.values():
            if isinstance(target, str):
                yield target
            else:
                yield from entries(target)


def test_the_navigation_names_pages_that_exist():
    missing = [entry for entry in entries(SITE["nav"]) if not (DOCS / entry.partition("#")[0]).is_file()]
    assert missing == []


def test_every_written_page_is_in_the_navigation():
    shown = {entry.partition("#")[0] for entry in entries(SITE["nav"])}
    written = {str(page.relative_to(DOCS)) for page in WRITTEN if DOCS in page.parents}
    assert written - shown == set()


def test_the_site_loads_nothing_from_elsewhere():
    assert SITE["theme"]["font"] is False
    assert "offline" in SITE["plugins"]
    own = [*SITE["extra"]["polyfills"], *SITE["extra_css"]]
    assert [path for path in own if not (DOCS / path).is_file()] == []


def help_of(words: list[str]) -> str:
    result = CliRunner().invoke(application, [*words, "--help"])
    assert result.exit_code == 0, f"there is no command `srm-lint {' '.join(words)}`"
    return result.output


def commands(page: Path) -> Iterator[tuple[str, str]]:
    """Each `srm-lint COMMAND ...` of a page with its command and the rest of its line."""
    names = "|".join(sorted(application.commands, key=len, reverse=True))
    text = page.read_text("utf-8").replace("\\\n", " ")
    for name, rest in re.findall(rf"srm-lint ({names})((?: [^`\n]*)?)", text):
        yield name, rest.partition("#")[0].partition("`")[0]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_option_of_a_documented_command_exists(page):
    for name, rest in commands(page):
        words = [name, "show"] if name == "config" else [name, "clear"] if name == "cache" else [name]
        known = set(re.findall(r"--?[a-z][\w-]*", help_of(words)))
        for option in re.findall(r"(?<=\s)--[a-z][\w-]*", rest):
            assert option in known, f"srm-lint {name} has no {option}"


def configurations() -> Iterator[tuple[str, str]]:
    """Every example of a configuration: its page and its text."""
    keys = {field.encode_name for field in msgspec.structs.fields(Config)}
    for page in WRITTEN:
        for block in re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            written = yaml.safe_load(block)
            if isinstance(written, dict) and written.keys() <= keys:
                yield str(page.relative_to(ROOT)), block


@pytest.mark.parametrize(("page", "text"), [*configurations()])
def test_an_example_of_a_configuration_is_one(page, text, tmp_path):
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    written = yaml.safe_load(text)
    for path in (
        path for key in ("rules", "catalogue", "var-files", "cfn-parameters") for path in written.get(key, ())
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert config_of(config_files(tmp_path)).config != Config()


def test_the_page_on_reports_names_every_format_and_every_field_of_a_finding():
    page = (DOCS / "reports.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", page, re.MULTILINE)) == {*FORMATS}
    fields = page.partition("Of a finding:")[2].partition("## ")[0]
    named = {
        name for cell in re.findall(r"^\| (`.*?) \|", fields, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)
    }
    assert named == {field.name for field in msgspec.structs.fields(ReportedFinding)}


def test_the_table_of_duties_is_the_matrix():
    words = {Party.CUSTOMER: "yours", Party.PROVIDER: "provider's", Party.SHARED: "shared"}
    layers = load_matrix(built_in_folder() / "matrix.yaml").layers
    text = (DOCS / "concepts.md").read_text("utf-8")
    shown = re.findall(r"^\| \[([\w-]+)\]\(rules/duty.*\| ([\w']+) \| ([\w']+) \| ([\w']+) \|$", text, re.MULTILINE)
    models = (Model.IAAS, Model.PAAS, Model.SAAS)
    assert shown == [(duty.value, *(words[layers[duty.value].party(model)] for model in models)) for duty in Duty]


def test_the_start_shows_the_output_that_the_readme_shows():
    found = [
        re.search(r"^```\n(examples/.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        for page in (ROOT / "README.md", DOCS / "index.md")
    ]
    assert found[0]
    assert found[1]
    assert found[0][1] == found[1][1]  # and that is tried in tests/cli/test_readme.py


@pytest.mark.parametrize("recipe", ["gitlab.yml", "azure-pipelines.yml"])
def test_the_page_on_pipelines_shows_the_files_that_can_be_taken(recipe):
    lines = [line for line in (DOCS / "ci" / recipe).read_text("utf-8").splitlines() if not line.startswith("#")]
    assert "\n".join(lines) in (DOCS / "ci.md").read_text("utf-8")
