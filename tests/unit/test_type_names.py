"""Names of types with a slip in them, beside those that are right or newer than the lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint.catalogue import listed_names, meant_by

NAMES = (
    "aws_db_instance",
    "aws_kms_alias",
    "aws_s3_bucket",
    "aws_s3_bucket_acl",
    "kubernetes_job_v1",
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("aws_s3_buckit", "aws_s3_bucket"),
        ("AWS::S3::Bukket", "AWS::S3::Bucket"),
        ("aws_s3_bucke", "aws_s3_bucket"),
        ("aws_s3_buckets", "aws_s3_bucket"),
        ("aws_kms_alais", "aws_kms_alias"),
        ("aws_dbinstance", "aws_db_instance"),
        ("AWS::DynamoDb::Table", "AWS::DynamoDB::Table"),
        ("aws::s3::bucket", "AWS::S3::Bucket"),
    ],
)
def test_a_slip_is_told(written: str, meant: str) -> None:
    assert meant_by(written, NAMES) == meant


@pytest.mark.parametrize(
    "written", ["aws_s3_bucket_abac", "aws_s4_bucket", "kubernetes_job_v2", "aws_bucket_s3", "a", ""]
)
def test_what_may_be_newer_is_no_slip(written: str) -> None:
    assert not meant_by(written, NAMES)


def test_only_lists_of_the_provider_are_read(tmp_path: Path) -> None:
    lists = {
        "google.txt": "google_project\n",
        "google-v6.txt": "google_old\n",
        "googleworkspace.txt": "googleworkspace_user\n",
        "cloudformation.txt": "AWS::S3::Bucket\nAlexa::ASK::Skill\n",
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [*tmp_path.iterdir()]
    assert listed_names(paths, "google") == {"google_project", "google_old"}
    assert listed_names(paths, "AWS") == {"AWS::S3::Bucket"}
    assert not listed_names(paths, "acme")
