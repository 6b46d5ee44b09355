"""JSON in strings, whole and in part."""

import pytest
from estate_makers import variable

from srm_lint.model.text import parse_json
from srm_lint.model.value import Unknown, concatenate

X = variable("x")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, true, null, "b"]}', {"a": (1, True, None, "b")}),
        ("[]", ()),
        ('"text"', "text"),
        ("", None),
        ("{", None),
        ("not json", None),
    ],
)
def test_known_text(text, value):
    assert parse_json(text) == value


def test_what_is_no_text():
    assert parse_json(None) is None
    assert parse_json(7) is None
    assert parse_json(X) is X


def test_an_unknown_value_inside():
    assert parse_json(concatenate(['{"a": ', X, ', "b": 1}'])) == {"a": X, "b": 1}
    assert parse_json(concatenate(["[", X, "]"])) == (X,)


def test_an_unknown_part_of_a_string_inside():
    parsed = parse_json(concatenate(['{"a\\"": "arn:', X, '/*", "b": ["', X, '"]}']))
    assert isinstance(parsed, dict)
    arn, (whole,) = parsed['a"'], parsed["b"]
    assert (arn.prefix, arn.suffix) == ("arn:", "/*")
    assert isinstance(whole, Unknown)
    assert whole.parts == (X,)


def test_an_unknown_key_makes_the_object_unknown():
    assert parse_json(concatenate(['{"a": {"', X, '": 1}, "b": 2}'])) == {"a": X, "b": 2}


def test_text_that_cannot_be_parsed_around_its_unknowns():
    value = concatenate(['{"a": 1', X, "}"])
    assert parse_json(value) == value
