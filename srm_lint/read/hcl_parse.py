"""Bytes in Terraform's language -> tree-sitter's tree, for a bounded price.

Some damage makes tree-sitter try ever more ways to go on, at the price of seconds and gigabytes a megabyte.
"""

from __future__ import annotations

import time

import tree_sitter
import tree_sitter_hcl

from srm_lint.read.hcl_recovery import with_plain_escapes

_LANGUAGE = tree_sitter.Language(tree_sitter_hcl.language())
_CHUNK = 4096
_MAXIMUM_BYTES = 4 * 1024 * 1024
_MAXIMUM_WORK = 25_000  # hundreds of operations; the largest public files take 10,000, or half a second
_WORK_AFTER_DAMAGE = 10  # times as much, as that takes so much longer
_MAXIMUM_SECONDS = 1.5  # of processor time; reached only by damage whose operations are slow by themselves


class TooCostlyError(Exception):
    """Reading the file would take too long."""


class Parser:
    """Parses one file, as often as that takes, and keeps account of it."""

    def __init__(self) -> None:
        self._work = 0
        self._deadline = time.thread_time() + _MAXIMUM_SECONDS

    def parse(self, content: bytes, region: tuple[int, int] | None = None) -> tree_sitter.Tree:
        """The tree of a file, or of a region of it. Raises TooCostlyError."""
        if len(content) > _MAXIMUM_BYTES:
            raise TooCostlyError
        content = with_plain_escapes(content)
        parser = tree_sitter.Parser(_LANGUAGE, included_ranges=[] if region is None else [_range(content, region)])
        try:
            return parser.parse(lambda at, _point: content[at : at + _CHUNK], progress_callback=self._is_too_costly)
        except ValueError as error:  # it was broken off
            raise TooCostlyError from error

    def _is_too_costly(self, _offset: int, is_damaged: bool) -> bool:
        self._work += _WORK_AFTER_DAMAGE if is_damaged else 1
        return self._work > _MAXIMUM_WORK or time.thread_time() > self._deadline


def _range(content: bytes, region: tuple[int, int]) -> tree_sitter.Range:
    points = [(content.count(b"\n", 0, at), at - content.rfind(b"\n", 0, at) - 1) for at in region]
    return tree_sitter.Range(points[0], points[1], *region)
