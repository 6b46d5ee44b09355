"""What shells offer when one presses Tab."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PYTHON = Path(sys.executable)
pytestmark = pytest.mark.programs(PYTHON.name, "bash")


def offered(shell: str, *words: str) -> list[str]:
    """What is offered for the last of the words, the way the script of a shell asks for it."""
    line = " ".join(("srm-lint", *words))
    place = words[-1] if shell == "fish" else str(len(words))
    environment = {**os.environ, "_SRM_LINT_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": place}
    done = subprocess.run(
        [PYTHON, "-m", "srm_lint"], capture_output=True, text=True, check=True, env=environment, encoding="utf-8"
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    if shell == "zsh":
        return [value for kind, value in zip(lines[::3], lines[1::3], strict=True) if kind == "plain"]
    return [value.partition("\t")[0] for kind, _, value in (line.partition(",") for line in lines) if kind == "plain"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_asks_for_ids_of_rules(shell):
    assert "aws-rds-backups-off" in offered(shell, "explain", "aws-rds-backups-o")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["expl"], ["explain"]),
        (["--sel"], ["--select"]),
        (["check", "--sel"], ["--select"]),
        (["explain", "encr"], ["encryption"]),
        (["check", ".", "--select", "aws-rds-deletion-protection-o"], ["aws-rds-deletion-protection-off"]),
        (["--ignore", "backup,aws-rd"], ["backup,aws-rds"]),
        (["--profile", "scub"], ["scuba"]),
        (["--format", "sar"], ["sarif"]),
        (["rules", "--format", "js"], ["json"]),
        (["ledger", "--fail-on", "cr"], ["critical"]),
        (["completion", "z"], ["zsh"]),
    ],
)
def test_words_that_fit_are_offered(words, wanted):
    assert offered("bash", *words)[: len(wanted)] == wanted


def test_the_first_word_may_be_a_path(tmp_path):
    environment = {
        **os.environ,
        "_SRM_LINT_COMPLETE": "bash_complete",
        "COMP_WORDS": "srm-lint infra",
        "COMP_CWORD": "1",
    }
    done = subprocess.run([PYTHON, "-m", "srm_lint"], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines() == ["file,infra"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_this_program(call, shell):
    answer = call("completion", shell)
    assert answer.code == 0
    assert f"_SRM_LINT_COMPLETE={shell}_complete" in answer.out
    assert call("completion", "tcsh").code == 2


def test_bash_completes_with_the_script(tmp_path, call):
    (tmp_path / "srm-lint").write_text(f'#!/bin/sh\nexec "{PYTHON}" -m srm_lint "$@"\n')
    (tmp_path / "srm-lint").chmod(0o755)
    ask = 'COMP_WORDS=(srm-lint explain aws-rds-backups-o); COMP_CWORD=2; _srm_lint_completion srm-lint; echo "$COMPREPLY"'
    done = subprocess.run(
        ["bash", "-c", f"{call('completion', 'bash').out}\n{ask}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )
    assert (done.stdout, done.stderr) == ("aws-rds-backups-off\n", "")
