"""Calls that cover every built-in function, its conversions and its corners; `terraform_console` compares them."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from terraform_console import Call, fn

from srm_lint.evaluate.functions import FunctionContext


def _words(text: str) -> list[str]:
    return text.split(" ")


HALF = Decimal("0.5")
FILES = {
    "a.txt": b"hello\n",
    "b.bin": b"\xff\xfe",
    "e[1].txt": b"1",
    "sub/.hidden": b"",
    "sub/c.txt": "é".encode(),
    "sub/deep/d.tf": b"x",
    ".dot": b"h",
    "x.json": b"{}",
}


def _listing(folder: str) -> tuple[str, ...]:
    start = "" if folder == "." else f"{folder}/"
    return tuple(sorted(path.removeprefix(start) for path in FILES if path.startswith(start)))


CONTEXT = FunctionContext(".", FILES.get, _listing)

A_LIST = fn("tolist", ("a", "b"))
A_SET = fn("toset", ("b", "a"))
A_MAP = fn("tomap", {"b": 1, "a": 2})
NUMBERS = (0, 1, -1, Decimal("1.5"), Decimal("-1.5"), Decimal("0.1"), 10**20, "5", "-2.5", "x", None, True)
TEXTS = (
    "",
    "hello world",
    "ÉCOLE straße ŉ ᾳ İ ΑΣ ǆ",
    "a-b_c d.e'f 1x",
    "  pad\t\n",
    "\u00a0x\u2003",
    "e\u0301x 👨‍👩‍👧b",
    "a\r\nb\r\n\n",
    "<&>'\"\\\x00\x08\x0c\x7f\u2028",
)
COLLECTIONS = (
    (),
    (1, "a"),
    (1, None),
    ((1,), ()),
    ((1,), ("a", True)),
    {"a": 1, "b": "x"},
    ({"a": 1}, {"b": 1}),
    ({"a": 1}, {"a": "x"}),
    ((1,), {"a": 1}),
    (Decimal("1.5"), 10, 9),
    A_LIST,
    A_SET,
    A_MAP,
    {"a": {"x": 1}, "b": {"y": 2}},
    "x",
    None,
)
PATTERNS = _words(
    "[a-z]+ (\\d+)-(\\d+) (?P<y>\\d{4})-(?P<m>\\d\\d) ^$ a|b (a)|(b) (?i)HELLO (?s)a.b a.b \\bfoo\\b "
    "[[:alpha:]]+ [^[:space:]]+ \\pL+ \\p{Greek} \\PL [\\d_]+ \\x41 \\x{1F44D} \\101 \\Qa.b\\E a{2} "
    "a{2,} a{,2} a{1,2}? x* (?:ab)+ (?P<n>a)(b) (a a) [ [a []a] [^]a] a** a*+ (?=a) (?<n>a) \\1 (a)\\1 "
    "\\Z \\z \\A $ a$ (?m)a$ \\s \\S+ [\\S] [\\w-]+ [a-] [-a] [z-a] } { a{ (?i:A)b (?i)a(?-i)B (?i)a|B "
    "(?U)a+ \\C \\e \\< é [é-ü] (|a)* (a*)* (a|ab)(c|bcd)(d*) a?? (?x)a (a)(?P<b>b) (?P<a>a)(?P<a>b) "
    "\\B [[:word:]] [[:^digit:]] [[:foo:]] \\p{Foo} \\pN [\\pL\\d] [^\\d] a{1001} (a{100}){11} "
    "((a{10}){10}){10} [\\n] [*+?] | a||b () (()a) \\u0041 \\0 (?P=n) (?#c) [a-\\d] [\\d-z] \\p{^L}"
)
SUBJECTS = ("hello world", "2024-05-06", "aab", "ABC é ü Ω", "foo bar", "a\nb", "a.b", "", "abcd", "A👍_9", "aXa")
FORMATS = _words(
    "%s %v %q %d %5d %-5d| %05d %+d %x %X %#x %o %#o %b %e %E %f %.2f %8.3f %-8.2f| %-08.1f| %08.2f %+.1f %g %G "
    "%.3g %10s| %-10s| %010s %.2s %.0s %t %#v %% % %z a%[1]sb%[1]s %[2]s %5.3d %.0d %#b %-010d| %5t| "
    "%10q %#q %c %.0f %.0e %6.2[1]f %[1]6.2f"
)
FORMATTED = (
    0,
    1,
    -42,
    Decimal("3.14159"),
    -HALF,
    1000000,
    Decimal("0.00001234"),
    10**21,
    "str",
    "12",
    "é👍x",
    True,
    (1, "a"),
)
TIMES = (
    "2024-02-29T12:34:56Z",
    "2024-02-29T00:04:06+05:30",
    "1999-12-31T23:59:59.999-08:00",
    "2023-02-29T00:00:00Z",
    "2024-1-1T00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:00",
    "2024-01-01T1:00:00Z",
    "2024-01-01T00:00:00,5Z",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00-00:00",
)
LAYOUTS = (
    "YYYY-MM-DD'T'hh:mm:ssZ",
    "DD MMM YYYY hh:mm ZZZ",
    "EEEE, DD-MMM-YY hh:mm:ss ZZZZ",
    "EEE M D H:m:s AA aa",
    "MMMM HH ZZZZZ",
    "it''s 'it''s' ''",
    "'unterminated",
    "YYY",
    "b",
    "'a'''",
    "",
)
DURATIONS = (
    "10m",
    "-1h30m",
    "1.5h",
    "0",
    "",
    "5",
    "1h1",
    "100us",
    "1µs",
    "-0.5s",
    ".5s",
    ".s",
    "1d",
    "2562048h",
    "1 h",
)
JSON_TEXTS = _words(
    '{} [] null true 1 1.5 1e3 -0.1 "a" {"a":1,"a":2} [1,"a",null,{"b":[]}] { nul {"a":} [1,] 01 +1 NaN '
    '\'a\' {a:1} "\\x" "\\u00e9\\ud83d\\ude00" "\\ud800" 1.0 100000000000000000000000000 truex {}x []] '
    "0.1e-5"
)
YAML_TEXTS = (
    "a: 1",
    "- 1\n- a\n",
    "",
    "a: ~\nb: yes\nc: No\nd: on\ne: y\nf: NULL",
    "[1_000, 0x1F, 0o14, 010, .5, 1e3, +1, 0b11, 12:30:45, 08, 1.]",
    ".nan",
    "2024-1-2",
    "[2024-01-02T03:04:05Z, 2024-01-02 03:04:05, 2024-01-02t3:4:5.5+05:30, 2024-13-01]",
    '"dq \\u00e9 \\x41"',
    "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2",
    "<<: [{a: 1}]",
    "- <<",
    '[!!str 5, !!int "5", !!float 5, !!bool yes, !!null x, !!binary aGk=]',
    "!!binary x",
    "!foo a",
    "a: |\n  x\n  y\nb: >\n  x\n  y\nc: |-\n  5",
    "? a\n: b",
    "a: 1\na: 2",
    "1: a\ntrue: b",
    "null: a",
    "[a]: b",
    "---\na: 1\n...",
    "--- a\n--- b",
    "*x",
    "a: b: c",
    "a: '' # c\nb: \"\"\nc:",
)
YAML_STRINGS = (
    "a",
    "line1\nline2",
    "line1\nline2\n",
    "x\n\n",
    "\n",
    "\n\nx",
    " lead\nx",
    "a \nb",
    "tab\tx\ny",
    "😀\nx",
    "long " * 30,
    "a" * 79 + " b" + " c" * 5,
    "a" * 100 + "   b c d",
    'q"uo\\te\u2028\x1b',
    "true",
)
CSV_TEXTS = (
    "a,b\n1,2\n",
    "a,b\n1\n",
    'a\n"x""y"\n',
    'a\n"x\ny"\n',
    'a\nx"y\n',
    'a\n"x"y\n',
    "",
    "a,a\n1,2",
    "a,b\r\n1,2\r\n",
    "a\n\n\n1\n",
    'a\n"unterminated',
    "a b , c\n 1 ,2",
    'a\n"x\r\ny"',
    "a\n1\r",
    'a,b\n"1\n2",3\n',
)
NETWORKS = (
    "10.0.0.0/8",
    "10.1.2.3/16",
    "0.0.0.0/0",
    "10.0.0.0/32",
    "fd00::/8",
    "2001:db8::/32",
    "::/0",
    "010.0.0.0/8",
    "10.0.0/8",
    "10.0.0.0",
    "10.0.0.0/33",
    "::ffff:10.0.0.0/104",
    "fd00:fd12:3456:7890:00a2::/72",
)
GLOBS = _words(
    "* ** *.txt **/*.txt sub/* {a,b}* *.{txt,json} [ab].* [^a].* [!a]* ?.txt **/d.tf ../*.txt a.txt x "
    "*/** e\\[1\\].txt [ { a] .* **/.* {sub,x}/* *** a** [a-b].* []a].txt {a.txt,sub/c.txt}"
)
CHARSETS = _words(
    "UTF-8 utf8 UTF-16 UTF-16LE UTF-16BE US-ASCII ISO-8859-1 latin1 ISO-8859-2 ISO-8859-15 windows-1252 "
    "windows-1251 KOI8-R macintosh IBM866 IBM037 Shift_JIS EUC-JP GBK GB18030 Big5 EUC-KR cp1252 GB2312 "
    "UTF-32 nope"
)
PATHS = ("a/b/c", "/a/b/", "", "a", "/", "//", "a//b", "./a", "../a", "a/..", "a/b/../c", "//a/b", "~x/y", "/a/../b")
UNARY_COLLECTION = _words(
    "alltrue anytrue coalescelist compact concat distinct flatten jsonencode keys length merge one "
    "reverse sort sum tolist tomap toset transpose values yamlencode"
)


def all_calls() -> list[Call]:
    """Every case, those that fail included."""
    return [*_numeric(), *_collections(), *_strings(), *_encodings(), *_dates(), *_networks(), *_files()]


def _numeric() -> list[Call]:
    unary = ("abs", "ceil", "floor", "signum", "tobool", "tonumber", "tostring")
    calls = [fn(name, number) for name in unary for number in NUMBERS]
    calls += [fn("log", x, base) for x in (1, 2, 8, 10, 100, HALF, 12345, -1) for base in (2, 10, 7, HALF, 0)]
    calls += [
        fn("pow", x, y) for x in (0, 1, 2, 10, -2, HALF, Decimal("1.1")) for y in (0, 1, 3, -1, HALF, 64, 100, 500, -99)
    ]
    calls += [fn("max", 1, HALF, "3"), fn("max"), fn("min", 1, HALF, "3"), fn("min", None)]
    calls += [
        fn("parseint", text, base)
        for text in ("100", "ff", "FF", "zZ", "-10", "", "1_0", 10)
        for base in (10, 16, 36, 62, 63)
    ]
    ranges = (
        (3,),
        (0,),
        (-3,),
        (1, 4),
        (4, 1),
        (1, 4, 2),
        (0, 1, HALF / 2),
        (1, 10, 0),
        (1, 1, 0),
        (1025,),
        (10, 1, -3),
        (1, 10, -1),
        (),
    )
    return calls + [fn("range", *limits) for limits in ranges]


def _collections() -> list[Call]:
    calls = [fn(name, collection) for name in UNARY_COLLECTION for collection in COLLECTIONS]
    calls += [
        fn(name, a, b)
        for name in ("concat", "coalesce", "merge", "setunion")
        for a, b in product(COLLECTIONS, repeat=2)
    ]
    calls += [
        fn(name, collection, index)
        for name in ("element", "chunklist", "contains", "index")
        for collection in COLLECTIONS
        for index in (0, 1, 4, -1, "a")
    ]
    calls += [
        fn(name, a, b)
        for name in ("setintersection", "setsubtract", "setproduct")
        for a, b in product(COLLECTIONS[:5], repeat=2)
    ]
    calls += [
        fn("lookup", mapping, key, *default)
        for mapping in ({"a": 1}, A_MAP, (1,))
        for key in ("a", "z")
        for default in ((), ("x",), (None,), (1, 2))
    ]
    calls += [
        fn("slice", values, *ends)
        for values in ((1, "a", 3), A_LIST, A_SET)
        for ends in ((0, 2), (1, 1), (2, 1), (-1, 1), (0, 9))
    ]
    calls += [
        fn("zipmap", keys, values)
        for keys in (("a", "b"), A_LIST, (1, 2), ("a",))
        for values in ((1, "x"), A_LIST, "x")
    ]
    calls += [fn("matchkeys", (1, 2, 3), ("a", "b", "c"), keys) for keys in (("a", "c"), (), ("z",), (1,))]
    return [
        *calls,
        fn("transpose", {"a": ("1", "2"), "b": ("2",)}),
        fn("anytrue", ("true", False)),
        fn("sum", (HALF, "2")),
    ]


def _strings() -> list[Call]:
    unary = _words(
        "chomp lower upper title trimspace strrev urlencode base64encode md5 sha1 sha256 sha512 base64sha256 base64sha512 jsonencode yamlencode length"
    )
    calls = [fn(name, text) for name in unary for text in TEXTS]
    binary = ("endswith", "startswith", "strcontains", "trimprefix", "trimsuffix", "trim", "split", "join", "replace")
    pairs = (("hello", "lo"), ("hello", "hel"), ("hello", ""), ("", "x"), ("a,b,,c", ","), ("é👍", ""))
    calls += [fn(name, *pair) if name != "replace" else fn(name, *pair, "<$0>") for name in binary for pair in pairs]
    calls += [
        fn("substr", text, offset, length) for text in TEXTS for offset in (0, 1, -2, 10) for length in (0, 1, -1, 10)
    ]
    calls += [
        fn("join", ",", ("a", 1, True)),
        fn("join", ",", ("a", None)),
        fn("join", ",", ("a",), A_SET),
        fn("indent", 2, "a\nb\n"),
        fn("indent", -1, "a"),
    ]
    for pattern in PATTERNS:
        calls += [fn(name, pattern, subject) for name in ("regex", "regexall") for subject in SUBJECTS]
        calls.append(fn("replace", "aab foo 12\nX", f"/{pattern}/", "<$0$1>"))
    calls += [fn("format", form, value) for form in FORMATS for value in FORMATTED]
    lists = (
        ("%s-%s", "a", ("b", "c")),
        ("%s", ()),
        ("x",),
        ("%s-%s", ("a", "b"), ("c",)),
        ("%s", A_SET),
        ("%d", ("1", "x")),
        ("%s", ("a", None)),
    )
    return calls + [fn("formatlist", *args) for args in lists]


def _encodings() -> list[Call]:
    calls = [fn("jsondecode", text) for text in JSON_TEXTS] + [fn("yamldecode", text) for text in YAML_TEXTS]
    for text in YAML_STRINGS:
        calls += [
            fn("yamlencode", value) for value in (text, (text, text), {"k": text, "l": (text, {"m": text})}, ((text,),))
        ]
    calls += [fn("csvdecode", text) for text in CSV_TEXTS]
    calls += [
        fn("base64decode", text)
        for text in ("aGVsbG8=", "aGVsbG8", "YQ==", "YR==", "/+8=", "_-8=", "gICA", "aGVs\nbG8=", " aGVsbG8=")
    ]
    calls += [
        fn("textencodebase64", text, name) for text in ("hello", "é", "€", "😀", "日本カ", "") for name in CHARSETS
    ]
    encoded = ("aABlAA==", "6Q==", "gA==", "k/qWew==", "/v8ASA==", "//5IAA==", "?")
    calls += [fn("textdecodebase64", text, name) for text in encoded for name in CHARSETS]
    calls += [
        fn("base64gzip", text) for text in ("", "a", "hello", "hello world", "abcdefghijklmnopqrs", "abcabc", "é")
    ]
    calls += [fn("tostring", fn("tonumber", text)) for text in ("-0", "-0.0", "0", "1e30")]
    namespaces = (
        "dns",
        "url",
        "oid",
        "x500",
        "DNS",
        "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
        "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
        "x",
    )
    return calls + [fn("uuidv5", namespace, "test") for namespace in namespaces]


def _dates() -> list[Call]:
    calls = [fn("formatdate", layout, time) for layout in LAYOUTS for time in TIMES]
    calls += [fn("timeadd", time, duration) for time in TIMES for duration in DURATIONS]
    return calls + [fn("timecmp", *pair) for pair in product(TIMES, repeat=2)]


def _networks() -> list[Call]:
    calls = [fn("cidrnetmask", network) for network in NETWORKS]
    calls += [fn("cidrhost", network, host) for network in NETWORKS for host in (0, 1, -1, 256, 2**33, HALF)]
    calls += [
        fn("cidrsubnet", network, *args)
        for network in NETWORKS
        for args in ((8, 0), (8, 255), (8, 256), (0, 0), (33, 0), (4, 15), (64, 2**63))
    ]
    return calls + [
        fn("cidrsubnets", network, *bits)
        for network in NETWORKS
        for bits in ((), (8, 8, 4), (4, 4, 8, 4), (1, 1, 1), (0,), (2, 30))
    ]


def _files() -> list[Call]:
    readers = _words(
        "file filebase64 filemd5 filesha1 filesha256 filesha512 filebase64sha256 filebase64sha512 fileexists"
    )
    calls = [
        fn(name, path)
        for name in readers
        for path in ("a.txt", "./sub/../a.txt", "sub/c.txt", "b.bin", "missing", "sub", None)
    ]
    calls += [
        fn("fileset", folder, pattern) for folder in (".", "sub", "./sub", "missing", "sub/..") for pattern in GLOBS
    ]
    return calls + [fn(name, path) for name in ("basename", "dirname", "abspath", "pathexpand") for path in PATHS]
