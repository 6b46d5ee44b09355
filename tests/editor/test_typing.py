"""What one sees in an editor while typing: the real server, over standard input and output."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from lsprotocol import types

pytestmark = pytest.mark.programs(Path(sys.executable).name)

OFF, UNPROTECTED, EMPTIED = "aws-rds-backups-off", "aws-rds-deletion-protection-off", "aws-s3-bucket-emptied-on-destroy"
BUCKET = 'resource "aws_s3_bucket" "b" {\n  force_destroy = true\n}\n'
GOOD_BUCKET = BUCKET.replace("true", "false")
DATABASE = 'resource "aws_db_instance" "d" {\n  backup_retention_period = %s\n  deletion_protection     = true\n}\n'
STACK = """\
Resources:
  # 😀 the orders
  Orders:
    Type: AWS::RDS::DBInstance
    Properties: {BackupRetentionPeriod: 0, DeletionProtection: true}
"""
GOOD_STACK = STACK.replace(": 0", ": 7")
ERROR, WARNING, HINT = (
    types.DiagnosticSeverity.Error,
    types.DiagnosticSeverity.Warning,
    types.DiagnosticSeverity.Hint,
)


def place(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


def test_the_server_says_what_it_can_do(editor):
    assert editor.open("main.tf", "") == []
    able = editor.server.capabilities
    assert editor.server.server_info.name == "srm-lint"
    assert able.position_encoding == "utf-16"
    assert able.hover_provider
    assert able.code_action_provider.code_action_kinds == ("quickfix", "source.fixAll.srm-lint")
    assert "tf" in editor.watched[0]["watchers"][0]["globPattern"]


@pytest.mark.parametrize(
    ("name", "gap", "good", "where"),
    [
        pytest.param("main.tf", BUCKET, GOOD_BUCKET, (EMPTIED, place(1, 2, 22)), id="Terraform"),
        pytest.param("stack.yaml", STACK, GOOD_STACK, (OFF, place(4, 17, 41)), id="CloudFormation"),
    ],
)
def test_a_gap_appears_and_goes_with_what_is_typed_and_not_saved(editor, name, gap, good, where):
    editor.write({name: good})
    assert editor.open(name) == []
    (shown,) = editor.type(name, gap)
    assert (shown.code, shown.range) == where
    assert (shown.source, shown.severity) == ("srm-lint", ERROR)
    assert shown.message.endswith("[your duty: backup]")
    assert editor.type(name, good) == []
    assert (editor.root / name).read_text() == good


def test_a_file_that_was_never_saved_is_judged(editor):
    (shown,) = editor.open("new.tf", BUCKET)
    assert shown.code == EMPTIED


@pytest.mark.parametrize(("name", "text"), [("main.tf", DATABASE % 0), ("stack.yaml", STACK)])
def test_hovering_a_gap_tells_the_duty_and_why(editor, name, text):
    (shown,) = editor.open(name, text)
    page = editor.hover(name, shown.range.start)
    for part in (
        "**Database keeps no automated backups** (high)",
        "is 0, at least 1 needed",
        "Your duty: **backup** of Amazon RDS (PaaS).",
        "srm-lint explain aws-rds-backups-off",
    ):
        assert part in page
    assert editor.hover(name, types.Position(0, 0)) == ""


def test_a_correction_is_one_edit_after_which_the_gap_is_gone(editor):
    text = "# 😀\n" + 'resource "aws_s3_bucket" "b" { /* 😀 */ force_destroy = true }\n'
    (shown,) = editor.open("main.tf", text)
    action = editor.actions("main.tf", shown.range)["Correct: force_destroy = false"]
    assert (action.kind, action.is_preferred) == ("quickfix", True)
    (change,) = action.edit.document_changes
    assert change.text_document.version == editor.versions["main.tf"]
    editor.apply(action)
    assert editor.settled("main.tf") == []
    assert editor.texts["main.tf"] == text.replace("true", "false")


def test_all_corrections_of_a_file_are_one_action(editor):
    text = BUCKET + BUCKET.replace('"b"', '"c"') + DATABASE % 0
    editor.open("main.tf", text)
    top = place(0, 0, 0)
    assert editor.actions("main.tf", top) == {}
    (action,) = editor.actions("main.tf", top, ["source.fixAll"]).values()
    editor.apply(action)
    assert [item.code for item in editor.settled("main.tf")] == [OFF]
    assert editor.texts["main.tf"] == text.replace("force_destroy = true", "force_destroy = false")


@pytest.mark.parametrize(
    ("name", "text", "title", "comment"),
    [
        ("main.tf", "\n" + BUCKET, f"Accept {EMPTIED} for aws_s3_bucket.b", f"\n# srm-lint: ignore[{EMPTIED}] "),
        ("main.tf", (BUCKET + BUCKET.replace('"b"', '"c"')).replace("\n", "\r\n"), None, ""),
        ("stack.yaml", STACK, f"Accept {OFF} for Orders", f"\n  # srm-lint: ignore[{OFF}] "),
    ],
)
def test_a_gap_is_accepted_by_a_comment(editor, name, text, title, comment):
    before = editor.open(name, text)
    action = next(
        action
        for each, action in editor.actions(name, before[0].range).items()
        if each == title or (title is None and each.startswith("Accept"))
    )
    editor.apply(action)
    assert len(editor.settled(name)) == len(before) - 1
    assert comment in editor.texts[name]
    assert editor.texts[name].count("\r\n") in (0, editor.texts[name].count("\n"))


@pytest.mark.parametrize(
    ("name", "broken", "whole"),
    [
        ("main.tf", BUCKET + 'resource "aws_db_instance" "d" {\n  backup_retention_period = \n', BUCKET + DATABASE % 0),
        ("stack.yaml", STACK + "  Next: [\n", STACK),
        ("stack.yaml", STACK.replace("{Backup", "{Backup: !Ref [}"), STACK),
    ],
)
def test_broken_text_is_said_where_it_breaks_until_it_is_whole(editor, name, broken, whole):
    told = editor.open(name, broken)
    assert [item.severity for item in told if item.code == "not-read"] == [ERROR]
    assert {item.code for item in editor.type(name, whole)} <= {OFF, EMPTIED}


def test_columns_count_in_the_units_that_were_agreed_on(tmp_path_factory, start):
    general = types.GeneralClientCapabilities(position_encodings=["utf-8"])
    editor = start(
        tmp_path_factory.mktemp("bytes"), "--select", EMPTIED, capabilities=types.ClientCapabilities(general=general)
    )
    (shown,) = editor.open("main.tf", 'resource "aws_s3_bucket" "b" { /* 😀 */ force_destroy = true }\n')
    assert shown.range == place(0, 42, 62)
    action = editor.actions("main.tf", shown.range)["Correct: force_destroy = false"]
    assert action.edit.changes == {editor.uri("main.tf"): (types.TextEdit(place(0, 58, 62), "false"),)}


def test_gaps_in_other_files_of_the_root_are_shown_there(editor):
    editor.write({"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": BUCKET})
    assert editor.open("main.tf") == []
    (shown,) = editor.wait("m/main.tf", lambda told: told.diagnostics)
    assert shown.code == EMPTIED
    assert [each.message for each in shown.related_information] == ["module.m.aws_s3_bucket.b", "called here"]
    editor.close("main.tf")
    assert editor.wait("m/main.tf", lambda told: not told.diagnostics) == []


def test_a_module_is_judged_for_every_root_that_calls_it(editor):
    call = 'module "m" {\n  source = "../m"\n  days   = %s\n}\n'
    module = 'variable "days" {}\n' + DATABASE % "var.days"
    editor.write({"a/main.tf": call % 0, "b/main.tf": call % 0, "m/main.tf": module})
    (shown,) = editor.open("m/main.tf")
    assert "(module.m.aws_db_instance.d and 1 more)" in shown.message
    assert sorted(editor.actions("m/main.tf", shown.range)) == [
        f"Accept {OFF} for all 2 instances of aws_db_instance",
        f"Accept {OFF} for module.m in {editor.root.name}/a/main.tf",
        f"Accept {OFF} for module.m in {editor.root.name}/b/main.tf",
    ]
    editor.open("a/main.tf", call % 7)
    editor.open("b/main.tf", call % 0)
    (shown,) = editor.settled("m/main.tf")
    assert "more" not in shown.message
    editor.type("b/main.tf", call % 7)
    assert editor.wait("m/main.tf", lambda told: not told.diagnostics) == []


def test_a_gap_of_a_downloaded_module_is_shown_and_accepted_at_its_call(editor):
    manifest = '{"Modules": [{"Key": "m", "Source": "example.com/m", "Dir": ".terraform/modules/m"}]}'
    call = 'module "m" {\n  source = "example.com/m"\n}\n'
    editor.write({"main.tf": call, ".terraform/modules/modules.json": manifest, ".terraform/modules/m/x.tf": BUCKET})
    (shown,) = editor.open("main.tf")
    assert shown.range == place(0, 0, 10)
    (title,) = editor.actions("main.tf", shown.range, ["quickfix"])
    assert title == f"Accept {EMPTIED} for module.m"


def test_the_configuration_is_read_again_when_it_changes(editor):
    editor.write({"main.tf": BUCKET})
    assert [item.code for item in editor.open("main.tf")] == [EMPTIED]
    for text, code in (("ignore: [backup]\n", None), ("nonsense: 1\n", "not-judged"), ("fail-on: low\n", EMPTIED)):
        editor.write({".srm-lint.yaml": text})
        editor.tell_changed(".srm-lint.yaml")
        told = editor.wait(
            "main.tf", lambda told, code=code: [item.code for item in told.diagnostics] == [code] * bool(code)
        )
        assert code != "not-judged" or "unknown key `nonsense`" in told[0].message


def test_what_must_not_be_ignored_is_not_offered(editor):
    editor.write({".srm-lint.yaml": "no-ignore: [backup]\n"})
    (shown,) = editor.open("main.tf", BUCKET)
    assert [*editor.actions("main.tf", shown.range, ["quickfix"])] == ["Correct: force_destroy = false"]


def test_what_is_wrong_with_an_ignore_is_shown(editor):
    (shown,) = editor.open("main.tf", f"# srm-lint: ignore[{EMPTIED}] why\n{GOOD_BUCKET}")
    assert (shown.code, shown.severity, shown.range.start.line) == ("ignore-unused", WARNING, 0)


def test_deleted_and_renamed_files_leave_nothing_behind(editor):
    editor.write({"main.tf": "", "old.tf": BUCKET})
    editor.open("main.tf")
    editor.wait("old.tf", lambda told: told.diagnostics)
    shutil.move(editor.root / "old.tf", editor.root / "new.tf")
    editor.tell_changed("old.tf", "new.tf")
    assert editor.wait("old.tf", lambda told: not told.diagnostics) == []
    assert [item.code for item in editor.wait("new.tf", lambda told: told.diagnostics)] == [EMPTIED]


def test_only_the_last_of_many_changes_is_answered(editor):
    editor.open("main.tf", GOOD_BUCKET)
    for count in range(30):
        editor.send("main.tf", GOOD_BUCKET + "\n" * count)
    assert [item.code for item in editor.type("main.tf", BUCKET)] == [EMPTIED]
    answers = editor.actions("main.tf", place(1, 2, 2), ["quickfix"])
    assert "Correct: force_destroy = false" in answers


def test_an_untitled_document_is_left_alone(editor):
    untitled = types.TextDocumentItem("untitled:Untitled-1", "terraform", 1, BUCKET)
    editor._client.text_document_did_open(types.DidOpenTextDocumentParams(untitled))
    assert editor.open("main.tf", GOOD_BUCKET) == []


def test_unknowns_are_hints_where_they_are_wanted(tmp_path_factory, start):
    editor = start(tmp_path_factory.mktemp("unknown"), "--select", OFF, "--all")
    (shown,) = editor.open("main.tf", 'variable "days" {}\n' + DATABASE % "var.days")
    assert shown.severity == HINT
    assert shown.message.startswith("not known: Database keeps no automated backups")
    assert "set variable `days`" in shown.message
    assert "To settle it" in editor.hover("main.tf", shown.range.start)


def test_severities_are_those_of_the_rules(editor):
    told = editor.open("main.tf", 'resource "aws_db_instance" "d" {}\n')
    assert {item.code: item.severity for item in told} == {OFF: ERROR, UNPROTECTED: WARNING}
