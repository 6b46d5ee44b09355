"""Exemptions and overrides that hold for nothing are told where the run has looked at all they may be meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

NO_BACKUP = 'resource "aws_db_instance" "d" {\n  backup_retention_period = 0\n}\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two root modules with a gap each, in a repository that has no settings yet."""
    for name in ("live", "test"):
        (tmp_path / "repo" / name).mkdir(parents=True)
        (tmp_path / "repo" / name / "main.tf").write_text(NO_BACKUP, encoding="utf-8")
    (tmp_path / "repo" / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def configure(repository: Path, text: str) -> None:
    (repository / ".srm-lint.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("exemption", "is_unused"),
    [
        ("rule: backup", False),
        ("rule: backup, path: live/*", False),
        ("rule: backup, path: gone/*", True),
        ("rule: backup, address: module.gone.*", True),
        ("rule: endpoint", True),
        ("rule: aws-rds-backups-off", False),
        ("rule: aws-rds-backups-off, path: gone/*", True),
    ],
)
def test_an_exemption_of_nothing_is_told(repository: Path, call, exemption: str, is_unused: bool) -> None:
    configure(repository, f"exemptions:\n  - {{{exemption}, reason: ours}}\n")
    out = call("check", ".", "--no-cache").out
    assert ("srm-lint.yaml:2: this exemption answers for nothing" in out) is is_unused


def test_paths_of_exemptions_hold_wherever_the_run_starts(
    repository: Path, call, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(repository, "exemptions:\n  - {rule: backup, path: live/*, reason: ours}\n")
    monkeypatch.chdir("..")
    out = call("check", "repo", "--no-cache").out
    assert "3 accepted" in out
    assert "[exemption-unused]" not in out


@pytest.mark.parametrize(
    "options", [["live"], ["live/main.tf"], [".", "--select", "network"], [".", "--ignore", "aws-rds-backups-off"]]
)
def test_what_was_not_looked_at_is_not_called_unused(repository: Path, call, options: list[str]) -> None:
    exemptions = "".join(
        f"  - {{rule: {rule}, path: test/*, reason: ours}}\n" for rule in ("backup", "aws-rds-backups-off")
    )
    configure(
        repository,
        f"exemptions:\n{exemptions}overrides:\n  - {{paths: [test/], severities: {{aws-rds-backups-off: low}}}}\n",
    )
    assert "[exemption-unused]" not in (out := call("check", *options, "--no-cache").out)
    assert "[override-unused]" not in out


def test_a_run_that_could_not_read_everything_calls_nothing_unused(repository: Path, call) -> None:
    configure(repository, "exemptions:\n  - {rule: backup, path: gone/*, reason: ours}\n")
    (repository / "live" / "broken.tf").write_text('resource "x" {', encoding="utf-8")
    assert "unused" not in call("check", ".", "--no-cache").out


@pytest.mark.parametrize(("paths", "is_unused"), [("[gone/]", True), ("[gone/, test/]", False), ("['*.tf']", False)])
def test_an_override_of_nothing_is_told(repository: Path, call, paths: str, is_unused: bool) -> None:
    configure(repository, f"overrides:\n  - {{paths: {paths}, severities: {{aws-rds-backups-off: low}}}}\n")
    out = call("check", ".", "--no-cache").out
    assert (".srm-lint.yaml:2: this override holds for nothing" in out) is is_unused


def test_a_duty_is_open_while_rules_that_did_not_run_could_use_it(repository: Path, call) -> None:
    """Rules that are less sure run with --strict only."""
    (repository / "live" / "main.tf").write_text('resource "aws_s3_bucket" "b" {}\n', encoding="utf-8")
    configure(repository, "exemptions:\n  - {rule: identity-access, path: live/*, reason: ours}\n")
    plain, strict = (call("check", ".", "--no-cache", *options).out for options in ([], ["--strict"]))
    assert "[exemption-unused]" in strict or "[exemption-unused]" not in plain
