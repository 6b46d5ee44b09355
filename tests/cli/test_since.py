"""`srm-lint check --since`: only what a change brings, on real repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.programs("git")

BUCKET = 'resource "aws_s3_bucket" "{name}" {{\n  bucket = "{bucket}"\n}}\n'
RULE = "aws-s3-bucket-versioning-off"
OLD = {"main.tf": BUCKET.format(name="a", bucket="a"), "module/main.tf": BUCKET.format(name="inner", bucket="inner")}


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, files: dict[str, str | None]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    write(folder, OLD)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def since(call):
    """Addresses of the open findings since HEAD."""

    def found(*paths: str, ref: str = "HEAD") -> list[str]:
        options = ("--select", RULE, "--no-cache", "--since", ref, "--format", "json")
        answer = call("check", *(paths or (".",)), *options)
        assert answer.code in (0, 1), answer.err
        return [finding["resource"]["address"] for finding in json.loads(answer.out)["findings"]]

    return found


A, B = (BUCKET.format(name=name, bucket=name) for name in "ab")
RENAMED = BUCKET.format(name="renamed", bucket="a")
VERSIONED = 'resource "aws_s3_bucket_versioning" "v" {\n  bucket = aws_s3_bucket.a.id\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\n'
CALL = 'module "{name}" {{\n  source = "./module"\n}}\n'


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({}, []),
        ({"main.tf": "# a comment\n\n" + A}, []),
        ({"main.tf": B + A}, ["aws_s3_bucket.b"]),
        ({"main.tf": None, "other.tf": A}, []),
        ({"main.tf": None, "live/eu/main.tf": A}, []),
        ({"main.tf": RENAMED}, []),
        ({"main.tf": None, "live/main.tf": RENAMED}, []),
        ({"main.tf": A + RENAMED}, ["aws_s3_bucket.renamed"]),
        ({"copy/main.tf": A}, ["aws_s3_bucket.a"]),
        ({"main.tf": B}, ["aws_s3_bucket.b"]),
        ({"main.tf": A + CALL.format(name="m")}, []),
        (
            {"main.tf": A + CALL.format(name="m") + CALL.format(name="n")},
            ["module.n.aws_s3_bucket.inner"],
        ),
        ({".srm-lint.yaml": f"severities: {{{RULE}: critical}}\n"}, []),
    ],
    ids=[
        "nothing",
        "moved lines",
        "one added",
        "moved to another file",
        "moved to another folder",
        "renamed",
        "renamed and moved",
        "copied under another name",
        "copied to another folder",
        "another one in its place",
        "called as a module now",
        "called twice",
        "another severity",
    ],
)
def test_only_what_the_change_brings_is_reported(since, repository: Path, change, new) -> None:
    write(repository, change)
    assert since() == new


def test_what_a_change_takes_away_elsewhere_counts(since, repository: Path) -> None:
    write(repository, {"main.tf": A + VERSIONED})
    git(repository, "commit", "-q", "-a", "-m", "second")
    assert since() == []
    write(repository, {"main.tf": A})
    assert since() == ["aws_s3_bucket.a"]
    assert since(ref="HEAD~1") == []


def test_an_ignore_that_is_gone_brings_its_finding_back(since, repository: Path) -> None:
    write(repository, {"main.tf": f"# srm-lint: ignore[{RULE}] why\n{A}"})
    git(repository, "commit", "-q", "-a", "-m", "second")
    assert since() == []
    write(repository, {"main.tf": A})
    assert since() == ["aws_s3_bucket.a"]


def test_it_works_from_a_folder_of_the_repository(since, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, {"live/main.tf": CALL.format(name="m").replace("./module", "../module")})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "second")
    write(repository, {"live/more.tf": B})
    monkeypatch.chdir(repository / "live")
    assert since(".") == ["aws_s3_bucket.b"]


def test_values_that_git_ignores_hold_for_both_versions(since, repository: Path) -> None:
    text = 'variable "n" {\n  type = number\n}\n' + A.replace("{\n", "{\n  count = var.n\n", 1)
    write(repository, {"main.tf": text, ".gitignore": "*.tfvars\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "second")
    write(repository, {"terraform.tfvars": "n = 1\n"})
    assert since() == []


STORE = "Resources: {Logs: {Type: AWS::S3::Bucket}}\nOutputs: {Name: {Value: !Ref Logs, Export: {Name: logs}}}\n"
POLICY = """\
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !ImportValue logs
      PolicyDocument:
        Statement: [{Effect: %s, Principal: "*", Action: "s3:*", Resource: "*", Condition: {Bool: {"aws:SecureTransport": false}}}]
"""


def test_a_gap_that_a_change_of_another_template_brings(call, repository: Path) -> None:
    write(repository, {"store.yaml": STORE, "access/policy.yaml": POLICY % "Deny"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "second")
    write(repository, {"access/policy.yaml": POLICY % "Allow"})
    rule = ("--select", "aws-s3-bucket-transport-unencrypted")
    for path in (".", "store.yaml"):
        answer = call("check", path, *rule, "--no-cache", "--since", "HEAD", "--format", "json")
        assert [finding["file"] for finding in json.loads(answer.out)["findings"]] == ["store.yaml"]


def test_how_many_were_known_is_said(call, repository: Path) -> None:
    answer = call("check", ".", "--select", RULE, "--no-cache", "--since", "HEAD")
    assert answer.code == 0
    assert "2 findings were there in HEAD and are left out" in answer.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([".", "--since", "nowhere"], "git knows no such revision"),
        ([".", "--since", "--all"], "git knows no such revision"),
        (["/", "--since", "HEAD"], "lies in no git repository"),
    ],
)
def test_wrong_use(call, repository: Path, arguments: list[str], message: str) -> None:
    answer = call("check", "--no-cache", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
