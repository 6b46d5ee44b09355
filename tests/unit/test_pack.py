"""Packs are only ever a faster way to the same value, and never more than fits."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from srm_lint import pack

DAY = 24 * 60 * 60


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], str]:
    """Packs the text of a file, and gives what came out."""
    source = tmp_path / "source.yaml"

    def make(text: str) -> str:
        source.write_text(text, encoding="utf-8")
        return pack.packed("rules", [source], str, lambda: text, tmp_path / "cache")

    return make


def aged(folder: Path, days: int) -> None:
    for path in pack.kept(folder):
        os.utime(path, (time.time() - days * DAY,) * 2)


def test_what_was_used_longest_ago_goes_first(
    tmp_path: Path, make: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "MAXIMUM_BYTES", 350)
    old, used, new = ("a" * 99, "b" * 99, "c" * 99)
    make(old)
    make(used)
    aged(tmp_path / "cache", days=3)
    make(used)
    make(new)
    assert len(pack.kept(tmp_path / "cache")) == 3
    make("d" * 99)
    kept = b"".join(path.read_bytes() for path in pack.kept(tmp_path / "cache"))
    assert [letter in kept for letter in (b"a", b"b", b"c", b"d")] == [False, True, True, True]


def test_what_a_killed_process_left_is_removed(tmp_path: Path, make: Callable[[str], str]) -> None:
    make("a")
    left = tmp_path / "cache/rules-0.msgpack.4711"
    left.write_bytes(b"x" * 1000)
    os.utime(left, (0, 0))
    pack.prune(tmp_path / "cache", maximum=10)
    assert not left.exists()
    assert len(pack.kept(tmp_path / "cache")) == 1


def test_several_may_make_and_remove_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "MAXIMUM_BYTES", 500)
    sources = [tmp_path / f"{number}.yaml" for number in range(20)]
    for source in sources:
        source.write_text(source.name * 10, encoding="utf-8")

    def used(source: Path) -> str:
        return pack.packed("rules", [source], str, lambda: source.read_text(encoding="utf-8"), tmp_path / "cache")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(used, sources * 10))
    assert answers == [source.name * 10 for source in sources] * 10
    assert sum(path.stat().st_size for path in pack.kept(tmp_path / "cache")) <= 500


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\xa1\xff", b"\x01"])
def test_a_damaged_pack_is_made_again(tmp_path: Path, make: Callable[[str], str], content: bytes) -> None:
    make("a")
    [path] = pack.kept(tmp_path / "cache")
    path.write_bytes(content)
    assert make("a") == "a"


def test_the_same_text_elsewhere_is_another_pack(tmp_path: Path) -> None:
    digests = set()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.yaml").write_text("text", encoding="utf-8")
        digests.add(pack.digest_of_files([tmp_path / folder / "x.yaml"]))
    assert len(digests) == 2
