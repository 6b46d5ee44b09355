"""The answer to a key comes before one notices: measured as work of the processor, which other programs hardly change.

`bench/editor.py` measures what an editor waits.
"""

from __future__ import annotations

import statistics
import time

import pytest
from pygls.workspace import Workspace

from srm_lint.editor.server import server_for
from srm_lint.editor.session import Document, Outcome
from srm_lint.linter import Options
from srm_lint.linter.live import judge_open

LINES = 1000
LIMIT = 0.2

TERRAFORM = """
resource "aws_db_instance" "d{n}" {{
  identifier                  = "orders-{n}"
  engine                      = "postgres"
  instance_class              = "db.r6g.large"
  allocated_storage           = 100
  multi_az                    = true
  publicly_accessible         = false
  storage_encrypted           = true
  username                    = "owner"
  manage_master_user_password = true
  vpc_security_group_ids      = [aws_security_group.g{n}.id]
  backup_retention_period     = 0
  tags                        = {{ Name = "orders-{n}", Stage = "live" }}
}}

resource "aws_security_group" "g{n}" {{
  description = "Clients of orders {n}"
  ingress {{
    description = "PostgreSQL"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }}
}}
"""
TEMPLATE = """
  Orders{n}:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Properties:
      DBInstanceIdentifier: !Sub "orders-{n}-${{AWS::Region}}"
      Engine: postgres
      DBInstanceClass: db.r6g.large
      AllocatedStorage: 100
      MultiAZ: true
      StorageEncrypted: true
      ManageMasterUserPassword: true
      BackupRetentionPeriod: 0
      VPCSecurityGroups:
        - !GetAtt Clients{n}.GroupId
  Clients{n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Clients of orders {n}
      SecurityGroupIngress:
        - {{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 0.0.0.0/0}}
"""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "head", "block"), [("main.tf", "", TERRAFORM), ("main.yaml", "Resources:", TEMPLATE)])
def test_a_thousand_lines_are_judged_and_shown_within_200_milliseconds(tmp_path, monkeypatch, name, head, block):
    monkeypatch.chdir(tmp_path)
    count = LINES // block.count("\n") + 1
    text = head + "".join(block.format(n=n) for n in range(count))
    options = Options(today="2026-06-01")
    server = server_for(lambda: options, show_unknown=False)
    server.protocol._workspace = Workspace(None)
    times, judgement = [], None
    for version in range(6):
        typed = (text + "\n" * version).encode()
        start = time.process_time()
        judgement = judge_open({name: typed}, (), options, judgement)
        shown = server.content_of(Outcome({name: Document(f"file:///{name}", version, typed)}, judgement)).shown[name]
        times.append(time.process_time() - start)
        assert len(shown) > 2 * count
    assert statistics.median(times[1:]) < LIMIT
