"""The language server: messages of the protocol to the session, and its outcomes back to the client."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec
from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer

from srm_lint import __version__
from srm_lint.editor.actions import FIX_ALL, Desk, Edits, actions_for, fix_all
from srm_lint.editor.diagnostics import Page, Shown, shown_in, trouble_in
from srm_lint.editor.hover import hover_of
from srm_lint.editor.places import overlap, path_of, uri_of
from srm_lint.editor.session import Document, Outcome, Session
from srm_lint.linter import Options, load_matrix
from srm_lint.linter.live import saved
from srm_lint.linter.policy import policy_of
from srm_lint.linter.sources import effective_configuration
from srm_lint.model.source import Source

_WATCHED = "**/*.{tf,tofu,tfvars,json,yaml,yml,template}"


class Content(msgspec.Struct, frozen=True):
    """What the client sees: an outcome, and what it shows in each file."""

    outcome: Outcome
    page: Page
    shown: dict[str, list[Shown]]

    def at(self, path: str, place: types.Range) -> list[Shown]:
        """What is shown at a place of a file."""
        return [each for each in self.shown.get(path, ()) if overlap(each.diagnostic.range, place)]


class EditorServer(LanguageServer):
    """A session and what the client was told of it.

    Documents are sent whole: pygls counts other line breaks than the protocol does when it applies partial changes.
    """

    def __init__(self, options: Callable[[], Options], *, show_unknown: bool) -> None:
        super().__init__("srm-lint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session(options, self.show)
        self._options = options
        self._show_unknown = show_unknown
        self._published: dict[str, types.PublishDiagnosticsParams] = {}
        self._content: Content | None = None

    def show(self, outcome: Outcome) -> None:
        """Publish the diagnostics of every file that has any, had any, or is open."""
        content = self._content = self.content_of(outcome)
        uris = {path: document.uri for path, document in outcome.documents.items()}
        wanted = {uri: types.PublishDiagnosticsParams(uri, []) for uri in (*self._published, *uris.values())}
        for path, shown in content.shown.items():
            uri = uris.get(path) or uri_of(path)
            wanted[uri] = types.PublishDiagnosticsParams(uri, [each.diagnostic for each in shown])
        for path, document in outcome.documents.items():
            wanted[uris[path]].version = document.version
        for uri, params in wanted.items():
            if self._published.get(uri) != params:
                self.text_document_publish_diagnostics(params)
        self._published = {uri: params for uri, params in wanted.items() if params.diagnostics or uri in uris.values()}

    async def settled(self) -> Content | None:
        """What the client sees once everything that it sent is judged; None before it has sent anything."""
        await self.session.settled()
        return self._content

    def content_of(self, outcome: Outcome) -> Content:
        """What an outcome shows, with places in the units that were agreed with the client."""

        @cache
        def source(path: str) -> Source:
            document = outcome.documents.get(path)
            return Source(path, document.text if document else saved(path) or b"")

        page = Page(source, self._units)
        files = [*outcome.documents]
        shown: dict[str, list[Shown]] = {}
        if outcome.judgement is None:
            found = trouble_in(files, outcome.trouble, page)
        else:
            found = shown_in(outcome.judgement.report, files, page, show_unknown=self._show_unknown)
        for each in found:
            shown.setdefault(each.file, []).append(each)
        return Content(outcome, page, shown)

    def _units(self, text: str) -> int:
        return len(text) if text.isascii() else int(self.workspace.position_codec.client_num_units(text))

    def desk(self, content: Content) -> Desk | None:
        """What actions are made from; None where nothing was judged."""
        judgement = content.outcome.judgement
        if judgement is None:
            return None

        def refused(rule: str, file: str) -> bool:
            options = self._options()
            return rule in policy_of(effective_configuration(file, options), options).refused

        def workspace_edit(edits: Edits) -> types.WorkspaceEdit:
            return self._workspace_edit(edits, content.outcome)

        return Desk(judgement.report, judgement.unsaved, content.page, refused, workspace_edit)

    def _workspace_edit(self, edits: Edits, outcome: Outcome) -> types.WorkspaceEdit:
        """Edits for the versions that they were made from, where the client can tell versions apart."""
        documents = {path: outcome.documents.get(path) for path in edits}
        uris = {path: document.uri if document else uri_of(path) for path, document in documents.items()}
        if not get_capability(self.client_capabilities, "workspace.workspace_edit.document_changes", default=False):
            return types.WorkspaceEdit(changes={uris[path]: [*items] for path, items in edits.items()})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(uris[path], document.version if document else None),
                    [*edits[path]],
                )
                for path, document in documents.items()
            ]
        )


def serve(options: Callable[[], Options], *, show_unknown: bool) -> None:
    """Talk to a client over standard input and output until it says goodbye or is gone. `options` are asked for anew."""
    server = server_for(options, show_unknown=show_unknown)
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever is printed must not break into the protocol
    try:
        server.start_io(sys.stdin.buffer, output)
    finally:
        server.session.close()


def server_for(options: Callable[[], Options], *, show_unknown: bool) -> EditorServer:
    """A server that answers everything it can, and has not been started."""
    server = EditorServer(options, show_unknown=show_unknown)
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(_did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(_did_change)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(_did_close)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_changed_on_disk)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_changed_on_disk)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_did_change_folders)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_action)
    return server


def _initialize(ls: EditorServer, _params: types.InitializeParams) -> None:
    _take_folders(ls)
    if ls.session.folders:
        os.chdir(ls.session.folders[0])  # paths in the configuration are those of a run in the project's folder


async def _initialized(ls: EditorServer, _params: types.InitializedParams) -> None:
    if get_capability(ls.client_capabilities, "workspace.did_change_watched_files.dynamic_registration", default=False):
        watchers = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
        registration = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watchers)
        await ls.client_register_capability_async(types.RegistrationParams([registration]))


def _did_open(ls: EditorServer, params: types.DidOpenTextDocumentParams) -> None:
    _put(ls, params.text_document.uri)


def _did_change(ls: EditorServer, params: types.DidChangeTextDocumentParams) -> None:
    _put(ls, params.text_document.uri)


def _did_close(ls: EditorServer, params: types.DidCloseTextDocumentParams) -> None:
    if path := path_of(params.text_document.uri):
        ls.session.drop(path)


def _changed_on_disk(
    ls: EditorServer, _params: types.DidSaveTextDocumentParams | types.DidChangeWatchedFilesParams
) -> None:
    ls.session.refresh()


def _did_change_folders(ls: EditorServer, _params: types.DidChangeWorkspaceFoldersParams) -> None:
    _take_folders(ls)
    ls.session.refresh()


async def _hover(ls: EditorServer, params: types.HoverParams) -> types.Hover | None:
    content = await ls.settled()
    if content is None:
        return None
    place = types.Range(params.position, params.position)
    return hover_of(content.at(path_of(params.text_document.uri) or "", place), load_matrix())


async def _code_action(ls: EditorServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    content = await ls.settled()
    desk = ls.desk(content) if content else None
    if content is None or desk is None:
        return []
    path = path_of(params.text_document.uri) or ""
    wanted = params.context.only or [types.CodeActionKind.QuickFix]  # actions on whole files only where one asks
    actions: list[types.CodeAction] = []
    if _is_among(types.CodeActionKind.QuickFix.value, wanted):
        actions += actions_for(content.at(path, params.range), desk)
    if _is_among(FIX_ALL, wanted):
        actions += fix_all(content.shown.get(path, ()), desk)
    return actions


def _is_among(kind: str, wanted: Iterable[types.CodeActionKind | str]) -> bool:
    """Whether a kind of action is one of those that are wanted, or belongs to one of them."""
    names = (each.value if isinstance(each, types.CodeActionKind) else each for each in wanted)
    return any(f"{kind}.".startswith(f"{name}.") for name in names)


def _put(ls: EditorServer, uri: str) -> None:
    document = ls.workspace.get_text_document(uri)
    if path := path_of(uri):
        text = document.source.encode("utf-8", "replace")
        ls.session.put(path, Document(uri, document.version or 0, text))


def _take_folders(ls: EditorServer) -> None:
    """The folders of the workspace; one that holds all of the user's files is no project, and takes too long to search."""
    given = [path_of(folder.uri) for folder in ls.workspace.folders.values()] or [ls.workspace.root_path]
    places = [Path(path).resolve() for path in given if path]
    home = Path.home().resolve()
    ls.session.folders = [str(place) for place in places if place.is_dir() and not home.is_relative_to(place)]
