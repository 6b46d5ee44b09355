"""`.srm-lint.yaml`: inheritance, and errors that name file, line and key."""

import pytest

from srm_lint.config import FILE_NAME, config_files, config_of
from srm_lint.errors import ConfigError
from srm_lint.model.rule import Severity


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_text(text)


def test_without_a_file_the_defaults_hold(tmp_path):
    (tmp_path / ".git").mkdir()
    assert config_of(config_files(tmp_path)).config.fail_on is Severity.LOW


def test_the_nearest_file_wins_and_inherits_the_rest(tmp_path):
    (tmp_path / ".git").mkdir()
    write(tmp_path, "fail-on: high\nstrict: true\nparameters: {a: {days: 1}, b: {days: 2}}\n")
    write(tmp_path / "x" / "y", "fail-on: medium\nparameters: {b: {days: 3}}\n")
    effective = config_of(config_files(tmp_path / "x" / "y"))
    assert effective.config.fail_on is Severity.MEDIUM
    assert effective.config.strict is True
    assert effective.config.parameters == {"a": {"days": 1}, "b": {"days": 3}}
    assert effective.origins["strict"] == str(tmp_path / FILE_NAME)


@pytest.mark.parametrize("stop", ["root: true\n", ""])
def test_nothing_is_inherited_past_a_root(tmp_path, stop):
    write(tmp_path, "strict: true\n")
    write(tmp_path / "x", stop)
    if not stop:
        (tmp_path / "x" / ".git").mkdir()
    assert config_of(config_files(tmp_path / "x")).config.strict is False


def test_paths_are_those_of_the_file_that_names_them(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "policy").mkdir()
    write(tmp_path, "rules: [policy]\n")
    assert config_of(config_files(tmp_path / "x")).config.rules == (str(tmp_path / "policy"),)


def test_dates_may_be_written_without_quotes(tmp_path):
    write(tmp_path, "root: true\nexemptions:\n  - {rule: r, reason: why, expires: 2027-01-31}\n")
    assert config_of(config_files(tmp_path)).config.exemptions[0].expires == "2027-01-31"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nfail-on: high", r":1: unknown key `a`; there are root, exclude, "),
        ("strict: true\nfailon: high", r":2: unknown key `failon`; did you mean `fail-on`\?"),
        ("strict: true\nfail-on: huge", r":2: `fail-on` is 'huge', and has to be one of low, medium, high, critical$"),
        ("severities:\n  x: huge", r":1: `severities\[...\]` is 'huge', and has to be one of low, "),
        ("exclude:\n  - a\n  - 3", r":3: `exclude\[1\]` has to be text, not a number"),
        ("exclude: sandbox/", r":1: `exclude` has to be a list, not text"),
        ("- exclude", r":1: the file has to be keys with values, not a list"),
        (
            "exemptions:\n  - rule: x\n    reason: y\n    until: z",
            r":4: unknown key `until` in `exemptions\[0\]`; there",
        ),
        ("exemptions:\n  - rule: x", r":2: `exemptions\[0\]` lacks the key `reason`"),
        ("systems:\n  - {name: x, model: saas}", r":2: `systems\[0\].model` is 'saas', .* IaaS, PaaS, SaaS"),
        ("overrides:\n  - paths: [a]", r":2: `overrides\[0\]`: has neither `parameters` nor `severities`"),
        ("strict: [", r":\d: not valid YAML"),
        ("strict: true\nfail-on: low\nstrict: false", r":3: `strict` is written a second time"),
        ("exemptions:\n  - rule: x\n    reason: y\n    rule: z", r":4: `rule` is written a second time"),
        ("var-files:\n  - gone.tfvars", r":2: `var-files`: there is no .*gone.tfvars"),
        ("rules: [gone]", r":1: `rules`: there is no .*gone"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, message):
    write(tmp_path, text)
    with pytest.raises(ConfigError, match=message):
        config_of(config_files(tmp_path))


def test_a_file_of_nearly_the_right_name_is_not_passed_over(tmp_path):
    (tmp_path / ".srm-lint.yml").write_text("strict: true\n")
    with pytest.raises(ConfigError, match=r"\.srm-lint\.yml: is not read by this name; rename it to \.srm-lint\.yaml"):
        config_of(config_files(tmp_path))


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"strict: \xff")
    with pytest.raises(ConfigError, match="save it as UTF-8"):
        config_of(config_files(tmp_path))
