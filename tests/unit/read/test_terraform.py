"""Terraform files become blocks, attributes and expressions, each with its place."""

from __future__ import annotations

import pytest

from srm_lint.model.hcl import (
    Access,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    Index,
    Item,
    Join,
    Literal,
    Number,
    Object,
    Splat,
    Template,
    Traversal,
    Tuple,
    Unary,
    moved,
)
from srm_lint.model.source import Source
from srm_lint.read.terraform import read, read_expression, read_template


def document(text: str, path: str = "main.tf"):
    return read(Source(path, text.encode()))


def expression(text: str) -> Expression:
    found = document(f"x = {text}\n")
    assert found.problems == ()
    return found.body.attributes[0].expression


def text_of(node: Expression) -> str:
    """An expression with every grouping written out."""
    return SHOWN[type(node)](node)


def listed(nodes) -> str:
    return ", ".join(map(text_of, nodes))


def stepped(steps) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def loop(node: For) -> str:
    result = f"{text_of(node.result_key)} => {text_of(node.result)}" if node.result_key else text_of(node.result)
    condition = f" if {text_of(node.condition)}" if node.condition else ""
    dots = "..." if node.group else ""
    return f"for {node.key},{node.value} in {text_of(node.collection)}: {result}{dots}{condition}"


SHOWN = {
    Literal: lambda node: {None: "null", True: "true", False: "false"}.get(node.value, repr(node.value)),
    Number: lambda node: node.text,
    Traversal: lambda node: node.root + stepped(node.steps),
    Access: lambda node: text_of(node.source) + stepped(node.steps),
    Index: lambda node: f"{text_of(node.source)}[{text_of(node.key)}]",
    Item: lambda _: "@",
    Splat: lambda node: f"{text_of(node.source)}[*]<{text_of(node.each)}>",
    Call: lambda node: f"{node.name}({listed(node.arguments)}{'...' if node.expand else ''})",
    Unary: lambda node: f"({node.operator}{text_of(node.operand)})",
    Binary: lambda node: f"({text_of(node.left)} {node.operator} {text_of(node.right)})",
    Conditional: lambda node: f"({text_of(node.condition)} ? {text_of(node.yes)} : {text_of(node.no)})",
    Tuple: lambda node: f"[{listed(node.items)}]",
    Object: lambda node: "{" + ", ".join(f"{text_of(key)}: {text_of(item)}" for key, item in node.items) + "}",
    Template: lambda node: "<" + " ".join(map(text_of, node.parts)) + ">",
    Join: lambda node: f"join({text_of(node.items)})",
    For: loop,
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1 + 2 * -3", "(1 + (2 * (-3)))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("!a || b && c == d", "((!a) || (b && (c == d)))"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
        ("-a.b[0]", "(-a.b[0])"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("a ? b ? 1 : 2 : 3", "(a ? (b ? 1 : 2) : 3)"),
        ("(a ? b : c) ? d : e ? f : g", "((a ? b : c) ? d : (e ? f : g))"),
        ("1e3", "1e3"),
        ("a.0.b", "a[0].b"),
        ('a["k"].b[c]', "a.k.b[c]"),
        ("f(x).a[0]", "f(x).a[0]"),
        ("a[*].b[0].c", "a[*]<@.b[0].c>"),
        ("a[*].b[*].c", "a[*]<@.b[*]<@.c>>"),
        ("a.*.b[0]", "a[*]<@.b>[0]"),
        ("f(a, [b]...)", "f(a, [b]...)"),
        ("provider::p::f(1)", "provider::p::f(1)"),
        ("[for v in l : v if v > 1]", "for ,v in l: v if (v > 1)"),
        ("{for k, v in m : k => v...}", "for k,v in m: k => v..."),
        ('{ a = 1, "b" : 2, (c) = 3, null = 4 }', "{'a': 1, 'b': 2, c: 3, 'null': 4}"),
        ("{ a = x\n (b) = 3\n}", "{'a': x, b: 3}"),
        ("f(\n # why\n a, // and\n b /* so */\n)", "f(a, b)"),
        ("ñ.ü", "ñ.ü"),
    ],
)
def test_expressions_group_as_in_terraform(written, meant):
    assert text_of(expression(written)) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r'"a\tb\n\"\\ \u00e9 \U0001F600"', "'a\\tb\\n\"\\\\ é 😀'"),
        ('"$${a} %%{b} $ % $5"', "'${a} %{b} $ % $5'"),
        ('"$$$${a}"', "'$$${a}'"),
        ('"$$${~ a ~}%%%{ if }"', "'$${~ a ~}%%{ if }'"),
        ('"e\u0301"', "'é'"),
        ('"${a}"', "a"),
        ('"x${a}y"', "<'x' a 'y'>"),
        ('"a ${~ b ~} c"', "<'a' b 'c'>"),
        ('"%{ if a }yes%{ else }no%{ endif }"', "<(a ? <'yes'> : <'no'>)>"),
        ('"%{ for k, v in m }${k}%{ endfor }"', "<join(for k,v in m: <k>)>"),
        ("<<EOT\na\n  b\nEOT", "'a\\n  b\\n'"),
        ("<<EOT\nEOT", "''"),
        ("<<-EOT\n    a\n\n      b\n    EOT", "'a\\n\\n  b\\n'"),
        ("<<-EOT\n    ${a}\n      b\n    EOT", "<a '\\n  b\\n'>"),
        ("<<EOT\n%{ if a ~}\n  yes\n%{ endif ~}\nEOT", "<(a ? <'  yes\\n'> : '')>"),
        ("<<ÉOT\na\nÉOT", "'a\\n'"),
        ('<<EOT\n\\n "q" $${x}\nEOT', "'\\\\n \"q\" ${x}\\n'"),
    ],
)
def test_strings_and_templates(written, meant):
    assert text_of(expression(written)) == meant


def test_places_are_bytes():
    text = '# é\nresource "a" "b" {\n  ü = "x"\n}\n'
    block = document(text).body.blocks[0]
    content = text.encode()
    attribute = block.body.attributes[0]
    assert content[block.start : block.header_end].decode() == 'resource "a" "b"'
    assert content[block.start : block.end].decode().endswith("}")
    assert content[attribute.start : attribute.end].decode() == 'ü = "x"'
    assert content[attribute.expression.start : attribute.expression.end].decode() == '"x"'


def test_comments_keep_text_and_place():
    found = document("a = 1 # one\n// two\n/* three\n */\nb = [ # four\n]\n").comments
    assert [(comment.text, comment.own_line) for comment in found] == [
        ("one", False),
        ("two", True),
        ("three", True),
        ("four", False),
    ]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa = 1\n", b"a = 1\r\n", b"a = 1"])
def test_marks_and_line_ends_do_not_matter(content):
    found = read(Source("main.tf", content))
    assert found.problems == ()
    assert [attribute.name for attribute in found.body.attributes] == ["a"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1 +* 2\n", 1, "expected an expression"),
        ('\na = "x\ny"\n', 2, "line break inside a quoted string"),
        ("a = 1\na = 2\n", 2, "`a` is set twice"),
        ('resource "a" "b" {\n  c = 1\n', 1, "never closed"),
        ("a = [1,\n", 2, "unexpected end"),
        (
            'resource "a" "b" {\n  c: 1\n}\n',
            2,
            "unexpected `:`, expected `=` or `{` or a name or a new line or a quotation mark",
        ),
        ("<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n", 1, "the mark of a merge that nobody has finished"),
        ("locals {\n  a = <<EOT\nx\n}\n", 2, "this heredoc is never closed"),
    ],
)
def test_mistakes_have_a_line_and_a_sentence(text, line, message):
    problem = document(text).problems[0]
    assert (problem.line, problem.code) == (line, "syntax-error")
    assert message in problem.message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"a = 1\nb = \xff\n", "0xff"),
        ("a = 1".encode("utf-16"), "UTF-16"),
        (b"\0GITCRYPT\0\xd0\xff", "encrypted with git-crypt"),
    ],
)
def test_other_encodings_are_refused_by_name(content, word):
    problem = read(Source("main.tf", content)).problems[0]
    assert problem.code == "wrong-encoding"
    assert word in problem.message


def test_the_damage_stays_in_its_block():
    text = 'resource "a" "one" {\n  x = 1\n}\n\nresource "a" "two" {\n  x = = 1\n  y = 2\n}\n\nlocals {\n  z = 3\n}\n'
    found = document(text)
    assert [block.labels for block in found.body.blocks] == [("a", "one"), ("a", "two"), ()]
    assert [problem.line for problem in found.problems] == [6]


def test_a_missing_brace_does_not_swallow_the_next_block():
    found = document('resource "a" "b" {\n  x = "y"\n\nlocals { a = 1 }\n')
    assert [block.type for block in found.body.blocks] == ["resource", "locals"]


def test_fragments_start_at_their_own_beginning():
    assert read_expression(Source("--var", b"[1, a.b]")).expression == Tuple(
        (Number("1", 1, 2), Traversal("a", ("b",), 4, 7)), 0, 8
    )
    assert read_template(Source("t.tpl", b"hi ${a}")).expression == Template(
        (Literal("hi ", 0, 3), Traversal("a", (), 5, 6)), 0, 7
    )
    assert read_template(Source("t.tpl", b"${1e3}")).expression == Number("1e3", 2, 5)
    assert read_template(Source("t.tpl", b"%{ if a }")).problems


def test_moving_an_expression_leaves_its_indexes_alone():
    assert moved(Traversal("a", (0,), 1, 2), 10) == Traversal("a", (0,), 11, 12)
