"""What is open in the editor, and the latest judgement of it, made anew a moment after each change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import msgspec

from srm_lint.errors import SrmLintError
from srm_lint.linter import Options
from srm_lint.linter.live import Judgement, judge_open

_PAUSE = 0.03
"""Seconds without a change before anything is judged: keys that come in one burst are one change."""


class Document(msgspec.Struct, frozen=True):
    """An open file: the URI that the client calls it by, the version of its text, and the text in UTF-8."""

    uri: str
    version: int
    text: bytes


class Outcome(msgspec.Struct, frozen=True):
    """The open documents, by path, with the judgement of just these texts; or what kept it from being made."""

    documents: Mapping[str, Document] = {}
    judgement: Judgement | None = None
    trouble: str = ""


class Session:
    """Judges in a thread of its own, one text at a time, so that the client is always answered.

    A change makes what is being judged stale: it is given up between two roots, and never told. `tell` gets every
    outcome that is not stale. `folders` are those of the workspace. `options` are asked for anew: the day in them may
    be another one.
    """

    def __init__(self, options: Callable[[], Options], tell: Callable[[Outcome], None]) -> None:
        self.folders: Sequence[str] = ()
        self._options = options
        self._tell = tell
        self._documents: dict[str, Document] = {}
        self._kept: Judgement | None = None
        self._judged_by: Options | None = None
        self._revision = 0
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._task: asyncio.Task[None] | None = None

    def put(self, path: str, document: Document) -> None:
        """A document was opened or changed."""
        self._documents[path] = document
        self._schedule()

    def drop(self, path: str) -> None:
        """A document was closed: what the disk has counts again."""
        if self._documents.pop(path, None):
            self._schedule()

    def refresh(self) -> None:
        """Something was changed on the disk: files, rules or configuration."""
        self._kept = None
        self._schedule()

    async def settled(self) -> None:
        """Wait until what is open now is judged, and told."""
        while self._task and not self._task.done():
            await asyncio.wait({self._task})

    def close(self) -> None:
        """Give up what is being judged."""
        self._revision += 1
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _schedule(self) -> None:
        self._revision += 1
        if self._task:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self._judge(self._revision))
        self._task.add_done_callback(self._tell_crash)

    async def _judge(self, revision: int) -> None:
        await asyncio.sleep(_PAUSE)
        documents = dict(self._documents)
        texts = {path: document.text for path, document in documents.items()}
        options = self._options()
        if self._judged_by != options:
            self._kept, self._judged_by = None, options
        work = partial(judge_open, texts, self.folders, options, self._kept, lambda: self._revision != revision)
        try:
            self._kept = await asyncio.get_running_loop().run_in_executor(self._worker, work)
        except SrmLintError as error:
            self._kept = None
            self._tell(Outcome(documents, trouble=str(error)))
        else:
            self._tell(Outcome(documents, self._kept))

    def _tell_crash(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._kept = None
            self._tell(Outcome(dict(self._documents), trouble=f"internal error: {type(error).__name__}: {error}"))
