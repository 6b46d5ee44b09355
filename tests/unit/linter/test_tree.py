"""The boundary of what is read."""

import os

import pytest

from srm_lint.linter import tree as tree_module
from srm_lint.linter.tree import FileTree


@pytest.fixture
def inside(tmp_path, monkeypatch):
    (tmp_path / "outside.txt").write_text("secret")
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "a.txt").write_text("a")
    (root / "sub" / "b.txt").write_text("b")
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "loop").symlink_to(root / "loop")
    (root / "folder-link").symlink_to(tmp_path)
    os.mkfifo(root / "pipe")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.txt", b"a"),
        ("sub/../a.txt", b"a"),
        ("../outside.txt", None),
        ("link.txt", None),
        ("folder-link/outside.txt", None),
        ("/etc/hostname", None),
        ("/dev/zero", None),
        ("loop", None),
        ("pipe", None),
        ("sub", None),
        ("nowhere", None),
        ("nul\0byte", None),
        ("x" * 5000, None),
    ],
)
def test_only_regular_files_below_the_boundary_are_read(inside, path, content):
    assert FileTree(".").read(path) == content


def test_files_are_listed_without_following_links(inside):
    assert FileTree(".").files(".") == ("a.txt", "link.txt", "loop", "pipe", "sub/b.txt")
    assert FileTree(".").files("..") == ()


def test_a_file_that_is_too_large_is_a_problem(inside, monkeypatch):
    monkeypatch.setattr(tree_module, "MAXIMUM_BYTES", 0)
    tree = FileTree(".")
    assert tree.source("a.txt") is None
    assert [problem.code for problem in tree.problems] == ["file-too-large"]


def test_what_was_found_and_is_not_there_to_be_read_is_a_problem(inside):
    tree = FileTree(".")
    tree.miss(["a.txt", "link.txt", "pipe", "nowhere"])
    assert [problem.file for problem in tree.problems] == ["link.txt", "pipe", "nowhere"]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "a.txt").write_text("other"),
        lambda root: (root / "a.txt").unlink(),
        lambda root: (root / "new.txt").write_text("new"),
        lambda root: (root / "wanted.txt").write_text("there now"),
    ],
)
def test_answers_hold_until_something_that_was_read_changes(inside, change):
    tree = FileTree(".")
    tree.read("a.txt")
    tree.read("wanted.txt")
    tree.files(".")
    assert FileTree(".").still_holds(tree.inputs)
    change(inside)
    assert not FileTree(".").still_holds(tree.inputs)


def test_unsaved_texts_count_instead_of_what_the_disk_has(inside):
    tree = FileTree(".", unsaved={"a.txt": b"typed", "sub/new.txt": b"new", "../outside.txt": b"never"})
    assert [tree.read(path) for path in ("a.txt", "sub/new.txt", "../outside.txt")] == [b"typed", b"new", None]
    assert tree.names("sub") == ("b.txt", "new.txt")
    assert tree.files(".") == ("a.txt", "link.txt", "loop", "pipe", "sub/b.txt", "sub/new.txt")
    assert not FileTree(".").still_holds(tree.inputs)
