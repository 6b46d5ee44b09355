"""What is linted never makes a connection and never starts a program: no test may, but those that are about programs."""

from __future__ import annotations

import socket
import subprocess

import pytest

ABOUT_PROGRAMS = frozenset(
    (
        *("test_since", "test_process", "test_readme", "test_cloudformation_sam"),
        *("test_terraform_against_terraform", "test_functions_against_terraform"),
    )
)


class Blocked(BaseException):
    """No Exception, so that nothing under test takes it for a failure that it knows how to handle."""


def _refuse(*_args, **_kwargs):
    raise Blocked("a connection or a program")


@pytest.fixture(autouse=True)
def _no_connections_and_no_programs(request, monkeypatch):
    if request.path.stem in ABOUT_PROGRAMS or "unit" not in request.path.parts:
        return
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket.socket, "bind", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    monkeypatch.setattr(subprocess, "Popen", _refuse)
    monkeypatch.setattr("os.system", _refuse)
