"""A mistyped type is asked about, wherever it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

QUESTION = "type `{}` is not known; did you mean `{}`?"


@pytest.mark.parametrize(
    ("name", "text", "question"),
    [
        (
            "main.tf",
            'resource "aws_s3_buckit" "a" {}\nresource "aws_s3_buckit" "b" {}\n',
            "main.tf:1: " + QUESTION.format("aws_s3_buckit", "aws_s3_bucket"),
        ),
        (
            "stack.yaml",
            "Resources:\n  A:\n    Type: AWS::S3::Bukket\n",
            "stack.yaml:2: " + QUESTION.format("AWS::S3::Bukket", "AWS::S3::Bucket"),
        ),
    ],
)
def test_a_mistyped_type_is_asked_about_once(estate: Path, call, name: str, text: str, question: str) -> None:
    (estate / "new").mkdir()
    (estate / "new" / name).write_text(text, encoding="utf-8")
    answer = call("check", "new", "--no-cache")
    assert answer.code == 0
    assert answer.out.count("[type-not-known]") == 1
    assert question in answer.out


@pytest.mark.parametrize(
    "type", ["aws_s3_bucket", "aws_s3_bucket_of_next_year", "google_project_services", "acme_buckit"]
)
def test_a_type_that_is_right_or_newer_is_not(estate: Path, call, type: str) -> None:
    (estate / "main.tf").write_text(f'resource "{type}" "a" {{}}\n', encoding="utf-8")
    assert "type-not-known" not in call("check", "main.tf", "--no-cache").out


def test_a_type_of_the_users_own_catalogue_is_known(estate: Path, call) -> None:
    (estate / "main.tf").write_text('resource "aws_s3_buckit" "a" {}\n', encoding="utf-8")
    (estate / ".srm-lint.yaml").write_text("catalogue: [own.yaml]\n", encoding="utf-8")
    own = "services:\n- {service: Ours, model: PaaS, ground: we run it, types: [aws_s3_buckit]}\n"
    (estate / "own.yaml").write_text(own, encoding="utf-8")
    assert "type-not-known" not in call("check", "main.tf", "--no-cache").out


def test_a_rule_on_a_mistyped_type_is_asked_about(estate: Path, call) -> None:
    draft = ("--on", "aws_s3_buckit", "--attribute", "a", "--duty", "backup", "--into", "mine")
    question = QUESTION.format("aws_s3_buckit", "aws_s3_bucket")
    assert question in call("new-rule", "acme-s3-any-missing", *draft).err
    answer = call("test", "mine")
    assert (answer.code, answer.out.count(question)) == (0, 1)
