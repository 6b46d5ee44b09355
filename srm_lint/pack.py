"""Data files kept decoded between runs: a pack is only ever a faster way to the value that its sources give."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from srm_lint import __version__

T = TypeVar("T")

MAXIMUM_BYTES = 64 * 1024 * 1024
"""Of all packs together: some twenty states of the rules. What was used longest ago is removed when there are more."""

_A_DAY = 24 * 60 * 60  # seconds
_LARGEST = 16 * 1024 * 1024


def packed(name: str, sources: Sequence[Path], type: type[T], build: Callable[[], T], folder: Path | None) -> T:
    """What `build` makes of `sources`, or its pack in `folder` where the sources have not changed.

    Packs are msgpack of frozen structs: plain data. A pack that is missing or does not decode is built anew, and a
    folder that cannot be written is passed over. `name` tells packs apart ("catalogue"); None builds every time.
    """
    if folder is None:
        return build()
    path = folder / f"{name}-{digest_of_files(sources)}.msgpack"
    with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
        value = msgspec.msgpack.decode(path.read_bytes(), type=type)
        _mark_as_used(path)
        return value
    value = build()
    with contextlib.suppress(OSError):
        write_whole(path, msgspec.msgpack.encode(value))
        prune(folder, MAXIMUM_BYTES)
    return value


def _mark_as_used(path: Path) -> None:
    """Tell `prune` so; to the day, since a run uses several packs and writing each time takes as long as reading."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _A_DAY:
            os.utime(path)


def kept(folder: Path) -> list[Path]:
    """Everything that was kept in a folder, parts of what was never finished included."""
    return list(folder.glob("*.msgpack*"))


def prune(folder: Path, maximum: int) -> None:
    """Remove what was used longest ago, until the rest takes no more than `maximum` bytes.

    Others may do the same at the same time, and may use what is removed: it is made again.
    """
    entries = sorted(_measured(kept(folder)))
    excess = sum(size for _, size, _ in entries) - maximum
    for _, size, entry in entries:
        if excess <= 0:
            return
        with contextlib.suppress(OSError):
            entry.unlink(missing_ok=True)
        excess -= size


def _measured(entries: Iterable[Path]) -> Iterator[tuple[float, int, Path]]:
    for entry in entries:
        with contextlib.suppress(OSError):  # somebody else has just removed it
            status = entry.stat()
            yield status.st_mtime, status.st_size, entry


def digest_of_files(sources: Sequence[Path]) -> str:
    """What tells one state of the files from another: their paths and contents, for this version.

    What is no file, or larger than any that is taken, has no content here; whoever reads it says what is wrong with it.
    """
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for source in sources:
        content = source.read_bytes() if source.is_file() and source.stat().st_size <= _LARGEST else b""
        digest.update(f"\0{source}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all: another process may read, or write the same, at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
