"""Progress of long runs, on a terminal only."""

from __future__ import annotations

import time
from typing import TextIO

from srm_lint.report.clean import one_line

_PATIENCE = 1.0  # seconds before anything is shown: short runs say nothing
_PAUSE = 0.1
_LONGEST = 79
_CLEAR = "\r\x1b[2K"


class Progress:
    """One line that is overwritten; silent where the stream is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due = time.monotonic() + _PATIENCE if stream.isatty() else float("inf")
        self._shown = False

    def __call__(self, message: str) -> None:
        """Show what is being done."""
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _PAUSE
        self._shown = True
        self._stream.write(f"{_CLEAR}{one_line(message)[:_LONGEST]}")
        self._stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away before anything else is written."""
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()
