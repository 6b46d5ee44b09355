"""Paths from the command line -> the units that are linted: Terraform root modules, templates, plans.

A folder of Terraform files is a root module unless another folder of the scanned tree calls it; then it is
evaluated in the context of each caller. The calls are found with a regular expression over the files' bytes: reading
them properly is the reader's work, which may happen in another process.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path, PurePosixPath

import msgspec

from srm_lint.errors import UsageError
from srm_lint.places import repository_around

MAXIMUM_BYTES = 16 * 1024 * 1024
"""A file larger than this is not read: no configuration written or generated for people comes near it."""
TERRAFORM_SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json")
VALUE_SUFFIXES = (".tfvars", ".tfvars.json")
TERRAFORM_INPUTS = (*TERRAFORM_SUFFIXES, *VALUE_SUFFIXES)
TEMPLATE_SUFFIXES = (".yaml", ".yml", ".json", ".template")
TEST_SUFFIXES = (".tftest.hcl", ".tftest.json", ".tofutest.hcl", ".tofutest.json")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})

_MODULE_CALL = re.compile(rb'^[ \t]*module[ \t]+"?[\w-]+"?[ \t]*\{', re.MULTILINE)
_MODULE_ON_ONE_LINE = re.compile(rb'^[ \t]*module[ \t]+"?[\w-]+"?[ \t]*\{([^\n]*)\}[ \t]*\r?$', re.MULTILINE)
_SOURCE = re.compile(rb'(?:^|[\s{,])"?source"?[ \t]*[=:][ \t]*"(\.{1,2}(?:/[^"]*)?)"')
_NESTED_TEMPLATE = re.compile(
    rb"""["']?(?:TemplateURL|Location)["']?[ \t]*:[ \t]*["']?([^\s"'{}!,:]+\.(?:ya?ml|json|template))["']?"""
)
_EXPORT = re.compile(rb"\bExport[\"']?\s*:")


class UnitKind(Enum):
    """What a unit is made of."""

    TERRAFORM = "terraform"
    TEMPLATE = "template"
    PLAN = "plan"


class Unit(msgspec.Struct, frozen=True):
    """One thing to lint on its own. `path` is a folder for Terraform, else a file.

    `size` is in bytes, for balancing work. Nothing outside the folder `boundary` is read for it. `exports` and `imports`:
    whether its templates may hand values to others, and take some from them. One that is not `judged` is there for those
    that are: what it exports or imports.
    """

    kind: UnitKind
    path: str
    size: int
    files: tuple[str, ...]
    boundary: str
    exports: bool = False
    imports: bool = False
    judged: bool = True


Group = tuple[Unit, ...]
"""Units that are evaluated together: one alone, or all templates of a run that may export or import something."""


class Found(msgspec.Struct, frozen=True):
    """All units, in path order, and every file that may hold something to lint."""

    units: tuple[Unit, ...]
    files: tuple[str, ...]


def discover(
    paths: Sequence[str], excluded: Callable[[str], bool] | None = None, unsaved: Mapping[str, bytes] | None = None
) -> Found:
    """Units below `paths`. A file stands for the whole root modules that it belongs to or is called from.

    Beside a template that is named are those of its repository that may export to it or import from it, not judged. A file that is named and holds the JSON of a plan is one. `unsaved` has texts, by path, that count instead of what
    the disk has.

    Raises:
        UsageError: a path does not exist or is neither a file nor a folder.

    """
    skip = excluded or _nothing
    texts = {reported(path): content for path, content in (unsaved or {}).items()}
    files = sorted({file for path in paths for file in _files_below(path, skip, texts)})
    named = {
        _folder(file)
        for file in map(reported, paths)
        if file.endswith(TERRAFORM_INPUTS) and (file in texts or Path(file).is_file())
    }
    folders = _by_folder(file for file in files if file.endswith(TERRAFORM_SUFFIXES))
    wanted = named | folders.keys()
    for folder in named:
        around = _files_below(boundary_of(folder), skip, texts)
        folders |= _by_folder(file for file in around if file.endswith(TERRAFORM_SUFFIXES))
    boundaries = [boundary_of(path) for path in paths]
    plans = sorted({reported(path) for path in paths if _is_plan(path)})
    templates = [file for file in files if not file.endswith(TERRAFORM_INPUTS) and file not in plans]
    contents = {file: texts[file] if file in texts else _content(file) for file in (*_all(folders), *templates)}
    units = [
        *(Unit(UnitKind.PLAN, plan, Path(plan).stat().st_size, (plan,), boundary_of(plan)) for plan in plans),
        *_terraform_units(folders, wanted, boundaries, contents),
        *_template_units(templates, boundaries, contents),
    ]
    units += _units_beside({*map(reported, paths)}, units, skip, texts)
    return Found(tuple(units), tuple(sorted({*files, *(file for unit in units for file in unit.files)})))


def in_groups(units: Sequence[Unit]) -> list[Group]:
    """The units in the groups that have to be evaluated together."""
    if not (any(unit.exports for unit in units) and any(unit.imports for unit in units)):
        return [(unit,) for unit in units]
    exchanging = tuple(unit for unit in units if unit.exports or unit.imports)
    return [exchanging, *((unit,) for unit in units if not (unit.exports or unit.imports))]


def tied_to(file: str, content: bytes) -> frozenset[str]:
    """What ties a file to others: the folders of its modules; the paths of its nested templates, exports, imports."""
    if file.endswith(TERRAFORM_SUFFIXES):
        return frozenset(_called_folders(_folder(file), content))
    ties = {"exports": _exports(content), "imports": _imports(content)}
    return frozenset((*_nested_templates(file, content), *(name for name, tied in ties.items() if tied)))


def _nothing(_path: str) -> bool:
    return False


def _all(folders: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for files in folders.values():
        yield from files


def _by_folder(files: Iterable[str]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for file in files:
        folders.setdefault(_folder(file), []).append(file)
    return folders


def boundary_of(path: str) -> str:
    """What encloses `path`: the git repository that it lies in, whose other folders may call it; else the folder itself."""
    place = Path(path).resolve()
    folder = place if place.is_dir() else place.parent
    return reported(str(repository_around(folder) or folder))


def _enclosing(path: str, boundaries: Iterable[str]) -> str:
    """The innermost of `boundaries` that `path` lies in."""
    place = os.path.realpath(path) + os.sep
    around = [
        boundary for boundary in boundaries if place.startswith(os.path.realpath(boundary).rstrip(os.sep) + os.sep)
    ]
    return max(around, key=lambda boundary: len(os.path.realpath(boundary)), default=_folder(path))


def _files_below(path: str, excluded: Callable[[str], bool], unsaved: Iterable[str]) -> Iterator[str]:
    """Files at or below a path, each once; among them those that are only in `unsaved` so far."""
    place, name = Path(path), reported(path)
    if place.is_file() or name in unsaved:
        yield name
    elif place.is_dir():
        new = (file for file in unsaved if _is_found(file, name, excluded) and not Path(file).is_file())
        yield from (*_walk(name, excluded), *new)
    elif place.exists():
        raise UsageError(f"{path}: neither a file nor a folder")
    else:
        raise UsageError(f"{path}: no such file or folder")


def _is_found(file: str, folder: str, excluded: Callable[[str], bool]) -> bool:
    """Whether the walk through `folder` would find a file."""
    path = PurePosixPath(file)
    if not path.is_relative_to(folder) or excluded(file):
        return False
    return _readable(path.name) and not any(_is_skipped(part) for part in path.relative_to(folder).parts)


def folders_with(name: str, paths: Sequence[str], excluded: Callable[[str], bool] | None = None) -> Iterator[str]:
    """Folders below `paths` that have a file called `name`, which may be a hidden one."""
    for path in paths:
        if Path(path).is_dir():
            yield from _folders_with(name, reported(path), excluded or _nothing)


def _folders_with(name: str, folder: str, excluded: Callable[[str], bool]) -> Iterator[str]:
    subfolders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = posixpath.join(folder, entry.name) if folder != "." else entry.name
            if entry.name == name and entry.is_file():
                yield folder
            elif entry.is_dir(follow_symlinks=False) and not _is_skipped(entry.name) and not excluded(path):
                subfolders.append(path)
    for subfolder in subfolders:
        yield from _folders_with(name, subfolder, excluded)


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or name in SKIPPED_FOLDERS


def _walk(folder: str, excluded: Callable[[str], bool]) -> Iterator[str]:
    subfolders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = posixpath.join(folder, entry.name) if folder != "." else entry.name
            if _is_skipped(entry.name) or excluded(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                subfolders.append(path)
            elif _readable(entry.name) and not entry.is_dir():  # a link to nowhere is found, and said to be unreadable
                yield path
    for subfolder in subfolders:
        yield from _walk(subfolder, excluded)


def _readable(name: str) -> bool:
    return name.endswith((*TERRAFORM_SUFFIXES, *TEMPLATE_SUFFIXES)) and not name.endswith(TEST_SUFFIXES)


def reported(path: str) -> str:
    """The path as reports show it: POSIX, normalised, relative to the working directory where it lies below."""
    normal = os.path.normpath(path)
    if Path(normal).is_absolute():
        relative = os.path.relpath(normal)
        normal = normal if relative.startswith("..") else relative
    return normal.replace(os.sep, "/")


def _folder(file: str) -> str:
    return posixpath.dirname(file) or "."


def _terraform_units(
    folders: dict[str, list[str]], wanted: set[str], boundaries: list[str], contents: Mapping[str, bytes]
) -> Iterator[Unit]:
    calls = {
        folder: {
            called
            for file in files
            for called in _called_folders(folder, contents[file])
            if called in folders and called != folder
        }
        for folder, files in folders.items()
    }
    for root in _roots(calls):
        reached = sorted(_reachable(root, calls))
        if wanted.isdisjoint(reached):
            continue
        files = tuple(file for folder in reached for file in sorted(folders[folder]))
        size = sum(len(contents[file]) for file in files)
        yield Unit(UnitKind.TERRAFORM, root, size, files, _enclosing(root, boundaries))


def _called_folders(folder: str, content: bytes) -> Iterator[str]:
    if b"module" not in content:
        return
    bodies = [content] if content.lstrip()[:1] in (b"{", b"[") else _module_bodies(content)
    for body in bodies:
        for match in _SOURCE.finditer(body):
            source = match.group(1).decode("utf-8", "replace")
            yield posixpath.normpath(posixpath.join(folder, source))


def _module_bodies(content: bytes) -> Iterator[bytes]:
    end = 0
    for match in _MODULE_CALL.finditer(content):
        if match.end() >= end:
            end = content.find(b"\n}", match.end())
            if end < 0:
                break
            yield content[match.end() : end]
    for match in _MODULE_ON_ONE_LINE.finditer(content):
        yield match.group(1)


def _roots(calls: dict[str, set[str]]) -> list[str]:
    """Folders that nobody calls; and of folders that only call each other, the first."""
    called = set().union(*calls.values())
    roots = [folder for folder in sorted(calls) if folder not in called]
    covered = {folder for root in roots for folder in _reachable(root, calls)}
    for folder in sorted(calls):
        if folder not in covered:
            roots.append(folder)
            covered |= _reachable(folder, calls)
    return sorted(roots)


def _reachable(root: str, calls: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if folder not in seen:
            seen.add(folder)
            waiting.extend(calls.get(folder, ()))
    return seen


def _template_units(templates: Sequence[str], boundaries: list[str], contents: Mapping[str, bytes]) -> Iterator[Unit]:
    there = frozenset(templates)
    calls = {file: {*_nested_templates(file, contents[file])} & there - {file} for file in templates}
    for root in _roots(calls):
        files = tuple(sorted(_reachable(root, calls)))
        size = sum(len(contents[file]) for file in files)
        exports = any(_exports(contents[file]) for file in files)
        imports = any(_imports(contents[file]) for file in files)
        yield Unit(UnitKind.TEMPLATE, root, size, files, _enclosing(root, boundaries), exports, imports)


def _units_beside(
    named: set[str], units: Sequence[Unit], skip: Callable[[str], bool], texts: Mapping[str, bytes]
) -> Iterator[Unit]:
    """Templates in the repositories of those that are named, where these export or import, that do so too."""
    boundaries = sorted({unit.boundary for unit in units if unit.path in named and (unit.exports or unit.imports)})
    known = {file for unit in units for file in unit.files}
    around = {file for boundary in boundaries for file in _files_below(boundary, skip, texts)} - known
    templates = sorted(file for file in around if not file.endswith(TERRAFORM_INPUTS))
    contents = {file: texts[file] if file in texts else _content(file) for file in templates}
    for unit in _template_units(templates, boundaries, contents):
        if unit.exports or unit.imports:
            yield msgspec.structs.replace(unit, judged=False)


def _exports(content: bytes) -> bool:
    return _EXPORT.search(content) is not None


def _imports(content: bytes) -> bool:
    return b"ImportValue" in content


def _nested_templates(file: str, content: bytes) -> Iterator[str]:
    for match in _NESTED_TEMPLATE.finditer(content):
        yield posixpath.normpath(posixpath.join(_folder(file), match.group(1).decode("utf-8", "replace")))


def _is_plan(path: str) -> bool:
    """Whether a file that was named is the JSON of a plan; in a folder, plans are not looked for: their source is there."""
    return path.endswith(".json") and Path(path).is_file() and b'"resource_changes"' in _content(path)


def _content(file: str) -> bytes:
    """The file's bytes; empty where it cannot, or must not, be read: the reader will say so when its turn comes."""
    place = Path(file)
    try:
        status = place.stat()
        return place.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size <= MAXIMUM_BYTES else b""
    except OSError:
        return b""
