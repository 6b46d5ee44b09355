"""The program itself, guarded by the interpreter: on a hostile tree it touches nothing but its cache and its output."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from guard import Blocked

pytestmark = pytest.mark.programs(Path(sys.executable).name, "srm-lint")

CODE = 'open("ran", "w").write("ran")\n'
SETTINGS = ("sitecustomize.py", "yaml.py", "hcl2/__init__.py", "srm_lint_plugin.py", "conftest.py", "setup.py")
HOSTILE = {
    "main.tf": 'module "m" { source = "git::https://example.com/m.git" }\nresource "aws_s3_bucket" "b" {}\n'
    'data "external" "e" { program = ["touch", "ran"] }\ndata "http" "h" { url = "https://example.com" }\n'
    'resource "terraform_data" "t" { provisioner "local-exec" { command = "touch ran" } }\n',
    "t.yaml": "Transform: [AWS::Serverless-2016-10-31, {Name: AWS::Include, Parameters: {Location: s3://b/k}}]\n"
    'Resources:\n  F: {Type: "AWS::Serverless::Function", Properties: {CodeUri: ./code, Handler: h, Runtime: python3.13}}\n'
    '  S: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: "https://example.com/t.yaml"}}\n',
    "u.yaml": "Resources: !!python/object/apply:os.system [touch ran]\n",
    "broken.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources: [\n",
    "broken.tf": "a {\n",
    **dict.fromkeys(SETTINGS, CODE),
}


def program() -> Path:
    return Path(sys.executable).parent / "srm-lint"


@pytest.fixture
def tree(tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tree"
    for name, text in HOSTILE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / ".git").mkdir()
    cache, output = tmp_path / "cache", tmp_path / "output"
    shutil.copytree(packs, cache)
    output.mkdir()
    monkeypatch.setenv("GUARD_INERT", str(folder))
    monkeypatch.setenv("GUARD_WRITABLE", os.pathsep.join((str(cache), str(output))))
    monkeypatch.setenv("GUARD_PROGRAMS", "none")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ".", "--format", "text", "--format", "sarif=../output/report.sarif"],
        ["check", ".", "--jobs", "2", "--format", "json"],
        ["ledger", ".", "--format", "html", "--output", "../output/ledger.html"],
        ["inspect", "."],
        ["baseline", ".", "--output", "../output/baseline.json"],
        ["check", ".", "--diff"],
        ["explain", "aws-s3-bucket-versioning-off"],
        ["config", "show", "."],
    ],
    ids=lambda arguments: "_".join(arguments[:2]),
)
def test_a_hostile_tree_is_only_read(tree: Path, arguments: list[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*")}
    done = subprocess.run([program(), *arguments], cwd=tree, capture_output=True, text=True, check=False)
    assert "Blocked" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 3), done.stderr
    assert {path: path.stat().st_mtime_ns for path in tree.rglob("*")} == before


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "socket"),
        ("import urllib.request; urllib.request.urlopen('http://localhost:9')", "socket"),
        ("import os; os.system('true')", "os.system"),
        ("import os; os.posix_spawn('/bin/true', ['true'], {})", "os.posix_spawn"),
        ("import os; os.execv('/bin/true', ['true'])", "os.exec"),
        ("import subprocess; subprocess.run(['true'])", "program true"),
        ("import yaml", "code out of the scanned tree"),
        ("open('new', 'w')", "open: writes"),
        ("import os; os.remove('main.tf')", "os.remove: writes"),
        ("import os; os.rename('main.tf', 'x.tf')", "os.rename: writes"),
    ],
)
def test_the_guard_sees_it(tree: Path, code: str, what: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"guard.Blocked: {what}" in done.stderr


@pytest.mark.programs
def test_the_guard_sees_this_process() -> None:
    with pytest.raises(Blocked), socket.socket() as connection:
        connection.connect(("127.0.0.1", 9))
    with pytest.raises(Blocked):
        subprocess.run(["git", "--version"], check=True)


def test_no_module_of_the_working_folder_is_imported(tree: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "cache")  # so that all that reads rules is imported, too
    command = [sys.executable, "-m", "srm_lint", "check", "."]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert "Blocked" not in done.stderr
    assert done.returncode == 3
