"""What is linted never makes a connection, starts a program or runs: in no test, here or in a process that it starts.

`programs("git")` allows programs by name, `unguarded` everything: tests about a browser or the environments of pip.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_lint.rules import RuleSet, built_in_folder, load_rules

sys.path.insert(0, str(Path(__file__).parent / "guard"))

from guard import Guard, Rules

_GUARD = Guard()


def pytest_collection_finish() -> None:
    """The tests themselves stay to the end, so that no pass of the garbage collector has to walk them all."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def built_in_rules() -> RuleSet:
    """The rules that come with srm-lint, compiled from their files."""
    return load_rules([built_in_folder()])


@pytest.fixture(autouse=True)
def guarded(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Guards one test and every Python that it starts."""
    if request.node.get_closest_marker("unguarded"):
        yield
        return
    allowed = request.node.get_closest_marker("programs")
    programs = frozenset(allowed.args if allowed else ())
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "guard"), prepend=os.pathsep)
    _GUARD.rules = Rules(programs, inert=(str(tmp_path_factory.getbasetemp()),))
    try:
        yield
    finally:
        _GUARD.rules = None
