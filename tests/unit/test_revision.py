"""An earlier revision is unpacked into its folder and nowhere else, whatever its archive says."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from srm_lint.revision import _write


def member(name: str, content: bytes = b"", link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    if link:
        info.type, info.linkname = tarfile.SYMTYPE, link
    return info, content


@pytest.mark.parametrize(
    "members",
    [
        [member("../outside.tf", b"x")],
        [member("a/../../outside.tf", b"x")],
        [member("link", link=".."), member("link/outside.tf", b"x")],
        [member("twice", link="../outside.tf"), member("twice", b"x")],
    ],
)
def test_nothing_is_written_outside(tmp_path: Path, members) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for info, content in [*members, member("good.tf", b"y")]:
            archive.addfile(info, io.BytesIO(content))
    with tarfile.open(fileobj=io.BytesIO(packed.getvalue())) as archive:
        for info in archive:
            _write(archive, info, folder)
    assert (folder / "good.tf").read_bytes() == b"y"
    assert not (tmp_path / "outside.tf").exists()
