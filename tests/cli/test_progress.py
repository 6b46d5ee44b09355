"""Progress of long runs."""

from __future__ import annotations

import io

import pytest

from srm_lint.cli import progress
from srm_lint.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *times: float) -> str:
    clock = iter((0.0, *times))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with Progress(stream) as report:
        for number, _ in enumerate(times):
            report(f"unit {number}\x1b[2J")
    return stream.getvalue()


def test_a_short_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), monkeypatch, 0.2, 0.9) == ""


def test_a_long_run_shows_a_line_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), monkeypatch, 0.5, 1.5, 1.55, 1.7) == ("\r\x1b[2Kunit 1[2J\r\x1b[2Kunit 3[2J\r\x1b[2K")


def test_a_log_gets_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), monkeypatch, 5.0, 10.0) == ""
