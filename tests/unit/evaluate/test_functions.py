"""Values that `terraform console` 1.11 gave, for machines without it; errors; what is unknown, and how much of it is known."""

from __future__ import annotations

from decimal import Decimal

import pytest
from function_calls import CONTEXT
from terraform_console import UNKNOWN, evaluate, fn, ours

from srm_lint.evaluate.functions import FunctionContext, FunctionError, TooLargeResultError, call
from srm_lint.evaluate.typed import (
    NUMBER,
    STRING,
    List,
    Pending,
    Sensitive,
    Set,
    children,
    items_of,
    keys_of,
    list_type,
    type_of,
)
from srm_lint.model.value import Reference, Unknown

NUMBERS = (
    (fn("abs", Decimal("-0.5")), Decimal("0.5")),
    (fn("ceil", Decimal("0.5")), 1),
    (fn("floor", Decimal("-0.5")), -1),
    (fn("log", 16, 2), 4),
    (fn("log", 10, 3), Decimal("2.095903274289385")),
    (fn("max", 1, "3", Decimal("0.5")), 3),
    (fn("min", 1, Decimal("0.5")), Decimal("0.5")),
    (fn("parseint", "ff", 16), 255),
    (fn("parseint", "zZ", 62), 2231),
    (fn("pow", 2, -1), Decimal("0.5")),
    (fn("pow", 10, 30), 1000000000000000000000000000000),
    (fn("signum", -3), -1),
    (fn("range", 3), (0, 1, 2)),
    (fn("range", 1, 4, 2), (1, 3)),
    (fn("range", 0, 1, Decimal("0.25")), (0, Decimal("0.25"), Decimal("0.5"), Decimal("0.75"))),
    (fn("sum", (Decimal("0.1"), Decimal("0.2"))), Decimal("0.3")),
)
COLLECTIONS = (
    (fn("alltrue", (True, "true")), True),
    (fn("anytrue", ()), False),
    (fn("chunklist", ("a", "b", "c"), 2), (("a", "b"), ("c",))),
    (fn("coalesce", "", None, 1), "1"),
    (fn("coalescelist", (), (1,)), (1,)),
    (fn("compact", ("a", "", None)), ("a",)),
    (fn("concat", ("a",), (1,)), ("a", 1)),
    (fn("contains", (1, 2), "2"), False),
    (fn("distinct", (1, 1, 2)), (1, 2)),
    (fn("element", (1, 2, 3), 4), 2),
    (fn("flatten", (1, (2, (3,)))), (1, 2, 3)),
    (fn("index", ("a", "b"), "b"), 1),
    (fn("keys", {"b": 1, "a": 2}), ("a", "b")),
    (fn("length", "éx"), 2),
    (fn("lookup", {"a": 1}, "b", 2), 2),
    (fn("matchkeys", (1, 2, 3), ("a", "b", "a"), ("a",)), (1, 3)),
    (fn("merge", {"a": 1, "b": 1}, {"b": 2}), {"a": 1, "b": 2}),
    (fn("one", ("x",)), "x"),
    (fn("one", ()), None),
    (fn("reverse", (1, 2)), (2, 1)),
    (fn("setintersection", ("a", "b"), ("b", "c")), ("b",)),
    (fn("setproduct", ("a", "b"), (1, 2)), (("a", 1), ("a", 2), ("b", 1), ("b", 2))),
    (fn("setsubtract", ("a", "b"), ("b",)), ("a",)),
    (fn("setunion", (2, 1), ("1",)), ("1", "2")),
    (fn("slice", (1, 2, 3), 1, 3), (2, 3)),
    (fn("sort", ("b", "B", "a")), ("B", "a", "b")),
    (fn("transpose", {"a": ("1", "2"), "b": ("2",)}), {"1": ("a",), "2": ("a", "b")}),
    (fn("values", {"b": 1, "a": 2}), (2, 1)),
    (fn("zipmap", ("a", "b"), (1, 2)), {"a": 1, "b": 2}),
)
CONVERSIONS = (
    (fn("tobool", "1"), True),
    (fn("tonumber", "1.50"), Decimal("1.5")),
    (fn("tostring", 1000), "1000"),
    (fn("tolist", (1, "a", True)), ("1", "a", "true")),
    (fn("toset", ("b", 10, 9, "b")), ("10", "9", "b")),
    (fn("tomap", {"a": 1, "b": "x"}), {"a": "1", "b": "x"}),
)
STRINGS = (
    (fn("chomp", "a\r\n\n"), "a"),
    (fn("endswith", "abc", "bc"), True),
    (
        fn("format", "%5.1f|%-4s|%04d|%x|%q", Decimal("3.14159"), "é", 42, 255, "<a>"),
        '  3.1|é   |0042|ff|"\\u003ca\\u003e"',
    ),
    (fn("format", "%v %#v", 1000000, "a"), '1e+06 "a"'),
    (fn("format", "%[2]s %[1]s", "a", "b"), "b a"),
    (fn("formatlist", "%s-%s", "a", ("b", "c")), ("a-b", "a-c")),
    (fn("indent", 2, "a\nb"), "a\n  b"),
    (fn("join", ",", ("a", 1, True)), "a,1,true"),
    (fn("lower", "ÉA"), "éa"),
    (fn("regex", "(\\d+)-(\\d+)", "a 1-2"), ("1", "2")),
    (fn("regex", "(?P<y>\\d+)-(?P<m>\\d+)", "2024-05"), {"m": "05", "y": "2024"}),
    (fn("regexall", "[a-z]*", "ab1c"), ("ab", "c")),
    (fn("replace", "a.b.c", ".", "-"), "a-b-c"),
    (fn("replace", "hello", "/(h)(?P<x>e)/", "${x}$1!"), "eh!llo"),
    (fn("split", ",", "a,,b"), ("a", "", "b")),
    (fn("startswith", "abc", "b"), False),
    (fn("strcontains", "abc", "b"), True),
    (fn("strrev", "aé"), "éa"),
    (fn("substr", "hello", -3, 2), "ll"),
    (fn("substr", "hello", -3, 0), "llo"),
    (fn("title", "hello-wOrld it's"), "Hello-WOrld It'S"),
    (fn("trim", "?!hi?!", "!?"), "hi"),
    (fn("trimprefix", "hello", "he"), "llo"),
    (fn("trimspace", " \ta\n"), "a"),
    (fn("trimsuffix", "hello", "lo"), "hel"),
    (fn("upper", "straße"), "STRAßE"),
)
ENCODINGS = (
    (fn("base64decode", "aGk="), "hi"),
    (fn("base64encode", "é"), "w6k="),
    (fn("csvdecode", 'a,b\n1,"x""y"\n'), ({"a": "1", "b": 'x"y'},)),
    (fn("jsondecode", '{"a":[1,null,1.50]}'), {"a": (1, None, Decimal("1.5"))}),
    (fn("jsonencode", {"b": "<&>\u2028", "a": (1, None)}), '{"a":[1,null],"b":"\\u003c\\u0026\\u003e\\u2028"}'),
    (fn("textdecodebase64", "aABpAA==", "UTF-16LE"), "hi"),
    (fn("textencodebase64", "hi", "UTF-16LE"), "aABpAA=="),
    (fn("urlencode", "a b/é~"), "a+b%2F%C3%A9~"),
    (
        fn("yamldecode", "a: &x {b: yes}\nc: {<<: *x, d: 2024-1-2}"),
        {"a": {"b": True}, "c": {"b": True, "d": "2024-01-02T00:00:00Z"}},
    ),
    (
        fn("yamlencode", {"a": ("x", "l1\nl2\n"), "b": {"c": Decimal("1.5"), "d": None}}),
        '"a":\n- "x"\n- |\n  l1\n  l2\n"b":\n  "c": 1.5\n  "d": null\n',
    ),
    (
        fn(
            "yamlencode",
            "word word word word word word word word word word word word word word word word word word word word ",
        ),
        '"word word word word word word word word word word word word word word word word word\n  word word word "\n',
    ),
)
HASHES = (
    (fn("base64sha256", "a"), "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="),
    (
        fn("base64sha512", "a"),
        "H0D8ktokFpR1CXnubPWC8tXX0o4YM13gWrxU0FYOD1MChgxlK/CNVgJSql50IQVG82n7u86MEs/HlXsmUv6adQ==",
    ),
    (fn("md5", "a"), "0cc175b9c0f1b6a831c399e269772661"),
    (fn("sha1", "a"), "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"),
    (fn("sha256", "a"), "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
    (
        fn("sha512", "a"),
        "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75",
    ),
    (fn("uuidv5", "dns", "example.com"), "cfbff0d1-9375-5685-968c-48ce8b15ae17"),
)
DATES = (
    (
        fn("formatdate", "EEE, DD MMM YYYY 'at' HH:mm AA ZZZ", "2024-02-29T13:04:05Z"),
        "Thu, 29 Feb 2024 at 01:04 PM UTC",
    ),
    (fn("timeadd", "2024-02-29T00:00:00+01:00", "-1h0.5s"), "2024-02-28T22:59:59+01:00"),
    (fn("timecmp", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+01:00"), 1),
)
NETWORKS = (
    (fn("cidrhost", "10.0.0.0/8", -2), "10.255.255.254"),
    (fn("cidrhost", "fd00::/64", 16), "fd00::10"),
    (fn("cidrnetmask", "10.0.0.0/20"), "255.255.240.0"),
    (fn("cidrsubnet", "10.1.2.0/24", 4, 15), "10.1.2.240/28"),
    (fn("cidrsubnet", "2001:db8::/32", 16, 255), "2001:db8:ff::/48"),
    (fn("cidrsubnets", "10.0.0.0/8", 8, 4, 8), ("10.0.0.0/16", "10.16.0.0/12", "10.32.0.0/16")),
)
FILES = (
    (fn("basename", "a/b/"), "b"),
    (fn("dirname", "a/b"), "a"),
    (fn("file", "sub/../a.txt"), "hello\n"),
    (fn("filebase64", "b.bin"), "//4="),
    (fn("fileexists", "missing"), False),
    (fn("filemd5", "a.txt"), "b1946ac92492d2347c6235b4d2611184"),
    (fn("fileset", ".", "**/*.t*"), ("a.txt", "e[1].txt", "sub/c.txt", "sub/deep/d.tf")),
    (fn("fileset", "sub", "{c,d}*"), ("c.txt",)),
    (fn("pathexpand", "a"), "a"),
)


def _plain(value):
    """A value without the difference between tuples, lists and sets, objects and maps."""
    if items_of(value) is not None:
        return {key: _plain(items_of(value)[key]) for key in keys_of(value)}
    if isinstance(value, tuple | List | Set):
        return tuple(_plain(child) for child in children(value))
    return value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [*NUMBERS, *COLLECTIONS, *CONVERSIONS, *STRINGS, *ENCODINGS, *HASHES, *DATES, *NETWORKS, *FILES],
    ids=lambda part: getattr(part, "name", ""),
)
def test_known_values(expression, expected):
    value = _plain(evaluate(expression, CONTEXT))
    assert value == expected
    assert isinstance(value, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    "expression",
    [
        fn("nothing_of_this_name"),
        fn("abs"),
        fn("abs", 1, 2),
        fn("abs", None),
        fn("abs", "x"),
        fn("upper", ("a",)),
        fn("element", (), 0),
        fn("substr", "a", Decimal("0.5"), 1),
        fn("range", 1025),
        fn("regex", "a", "b"),
        fn("regex", "(?=a)", "a"),
        fn("regex", "(", "a"),
        fn("jsondecode", "{"),
        fn("yamldecode", "a: b: c"),
        fn("csvdecode", "a,b\n1\n"),
        fn("base64decode", "a"),
        fn("formatdate", "YYYY", "2023-02-29T00:00:00Z"),
        fn("format", "%d", "x"),
        fn("format", "%s"),
        fn("format", "%s", "a", "b"),
        fn("cidrsubnet", "10.0.0.0/8", 25, 0),
        fn("file", "missing.txt"),
        fn("lookup", {"a": 1}, "b"),
        fn("merge", ("a",)),
        fn("zipmap", ("a",), (1, 2)),
    ],
    ids=lambda expression: expression.name,
)
def test_errors(expression):
    with pytest.raises(FunctionError):
        evaluate(expression, CONTEXT)


@pytest.mark.parametrize(
    "expression",
    [
        fn("timestamp"),
        fn("plantimestamp"),
        fn("uuid"),
        fn("bcrypt", "a"),
        fn("rsadecrypt", "a", "b"),
        fn("base64gzip", "abcabcabc"),
        fn("abspath", "a"),
        fn("pathexpand", "~/a"),
        fn("file", "../outside"),
        fn("file", "/etc/hostname"),
        fn("provider::aws::arn_parse", "a"),
        fn("tonumber", "1e100000"),
        fn("pow", 10, 100000),
        fn("jsondecode", "[" * 50_000),
    ],
    ids=lambda expression: expression.name,
)
def test_what_cannot_be_told_is_unknown(expression):
    assert ours(expression, CONTEXT) == UNKNOWN


def test_a_name_may_say_that_the_function_is_built_in():
    assert call("core::upper", ("a",), CONTEXT) == "A"


@pytest.mark.parametrize(
    "expression",
    [
        fn("format", "%99999999d", 1),
        fn("indent", 10**9, "a\nb"),
        fn("replace", "a" * 10_000, "", "b" * 1_000),
        fn("setproduct", tuple(range(1000)), tuple(range(1000))),
        fn(
            "yamldecode",
            "a: &a [1, 1]\n"
            + "".join(f"{c}: &{c} [*{chr(ord(c) - 1)}, *{chr(ord(c) - 1)}]\n" for c in "bcdefghijklmnopqrstuvwxyz"),
        ),
        fn("regex", "^(a|aa)+$", "a" * 60 + "b"),
    ],
    ids=lambda expression: expression.name,
)
def test_what_would_be_too_large_is_refused(expression):
    with pytest.raises(TooLargeResultError):
        evaluate(expression, CONTEXT)


def test_paths_start_at_the_root_module():
    context = FunctionContext("live/prod", {"live/prod/a.txt": b"a", "live/b.txt": b"b"}.get, lambda _folder: ())
    assert call("file", ("./a.txt",), context) == "a"
    assert call("file", ("../b.txt",), context) == "b"
    assert isinstance(call("file", ("../../../c.txt",), context), Unknown)


ID = Pending("known after apply", (Reference("aws_s3_bucket.b", "id"),), never_null=True, type=STRING)
COUNT = Pending("known after apply", never_null=True, type=NUMBER)


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("length", ((ID, "a"),), 2),
        ("keys", ({"b": ID},), ("b",)),
        ("contains", ((ID, "a"), "a"), True),
        ("element", ((ID, "a"), 1), "a"),
        ("lookup", ({"a": 1, "b": ID}, "a"), 1),
        ("coalesce", ("a", ID), "a"),
        ("alltrue", ((False, Pending("?", type=STRING)),), False),
        ("startswith", (Unknown("?", parts=("arn:aws:", Unknown("?"))), "arn:"), True),
        ("startswith", (Unknown("?", parts=("arn:aws:", Unknown("?"))), "aws:"), False),
        ("merge", ({"a": 1, "b": ID}, {"b": 2}), {"a": 1, "b": 2}),
        ("values", ({"a": ID, "b": 2},), (ID, 2)),
        ("flatten", ((("x",), (ID,)),), ("x", ID)),
        ("setproduct", (("a",), ()), ()),
    ],
)
def test_partial_knowledge(name, args, expected):
    assert _plain(call(name, args, CONTEXT)) == expected


@pytest.mark.parametrize(
    ("name", "args", "type"),
    [
        ("upper", (ID,), STRING),
        ("length", (Pending("?", type=list_type(STRING)),), NUMBER),
        ("split", (",", ID), list_type(STRING)),
        ("contains", ((ID, "a"), "b"), type_of(True)),
        ("abs", (COUNT,), NUMBER),
        ("coalesce", (ID, "a"), STRING),
    ],
)
def test_unknown_results_have_a_type_and_exist(name, args, type):
    result = call(name, args, CONTEXT)
    assert isinstance(result, Pending)
    assert result.type == type
    assert result.never_null


def test_references_of_all_arguments_are_kept():
    other = Pending("?", (Reference("aws_kms_key.k", "arn"),), ("set variable `k`",), type=STRING)
    result = call("md5", (call("join", ("-", (ID, other)), CONTEXT),), CONTEXT)
    assert isinstance(result, Unknown)
    assert result.references == (*ID.references, *other.references)
    assert result.settle == other.settle


def _parts(name, *args):
    result = call(name, args, CONTEXT)
    assert isinstance(result, Unknown)
    assert result.never_null
    return tuple(part if isinstance(part, str) else part.references[0].address for part in result.parts)


def test_known_pieces_of_a_text_are_kept():
    bucket = "aws_s3_bucket.b"
    arn = call("format", ("arn:aws:s3:::%s/*", ID), CONTEXT)
    assert _parts("jsonencode", {"r": (arn, "<"), "i": ID}) == (
        '{"i":"',
        bucket,
        '","r":["arn:aws:s3:::',
        bucket,
        '/*","\\u003c"]}',
    )
    assert _parts("join", ",", ("a", ID, "b")) == ("a,", bucket, ",b")
    assert _parts("format", "%s/%03d/%s", "a", 7, ID) == ("a/007/", bucket)
    assert _parts("replace", arn, ":", "-") == ("arn-aws-s3---", bucket, "/*")
    assert _parts("upper", arn) == ("ARN:AWS:S3:::", bucket, "/*")


def test_marks_make_the_result_sensitive():
    assert call("upper", (Sensitive("a"),), CONTEXT) == Sensitive("A")
    assert call("join", (",", ("a", Sensitive("b"))), CONTEXT) == Sensitive("a,b")
    assert call("merge", ({"a": Sensitive(1)}, {"b": 2}), CONTEXT) == {"a": Sensitive(1), "b": 2}
    assert call("length", ((Sensitive("a"),),), CONTEXT) == 1
    assert call("keys", (Sensitive({"a": 1}),), CONTEXT) == Sensitive(("a",))
    assert call("nonsensitive", (Sensitive("a"),), CONTEXT) == "a"
    assert call("issensitive", (Sensitive("a"),), CONTEXT) is True
