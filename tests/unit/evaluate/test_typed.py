"""Types, conversion, common types, equality, sets and numbers: what the real Terraform 1.11 gave for the same values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    List,
    Map,
    Pending,
    Sensitive,
    Set,
    Type,
    add,
    convert,
    divide,
    equal,
    list_type,
    map_type,
    modulo,
    multiply,
    number_text,
    object_type,
    parse_number,
    set_of,
    set_type,
    tuple_type,
    type_of,
    unify,
    unify_values,
)
from srm_lint.model.value import Unknown

A = Pending("a", never_null=True, type=STRING)
UNTYPED = Unknown("?")


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        (5, STRING, "5"),
        (Decimal("1.5"), STRING, "1.5"),
        (True, STRING, "true"),
        ("5.0", NUMBER, 5),
        ("1e3", NUMBER, 1000),
        ("1", BOOL, True),
        (None, STRING, None),
        ((1, "a", True), list_type(ANY), List(("1", "a", "true"), STRING)),
        ((), list_type(STRING), List((), STRING)),
        ((None, 1), list_type(ANY), List((None, 1), NUMBER)),
        (("b", 10, 9, "b"), set_type(ANY), Set(("10", "9", "b"), STRING)),
        ((10, 9, 100), set_type(NUMBER), Set((9, 10, 100), NUMBER)),
        ({"a": 1, "b": "x"}, map_type(ANY), Map({"a": "1", "b": "x"}, STRING)),
        (({"a": 1}, {"a": "x"}), list_type(ANY), List(({"a": "1"}, {"a": "x"}), object_type({"a": STRING}))),
        (({"a": 1}, {"b": 2}), list_type(ANY), List((Map({"a": 1}, NUMBER), Map({"b": 2}, NUMBER)), map_type(NUMBER))),
        (
            ((1,), ("a", True)),
            list_type(ANY),
            List((List(("1",), STRING), List(("a", "true"), STRING)), list_type(STRING)),
        ),
        (
            ({"a": {"x": 1}, "b": None, "c": ()}, {"a": None, "b": (1,), "c": None}),
            list_type(object_type({"a": map_type(ANY), "b": list_type(STRING), "c": list_type(STRING)})),
            List(
                (
                    {"a": Map({"x": 1}, NUMBER), "b": None, "c": List((), STRING)},
                    {"a": None, "b": List(("1",), STRING), "c": None},
                ),
                object_type({"a": map_type(NUMBER), "b": list_type(STRING), "c": list_type(STRING)}),
            ),
        ),
        ({"a": 1, "dropped": 2}, object_type({"a": STRING}), {"a": "1"}),
        (Map({"a": 1, "b": 2}, NUMBER), object_type({"a": STRING}), {"a": "1"}),
        ((1, "x"), tuple_type((STRING, STRING)), ("1", "x")),
        (Sensitive(1), STRING, Sensitive("1")),
        ((Sensitive("b"), "a"), set_type(STRING), Sensitive(Set(("a", "b"), STRING))),
        ((A, 1), list_type(STRING), List((A, "1"), STRING)),
    ],
)
def test_convert(value, target, expected):
    assert convert(value, target) == expected


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("x", NUMBER),
        (" 1", NUMBER),
        ("0x10", NUMBER),
        ("1_000", NUMBER),
        ("", NUMBER),
        ("TRUE", BOOL),
        (1, BOOL),
        ((1,), STRING),
        ("a", list_type(STRING)),
        ({"a": 1}, list_type(ANY)),
        ((1, (1,)), list_type(ANY)),
        ((None, ("a",)), list_type(ANY)),
        ({"a": 1, "b": (1,)}, map_type(ANY)),
        ({}, object_type({"a": STRING})),
        ((1,), tuple_type((NUMBER, NUMBER))),
        (A, list_type(STRING)),
    ],
)
def test_no_conversion(value, target):
    with pytest.raises(ConversionError):
        convert(value, target)


def test_the_message_names_what_is_missing():
    with pytest.raises(ConversionError, match='attribute "b"'):
        convert({"a": 1}, object_type({"a": STRING, "b": STRING}))


INNER = Type("object", attributes={"x": STRING, "y": NUMBER}, optional={"x": "default", "y": None})
OUTER = Type(
    "object", attributes={"name": STRING, "inner": INNER, "list": list_type(INNER)}, optional={"inner": {}, "list": ()}
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"name": "n"},
            {
                "name": "n",
                "inner": {"x": "default", "y": None},
                "list": List((), object_type({"x": STRING, "y": NUMBER})),
            },
        ),
        (
            {"name": 1, "inner": {"x": None, "y": "2"}, "list": ({}, {"x": "a"})},
            {
                "name": "1",
                "inner": {"x": "default", "y": 2},
                "list": List(
                    ({"x": "default", "y": None}, {"x": "a", "y": None}), object_type({"x": STRING, "y": NUMBER})
                ),
            },
        ),
    ],
)
def test_defaults_of_optional_attributes(value, expected):
    assert convert(value, OUTER) == expected


def test_unknown_values_take_the_type_that_is_wanted():
    converted = convert(Unknown("?", parts=("a-", Unknown("?"))), STRING)
    assert isinstance(converted, Pending)
    assert (converted.type, converted.prefix) == (STRING, "a-")
    listed = convert(Pending("?", type=tuple_type((NUMBER, STRING))), list_type(ANY))
    assert type_of(listed) == list_type(STRING)
    assert type_of(convert(UNTYPED, set_type(ANY))) == set_type(ANY)


def test_a_list_of_a_set_with_unknowns_has_no_known_length():
    both = set_of(("a", A), STRING)
    assert isinstance(convert(both, list_type(STRING)), Pending)
    assert convert(set_of((A,), STRING), list_type(STRING)) == List((A,), STRING)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ((NUMBER, STRING), STRING),
        ((BOOL, NUMBER), None),
        ((NUMBER, ANY), NUMBER),
        ((list_type(NUMBER), list_type(STRING)), list_type(STRING)),
        ((list_type(NUMBER), tuple_type((STRING,))), list_type(STRING)),
        ((tuple_type((NUMBER,)), tuple_type((STRING, BOOL))), list_type(STRING)),
        ((tuple_type((NUMBER,)), tuple_type((STRING,))), tuple_type((STRING,))),
        ((object_type({"a": NUMBER}), object_type({"b": STRING})), map_type(STRING)),
        ((object_type({"a": NUMBER}), map_type(STRING)), map_type(STRING)),
        ((object_type({"a": NUMBER}), tuple_type(())), None),
        ((list_type(STRING), ANY), ANY),
        ((), None),
    ],
)
def test_unify(types, expected):
    assert unify(types) == expected


def test_unify_values():
    assert unify_values([(1,), ("a", "b")]) == (List(("1",), STRING), List(("a", "b"), STRING))
    with pytest.raises(ConversionError):
        unify_values([(1,), {}])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1, 1, True),
        (1, Decimal("1.5"), False),
        (1, True, False),
        (1, "1", False),
        (None, None, True),
        (None, 0, False),
        (("a",), List(("a",), STRING), False),
        ({"a": 1}, Map({"a": 1}, NUMBER), False),
        (List((1,), NUMBER), List((1,), NUMBER), True),
        (Set((1, 2), NUMBER), Set((1, 2), NUMBER), True),
        (Sensitive("a"), "a", True),
        (A, None, False),
        (A, (1,), False),
        ((1, A), (2, A), False),
        (Unknown("?", parts=("ab-", UNTYPED)), "ax", False),
        (Unknown("?", parts=("ab1", UNTYPED)), "aX", False),
    ],
)
def test_equal(left, right, expected):
    assert equal(left, right) is expected
    assert equal(right, left) is expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (A, "a"),
        (A, UNTYPED),
        (UNTYPED, None),
        ((A, 1), (A, 2)),
        ({"a": A, "b": 1}, {"a": "x", "b": 1}),
        (Unknown("?", parts=("ab1", UNTYPED)), "ab2"),  # what follows might combine with the last letter
    ],
)
def test_equality_may_be_unknown(left, right):
    truth = equal(left, right)
    assert isinstance(truth, Pending)
    assert truth.type == BOOL


def test_order_of_sets():
    assert set_of((None, "b", A, "B", "a", "a"), STRING).elements == ("B", "a", "b", A, None)
    assert set_of((True, False), BOOL).elements == (False, True)
    tuples = set_of((List((2,), NUMBER), List((10,), NUMBER), List((1, 5), NUMBER)), list_type(NUMBER))
    assert [member.elements for member in tuples.elements] == [(10,), (1, 5), (2,)]
    assert len(set_of((A, Pending("b", type=STRING)), STRING).elements) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.50", "1.5"),
        ("1e3", "1000"),
        ("1p3", "8"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("-1e-3", "-0.001"),
        ("007", "7"),
        ("1e400", "1" + "0" * 400),
    ],
)
def test_numbers_as_text(text, shown):
    number = parse_number(text)
    assert isinstance(number, int | Decimal)
    assert number_text(number) == shown


def test_arithmetic_has_512_bits():
    tenth, fifth = Decimal("0.1"), Decimal("0.2")
    assert add(tenth, fifth) == Decimal("0.3")
    assert str(divide(1, 3)) == "0." + "3" * 154 + "5"
    assert multiply(divide(2, 3), 3) == 2
    assert [modulo(-5, 3), modulo(Decimal("5.5"), -2), modulo(5, 0)] == [-2, Decimal("1.5"), 5]


@pytest.mark.parametrize(
    "number",
    [divide(1, 0), parse_number("inf"), parse_number("1e999999"), parse_number("9" * 5000), multiply(10**900, 10**900)],
)
def test_numbers_beyond_limits_are_unknown(number):
    assert isinstance(number, Unknown)
