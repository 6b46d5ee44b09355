"""Overrides, profiles, and `srm-lint config show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


DATABASE = 'resource "aws_db_instance" "a" {{\n  backup_retention_period = 10\n  {tags}\n}}\n'
SHORT = "aws-rds-backup-retention-short"
LIVE = 'tags = { environment = "production" }'
VARIABLE = 'variable "stage" {}\n'


def overriding(where: str, what: str = f"parameters: {{{SHORT}: {{days: 30}}}}") -> str:
    return f"overrides:\n  - {where}\n    {what}\n"


@pytest.fixture
def verdicts(call):
    """Verdict and severity of each finding of the rule."""

    def found(*arguments: str) -> list[tuple[str, str]]:
        answer = call("check", ".", "--select", SHORT, "--no-cache", "--all", "--format", "json", *arguments)
        assert answer.code in (0, 1), answer.err
        return [(each["verdict"], each["severity"]) for each in json.loads(answer.out)["findings"]]

    return found


@pytest.mark.parametrize(
    ("config", "code", "expected"),
    [
        ("", {"live/main.tf": DATABASE.format(tags="")}, "pass"),
        (overriding('paths: ["live/"]'), {"live/main.tf": DATABASE.format(tags="")}, "fail"),
        (overriding('paths: ["live/"]'), {"test/main.tf": DATABASE.format(tags="")}, "pass"),
        (overriding('paths: ["**/*.tf"]'), {"test/main.tf": DATABASE.format(tags="")}, "fail"),
        (overriding("tags: {environment: production}"), {"a/main.tf": DATABASE.format(tags=LIVE)}, "fail"),
        (overriding('tags: {environment: "prod*"}'), {"a/main.tf": DATABASE.format(tags=LIVE)}, "fail"),
        (overriding("tags: {environment: test}"), {"a/main.tf": DATABASE.format(tags=LIVE)}, "pass"),
        (overriding("tags: {environment: production}"), {"a/main.tf": DATABASE.format(tags="")}, "pass"),
        (
            overriding("tags: {environment: production}"),
            {"a/main.tf": VARIABLE + DATABASE.format(tags="tags = { environment = var.stage }")},
            "unknown",
        ),
        (
            overriding("tags: {environment: production}", f"parameters: {{{SHORT}: {{days: 8}}}}"),
            {"a/main.tf": VARIABLE + DATABASE.format(tags="tags = { environment = var.stage }")},
            "pass",
        ),
        (
            overriding('paths: ["live/"]\n    tags: {environment: production}'),
            {"live/main.tf": DATABASE.format(tags="")},
            "pass",
        ),
    ],
)
def test_an_override_holds_where_its_paths_and_tags_match(verdicts, repository: Path, config, code, expected) -> None:
    (repository / ".srm-lint.yaml").write_text(config, encoding="utf-8")
    for file, text in code.items():
        (repository / file).parent.mkdir()
        (repository / file).write_text(text, encoding="utf-8")
    assert [verdict for verdict, _ in verdicts()] == [expected]


def test_an_override_holds_for_what_a_module_call_creates(verdicts, repository: Path) -> None:
    for name in ("live", "test", "module"):
        (repository / name).mkdir()
    (repository / "module/main.tf").write_text(DATABASE.format(tags=""), encoding="utf-8")
    for name in ("live", "test"):
        (repository / name / "main.tf").write_text('module "m" {\n  source = "../module"\n}\n', encoding="utf-8")
    (repository / ".srm-lint.yaml").write_text(overriding('paths: ["live/"]'), encoding="utf-8")
    assert sorted(verdict for verdict, _ in verdicts()) == ["fail", "pass"]


def test_severities_can_be_overridden_too_and_what_is_asked_for_settles_a_tag(verdicts, repository: Path) -> None:
    what = f"parameters: {{{SHORT}: {{days: 30}}}}\n    severities: {{{SHORT}: critical}}"
    config = overriding("tags: {environment: production}", what)
    (repository / ".srm-lint.yaml").write_text(config, encoding="utf-8")
    text = VARIABLE + DATABASE.format(tags="tags = { environment = var.stage }")
    (repository / "main.tf").write_text(text, encoding="utf-8")
    assert verdicts("--var", "stage=production") == [("fail", "critical")]
    assert verdicts("--var", "stage=test") == [("pass", "medium")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (overriding("tags: {a: b}", "parameters: {aws-rds-nope: {days: 1}}"), "there is no rule `aws-rds-nope`"),
        (overriding("tags: {a: b}", f"parameters: {{{SHORT}: {{nope: 1}}}}"), "has no parameter `nope`"),
        (
            f"overrides:\n  - parameters: {{{SHORT}: {{days: 1}}}}\n",
            ".srm-lint.yaml:2: `overrides[0]`: has neither `paths` nor `tags`",
        ),
        ("overrides:\n  - paths: [a]\n", ".srm-lint.yaml:2: `overrides[0]`: has neither `parameters` nor `severities`"),
    ],
)
def test_an_override_without_effect_is_wrong_use(call, repository: Path, config: str, message: str) -> None:
    (repository / ".srm-lint.yaml").write_text(config, encoding="utf-8")
    (repository / "main.tf").write_text(DATABASE.format(tags=""), encoding="utf-8")
    answer = call("check", ".", "--no-cache")
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


@pytest.mark.parametrize(
    "config",
    [
        "strict: true\nignore: [nope]\n",
        "strict: true\nno-ignore: [nope]\n",
        "strict: true\nseverities: {nope: low}\n",
        "parameters:\n  nope: {days: 1}\n",
        f"parameters:\n  {SHORT}: {{nope: 1}}\n",
        f"parameters:\n  {SHORT}: {{days: many}}\n",
    ],
)
def test_a_word_that_names_nothing_is_wrong_use_and_named_with_its_line(call, repository: Path, config: str) -> None:
    (repository / ".srm-lint.yaml").write_text(config, encoding="utf-8")
    (repository / "main.tf").write_text(DATABASE.format(tags=""), encoding="utf-8")
    answer = call("check", ".", "--no-cache")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("srm-lint: .srm-lint.yaml:2: ")


def test_a_profile_judges_the_rules_of_a_framework_only(call) -> None:
    every = json.loads(call("rules", "--format", "json").out)["rules"]
    chosen = json.loads(call("rules", "--format", "json", "--profile", "aws-fsbp").out)["rules"]
    assert [rule["id"] for rule in chosen] == [rule["id"] for rule in every if "aws-fsbp" in rule["controls"]]
    assert 0 < len(chosen) < len(every)
    answer = call("rules", "--profile", "cis")
    assert answer.code == 2
    assert "no rule has controls of `cis`; there are aws-fsbp, " in answer.err


def test_strict_in_the_configuration_is_strict(call, repository: Path) -> None:
    rules = json.loads(call("rules", "--format", "json", "--select", "aws-s3").out)["rules"]
    medium = {rule["id"] for rule in rules if rule["confidence"] == "medium"}
    (repository / "main.tf").write_text('resource "aws_s3_bucket" "a" {}\n', encoding="utf-8")
    check = ("check", ".", "--select", "aws-s3", "--no-cache", "--format", "json", "--all")
    assert not medium & {each["rule"] for each in json.loads(call(*check).out)["findings"]}
    (repository / ".srm-lint.yaml").write_text("strict: true\n", encoding="utf-8")
    assert medium & {each["rule"] for each in json.loads(call(*check).out)["findings"]}


def test_each_setting_is_shown_with_where_it_comes_from(call, repository: Path) -> None:
    (repository / "live").mkdir()
    (repository / ".srm-lint.yaml").write_text(
        f"strict: true\nfail-on: low\nparameters:\n  {SHORT}: {{days: 14}}\nno-ignore:\n  - backup\n", encoding="utf-8"
    )
    (repository / "live/.srm-lint.yaml").write_text(
        "fail_on: high\nparameters:\n  aws-kms-deletion-window-short: {days: 30}\n", encoding="utf-8"
    )
    lines = call("config", "show", "live").out.splitlines()
    for line in (
        'fail-on: "high"  # live/.srm-lint.yaml:1',
        "strict: true  # .srm-lint.yaml:1",
        f'parameters.{SHORT}: {{"days": 14}}  # .srm-lint.yaml:4',
        'parameters.aws-kms-deletion-window-short: {"days": 30}  # live/.srm-lint.yaml:3',
        "no-ignore.backup: true  # .srm-lint.yaml:6",
        "exclude: []  # default",
    ):
        assert line in lines
    listed = json.loads(call("config", "show", "live", "--format", "json").out)["settings"]
    assert {"key": "strict", "value": True, "from": ".srm-lint.yaml:1"} in listed


@pytest.mark.parametrize(
    ("config", "set_by"),
    [
        (f"parameters:\n  {SHORT}: {{days: 30}}\n", ".srm-lint.yaml:2"),
        (f"strict: true\nparameters:\n  {SHORT}:\n    days: 30\n", ".srm-lint.yaml:3"),
        (f"parameters: {{{SHORT}: {{days: 8}}}}\n" + overriding('paths: ["live/"]'), ".srm-lint.yaml:3"),
    ],
)
def test_a_finding_says_who_asks_for_the_figure(repository: Path, call, config: str, set_by: str) -> None:
    (repository / "live").mkdir()
    (repository / "live" / "main.tf").write_text(DATABASE.format(tags=""))
    (repository / ".srm-lint.yaml").write_text(config)
    answer = call("check", ".", "--select", SHORT, "--no-cache")
    assert f"is 10, at least 30 (parameter `days`, set by {set_by}) needed" in answer.out
