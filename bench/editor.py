"""How long an editor waits for an answer while one types, as the share of 200 ms and of a whole `srm-lint check`.

    python bench/editor.py [FILE]...

Each figure is the median of thirty changes, from sending the changed text to having its diagnostics, and of as many
hovers and code actions, each right behind a change. Where other programs keep the machine busy, compare the processor's time
for one answer, which has the start of the server in it. Without FILE: generated files of 1,000 and 2,000 lines.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROUNDS = 30
GOAL = 0.2

TERRAFORM = """
resource "aws_db_instance" "d{n}" {{
  identifier                          = "orders-{n}"
  engine                              = "postgres"
  engine_version                      = "16.3"
  instance_class                      = "db.r6g.large"
  allocated_storage                   = 100
  db_subnet_group_name                = "private"
  vpc_security_group_ids              = [aws_security_group.g{n}.id]
  multi_az                            = true
  publicly_accessible                 = false
  storage_encrypted                   = true
  kms_key_id                          = var.key
  username                            = "owner"
  manage_master_user_password         = true
  iam_database_authentication_enabled = true
  auto_minor_version_upgrade          = true
  backup_retention_period             = var.days
  copy_tags_to_snapshot               = true
  deletion_protection                 = false
  skip_final_snapshot                 = true
  performance_insights_enabled        = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  tags                                = merge(local.tags, {{ Name = "orders-{n}" }})
}}

resource "aws_security_group" "g{n}" {{
  name        = "orders-{n}"
  description = "Clients of orders {n}"
  vpc_id      = var.network

  ingress {{
    description = "PostgreSQL"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.{n}.0.0/16"]
  }}
}}
"""
TEMPLATE = """
  Table{n}:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      TableName: !Sub "orders-{n}-${{AWS::Region}}"
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - AttributeName: id
          AttributeType: S
      KeySchema:
        - AttributeName: id
          KeyType: HASH
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
      PointInTimeRecoverySpecification:
        PointInTimeRecoveryEnabled: !Equals [!Ref Stage, live]
  Queue{n}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "orders-{n}"
      MessageRetentionPeriod: 1209600
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead.Arn
        maxReceiveCount: 5
"""
HEADS = {
    "tf": """\
variable "days" { default = 0 }
variable "key" {}
variable "network" {}
locals { tags = { Owner = "orders" } }
""",
    "yaml": """\
Parameters:
  Stage: {Type: String, Default: test}
Resources:
  Dead: {Type: AWS::SQS::Queue}
""",
}
BODIES = {"tf": TERRAFORM, "yaml": TEMPLATE}


def generated(suffix: str, lines: int) -> str:
    """A file of about so many lines, most of them settings, with about as many gaps as public examples have."""
    text, number = HEADS[suffix], 0
    while text.count("\n") < lines:
        text += BODIES[suffix].format(n=number)
        number += 1
    return text


class Waiting:
    """A client that has one file open, and how long it waits for each kind of answer, in seconds."""

    def __init__(self, file: Path) -> None:
        self.uri, self.text, self.version = file.as_uri(), file.read_text("utf-8"), 1
        self.client = LanguageClient("bench", "1")
        self.gaps = 0
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(told: types.PublishDiagnosticsParams) -> None:
            self.told.put_nowait(told)

    async def answers(self, root: Path) -> dict[str, list[float]]:
        """Open the file, and ask over and over."""
        await self.client.start_io(sys.executable, "-m", "srm_lint", "lsp")
        able = types.ClientCapabilities()
        await self.client.initialize_async(types.InitializeParams(able, root_uri=root.as_uri()))
        self.client.initialized(types.InitializedParams())
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri, "terraform", self.version, self.text))
        )
        diagnostics = (await self.diagnostics()).diagnostics
        self.gaps = len(diagnostics)
        place = diagnostics[len(diagnostics) // 2].range if diagnostics else types.Range(*[types.Position(0, 0)] * 2)
        document = types.TextDocumentIdentifier(self.uri)
        asked = types.CodeActionParams(document, place, types.CodeActionContext([]))
        times: dict[str, list[float]] = {"diagnostics": [], "hover": [], "actions": []}
        for _ in range(ROUNDS):
            for kind, found in times.items():
                start = time.perf_counter()
                self.change()
                if kind == "hover":
                    await self.client.text_document_hover_async(types.HoverParams(document, place.start))
                elif kind == "actions":
                    await self.client.text_document_code_action_async(asked)
                else:
                    await self.diagnostics()
                found.append(time.perf_counter() - start)
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()
        return times

    def change(self) -> None:
        """Type one more line at the end."""
        self.version += 1
        whole = types.TextDocumentContentChangeWholeDocument(self.text + "\n" * self.version)
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    async def diagnostics(self) -> types.PublishDiagnosticsParams:
        """What is published about the latest version."""
        while True:
            told = await self.told.get()
            if (told.uri, told.version) == (self.uri, self.version):
                return told


def processor_seconds() -> float:
    """What the programs that were started and have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(file: Path) -> None:
    """Print a line for a file."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "srm_lint", "check", "--no-cache", str(file)], capture_output=True, check=False
    )
    whole = time.perf_counter() - start
    waiting = Waiting(file)
    before = processor_seconds()
    times = asyncio.run(waiting.answers(file.parent))
    work = (processor_seconds() - before) / (ROUNDS * len(times))
    lines = file.read_text("utf-8").count("\n")
    print(
        f"{file.name}: {lines} lines, {waiting.gaps} diagnostics, {1000 * work:.0f} ms of the processor for an answer"
    )
    for kind, found in times.items():
        median, worst = statistics.median(found), sorted(found)[ROUNDS * 19 // 20]
        print(
            f"    {kind:12} {1000 * median:5.0f} ms, 19 of 20 within {1000 * worst:5.0f} ms: "
            f"{median / GOAL:5.2f} x 200 ms, {median / whole:5.2f} x a whole check"
        )


def main() -> None:
    """Measure the files that are named, or generated ones."""
    if files := [Path(name).resolve() for name in sys.argv[1:]]:
        for file in files:
            measure(file)
        return
    with tempfile.TemporaryDirectory() as folder:
        for suffix in HEADS:
            for lines in (1000, 2000):
                file = Path(folder, f"{suffix}{lines}", f"main.{suffix}").resolve()
                file.parent.mkdir()
                file.write_text(generated(suffix, lines), "utf-8")
                measure(file)


if __name__ == "__main__":
    main()
