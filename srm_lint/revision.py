"""An earlier revision of a repository, unpacked beside it. git is the only program that srm-lint ever starts."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from srm_lint.errors import UsageError
from srm_lint.places import repository_around

_SAME_FOR_BOTH = (".tfvars", ".tfvars.json")
_MODULES = ".terraform/modules/"
_QUIET = (
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
)
"""No program and no connection that a repository's own settings ask for."""


def repository_of(path: str) -> Path:
    """Root of the git repository that `path` lies in.

    Raises:
        UsageError: it lies in none.
    """
    root = repository_around(Path(path).resolve())
    if root is None:
        raise UsageError(f"{path}: lies in no git repository, so there is no earlier revision of it")
    return root


def unpack(repository: Path, revision: str, folder: Path) -> None:
    """Put the files of a revision into `folder`, which looks like the root of a repository then.

    What git ignores is no part of any revision, yet decides what code means: values of variables and downloaded modules
    are the same for all, and copied.

    Raises:
        UsageError: git is not installed, or knows no such revision.
    """
    commit = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise UsageError(f"--since {revision}: git knows no such revision in {repository}")
    _unpack_archive(repository, commit.strip(), folder)
    (folder / ".git").mkdir()
    for name in _ignored(repository):
        if target := _free_place(folder, name):
            shutil.copyfile(repository / name, target)


def _ignored(repository: Path) -> Iterator[str]:
    listed = _git(repository, "ls-files", "--others", "--ignored", "--exclude-standard", "-z")
    for name in listed.split("\0"):
        if (name.endswith(_SAME_FOR_BOTH) or _MODULES in name) and (repository / name).is_file():
            yield name


def _unpack_archive(repository: Path, commit: str, folder: Path) -> None:
    command = _command(repository, "archive", "--format=tar", commit)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - git
        if process.stdout is not None:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                for member in archive:
                    _write(archive, member, folder)
            process.stdout.read()  # the padding after the last file: git would break off at a closed pipe
    if process.returncode:
        raise UsageError(f"git could not unpack {commit} of {repository}")


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One file or link. What would lie outside is left out, as in a scan."""
    target = _free_place(folder, member.name)
    if target is None:
        return
    if member.issym():
        target.symlink_to(member.linkname)
    elif content := archive.extractfile(member):
        target.write_bytes(content.read())


def _free_place(folder: Path, name: str) -> Path | None:
    """Where a file goes, its folder made; None outside of `folder`, through links too, and where something is already."""
    target = folder / name
    if ".." in PurePosixPath(name).parts or not target.parent.resolve().is_relative_to(folder.resolve()):
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    return None if target.is_symlink() or target.is_file() else target


def _git(repository: Path, *arguments: str) -> str:
    run = subprocess.run(_command(repository, *arguments), capture_output=True, check=False)  # noqa: S603 - git
    return run.stdout.decode("utf-8", "surrogateescape")


def _command(repository: Path, *arguments: str) -> list[str]:
    git = shutil.which("git")
    if git is None:
        raise UsageError("--since needs git, which is not installed")
    return [git, *_QUIET, "-C", str(repository), *arguments]
