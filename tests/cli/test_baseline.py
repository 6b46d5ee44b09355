"""`srm-lint baseline` and `check --baseline`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RULE = "aws-rds-backup-retention-short"
DATABASE = 'resource "aws_db_instance" "{name}" {{\n  backup_retention_period = {days}\n}}\n'
A = DATABASE.format(name="a", days=3)
FILE = ".srm-lint-baseline.json"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one/main.tf").write_text(A, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(call):
    return lambda *arguments: call("baseline", "--select", RULE, "--no-cache", *arguments)


@pytest.fixture
def check(call):
    return lambda *arguments: call("check", "--select", RULE, "--no-cache", "--baseline", FILE, *arguments)


def entries(folder: Path) -> list[str]:
    return [entry["address"] for entry in json.loads((folder / FILE).read_text("utf-8"))["findings"]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"one/main.tf": A}, 0, id="unchanged"),
        pytest.param({"one/main.tf": f"# more\n\n{A}"}, 0, id="moved lines"),
        pytest.param({"two/main.tf": A}, 1, id="the same address elsewhere"),
        pytest.param({"one/more.tf": DATABASE.format(name="b", days=3)}, 1, id="another resource"),
        pytest.param({"one/main.tf": DATABASE.format(name="a", days=2)}, 1, id="the judged value changed"),
        pytest.param({"one/main.tf": A.replace("{\n", '{\n  engine = "x"\n', 1)}, 0, id="another value changed"),
    ],
)
def test_what_a_baseline_accepts(write, check, repository: Path, change: dict[str, str], code: int) -> None:
    assert write(".").code == 0
    for file, text in change.items():
        (repository / file).write_text(text, encoding="utf-8")
    assert check(".").code == code


def test_it_holds_from_any_folder(write, check, call, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(".")
    monkeypatch.chdir(repository / "one")
    assert call("check", ".", "--select", RULE, "--no-cache", "--baseline", f"../{FILE}").code == 0


def test_the_same_estate_gives_the_same_bytes_an_entry_a_line(write, repository: Path) -> None:
    (repository / "one/more.tf").write_text(DATABASE.format(name="b", days=2), encoding="utf-8")
    write(".")
    first = (repository / FILE).read_bytes()
    write("two", "one")
    assert (repository / FILE).read_bytes() == first
    assert [line.strip()[:8] for line in first.decode().splitlines()] == [
        "{",
        '"version',
        '"finding',
        '{"rule":',
        '{"rule":',
        "]",
        "}",
    ]


def test_prune_drops_what_is_gone_and_adds_nothing(write, repository: Path) -> None:
    write(".")
    (repository / "one/main.tf").write_text(DATABASE.format(name="b", days=3), encoding="utf-8")
    assert write(".", "--prune").err == f"{FILE}: 0 added, 1 dropped\n"
    assert entries(repository) == []
    assert write(".").err == f"{FILE}: 1 added, 0 dropped\n"


def test_what_a_run_does_not_look_at_keeps_its_entries(write, call, repository: Path) -> None:
    (repository / "two/main.tf").write_text(DATABASE.format(name="b", days=3), encoding="utf-8")
    write(".")
    (repository / "one/main.tf").write_text("", encoding="utf-8")
    assert write("two", "--prune").err.endswith("0 dropped\n")
    call("baseline", ".", "--prune", "--select", "aws-s3", "--no-cache")
    assert entries(repository) == ["aws_db_instance.a", "aws_db_instance.b"]
    write("one", "--prune")
    assert entries(repository) == ["aws_db_instance.b"]


def test_an_incomplete_run_writes_nothing(write, repository: Path) -> None:
    (repository / "two/main.tf").write_text("resource {{{", encoding="utf-8")
    assert write(".").code == 3
    assert not (repository / FILE).exists()
    assert write(".", "--allow-parse-errors").code == 0
    assert entries(repository) == ["aws_db_instance.a"]


def test_entries_are_listed_among_the_ignores(write, call, repository: Path) -> None:
    write(".")
    ignores = ("ignores", ".", "--select", RULE, "--no-cache", "--baseline", FILE, "--format", "json")
    [entry] = json.loads(call(*ignores).out)["ignores"]
    assert (entry["kind"], entry["file"], entry["line"], entry["hits"]) == ("baseline", FILE, 4, 1)
    (repository / "one/main.tf").unlink()
    [entry] = json.loads(call(*ignores).out)["ignores"]
    assert [*entry["faults"]] == ["unused"]


def test_a_baseline_does_not_get_around_the_policy(write, check, repository: Path) -> None:
    write(".")
    (repository / ".srm-lint.yaml").write_text(f"no-ignore: [{RULE}]\n", encoding="utf-8")
    answer = check(".")
    assert answer.code == 1
    assert "refused by policy .srm-lint.yaml:1" in answer.out


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"rule": 1}]}']
)
def test_a_file_that_is_no_baseline_is_wrong_use(check, repository: Path, text: str) -> None:
    (repository / FILE).write_text(text, encoding="utf-8")
    answer = check(".")
    assert (answer.code, answer.out) == (2, "")
    assert f"{FILE}: is no baseline" in answer.err


def test_only_what_is_there_can_be_pruned(write, repository: Path) -> None:
    assert write(".", "--prune").code == 2
