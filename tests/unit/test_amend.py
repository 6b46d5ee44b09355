"""Where a correction goes in a file, and when none is made."""

import pytest

from srm_lint.amend import Edit, Refusal, Wish, amended, edit_for
from srm_lint.model.source import Source
from srm_lint.read.terraform import read


def answer(text: str, settings: str) -> str | Refusal:
    document = read(Source("main.tf", text.encode()))
    found = edit_for(document, Wish(1, read(Source("", settings.encode()))))
    return amended(document.source.content, [found]).decode() if isinstance(found, Edit) else found


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ('r "a" "b" {\n  x = 1\n}\n', "x = 2\n", 'r "a" "b" {\n  x = 2\n}\n'),
        ('r "a" "b" {\n  x = "no"\n}\n', "x = true\n", 'r "a" "b" {\n  x = true\n}\n'),
        (
            'r "a" "b" {\n  s = <<-E\n    t\n  E\n\n  n {}\n}\n',
            "x = 2\n",
            'r "a" "b" {\n  s = <<-E\n    t\n  E\n  x = 2\n\n  n {}\n}\n',
        ),
        ('r "a" "b" {\n  l = [\n    1,\n  ]\n}\n', "x = 2\n", 'r "a" "b" {\n  l = [\n    1,\n  ]\n  x = 2\n}\n'),
        (
            'r "a" "b" {\n  n {\n    y = 1\n  }\n}\n',
            "n {\n  x = 2\n}\n",
            'r "a" "b" {\n  n {\n    y = 1\n    x = 2\n  }\n}\n',
        ),
        ('r "a" "b" {\n  n {}\n}\n', "n {\n  x = 2\n}\n", 'r "a" "b" {\n  n {\n    x = 2\n  }\n}\n'),
        ('r "a" "b" { # {\n}\n', "x = 2\n", 'r "a" "b" { # {\n  x = 2\n}\n'),
    ],
)
def test_one_place_changes(text, settings, expected):
    assert answer(text, settings) == expected
    assert answer(expected, settings) == expected


@pytest.mark.parametrize(
    ("text", "settings", "why"),
    [
        ('r "a" "b" {\n  x = f(1)\n}\n', "x = 2\n", "`x` is an expression"),
        ('r "a" "b" {\n  x = "${var.a}-b"\n}\n', "x = 2\n", "`x` is an expression"),
        ('r "a" "b" {\n  x = local.a\n}\n', "x = 2\n", "`x` is an expression"),
        ('r "a" "b" {\n  x = var.a\n}\n', "x = 2\n", "a variable decides it"),
        ('r "a" "b" { y = 1 }\n', "x = 2\n", "its block is written on one line"),
        ('r "a" "b" {\n  n {}\n  n {}\n}\n', "n {\n  x = 2\n}\n", "several blocks `n`"),
        ('r "a" "b" {\n  dynamic "n" {\n  }\n}\n', "n {\n  x = 2\n}\n", "or a dynamic one"),
        ('r "a" "b" {\n}\n', "x = 2\ny = 3\n", "more than one attribute"),
        ('r "a" "b" {\n}\n', "# other.c\nx = 2\n", "made in another block"),
        ('\nr "a" "b" {\n}\n', "x = 2\n", "its block was not found"),
    ],
)
def test_what_is_not_one_literal_is_refused(text, settings, why):
    assert why in answer(text, settings).why
