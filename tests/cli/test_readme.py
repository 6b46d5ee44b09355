"""Every command of the README, run as a newcomer would; and its hook, with the real pre-commit."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.programs("srm-lint")

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SRM_LINT = Path(sys.executable).parent / "srm-lint"


def blocks(language: str = "") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    lines = [line.partition("#")[0].strip() for block in blocks() for line in block.splitlines()]
    return [line for line in lines if line.startswith("srm-lint ")]


def behind(mark: str) -> str:
    return README.partition(f"<!-- {mark} -->\n```\n")[2].partition("\n```")[0]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "examples/aws-terraform/gaps", tmp_path / "infra")
    return tmp_path


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command, folder):
    words = shlex.split(command)
    if "--baseline" in words:
        subprocess.run(
            [SRM_LINT, "baseline", "./infra", "--output", "known.json"], cwd=folder, capture_output=True, check=True
        )
    result = subprocess.run([SRM_LINT, *words[1:]], cwd=folder, capture_output=True, text=True, check=False)
    finds_gaps = words[1] in ("./infra", "check", "ledger") and "--baseline" not in words
    assert result.returncode == (1 if finds_gaps else 0), result.stderr
    assert result.stdout.strip()
    assert "Traceback" not in result.stderr


def test_the_output_that_the_readme_shows_is_real():
    shown = next(block for block in blocks() if "aws-rds-backups-off]" in block)
    result = subprocess.run(
        [SRM_LINT, "examples/aws-terraform/gaps"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    file, resource, finding = shown.strip().split("\n\n", 2)
    assert file in result.stdout
    assert resource in result.stdout
    assert finding in result.stdout


def test_the_configuration_that_the_readme_shows_is_valid(folder):
    configuration = next(block for block in blocks("yaml") if "exemptions:" in block)
    (folder / ".srm-lint.yaml").write_text(configuration)
    result = subprocess.run([SRM_LINT, "infra"], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr


def test_the_rule_that_the_readme_shows_passes_its_own_tests(folder):
    rule = next(block for block in blocks("yaml") if "id: acme-" in block)
    (folder / "rules").mkdir()
    (folder / "rules/rds.yaml").write_text(rule)
    result = subprocess.run([SRM_LINT, "test", "rules"], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!https?:)[^)#]+)\)", README))
def test_a_path_that_the_readme_links_exists(path):
    assert (ROOT / path).exists()


@pytest.fixture
def clone(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_COMPILE", "0")  # of 4,000 files that are installed, few are imported
    target = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, target], check=True)
    return target


@pytest.mark.slow
@pytest.mark.unguarded
def test_one_command_sets_up_and_runs_the_main_job(clone):
    result = run(behind("try"), clone)
    assert result.returncode == 1, result.stderr
    assert "[aws-rds-backups-off]" in result.stdout


@pytest.mark.slow
@pytest.mark.unguarded
def test_the_hook_judges_what_a_commit_changes(clone, tmp_path, monkeypatch):
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "hooks"))
    hooks = yaml.safe_load((clone / ".pre-commit-hooks.yaml").read_text())
    assert "srm-lint" in [hook["id"] for hook in hooks]
    project = tmp_path / "project"
    shutil.copytree(ROOT / "examples/aws-terraform/gaps", project / "live")
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {clone}\n    rev: HEAD\n    hooks:\n      - id: srm-lint\n"
    )
    for command in ("git init --quiet", "git add ."):
        assert run(command, project).returncode == 0
    pre_commit = Path(sys.executable).parent / "pre-commit"
    result = subprocess.run(
        [pre_commit, "run", "--files", "live/data.tf"], cwd=project, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "live/data.tf:3:1" in result.stdout
    assert "[aws-rds-backups-off]" in result.stdout
