"""Patterns of AWS against names."""

from __future__ import annotations

import time

import pytest

from srm_lint.relate.globs import matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("", "", True),
        ("a", "a", True),
        ("a", "ab", False),
        ("*", "", True),
        ("*", "anything", True),
        ("a*", "a", True),
        ("a*c", "abc", True),
        ("a*c", "abcd", False),
        ("a*b*c", "aXbYbZc", True),
        ("a*b*c", "aXbYbZ", False),
        ("?", "", False),
        ("?", "x", True),
        ("?", "!", False),
        ("a?c*", "abcdef", True),
        ("*a?", "aab", True),
        ("*[x]", "a[x]", True),
        ("s3:get*object", "s3:getobject", True),
        ("**", "", True),
    ],
)
def test_pattern(pattern, text, expected):
    assert matches(pattern, text, never="!") is expected


def test_no_pattern_takes_long():
    started = time.process_time()
    assert not matches("*?" * 500 + "z", "a" * 1000)
    assert not matches("*a" * 500 + "z", "a" * 1000)
    assert time.process_time() - started < 1
