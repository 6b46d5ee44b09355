"""The files that other people's pipelines use: pinned, small in rights, and naming options that exist."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from srm_lint.cli.app import application

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())


def test_every_action_is_pinned_by_its_hash():
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert used
    for action in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)


def test_the_report_is_uploaded_even_when_gaps_are_found():
    upload = ACTION["runs"]["steps"][-1]
    assert "always()" in upload["if"]
    assert upload["with"]["category"] == "srm-lint"


def test_no_input_is_pasted_into_a_script():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_everything_installed_is_locked_by_hashes():
    locked = (ROOT / "requirements/action.txt").read_text()
    requirements = re.findall(r"^[\w.-]+==", locked, re.MULTILINE)
    assert requirements
    assert locked.count("--hash=sha256:") >= len(requirements)
    assert "--require-hashes" in (ROOT / "action.yml").read_text()


@pytest.mark.parametrize("path", ["action.yml", "docs/ci/gitlab.yml", "docs/ci/azure-pipelines.yml", "README.md"])
def test_options_named_in_pipelines_exist(path):
    known = CliRunner().invoke(application, ["check", "--help"]).output
    text = (ROOT / path).read_text().replace("\\\n", " ")
    for command in re.findall(r"srm-lint\"? check (.*)", text):
        for option in re.findall(r"--[\w-]+", command):
            assert option in known
