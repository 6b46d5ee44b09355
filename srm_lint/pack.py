"""Data files kept decoded between runs: a pack is only ever a faster way to the value that its sources give."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from srm_lint import __version__

T = TypeVar("T")

_LARGEST = 16 * 1024 * 1024


def packed(name: str, sources: Sequence[Path], type: type[T], build: Callable[[], T], folder: Path | None) -> T:
    """What `build` makes of `sources`, or its pack in `folder` where the sources have not changed.

    Packs are msgpack of frozen structs: plain data. A pack that is missing or does not decode is built anew, and a
    folder that cannot be written is passed over. `name` tells packs apart ("catalogue"); None builds every time.
    """
    if folder is None:
        return build()
    path = folder / f"{name}-{digest_of_files(sources)}.msgpack"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.msgpack.decode(path.read_bytes(), type=type)
    value = build()
    with contextlib.suppress(OSError):
        write_whole(path, msgspec.msgpack.encode(value))
    return value


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
