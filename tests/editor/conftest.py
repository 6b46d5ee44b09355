"""An editor for tests: it starts the real server, sends what one types, and applies edits as an editor does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

T = TypeVar("T")
PATIENCE = 60
SELECTED = "aws-rds-backups-off,aws-rds-deletion-protection-off,aws-s3-bucket-emptied-on-destroy"

ABLE = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    )
)


class Editor:
    """Open files by their paths from `root`, and the latest diagnostics of each file."""

    def __init__(self, root: Path, *arguments: str, capabilities: types.ClientCapabilities = ABLE) -> None:
        self.root = root
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.watched: list[object] = []
        self._published: dict[str, types.PublishDiagnosticsParams] = {}
        self._news = asyncio.Queue[str]()
        self._loop = asyncio.new_event_loop()
        self._client = LanguageClient("tests", "1")
        self._client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._take))
        self._client.feature(types.CLIENT_REGISTER_CAPABILITY)(partial(self._register))
        self._run(self._client.start_io(sys.executable, "-m", "srm_lint", "lsp", *arguments, cwd=root.parent))
        asked = types.InitializeParams(capabilities=capabilities, root_uri=root.as_uri())
        self.server = self._run(self._client.initialize_async(asked))
        self._client.initialized(types.InitializedParams())

    def write(self, files: dict[str, str]) -> None:
        """Write files to the disk, and tell nobody."""
        for name, text in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> list[types.Diagnostic]:
        """Open a file, with a text that is not saved where one is given; its diagnostics."""
        self.texts[name] = (self.root / name).read_text() if text is None else text
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "terraform", 1, self.texts[name])
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return self.settled(name)

    def type(self, name: str, text: str) -> list[types.Diagnostic]:
        """Change the text of an open file; its diagnostics afterwards."""
        self.send(name, text)
        return self.settled(name)

    def send(self, name: str, text: str) -> None:
        self.texts[name] = text
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def close(self, name: str) -> None:
        del self.texts[name]
        document = types.TextDocumentIdentifier(self.uri(name))
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    def tell_changed(self, *names: str) -> None:
        events = [types.FileEvent(self.uri(name), types.FileChangeType.Changed) for name in names]
        self._client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    def settled(self, name: str) -> list[types.Diagnostic]:
        """The diagnostics of an open file for its latest version."""
        return self.wait(name, lambda told: told.version == self.versions[name])

    def wait(self, name: str, wanted) -> list[types.Diagnostic]:
        """The diagnostics of a file as soon as what was published about it is as wanted."""
        uri = self.uri(name)
        while not (uri in self._published and wanted(self._published[uri])):
            self._run(self._news.get())
        return [*self._published[uri].diagnostics]

    def codes(self, name: str) -> list[str]:
        told = self._published.get(self.uri(name))
        return [str(item.code) for item in told.diagnostics] if told else []

    def hover(self, name: str, place: types.Position) -> str:
        document = types.TextDocumentIdentifier(self.uri(name))
        answer = self._run(self._client.text_document_hover_async(types.HoverParams(document, place)))
        return answer.contents.value if answer else ""

    def actions(self, name: str, place: types.Range, only: list[str] | None = None) -> dict[str, types.CodeAction]:
        """What can be done at a place, by title."""
        document, context = types.TextDocumentIdentifier(self.uri(name)), types.CodeActionContext([], only)
        asked = types.CodeActionParams(document, place, context)
        return {action.title: action for action in self._run(self._client.text_document_code_action_async(asked))}

    def apply(self, action: types.CodeAction) -> None:
        """Make the edits of an action in open files, and tell the server."""
        changes = action.edit.changes or {
            change.text_document.uri: change.edits for change in action.edit.document_changes
        }
        names = {self.uri(name): name for name in self.texts}
        for uri, edits in changes.items():
            self.send(names[uri], edited(self.texts[names[uri]], edits))

    def quit(self) -> tuple[int, str]:
        """Say goodbye: the exit code of the server, and what it wrote to standard error."""
        self._run(self._client.shutdown_async(None))
        self._client.exit(None)
        process = self._client._server
        errors = self._run(process.stderr.read()).decode()
        code = self._run(process.wait())
        self._run(self._client.stop())
        self._loop.close()
        return code, errors

    def _take(self, told: types.PublishDiagnosticsParams) -> None:
        self._published[told.uri] = told
        self._news.put_nowait(told.uri)

    def _register(self, asked: types.RegistrationParams) -> None:
        self.watched += [each.register_options for each in asked.registrations]

    def _run(self, work: Awaitable[T]) -> T:
        return self._loop.run_until_complete(asyncio.wait_for(work, PATIENCE))


def edited(text: str, edits) -> str:
    """A text with edits made, whose places count in UTF-16."""
    units = [line.encode("utf-16-le") for line in text.split("\n")]
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        first, last = edit.range.start, edit.range.end
        new = units[first.line][: 2 * first.character].decode("utf-16-le") + edit.new_text
        new += units[last.line][2 * last.character :].decode("utf-16-le")
        units[first.line : last.line + 1] = [line.encode("utf-16-le") for line in new.split("\n")]
    return "\n".join(line.decode("utf-16-le") for line in units)


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., Editor]]:
    """Start editors; their servers end well, and have complained of nothing, after the tests of a module."""
    started: list[Editor] = []

    def start(*arguments, **options) -> Editor:
        started.append(Editor(*arguments, **options))
        return started[-1]

    yield start
    for each in started:
        assert each.quit() == (0, "")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, start: Callable[..., Editor]) -> Editor:
    return start(tmp_path_factory.mktemp("workspace"), "--select", SELECTED)


@pytest.fixture
def editor(shared: Editor, request: pytest.FixtureRequest) -> Iterator[Editor]:
    """An editor in a repository of its own, with a few rules."""
    workspace = shared.root
    shared.root = workspace / request.node.name
    (shared.root / ".git").mkdir(parents=True)
    yield shared
    for name in [*shared.texts]:
        shared.close(name)
    shared.root = workspace
