"""Where a correction goes in a file, and when none is made."""

import pytest

from srm_lint.amend import Edit, Refusal, amended, edit_for_property, edit_for_settings
from srm_lint.model.source import Source
from srm_lint.read.cloudformation import read as read_template
from srm_lint.read.cloudformation import read_snippet
from srm_lint.read.terraform import read


def answer(text: str, settings: str) -> str | Refusal:
    document = read(Source("main.tf", text.encode()))
    found = edit_for_settings(document, 1, read(Source("", settings.encode())))
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
        ('r "a" "b" { y = "{" }\n', "x = 2\n", 'r "a" "b" {\n  y = "{"\n  x = 2\n}\n'),
        ('r "a" "b" {\n  n { y = 1 }\n}\n', "n {\n  x = 2\n}\n", 'r "a" "b" {\n  n {\n    y = 1\n    x = 2\n  }\n}\n'),
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
        ('r "a" "b" {\n  n {}\n  n {}\n}\n', "n {\n  x = 2\n}\n", "several blocks `n`"),
        ('r "a" "b" {\n  dynamic "n" {\n  }\n}\n', "n {\n  x = 2\n}\n", "or a dynamic one"),
        ('r "a" "b" {\n}\n', "x = 2\ny = 3\n", "more than one attribute"),
        ('r "a" "b" {\n}\n', "# other.c\nx = 2\n", "made in another block"),
        ('\nr "a" "b" {\n}\n', "x = 2\n", "its block was not found"),
    ],
)
def test_what_is_not_one_literal_is_refused(text, settings, why):
    assert why in answer(text, settings).why


HEAD = "Resources:\n  R:\n    Type: AWS::KMS::Key\n"


def in_template(text: str, setting: str) -> str | Refusal:
    template = read_template(Source("t.yaml", text.encode()))
    wanted = read_snippet(Source("", setting.encode()))
    found = edit_for_property(template, 2, wanted.root, wanted.source.content)
    return amended(template.source.content, [found]).decode() if isinstance(found, Edit) else found


@pytest.mark.parametrize(
    ("text", "setting", "expected"),
    [
        (HEAD, "X: 2\n", f"{HEAD}    Properties:\n      X: 2\n"),
        (HEAD.rstrip("\n"), "X: 2\n", f"{HEAD}    Properties:\n      X: 2"),
        (f"{HEAD}    Properties:\n      X: 1\n", "X: 2\n", f"{HEAD}    Properties:\n      X: 2\n"),
        (f"{HEAD}    Properties: {{}}\n", "X: 2\n", f'{HEAD}    Properties: {{"X": 2}}\n'),
        (
            f"{HEAD}    Properties:\n      # the tags\n      Tags:\n        - {{Key: a, Value: b}}\n",
            "X: {Y: 2}\n",
            f"{HEAD}    Properties:\n      X:\n        Y: 2\n      # the tags\n      Tags:\n        - {{Key: a, Value: b}}\n",
        ),
        (
            f"{HEAD}    Properties:\n      A: |\n        text\n      B: c\n      D: >\n        more\n",
            "X: 2\n",
            f"{HEAD}    Properties:\n      A: |\n        text\n      B: c\n      X: 2\n      D: >\n        more\n",
        ),
        (
            f"{HEAD}    Properties:\n      X:\n        Y: 1\n",
            "X: {Y: 2}\n",
            f"{HEAD}    Properties:\n      X:\n        Y: 2\n",
        ),
        (
            f"{HEAD}    Properties:\n      A: 'it''s a\n        long text'\n",
            "X: 2\n",
            f"{HEAD}    Properties:\n      A: 'it''s a\n        long text'\n      X: 2\n",
        ),
    ],
)
def test_one_property_of_a_template_changes(text, setting, expected):
    assert in_template(text, setting) == expected
    assert in_template(expected, setting) == expected


@pytest.mark.parametrize(
    ("text", "setting", "why"),
    [
        (f"{HEAD}    Properties: {{X: !Ref P}}\n", "X: 2\n", "a parameter decides it"),
        (f"{HEAD}    Properties: {{X: !If [C, 1, 2]}}\n", "X: 2\n", "`X` is an expression"),
        (f"{HEAD}    Properties:\n      Fn::If: [C, {{X: 1}}, {{X: 2}}]\n", "X: 2\n", "`Properties` is an expression"),
        (f"{HEAD}    Properties: &p\n      X: 1\n", "X: 2\n", "shared with others by an anchor"),
        (
            f"{HEAD}    Metadata: &p {{X: 1}}\n    Properties:\n      <<: *p\n",
            "X: 2\n",
            "shared with others by an anchor",
        ),
        (HEAD, "X: 2\nY: 3\n", "more than one property"),
        (HEAD, "X: [1]\n", "more than one property"),
        (f"\n{HEAD}", "X: 2\n", "its resource was not found"),
    ],
)
def test_what_is_not_one_literal_of_a_template_is_refused(text, setting, why):
    assert why in in_template(text, setting).why
