"""One report with everything in it that a format has to cope with."""

from __future__ import annotations

from srm_lint.model.condition import Bound, Clause, Given, Limit, Matcher, Origin, Parameter, Selector
from srm_lint.model.finding import (
    Excerpt,
    Finding,
    Report,
    Subject,
    Suppression,
    SuppressionKind,
    Unread,
    Verdict,
)
from srm_lint.model.resource import Framework, Kind, Model, State
from srm_lint.model.rule import Check, Confidence, Duty, Example, Rule, Severity
from srm_lint.model.source import Diagnostic, Level, Location
from srm_lint.report.view import View

VIEW = View(directory="/repo/infra", repository="/repo")

EVIL = "a\x1b[31m::error::\nforged|`<img src=x>`\u202e\ud800"
"""Text as a scanned tree may hold it: controls, another command, markup, reordering, half a character."""

RETENTION = Rule(
    id="aws-rds-backup-retention-short",
    title="Database keeps too few days of automated backups",
    duty=Duty.BACKUP,
    severity=Severity.HIGH,
    why="Too short a retention loses what was noticed late.\nHow long is the customer's choice.",
    checks=(
        Check(
            types=("aws_db_instance",),
            expect=Clause(
                Selector(Origin.VALUES, "", ("backup_retention_period",), "backup_retention_period"),
                Matcher((Bound(Limit.MINIMUM, Parameter("days")),), Given(0)),
            ),
        ),
    ),
    examples={"terraform": Example('resource "aws_db_instance" "a" {}\n', "good\n", "unknown\n")},
    parameters={"days": 7},
    equivalents=("CKV_AWS_133",),
    controls={"aws-fsbp": ("RDS.11",)},
    links=("https://docs.aws.amazon.com/rds",),
)


def subject(address: str, type: str = "aws_db_instance", **changes: object) -> Subject:
    fields: dict[str, object] = {
        "address": address,
        "type": type,
        "framework": Framework.TERRAFORM,
        "provider": "aws",
        "service": "Amazon RDS",
        "model": Model.PAAS,
        "kind": Kind.DATA,
        "state": State.PRIMARY,
        "location": Location("db/main.tf", 3, 1, 3, 35),
    }
    return Subject(**{**fields, **changes})


def finding(address: str = "aws_db_instance.this", **changes: object) -> Finding:
    fields: dict[str, object] = {
        "rule": RETENTION.id,
        "title": RETENTION.title,
        "duty": Duty.BACKUP,
        "severity": Severity.HIGH,
        "confidence": Confidence.HIGH,
        "verdict": Verdict.FAIL,
        "message": "`backup_retention_period` is 1, at least 7 needed",
        "attribute": "backup_retention_period",
        "location": Location("db/main.tf", 5, 3, 5, 30),
        "subject": subject(address),
        "fingerprint": f"f-{address}",
        "fix": "backup_retention_period = 7\n",
        "excerpt": Excerpt(
            3,
            (
                'resource "aws_db_instance" "this" {',
                '  engine = "postgres"',
                "  backup_retention_period = 1",
                "}",
            ),
        ),
    }
    return Finding(**{**fields, **changes})


def called(name: str, line: int) -> Subject:
    return subject(
        f"module.{name}.aws_db_instance.this",
        calls=(Location("main.tf", line, 1),),
        call_addresses=(f"module.{name}",),
    )


def report(*findings: Finding, **changes: object) -> Report:
    fields: dict[str, object] = {
        "findings": findings,
        "subjects": tuple(dict.fromkeys(each.subject for each in findings)),
        "diagnostics": (),
        "unread": (),
        "files_found": 3,
        "files_read": 3,
        "passed": {RETENTION.id: 2},
        "rules": (RETENTION,),
    }
    return Report(**{**fields, **changes})


SHARED = tuple(
    finding(each.address, subject=each, fingerprint=f"f-{each.address}")
    for each in (called("a", 10), called("b", 20), called("c", 30))
)
"""One cause in a module that is called three times."""

UNKNOWN = finding(
    "aws_db_instance.later",
    verdict=Verdict.UNKNOWN,
    message="`backup_retention_period` is not known (variable `days` has no value)",
    location=Location("db/main.tf", 12, 3, 12, 40),
    settle=("set variable `days`, declared at variables.tf:1",),
    fix="",
)

ACCEPTED = finding(
    "aws_db_instance.scratch",
    location=Location("db/main.tf", 20, 3, 20, 30),
    suppression=Suppression(SuppressionKind.IN_SOURCE, "rebuilt nightly", "2027-01-31", Location("db/main.tf", 19)),
)

PASSED = finding(
    "aws_db_instance.good", verdict=Verdict.PASS, location=Location("db/main.tf", 40, 1), fix="", excerpt=None
)

TEMPLATE = finding(
    "Bucket",
    rule="aws-s3-public-access-open",
    title="Bucket can be opened to the public",
    duty=Duty.IDENTITY_ACCESS,
    severity=Severity.CRITICAL,
    message="`PublicAccessBlockConfiguration` is not set",
    attribute="",
    location=Location("stack.yaml", 7, 3, 7, 9),
    subject=subject(
        "Bucket",
        "AWS::S3::Bucket",
        framework=Framework.CLOUDFORMATION,
        service="Amazon S3",
        location=Location("stack.yaml", 7, 3, 7, 9),
        construct="Stack/Store/Bucket",
    ),
    excerpt=Excerpt(6, ("Resources:", "  Bucket:", "    Type: AWS::S3::Bucket")),
    fix="PublicAccessBlockConfiguration:\n  BlockPublicAcls: true\n",
    world=("IsProd is false",),
)

HOSTILE = finding(
    f'aws_db_instance.this["{EVIL}"]',
    rule="aws-rds-storage-unencrypted",
    title="Storage is not encrypted",
    duty=Duty.ENCRYPTION,
    severity=Severity.LOW,
    message=f"`storage_encrypted` is {EVIL}",
    location=Location(f"{EVIL}.tf", 1, 1, 1, 5),
    subject=subject(f'aws_db_instance.this["{EVIL}"]', location=Location(f"{EVIL}.tf", 1)),
    excerpt=Excerpt(1, (EVIL,)),
    fix=f"name = {EVIL}",
)

FULL = report(
    *SHARED,
    UNKNOWN,
    ACCEPTED,
    PASSED,
    TEMPLATE,
    HOSTILE,
    diagnostics=(
        Diagnostic(
            "main.tf", 4, "module-not-found", f"module `x` is not on disk {EVIL}", Level.NOTE, "run terraform init"
        ),
    ),
)

BROKEN = report(
    TEMPLATE,
    unread=(Unread("broken.tf", 9, "unexpected `}`, expected a name"),),
    diagnostics=(Diagnostic("", 0, "rule-crashed", "rule x failed", Level.ERROR, "please report it"),),
    files_found=4,
)

EMPTY = report(passed={}, files_found=0, files_read=0)
