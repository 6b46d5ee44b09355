"""`srm-lint ignores`: the register, and other tools' comments rewritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TERRAFORM = """\
resource "aws_s3_bucket" "logs" {{{header}
  {first}
  bucket = "x"{trailing}
}}
"""
LOGGING = "aws-s3-bucket-access-log-off"
VERSIONING = "aws-s3-bucket-versioning-off"

RESOURCE = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Metadata:
      {metadata}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def terraform(*, header: str = "", first: str = 'acl = "private"', trailing: str = "") -> str:
    return TERRAFORM.format(header=header, first=first, trailing=trailing)


@pytest.fixture
def ignores(call):
    return lambda *arguments: call("ignores", ".", "--select", "aws-s3", "--no-cache", *arguments)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            terraform(first="#checkov:skip=CKV_AWS_18:a loop"),
            terraform(first=f"# srm-lint: ignore[{LOGGING}] a loop"),
            id="checkov",
        ),
        pytest.param(
            terraform(first="/* checkov:skip=CKV_AWS_18:a loop */"),
            terraform(first=f"/* srm-lint: ignore[{LOGGING}] a loop */"),
            id="in a block comment",
        ),
        pytest.param(
            terraform(header=" #checkov:skip=CKV_AWS_18,CKV_AWS_21:x"),
            terraform(header=f" # srm-lint: ignore[{LOGGING}, {VERSIONING}] x"),
            id="several ids, on the first line of the block",
        ),
        pytest.param(
            terraform(trailing=" # checkov:skip=CKV_AWS_18:x"),
            terraform().replace("  bucket", f"  # srm-lint: ignore[{LOGGING}] x\n  bucket"),
            id="on an attribute, for the whole block",
        ),
        pytest.param(
            "# tfsec:ignore:AVD-AWS-0089 tfsec:ignore:AVD-AWS-0090\n" + terraform(),
            f"# srm-lint: ignore[{LOGGING}, {VERSIONING}]\n" + terraform(),
            id="several in one comment",
        ),
        pytest.param(
            "#tfsec:ignore:aws-s3-enable-bucket-logging tfsec:ignore:aws-s3-enable-versioning why\n" + terraform(),
            f"# srm-lint: ignore[{LOGGING}, {VERSIONING}] why\n" + terraform(),
            id="by their long names",
        ),
        pytest.param(
            "#trivy:ignore:AVD-AWS-0089:exp:2099-01-31 known\r\n" + terraform(),
            f"# srm-lint: ignore[{LOGGING}] known until=2099-01-31\r\n" + terraform(),
            id="with a date, and another line break",
        ),
        pytest.param(
            terraform(first="# tfsec:ignore:AVD-AWS-0089"),
            terraform(first="", trailing=f" # srm-lint: ignore[{LOGGING}]").replace("  \n", ""),
            id="for the next line only",
        ),
    ],
)
def test_a_comment_of_another_tool_becomes_ours(ignores, repository: Path, before: str, after: str) -> None:
    file = repository / "main.tf"
    file.write_text(before, encoding="utf-8", newline="")
    shown = ignores("--migrate", "--diff")
    assert (shown.code, file.read_bytes()) == (0, before.encode())
    assert shown.out.startswith("--- a/main.tf\n+++ b/main.tf\n")
    assert ignores("--migrate").code == 0
    assert file.read_bytes() == after.encode()
    assert ignores("--migrate").err == ""
    assert file.read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            terraform(first="#checkov:skip=CKV_NOPE_1:x"),
            "main.tf:2: left as it is: no rule here is the same as ckv_nope_1",
        ),
        ("#trivy:ignore:AVD-AWS-0089:exp:2099-01-31 trivy:ignore:AVD-AWS-0090\n" + terraform(), "its dates differ"),
        (
            terraform(first="#tfsec:ignore:AVD-AWS-0089", trailing=" # a note"),
            "move it to the end of line 3",
        ),
    ],
)
def test_what_cannot_be_rewritten_stays_and_is_said(ignores, repository: Path, text: str, why: str) -> None:
    (repository / "main.tf").write_text(text, encoding="utf-8")
    answer = ignores("--migrate")
    assert answer.code == 1
    assert why in answer.err
    assert (repository / "main.tf").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "a.yaml",
            RESOURCE.format(metadata=f"srm-lint: {{ignore: [{{id: {LOGGING}, reason: why, until: 2099-01-31}}]}}"),
        ),
        ("a.yaml", RESOURCE.format(metadata=f"srm-lint: {{ignore: {LOGGING}}}")),
        ("a.yaml", RESOURCE.format(metadata="checkov: {skip: [{id: CKV_AWS_18, comment: why}]}")),
        (
            "a.yaml",
            f"Metadata: {{srm-lint: {{ignore: [{{id: {LOGGING}}}]}}}}\nResources: {{B: {{Type: AWS::S3::Bucket}}}}\n",
        ),
        (
            "a.json",
            json.dumps(
                {
                    "Resources": {
                        "B": {
                            "Type": "AWS::S3::Bucket",
                            "Metadata": {"aws:cdk:path": "S/B", "srm-lint": {"ignore": [{"id": LOGGING}]}},
                        }
                    }
                }
            ),
        ),
        ("a.yaml", RESOURCE.format(metadata="guard: {SuppressedRules: [S3_BUCKET_LOGGING_ENABLED]}")),
        ("a.yaml", RESOURCE.format(metadata="cfn_nag: {rules_to_suppress: [{id: W35, reason: why}]}")),
    ],
    ids=["ours", "an id alone", "checkov", "of the template", "JSON of the CDK", "guard", "cfn_nag"],
)
def test_metadata_of_templates_counts(call, ignores, repository: Path, file: str, text: str) -> None:
    (repository / file).write_text(text, encoding="utf-8")
    [entry] = json.loads(ignores("--format", "json").out)["ignores"]
    assert (entry["kind"], entry["rules"], entry["faults"]) == ("metadata", [LOGGING], {})
    assert call("check", ".", "--select", LOGGING, "--no-cache").code == 0
    assert call("check", ".", "--select", LOGGING, "--no-cache", "--no-inline-ignores").code == 1


def test_a_slip_in_a_key_of_metadata_ignores_nothing(call, ignores, repository: Path) -> None:
    metadata = f"srm-lint: {{ignore: [{{id: {LOGGING}, reason: why, untl: 2099-01-31}}]}}"
    (repository / "a.yaml").write_text(RESOURCE.format(metadata=metadata), encoding="utf-8")
    [entry] = json.loads(ignores("--format", "json").out)["ignores"]
    assert entry["faults"] == {"malformed": "has a key `untl`, and only id, reason, until mean something"}
    assert call("check", ".", "--select", LOGGING, "--no-cache").code == 1


def test_another_tools_own_ids_are_listed_and_left_alone(ignores, repository: Path) -> None:
    metadata = "cfn_nag: {rules_to_suppress: [{id: W28, reason: why}]}"
    (repository / "a.yaml").write_text(RESOURCE.format(metadata=metadata), encoding="utf-8")
    answer = ignores()
    assert answer.code == 0
    assert answer.out.startswith("a.yaml:5: w28 (cfn_nag metadata): answers for nothing\n  why\n")


def test_exemptions_are_listed_with_their_place_and_what_they_answer_for(ignores, repository: Path) -> None:
    (repository / "main.tf").write_text(terraform(), encoding="utf-8")
    (repository / ".srm-lint.yaml").write_text(
        f"exemptions:\n  - {{rule: {LOGGING}, reason: scratch, expires: 2099-01-31}}\n"
        f"  - {{rule: {VERSIONING}, reason: old, expires: 2020-01-31}}\n",
        encoding="utf-8",
    )
    first, second = json.loads(ignores("--format", "json").out)["ignores"]
    assert (first["file"], first["line"], first["hits"], first["expires"]) == (".srm-lint.yaml", 2, 1, "2099-01-31")
    assert (second["line"], [*second["faults"]]) == (3, ["expired"])


def test_a_module_that_several_roots_call_uses_its_ignores_once(ignores, repository: Path) -> None:
    for name in ("a", "b", "module"):
        (repository / name).mkdir()
    module = (
        'variable "state" {}\n'
        + terraform(first=f"# srm-lint: ignore[{VERSIONING}] x")
        + (
            'resource "aws_s3_bucket_versioning" "v" {\n  bucket = aws_s3_bucket.logs.id\n'
            "  versioning_configuration {\n    status = var.state\n  }\n}\n"
        )
    )
    (repository / "module/main.tf").write_text(module, encoding="utf-8")
    for name, state in (("a", "Enabled"), ("b", "Suspended")):
        call = f'module "m" {{\n  source = "../module"\n  state = "{state}"\n}}\n'
        (repository / name / "main.tf").write_text(call, encoding="utf-8")
    [entry] = json.loads(ignores("--format", "json").out)["ignores"]
    assert (entry["hits"], entry["faults"]) == (1, {})


@pytest.mark.parametrize("banned", [LOGGING, "CKV_AWS_18", "compliance"])
def test_a_security_team_can_refuse_ignores_for_all_folders_below(call, repository: Path, banned: str) -> None:
    (repository / "x").mkdir()
    (repository / "x/main.tf").write_text(terraform(first=f"# srm-lint: ignore[{LOGGING}] why"), encoding="utf-8")
    (repository / ".srm-lint.yaml").write_text(f"no-ignore:\n  - {banned}\n", encoding="utf-8")
    (repository / "x/.srm-lint.yaml").write_text("root: true\nno-ignore: []\n", encoding="utf-8")
    answer = call("check", "x", "--select", LOGGING, "--no-cache")
    assert answer.code == 1
    assert "refused by policy .srm-lint.yaml:2" in answer.out


@pytest.mark.parametrize(
    ("config", "arguments", "message"),
    [
        (f"no-ignore: [{LOGGING}]", ["--ignore", "aws-s3"], f"forbids to leave out {LOGGING}"),
        (f"no-ignore: [{LOGGING}]\nignore: [{LOGGING}]", [], f"forbids to leave out {LOGGING}"),
        ("no-ignore: [aws-s3-nope]", [], "no rule, duty or service is called `aws-s3-nope`"),
    ],
)
def test_what_may_not_be_ignored_may_not_be_left_out(call, repository: Path, config, arguments, message) -> None:
    (repository / "main.tf").write_text(terraform(), encoding="utf-8")
    (repository / ".srm-lint.yaml").write_text(config, encoding="utf-8")
    answer = call("check", ".", "--no-cache", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_downloaded_modules_are_not_rewritten(ignores, repository: Path) -> None:
    module = repository / ".terraform/modules/m/main.tf"
    module.parent.mkdir(parents=True)
    text = terraform(first="#checkov:skip=CKV_AWS_18:x")
    module.write_text(text, encoding="utf-8")
    listed = {
        "Modules": [
            {"Key": "", "Source": "", "Dir": "."},
            {"Key": "m", "Source": "x/y/z", "Dir": ".terraform/modules/m"},
        ]
    }
    (repository / ".terraform/modules/modules.json").write_text(json.dumps(listed), encoding="utf-8")
    (repository / "main.tf").write_text('module "m" {\n  source = "x/y/z"\n}\n', encoding="utf-8")
    assert "checkov comment" in ignores().out
    assert ignores("--migrate").err == ""
    assert module.read_text(encoding="utf-8") == text


def test_diff_alone_is_wrong_use(ignores, repository: Path) -> None:
    assert ignores("--diff").code == 2


@pytest.mark.parametrize(
    ("end", "state"),
    [("until=2020-01-01", "would answer for 1 finding"), ("until 2027-01-31", "would answer for 1 finding"), ("", "answers for 1 finding")],
)  # fmt: skip
def test_what_counts_for_nothing_is_not_said_to_answer(ignores, repository: Path, end: str, state: str) -> None:
    (repository / "main.tf").write_text(terraform(first=f"# srm-lint: ignore[{LOGGING}] why {end}"), encoding="utf-8")
    assert ignores().out.splitlines()[0].endswith(f"): {state}")
