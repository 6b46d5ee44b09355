"""`check --since`: both versions judged, and what only the later one has."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from srm_lint.discover import TERRAFORM_INPUTS
from srm_lint.errors import UsageError
from srm_lint.linter.comments import document_scopes, template_scopes
from srm_lint.linter.options import Options
from srm_lint.linter.run import lint
from srm_lint.linter.tree import FileTree
from srm_lint.model.finding import Finding, Report
from srm_lint.model.source import Diagnostic, Level, Location
from srm_lint.revision import repository_of, unpack
from srm_lint.suppress import Scope
from srm_lint.suppress.change import brought
from srm_lint.suppress.identity import relative

_NAMED = re.compile(r"\b([a-z][a-z0-9]*_\w+)\.[A-Za-z_][\w-]*")
_COMMENT = ("#", "//")


def lint_since(revision: str, paths: Sequence[str], options: Options) -> Report:
    """Judge `paths` as they are and as they were in a revision of their repository; report what is new.

    Raises:
        UsageError: there is no such revision, or something is asked for that has no earlier version.
        SrmLintError: as `lint` does.
    """
    from concurrent.futures import ProcessPoolExecutor  # slow to import, as in `parallel`

    if options.plans or not paths:
        raise UsageError("--since compares files of a repository; a plan has no earlier version in it")
    repository = repository_of(paths[0])
    for path in paths:
        if not Path(path).resolve().is_relative_to(repository):
            raise UsageError(f"--since: {path} lies outside of the repository {repository}")
    rule_folders = tuple(str(Path(folder).resolve()) for folder in options.rule_folders)  # the same for both versions
    options = msgspec.structs.replace(options, rule_folders=rule_folders)
    with tempfile.TemporaryDirectory(prefix="srm-lint-") as folder:
        earlier = Path(folder).resolve()
        unpack(repository, revision, earlier)
        with ProcessPoolExecutor(
            1
        ) as pool:  # a process can have the same place in the earlier tree as this one in its own
            quiet = msgspec.structs.replace(options, use_cache=False, baseline="", progress=None)
            waiting = pool.submit(_lint_earlier, earlier, _place_in(repository), _seen_from(repository, paths), quiet)
            report = lint(paths, options)
            before = waiting.result()
        new = brought(
            report.findings,
            before.findings,
            str(repository),
            _bodies(repository, repository),
            _bodies(repository, earlier),
        )
    notes = _notes(before, len(report.findings) - len(new), revision)
    return msgspec.structs.replace(report, findings=tuple(new), diagnostics=(*report.diagnostics, *notes))


def _place_in(repository: Path) -> str:
    """The working directory as it is seen from the root of the repository; the root where it lies outside."""
    here = Path.cwd().resolve()
    return relative(str(here), str(repository)) if here.is_relative_to(repository) else "."


def _seen_from(repository: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Paths relative to that place."""
    return tuple(relative(path, str(repository / _place_in(repository))) for path in paths)


def _lint_earlier(earlier: Path, place: str, paths: Sequence[str], options: Options) -> Report:
    """Judge an earlier tree from the same place in it, so that paths read the same. What did not exist then is left out."""
    (earlier / place).mkdir(parents=True, exist_ok=True)
    os.chdir(earlier / place)
    there = [path for path in paths if Path(path).exists()]
    if not there:
        return Report((), (), (), (), 0, 0)
    return lint(there, options)


def _notes(before: Report, known: int, revision: str) -> list[Diagnostic]:
    found = [
        Diagnostic(
            item.file, 0, "since-unread", f"could not be read in {revision}, so all of it counts as new", Level.NOTE
        )
        for item in before.unread
    ]
    if known:
        found.append(
            Diagnostic("", 0, "since-known", f"{known} findings were there in {revision} and are left out", Level.NOTE)
        )
    return found


def _bodies(repository: Path, root: Path) -> Callable[[Finding], str]:
    """Gives the text of the block of a finding's resource, from the version of the repository that is in `root`."""
    tree = FileTree(str(root))
    scopes: dict[str, list[Scope]] = {}

    def body(finding: Finding) -> str:
        location = finding.subject.location
        file = (root / relative(location.file, str(repository))).as_posix()
        if file not in scopes:
            scopes[file] = _scopes(file, tree)
        return _text(file, location, scopes[file], tree)

    return body


def _scopes(file: str, tree: FileTree) -> list[Scope]:
    if file.endswith(TERRAFORM_INPUTS):
        document = tree.document(file)
        return document_scopes(document) if document else []
    template = tree.template(file)
    return template_scopes(template) if template else []


def _text(file: str, location: Location, scopes: Sequence[Scope], tree: FileTree) -> str:
    """What is between the braces, without comments, and with resources named by their types alone."""
    block = next((scope for scope in scopes if scope.outer and scope.first == location.line), None)
    source = tree.parsed_source(file)
    if block is None or source is None:
        return ""
    lines = (source.line(number).strip() for number in range(block.first + 1, block.last + 1))
    inside = (source.line(block.first).partition("{")[2], *lines)
    return "\n".join(("{", *(_NAMED.sub(r"\1", line) for line in inside if line and not line.startswith(_COMMENT))))
