"""`srm-lint lsp` as a program: what it needs, and that nothing but the protocol is written to standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

pytestmark = pytest.mark.programs(Path(sys.executable).name)

GAP = 'resource "aws_db_instance" "d" {}\n'


def send(stream: IO[bytes], method: str, params: object, id: int | None = None) -> None:
    message = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if id is None else {"id": id})
    body = json.dumps(message).encode()
    stream.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    stream.flush()


def receive(stream: IO[bytes]) -> dict:
    head = stream.readline()
    assert head.startswith(b"Content-Length: ")
    while stream.readline() != b"\r\n":
        pass
    return json.loads(stream.read(int(head.split()[1])))


def answer(stream: IO[bytes], id: int) -> dict:
    return next(message for message in iter(lambda: receive(stream), None) if message.get("id") == id)


def test_standard_output_holds_nothing_but_the_protocol(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "srm_lint", "lsp", "--stdio"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    uri = (tmp_path / "main.tf").as_uri()
    send(process.stdin, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1)
    assert answer(process.stdout, 1)["result"]["serverInfo"]["name"] == "srm-lint"
    send(process.stdin, "initialized", {})
    opened = {"uri": uri, "languageId": "terraform", "version": 1, "text": GAP}
    send(process.stdin, "textDocument/didOpen", {"textDocument": opened})
    place = {"line": 0, "character": 0}
    send(process.stdin, "textDocument/hover", {"textDocument": {"uri": uri}, "position": place}, 2)
    assert "Your duty" in answer(process.stdout, 2)["result"]["contents"]["value"]
    send(process.stdin, "shutdown", None, 3)
    assert "result" in answer(process.stdout, 3)
    send(process.stdin, "exit", None)
    rest, errors = process.communicate(timeout=30)
    assert (rest, errors, process.returncode) == (b"", b"", 0)


def test_a_client_that_is_gone_ends_the_server(tmp_path):
    command = [sys.executable, "-m", "srm_lint", "lsp"]
    done = subprocess.run(command, input=b"", capture_output=True, cwd=tmp_path, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_without_the_extra_the_command_says_what_to_install(call, monkeypatch):
    monkeypatch.setattr("srm_lint.cli.lsp.find_spec", lambda _: None)
    answer = call("lsp")
    assert (answer.code, answer.out) == (2, "")
    assert "pip install 'srm-lint[lsp]'" in answer.err


def test_the_protocol_is_imported_by_this_command_alone():
    code = "import srm_lint.cli.app, srm_lint.linter.live, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"pygls", "lsprotocol"}.isdisjoint(done.stdout.split())
