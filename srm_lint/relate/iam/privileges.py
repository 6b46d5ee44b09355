"""What AWS identity policies give away: privilege escalation, data, credentials, permissions, unconstrained writes.

Only what is allowed on all resources and without a condition counts, less what the same policies deny in the same way.
Statements with a principal are resource policies: their `*` means the one resource they hang on.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.globs import matches
from srm_lint.relate.iam.verdicts import all_resources, allows
from srm_lint.relate.values import any_item, is_empty

_ESCALATIONS = {
    "CreateAccessKey": ("iam:CreateAccessKey",),
    "CreateLoginProfile": ("iam:CreateLoginProfile",),
    "UpdateLoginProfile": ("iam:UpdateLoginProfile",),
    "AddUserToGroup": ("iam:AddUserToGroup",),
    "CreatePolicyVersion": ("iam:CreatePolicyVersion",),
    "SetDefaultPolicyVersion": ("iam:SetDefaultPolicyVersion",),
    "AttachUserPolicy": ("iam:AttachUserPolicy",),
    "AttachGroupPolicy": ("iam:AttachGroupPolicy",),
    "AttachRolePolicy": ("iam:AttachRolePolicy", "sts:AssumeRole"),
    "PutUserPolicy": ("iam:PutUserPolicy",),
    "PutGroupPolicy": ("iam:PutGroupPolicy",),
    "PutRolePolicy": ("iam:PutRolePolicy", "sts:AssumeRole"),
    "UpdateAssumeRolePolicy": ("iam:UpdateAssumeRolePolicy", "sts:AssumeRole"),
    "UpdateFunctionCode": ("lambda:UpdateFunctionCode",),
    "UpdateDevEndpoint": ("glue:UpdateDevEndpoint",),
    "PassRoleToFunction": ("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
    "PassRoleToTriggeredFunction": ("iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    "PassRoleToInstance": ("iam:PassRole", "ec2:RunInstances"),
    "PassRoleToStack": ("iam:PassRole", "cloudformation:CreateStack"),
    "PassRoleToPipeline": ("iam:PassRole", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
    "PassRoleToDevEndpoint": ("iam:PassRole", "glue:CreateDevEndpoint"),
    "PassRoleToNotebook": (
        "iam:PassRole",
        "sagemaker:CreateNotebookInstance",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
    ),
    "PassRoleToTask": ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    "PassRoleToBuild": ("iam:PassRole", "codebuild:CreateProject", "codebuild:StartBuild"),
}
"""Sets of actions with which a principal can give itself more rights (known since Rhino Security Labs' list of 2018)."""

_EXFILTRATION = (
    *("s3:GetObject", "secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters"),
    "ssm:GetParametersByPath",
)
"""Reads of stored data and secrets; each can be limited to named resources."""

_CREDENTIALS = (
    *("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:UpdateAccessKey"),
    *("iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential", "sso:GetRoleCredentials"),
    *("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:GetFederationToken"),
    *("sts:GetSessionToken", "cognito-identity:GetOpenIdToken", "cognito-identity:GetCredentialsForIdentity"),
    *("cognito-identity:GetOpenIdTokenForDeveloperIdentity", "codepipeline:PollForJobs", "chime:CreateApiKey"),
    *("redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM", "redshift-serverless:GetCredentials"),
    *("rds-db:connect", "ec2:GetPasswordData", "codeartifact:GetAuthorizationToken"),
    *("connect:GetFederationToken", "connect:GetFederationTokens", "gamelift:RequestUploadCredentials"),
    *("gamelift:GetInstanceAccess", "lightsail:GetInstanceAccessDetails", "lightsail:CreateBucketAccessKey"),
    *("lightsail:GetRelationalDatabaseMasterUserPassword", "mediapackage:RotateChannelCredentials"),
    "mediapackage:RotateIngestEndpointCredentials",
)
"""Actions that answer with, or create, credentials. Reading from a registry, which every node does, is not among them."""


_WILD = re.compile(r"[*?]")


def privileges(statements: Value) -> dict[str, Value]:
    """The truths about AWS identity policies, and `privilege_escalation`, the names of the ways they open."""
    if not isinstance(statements, tuple):
        return dict.fromkeys(_KEYS, statements if isinstance(statements, Unknown) else False)
    if not statements:
        return {**dict.fromkeys(_KEYS, False), "privilege_escalation": ()}
    return {
        "privilege_escalation": _escalations(statements),
        "data_exfiltration": any_of(_granted(statements, action) for action in _EXFILTRATION),
        "credentials_exposure": any_of(_granted(statements, action) for action in _CREDENTIALS),
        "permissions_management": _grants_level(statements, "P"),
        "write_without_constraint": _grants_level(statements, "W"),
        "unconstrained": any_of(
            (
                *(_grants_level(statements, level) for level in "PWTR"),
                *(_granted(statements, action) for action in _EXFILTRATION),
            )
        ),
    }


_KEYS = (
    *("privilege_escalation", "data_exfiltration", "credentials_exposure"),
    *("permissions_management", "write_without_constraint", "unconstrained"),
)


def _escalations(statements: tuple[Value, ...]) -> Value:
    answers = {name: all_of(_granted(statements, action) for action in needed) for name, needed in _ESCALATIONS.items()}
    sure = tuple(name for name, answer in answers.items() if answer is True)
    unknown = next((answer for answer in answers.values() if isinstance(answer, Unknown)), None)
    return sure if sure or unknown is None else unknown


def _granted(statements: tuple[Value, ...], action: str) -> Truth:
    """Whether `action` is allowed on everything and not denied again."""
    allowed = any_of(_covers(item, action, effect="Allow") for item in statements)
    if allowed is False:
        return False
    denied = any_of(_covers(item, action, effect="Deny") for item in statements)
    return all_of((allowed, negate(denied)))


def _covers(item: Value, action: str, effect: str) -> Truth:
    if not isinstance(item, dict):
        return item if isinstance(item, Unknown) else False
    applies = all_of((_has_effect(item, effect), _unconstrained(item)))
    if applies is False:
        return False
    matching = any_of(
        (any_item(item["actions"], lambda pattern: _matches(pattern, action)), _not_excluded(item, action))
    )
    return all_of((applies, matching))


def _has_effect(item: dict[str, Value], effect: str) -> Truth:
    return allows(item) if effect == "Allow" else negate(allows(item))


def _unconstrained(item: dict[str, Value]) -> Truth:
    """Allowed to whoever holds the policy, on all resources, always."""
    lists = (item["conditions"], item["principals"], item["not_principals"])
    return all_of((all_resources(item), *(is_empty(items) for items in lists)))


def _not_excluded(item: dict[str, Value], action: str) -> Truth:
    """Whether a statement of `NotAction` leaves the action in."""
    excluded = item["not_actions"]
    if isinstance(excluded, tuple) and not excluded:
        return False
    return negate(any_item(excluded, lambda pattern: _matches(pattern, action)))


def _matches(pattern: Value, action: str) -> Truth:
    if isinstance(pattern, Unknown):
        start = re.split(r"[*?]", pattern.prefix)[0].lower()
        return pattern if action.lower().startswith(start) or not start else False
    return isinstance(pattern, str) and matches(pattern.lower(), action.lower())


def _grants_level(statements: tuple[Value, ...], level: str) -> Truth:
    return any_of(
        all_of((_has_effect(item, "Allow"), _unconstrained(item), _names_level(item, level)))
        if isinstance(item, dict)
        else (item if isinstance(item, Unknown) else False)
        for item in statements
    )


def _names_level(item: dict[str, Value], level: str) -> Truth:
    """Whether some action of a statement has an access level; denials are not weighed against so many actions."""
    if _unconstrained(item) is False:
        return False
    by_exclusion = any_item(
        item["not_actions"], lambda pattern: pattern if isinstance(pattern, Unknown) else pattern != "*"
    )
    return any_of((any_item(item["actions"], lambda pattern: _has_level(pattern, level)), by_exclusion))


def _has_level(pattern: Value, level: str) -> Truth:
    """Whether an action of that level is meant. Patterns of reading mean what cannot be limited, too: `ec2:Describe*`."""
    if isinstance(pattern, Unknown):
        return pattern
    if not isinstance(pattern, str) or (level == "R" and _WILD.search(pattern)):
        return False
    service, _, _ = pattern.partition(":")
    if _WILD.search(service):
        return True
    names = _actions().get((service.lower(), level), ())
    return any(matches(pattern.lower(), f"{service}:{name}".lower()) for name in names)


@lru_cache(maxsize=1)
def _actions() -> dict[tuple[str, str], tuple[str, ...]]:
    """Names of actions that can be limited to a resource, by service and access level (P permissions, W write, T tag, R read or list).

    Source: AWS Service Authorization Reference, condensed by tools/aws_actions.py.
    """
    table = (files("srm_lint.relate.iam") / "aws_actions.txt").read_text("utf-8")
    rows = (line.split(" ") for line in table.splitlines() if not line.startswith("#"))
    return {(service, level): tuple(names) for service, level, *names in rows}
