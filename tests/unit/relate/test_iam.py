"""Policies of every source in one shape, and what they amount to."""

import json

import pytest
from estate_makers import attribute, estate, resource, variable

from srm_lint.model.text import parse_json
from srm_lint.model.value import Unknown, concatenate
from srm_lint.relate import relate

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*"], "Sid": "Read"}
EMPTY = {
    **dict.fromkeys(
        ("actions", "not_actions", "resources", "not_resources", "principals", "not_principals", "conditions"), ()
    ),
    "sid": "",
    "effect": "Allow",
}
EXPECTED = EMPTY | {"sid": "Read", "actions": ("s3:GetObject",), "resources": ("arn:aws:s3:::b/*",)}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def iam(subject, *others):
    return relate(estate(subject, *others)).fact(subject, "iam")


def policy(*statements):
    """`facts.iam` of a policy with these statements."""
    return iam(resource("aws_iam_policy.p", {"policy": json.dumps(document(*statements))}))


def frozen(value):
    """A Python value as evaluation hands it on."""
    return parse_json(json.dumps(value))


DATA = resource(
    "data.aws_iam_policy_document.d",
    {"statement": ({"sid": "Read", "actions": ("s3:GetObject",), "resources": ("arn:aws:s3:::b/*",)},)},
)


@pytest.mark.parametrize(
    "subject",
    [
        resource("aws_iam_policy.p", {"policy": json.dumps(document(READ))}),
        resource("aws_iam_policy.p", {"policy": json.dumps({"Statement": READ})}),
        resource("aws_iam_role.r", {"inline_policy": ({"name": "n", "policy": json.dumps(document(READ))},)}),
        resource("aws_iam_role_policy.p", {"policy": attribute("data.aws_iam_policy_document.d.json")}),
        resource("P", {"PolicyDocument": frozen(document(READ))}, type="AWS::IAM::ManagedPolicy"),
        resource("R", {"Policies": frozen([{"PolicyDocument": document(READ)}])}, type="AWS::IAM::Role"),
        resource("B", {"PolicyDocument": frozen(document(READ))}, type="AWS::S3::BucketPolicy"),
        DATA,
    ],
    ids=lambda subject: f"{subject.address} {'-'.join(subject.values)}",
)
def test_one_shape_whatever_the_source(subject):
    others = () if subject is DATA else (DATA,)
    assert iam(subject, *others)["statements"] == (EXPECTED,)


def test_a_trust_policy_is_kept_apart():
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
    facts = iam(resource("aws_iam_role.r", {"assume_role_policy": json.dumps(document(trust))}))
    assert facts["statements"] == ()
    assert facts["trust"] == (
        EMPTY
        | {"actions": ("sts:AssumeRole",), "principals": ({"type": "Service", "identifiers": ("ec2.amazonaws.com",)},)},
    )


def test_principals_and_conditions():
    facts = policy(
        {**READ, "Principal": "*", "Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"], "aws:userid": "a"}}},
        {**READ, "Principal": {"AWS": ["1", "2"], "Service": "s3.amazonaws.com"}},
    )
    first, second = facts["statements"]
    assert first["principals"] == ({"type": "*", "identifiers": ("*",)},)
    assert first["conditions"] == (
        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ("1", "2")},
        {"test": "StringEquals", "variable": "aws:userid", "values": ("a",)},
    )
    assert [item["type"] for item in second["principals"]] == ["AWS", "Service"]


def test_source_and_override_documents():
    base = resource(
        "data.aws_iam_policy_document.base",
        {"statement": ({"sid": "A", "actions": ("a:*",)}, {"sid": "B", "actions": ("b:*",)})},
    )
    over = resource(
        "data.aws_iam_policy_document.over",
        {"statement": ({"sid": "B", "actions": ("b:Get",)}, {"sid": "C", "actions": ("c:*",)})},
    )
    both = resource(
        "data.aws_iam_policy_document.both",
        {
            "source_policy_documents": (attribute("data.aws_iam_policy_document.base.json"),),
            "override_policy_documents": (attribute("data.aws_iam_policy_document.over.json"),),
            "statement": ({"sid": "D", "actions": "d:*"},),
        },
    )
    user = resource("aws_iam_policy.p", {"policy": attribute("data.aws_iam_policy_document.both.json")})
    found = [(item["sid"], item["actions"]) for item in iam(user, base, over, both)["statements"]]
    assert found == [("A", ("a:*",)), ("B", ("b:Get",)), ("D", ("d:*",)), ("C", ("c:*",))]


def test_a_document_that_includes_itself_ends():
    loop = resource(
        "data.aws_iam_policy_document.d",
        {"source_policy_documents": (attribute("data.aws_iam_policy_document.d.json"),)},
    )
    assert iam(loop)["statements"] == ()


def test_a_document_with_count():
    source = resource("data.aws_iam_policy_document.d[0]", DATA.values)
    user = resource("aws_iam_policy.p", {"policy": attribute("data.aws_iam_policy_document.d[0].json")})
    assert iam(user, source)["statements"] == (EXPECTED,)


def test_a_document_that_may_not_exist_is_there_for_whoever_reads_it():
    statement = {"actions": ("s3:*",), "resources": ("*",)}
    document = resource(
        "data.aws_iam_policy_document.d", {"statement": (statement,)}, exists=Unknown("`count` is not known")
    )
    policy = resource("aws_iam_policy.p", {"policy": attribute("data.aws_iam_policy_document.d.json")})
    statements = iam(policy, document)["statements"]
    assert [item["actions"] for item in statements] == [("s3:*",)]


@pytest.mark.parametrize(
    "value", [variable("policy"), attribute("data.external.x.result"), concatenate(["{", variable("x")])]
)
def test_an_unknown_document_gives_unknown_answers(value):
    facts = iam(resource("aws_iam_policy.p", {"policy": value}))
    assert all(isinstance(facts[key], Unknown) for key in facts if key != "trust")


def test_a_policy_that_is_something_else():
    facts = iam(resource("aws_ecr_lifecycle_policy.p", {"policy": variable("rules")}))
    assert facts["statements"] == ()


def test_permission_of_a_function():
    values = {
        "action": "lambda:InvokeFunction",
        "principal": "s3.amazonaws.com",
        "source_arn": "arn:aws:s3:::b",
        "function_name": "f",
    }
    (found,) = iam(resource("aws_lambda_permission.p", values))["statements"]
    assert found["principals"] == ({"type": "Service", "identifiers": ("s3.amazonaws.com",)},)
    assert found["conditions"] == ({"test": "ArnLike", "variable": "aws:SourceArn", "values": ("arn:aws:s3:::b",)},)
    public = {"Action": "lambda:InvokeFunction", "Principal": "*", "FunctionName": "f"}
    assert iam(resource("P", public, type="AWS::Lambda::Permission"))["allows_public_principal"] is True


@pytest.mark.parametrize(
    ("type", "values"),
    [
        (
            "google_storage_bucket_iam_member",
            {"bucket": "b", "role": "roles/storage.objectViewer", "member": "allUsers"},
        ),
        (
            "google_storage_bucket_iam_binding",
            {"bucket": "b", "role": "roles/storage.objectViewer", "members": ("allUsers",)},
        ),
    ],
)
def test_google_bindings(type, values):
    facts = iam(resource(f"{type}.x", values))
    (found,) = facts["statements"]
    assert (found["actions"], found["resources"]) == (("roles/storage.objectViewer",), ("b",))
    assert found["principals"] == ({"type": "allUsers", "identifiers": ("allUsers",)},)
    assert facts["allows_public_principal"] is True


def test_google_policy_data():
    data = resource("data.google_iam_policy.d", {"binding": ({"role": "roles/owner", "members": ("user:a@b.c",)},)})
    subject = resource(
        "google_project_iam_policy.p",
        {"project": "p", "policy_data": attribute("data.google_iam_policy.d.policy_data")},
    )
    (found,) = iam(subject, data)["statements"]
    assert found["principals"] == ({"type": "user", "identifiers": ("user:a@b.c",)},)


def test_google_policy_written_as_json():
    policy = '{"bindings": [{"role": "roles/owner", "members": ["user:a@b.c"]}]}'
    (found,) = iam(resource("google_project_iam_policy.p", {"project": "p", "policy_data": policy}))["statements"]
    assert (found["actions"], found["principals"]) == (
        ("roles/owner",),
        ({"type": "user", "identifiers": ("user:a@b.c",)},),
    )


@pytest.mark.parametrize(
    "member",
    [
        attribute("google_service_account.a.member"),
        concatenate(["serviceAccount:", attribute('module.m["x"].google_service_account.a[0].email')]),
    ],
)
def test_an_account_of_the_estate_is_none_of_googles_own(member):
    (found,) = iam(resource("google_project_iam_member.m", {"role": "roles/viewer", "member": member}))["statements"]
    (principal,) = found["principals"]
    (identifier,) = principal["identifiers"]
    assert principal["type"] == "serviceAccount"
    assert (identifier.prefix, identifier.suffix) == ("serviceAccount:", ".iam.gserviceaccount.com")


def test_azure_roles():
    permissions = (
        {"actions": ("*",), "not_actions": ("Microsoft.Authorization/*/Write",), "data_actions": ("a/read",)},
    )
    facts = iam(resource("azurerm_role_definition.r", {"permissions": permissions, "scope": "/subscriptions/1"}))
    (found,) = facts["statements"]
    assert (found["actions"], found["not_actions"]) == (("*", "a/read"), ("Microsoft.Authorization/*/Write",))
    assert facts["allows_all_actions"] is True
    assignment = {"scope": "s", "role_definition_name": "Owner", "principal_id": variable("id")}
    (found,) = iam(resource("azurerm_role_assignment.a", assignment))["statements"]
    assert found["actions"] == ("Owner",)


ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}
BUCKET = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Principal": "*"}


def limited(test, **values):
    return {**BUCKET, "Condition": {test: {name.replace("_", ":"): value for name, value in values.items()}}}


@pytest.mark.parametrize(
    ("key", "statement", "expected"),
    [
        ("allows_all_actions", ALLOW, True),
        ("allows_all_actions", {**ALLOW, "Effect": "Deny"}, False),
        ("allows_all_actions", {**ALLOW, "Action": ["s3:*"]}, False),
        ("allows_all_resources", {**ALLOW, "Action": "s3:*"}, True),
        ("allows_all_resources", {**ALLOW, "Resource": "arn:aws:s3:::b"}, False),
        ("allows_full_admin", ALLOW, True),
        ("allows_full_admin", {**ALLOW, "Resource": "arn:aws:s3:::b"}, False),
        ("allows_public_principal", BUCKET, True),
        ("allows_public_principal", {**BUCKET, "Principal": {"AWS": ["1", "*"]}}, True),
        ("allows_public_principal", {**BUCKET, "Principal": {"AWS": "arn:aws:iam::1:root"}}, False),
        ("allows_public_principal", {**BUCKET, "Effect": "Deny"}, False),
        ("allows_public_principal", limited("StringEquals", aws_SourceAccount="1"), False),
        ("allows_public_principal", limited("StringLike", aws_PrincipalOrgID="*"), True),
        ("allows_public_principal", limited("IpAddress", aws_SourceIp="0.0.0.0/0"), True),
        ("allows_public_principal", limited("IpAddress", aws_SourceIp="10.0.0.0/8"), False),
        ("allows_public_principal", limited("StringNotEquals", aws_SourceVpc="vpc-1"), True),
        ("allows_public_principal", limited("Bool", aws_SecureTransport="true"), True),
        ("allows_public_principal", limited("StringEqualsIfExists", aws_SourceVpc="vpc-1"), True),
        ("privilege_escalation", {**ALLOW, "Action": "iam:AttachUserPolicy"}, ("AttachUserPolicy",)),
        ("privilege_escalation", {**ALLOW, "Action": ["iam:Pass*", "ec2:Run*"]}, ("PassRoleToInstance",)),
        ("privilege_escalation", {**ALLOW, "Action": "iam:PassRole"}, ()),
        ("privilege_escalation", {**ALLOW, "Action": "iam:AttachUserPolicy", "Condition": {"Bool": {"a": "b"}}}, ()),
        ("data_exfiltration", {**ALLOW, "Action": "s3:Get*"}, True),
        ("data_exfiltration", {**ALLOW, "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"}, False),
        ("credentials_exposure", {**ALLOW, "Action": "sts:AssumeRole"}, True),
        ("credentials_exposure", {**ALLOW, "Action": "ecr:GetAuthorizationToken"}, False),
        ("permissions_management", {**ALLOW, "Action": "s3:PutBucketPolicy"}, True),
        ("permissions_management", {**ALLOW, "Action": "s3:GetObject"}, False),
        ("write_without_constraint", {**ALLOW, "Action": "s3:put*"}, True),
        (
            "write_without_constraint",
            {**ALLOW, "Action": ["s3:Get*", "ec2:Describe*", "xray:PutTraceSegments"]},
            False,
        ),
        ("write_without_constraint", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, True),
        ("write_without_constraint", {**ALLOW, "Principal": {"AWS": "1"}}, False),
        ("permissions_management", {**ALLOW, "Action": "iam:CreateUser"}, True),
        ("write_without_constraint", {**ALLOW, "Action": "iam:CreateUser"}, False),
        ("write_without_constraint", {**ALLOW, "Action": "ec2:CreateTags"}, False),
        ("unconstrained", {**ALLOW, "Action": "ec2:CreateTags"}, True),
        ("unconstrained", {**ALLOW, "Action": "s3:ListBucket"}, True),
        ("unconstrained", {**ALLOW, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}, False),
        ("unconstrained", {**ALLOW, "Action": ["ec2:DescribeInstances", "ec2:Describe*"]}, False),
    ],
)
def test_what_a_statement_amounts_to(key, statement, expected):
    assert policy(statement)[key] == expected


def test_a_denial_takes_back():
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    assert policy({**ALLOW, "Action": ["s3:GetObject"]}, deny)["data_exfiltration"] is False
    assert (
        policy({**ALLOW, "Action": ["s3:GetObject"]}, {**deny, "Resource": "arn:aws:s3:::b"})["data_exfiltration"]
        is True
    )


@pytest.mark.parametrize(
    ("key", "statement"),
    [
        ("allows_all_actions", {"actions": (variable("a"),)}),
        ("allows_all_resources", {"actions": ("s3:*",), "resources": variable("r")}),
        ("allows_public_principal", {"principals": ({"type": "AWS", "identifiers": variable("who")},)}),
        ("data_exfiltration", {"actions": (concatenate(["s3:", variable("a")]),), "resources": ("*",)}),
        ("write_without_constraint", {"actions": (variable("a"),), "resources": ("*",)}),
        ("privilege_escalation", {"actions": ("iam:AttachUserPolicy",), "resources": variable("r")}),
    ],
)
def test_unknown_parts_give_unknown_answers(key, statement):
    assert isinstance(iam(resource("data.aws_iam_policy_document.d", {"statement": (statement,)}))[key], Unknown)


def test_known_parts_decide_where_they_suffice():
    statement = {
        "actions": (variable("a"),),
        "resources": ("arn:aws:s3:::b",),
        "principals": (
            {"type": "AWS", "identifiers": (concatenate(["arn:aws:iam::", variable("account"), ":root"]),)},
        ),
    }
    facts = iam(resource("data.aws_iam_policy_document.d", {"statement": (statement,)}))
    answers = {
        key: facts[key] for key in ("allows_all_resources", "allows_public_principal", "write_without_constraint")
    }
    assert answers == dict.fromkeys(answers, False)


def test_the_arn_of_a_resource_is_no_wildcard():
    statement = {"actions": ("s3:*",), "resources": (attribute("aws_s3_bucket.b.arn"),)}
    facts = iam(resource("data.aws_iam_policy_document.d", {"statement": (statement,)}))
    assert (facts["allows_all_resources"], facts["write_without_constraint"]) == (False, False)


@pytest.mark.parametrize(
    ("starting", "running", "one_role"),
    [
        ("arn:aws:iam::1:role/web", "arn:aws:iam::1:role/web", True),
        ("arn:aws:iam::1:role/start", "arn:aws:iam::1:role/web", False),
        (attribute("aws_iam_role.web.arn"), attribute("aws_iam_role.web.arn"), True),
        (attribute("aws_iam_role.start.arn"), attribute("aws_iam_role.web.arn"), False),
        (attribute("aws_iam_role.start.arn"), "", False),
        (attribute("aws_iam_role.web.arn"), variable("role"), "unknown"),
    ],
)
def test_a_task_runs_with_the_role_that_starts_it(starting, running, one_role):
    task = resource("aws_ecs_task_definition.t", {"execution_role_arn": starting, "task_role_arn": running})
    roles = [resource(f"aws_iam_role.{name}", {"name": name}) for name in ("start", "web")]
    found = relate(estate(task, *roles)).fact(task, "iam")["one_role"]
    assert ("unknown" if isinstance(found, Unknown) else found) == one_role
