"""What is taken for a secret, and what is left of it."""

from __future__ import annotations

import base64

import pytest

from srm_lint.model.secrets import is_secret_name, mask_line

KEY = "AKIA" + "ABCDEFGHIJKLMNOP"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("password", True),
        ("MasterUserPassword", True),
        ("client_secret", True),
        ("auth_token", True),
        ("AWS_SECRET_ACCESS_KEY", True),
        ("private_key", True),
        ("api_key", True),
        ("secret_arn", False),
        ("secret_id", False),
        ("SecretName", False),
        ("minimum_password_length", False),
        ("password_policy", False),
        ("manage_master_user_password_enabled", False),
        ("token_validity", False),
        ("backup_retention_period", False),
        ("kms_key_id", False),
    ],
)
def test_names(name, secret):
    assert is_secret_name(name) is secret


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('  password = "hunter2"', '  password = "****"'),
        ("  password = var.password", "  password = var.password"),
        ('  password = "${var.password}"', '  password = "${var.password}"'),
        ("  password = random_password.db.result", "  password = random_password.db.result"),
        ('  "MasterUserPassword": "hunter2",', '  "MasterUserPassword": "****",'),
        ("  MasterUserPassword: hunter2", "  MasterUserPassword: ****"),
        ("  MasterUserPassword: !Ref Password", "  MasterUserPassword: !Ref Password"),
        ("  MasterUserPassword: '{{resolve:secretsmanager:db}}'", "  MasterUserPassword: '****'"),
        ("  Name: '{{resolve:ssm:/db/name:1}}'", "  Name: '{{resolve:****}}'"),
        ('  Name: !Sub "{{resolve:ssm:${Env}}}-x"', '  Name: !Sub "{{resolve:****}}-x"'),
        ("export AWS_SECRET_ACCESS_KEY=wJalrXUtn", "export AWS_SECRET_ACCESS_KEY=****"),
        (f"  key = {KEY}", "  key = ****"),
        ("  url = postgres://admin:hunter2@db:5432/app", "  url = postgres://****@db:5432/app"),
        ("  secret_arn = \"arn:aws:secretsmanager:x\"", "  secret_arn = \"arn:aws:secretsmanager:x\""),
        ("  backup_retention_period = 7", "  backup_retention_period = 7"),
        (f'  user_data = "{encoded(f"#!/bin/sh; export KEY={KEY}")}"', '  user_data = "****"'),
        (f'  user_data = "{encoded("#!/bin/sh; PASSWORD=hunter2")}"', '  user_data = "****"'),
        (f'  user_data = "{encoded("yum install --assumeyes httpd")}"', f'  user_data = "{encoded("yum install --assumeyes httpd")}"'),
    ],
)  # fmt: skip
def test_lines(line, shown):
    assert mask_line(line) == shown
