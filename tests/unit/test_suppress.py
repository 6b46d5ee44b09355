"""Where an ignore comment holds, and what is said about those that are wrong."""

import re

import msgspec
import pytest

from srm_lint.model.config import Exemption
from srm_lint.model.finding import Finding, Subject, SuppressionKind, Verdict
from srm_lint.model.resource import Framework, Kind, Model, State
from srm_lint.model.rule import Confidence, Duty, Severity
from srm_lint.model.source import Comment, Location, Source
from srm_lint.suppress import Exempt, Policy, Scope, Terms, comment_ignores, complaints, suppress

TODAY = "2026-06-01"
KNOWN = {"aws-s3-x": frozenset({"aws-s3-x", "ckv_aws_1", "avd-aws-0001"}), "aws-s3-y": frozenset({"aws-s3-y"})}
TERMS = Terms(KNOWN, frozenset(KNOWN), TODAY)
LINES = """\
resource "aws_s3_bucket" "a" {
  bucket = "x"
  acl    = "y"
}

module "m" {
  source = "./m"
}
"""


def finding(line: int, rule: str = "aws-s3-x", header: int = 1, calls: tuple[int, ...] = ()) -> Finding:
    subject = Subject(
        address="aws_s3_bucket.a",
        type="aws_s3_bucket",
        framework=Framework.TERRAFORM,
        provider="aws",
        service="Amazon S3",
        model=Model.PAAS,
        kind=Kind.DATA,
        state=State.PRIMARY,
        location=Location("main.tf", header),
        calls=tuple(Location("main.tf", call) for call in calls),
    )
    return Finding(
        rule=rule,
        title="",
        duty=Duty.BACKUP,
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        verdict=Verdict.FAIL,
        message="",
        attribute="",
        location=Location("main.tf", line),
        subject=subject,
        fingerprint="",
    )


NO_POLICY = Policy()


def judged(text: str, *findings: Finding, policy: Policy = NO_POLICY):
    """Suppresses `findings` by the comments in `text`; blocks are lines that start with a word and end at a `}`."""
    source = Source("main.tf", text.encode())
    comments = [
        Comment(match[1], match.start(), match.end(), not text[: match.start()].rpartition("\n")[2].strip())
        for match in re.finditer(r"#(.*)", text)
    ]
    lines = text.splitlines()
    outer = [number for number, line in enumerate(lines, 1) if re.match(r"[a-z]", line)]
    ends = [number for number, line in enumerate(lines, 1) if line.startswith("}")]
    blocks = [Scope(first, last, True) for first, last in zip(outer, ends, strict=True)]
    inner = [Scope(number, number, False) for number, line in enumerate(lines, 1) if re.match(r"  \w", line)]
    terms = msgspec.structs.replace(TERMS, policy=policy)
    placed = [*comment_ignores(source, comments, lambda: [*blocks, *inner])]
    result, heard = suppress(findings, placed, (), terms)
    return result, [*complaints(heard)]


def inserted(line: int, comment: str) -> str:
    lines = LINES.splitlines()
    lines.insert(line - 1, comment)
    return "\n".join(lines) + "\n"


def appended(line: int, comment: str) -> str:
    lines = LINES.splitlines()
    lines[line - 1] += " " + comment
    return "\n".join(lines) + "\n"


IGNORE = "# srm-lint: ignore[aws-s3-x] a reason"


@pytest.mark.parametrize(
    ("text", "found", "covered"),
    [
        pytest.param(inserted(1, IGNORE), finding(3, header=2), True, id="above the block"),
        pytest.param(inserted(1, IGNORE + "\n# more"), finding(4, header=3), True, id="above, with another comment"),
        pytest.param(inserted(2, "  " + IGNORE), finding(3), True, id="in the block, on its own line"),
        pytest.param(inserted(2, "  " + IGNORE), finding(1), True, id="in the block, for a missing attribute"),
        pytest.param(appended(3, IGNORE), finding(3), True, id="on the attribute"),
        pytest.param(appended(2, IGNORE), finding(3), False, id="on another attribute"),
        pytest.param(appended(1, IGNORE), finding(3), True, id="on the block's first line"),
        pytest.param(inserted(1, "\n" + IGNORE + "\n"), finding(5, header=4), False, id="above, but not next to it"),
        pytest.param(inserted(6, IGNORE), finding(2, calls=(7,)), True, id="above the module call that leads there"),
        pytest.param(inserted(6, IGNORE), finding(2), False, id="above an unrelated module call"),
        pytest.param(inserted(9, "# srm-lint: ignore-file[aws-s3-x] r"), finding(2), True, id="for the file"),
        pytest.param(inserted(2, "# checkov:skip=CKV_AWS_1:why"), finding(1), True, id="checkov"),
        pytest.param(inserted(1, "#trivy:ignore:AVD-AWS-0001"), finding(2, header=2), True, id="trivy"),
        pytest.param(inserted(1, "#trivy:ignore:AWS-0001"), finding(2, header=2), True, id="trivy, the short form"),
        pytest.param(appended(2, "#tfsec:ignore:avd-aws-0001"), finding(2), True, id="tfsec"),
        pytest.param(inserted(2, "#tfsec:ignore:avd-aws-0001"), finding(3), True, id="tfsec, the next line"),
        pytest.param(inserted(2, "#tfsec:ignore:avd-aws-0001"), finding(4), False, id="tfsec, no further"),
        pytest.param(appended(2, "#tfsec:ignore:x tfsec:ignore:avd-aws-0001"), finding(2), True, id="tfsec, several"),
        pytest.param(appended(2, "#tfsec:ignore:avd-aws-0001:ws:live"), finding(2), False, id="tfsec, a workspace"),
        pytest.param(appended(2, "#trivy:ignore:avd-aws-0001:exp:2026-05-31"), finding(2), False, id="trivy, expired"),
        pytest.param(appended(2, "#trivy:ignore:avd-aws-0001:exp:2026-06-01"), finding(2), True, id="trivy, last day"),
        pytest.param(appended(2, "# checkov:skip=CKV_AWS_1:why"), finding(3), True, id="checkov, on an attribute"),
        pytest.param(inserted(2, "#checkov:skip=CKV_X,CKV_AWS_1: y"), finding(1), True, id="checkov, several ids"),
        pytest.param(
            inserted(2, "#checkov:skip=CKV_X:a checkov:skip=CKV_AWS_1:b"), finding(1), True, id="checkov, several"
        ),
        pytest.param(inserted(2, "# SRM srm-lint:ignore[aws-s3-x]"), finding(1), True, id="without spaces"),
        pytest.param(inserted(2, "# checkov:skip=CKV_AWS_2:why"), finding(1), False, id="checkov, another rule"),
        pytest.param(inserted(2, "# srm-lint: ignore[aws-s3-y, aws-s3-x] r"), finding(1), True, id="several ids"),
        pytest.param(
            inserted(2, "# srm-lint: ignore[aws-s3-x] r until=2027-01-01"), finding(1), True, id="not expired"
        ),
        pytest.param(inserted(2, "# srm-lint: ignore[aws-s3-x] r until=2026-05-31"), finding(1), False, id="expired"),
    ],
)
def test_where_a_comment_holds(text, found, covered):
    [result], _ = judged(text, found)
    assert (result.suppression is not None) is covered
    assert result.verdict is Verdict.FAIL


def test_the_reason_and_the_date_are_kept():
    [result], _ = judged(inserted(2, "# srm-lint: ignore[aws-s3-x] test data only until=2027-01-01"), finding(1))
    assert result.suppression.kind is SuppressionKind.IN_SOURCE
    assert (result.suppression.justification, result.suppression.expires) == ("test data only", "2027-01-01")
    assert result.suppression.source.line == 2


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("# srm-lint: ignore[aws-s3-z] r", "ignore-unknown-rule"),
        ("# srm-lint: ignore[aws-s3-y] r", "ignore-unused"),
        ("# srm-lint: ignore", "ignore-without-rule"),
        ("# srm-lint: ignore[aws-s3-x] r until=2026-05-31", "ignore-expired"),
        ("# srm-lint: ignore[aws-s3-x] r until=soon", "ignore-malformed"),
        ("# srm-lint: ignore[aws-s3-x", "ignore-malformed"),
        ("# srm-lint ignore[aws-s3-x] r", "ignore-malformed"),
        ("# srm-lint: skip[aws-s3-x] r", "ignore-malformed"),
        ("# srm-lint: ignored[aws-s3-x] r", "ignore-malformed"),
        ("# srm-lint: igonre[aws-s3-x] r", "ignore-malformed"),
        ("# srm-lint: ignore[aws-s3-x] r untill=2027-01-31", "ignore-malformed"),
        ("# srm-lint: ignore[aws-s3-x] r until 2027-01-31", "ignore-malformed"),
        ("# srm-lint: ignore[aws-s3-x] r (expires: 2027-01-31)", "ignore-malformed"),
    ],
)
def test_what_is_wrong_with_a_comment_is_said(comment, code):
    _, diagnostics = judged(inserted(2, comment), finding(1))
    assert [(diagnostic.code, diagnostic.line) for diagnostic in diagnostics] == [(code, 2)]


@pytest.mark.parametrize(
    "comment",
    ["# srm-lint ignores what follows", "# srm-lint: see the wiki", "# as srm-lint: says [1]", "# srm-lint [x]"],
)
def test_prose_is_no_request(comment):
    assert judged(inserted(2, comment), finding(1))[1] == []


def test_a_slip_in_an_id_gets_a_suggestion():
    _, [diagnostic] = judged(inserted(2, "# srm-lint: ignore[aws-s3-xx] r"), finding(1))
    assert "did you mean aws-s3-x?" in diagnostic.message


REFUSING = Policy(refused={"aws-s3-x": ".srm-lint.yaml:4"})
WITH_REASONS = Policy(reasons_required_by=".srm-lint.yaml:5")


@pytest.mark.parametrize(
    ("comment", "policy", "covered", "codes"),
    [
        ("# srm-lint: ignore[aws-s3-x] r", REFUSING, False, ["ignore-refused"]),
        ("# checkov:skip=CKV_AWS_1:why", REFUSING, False, ["ignore-refused"]),
        ("# srm-lint: ignore[aws-s3-x] r", Policy(heeds_source=False), False, ["ignore-refused"]),
        ("# srm-lint: ignore[aws-s3-x]", WITH_REASONS, False, ["ignore-without-reason"]),
        ("# srm-lint: ignore[aws-s3-x] r", WITH_REASONS, True, []),
        ("# tfsec:ignore:avd-aws-0001", WITH_REASONS, False, ["ignore-without-reason"]),
        ("# tfsec:ignore:avd-aws-0001 because", WITH_REASONS, True, []),
    ],
)
def test_what_the_policy_does_not_grant(comment, policy, covered, codes):
    [result], diagnostics = judged(inserted(1, comment), finding(2, header=2), policy=policy)
    assert (result.suppression is not None) is covered
    assert [diagnostic.code for diagnostic in diagnostics] == codes


def test_who_refuses_is_named():
    _, [diagnostic] = judged(inserted(2, "# srm-lint: ignore[aws-s3-x] r"), finding(1), policy=REFUSING)
    assert "refused by policy .srm-lint.yaml:4" in diagnostic.message


def test_other_tools_comments_are_not_complained_about():
    _, diagnostics = judged(inserted(2, "# checkov:skip=CKV_AWS_999:why"), finding(1))
    assert diagnostics == []


@pytest.mark.parametrize(
    ("exemption", "covered"),
    [
        (Exemption("aws-s3-x", "why"), True),
        (Exemption("backup", "why"), True),
        (Exemption("CKV_AWS_1", "why"), True),
        (Exemption("aws-s3-x", "why", path="live/*"), False),
        (Exemption("aws-s3-x", "why", address="aws_s3_bucket.*"), True),
        (Exemption("aws-s3-x", "why", expires="2026-05-31"), False),
    ],
)
def test_exemptions_of_the_configuration(exemption, covered):
    [result], _ = suppress([finding(1)], [], [Exempt(exemption, Location(".srm-lint.yaml", 3))], TERMS)
    assert (result.suppression is not None) is covered
    if covered:
        assert result.suppression.kind is SuppressionKind.EXTERNAL


def test_passes_are_left_alone():
    passed = msgspec.structs.replace(finding(1), verdict=Verdict.PASS)
    [result], _ = suppress([passed], [], [Exempt(Exemption("aws-s3-x", "why"), Location("c", 1))], TERMS)
    assert result.suppression is None
