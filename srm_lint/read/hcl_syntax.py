"""tree-sitter's tree of a Terraform file -> our own syntax nodes.

tree-sitter reads from `parsed`, which may hold placeholders of the same length (see `hcl_recovery`); every piece of
text is taken from `content`, the file as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from tree_sitter import Node as Tree

from srm_lint.model.hcl import (
    Attribute,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    For,
    Invalid,
    Literal,
    Number,
    Object,
    Traversal,
    Tuple,
    Unary,
)
from srm_lint.model.source import Comment
from srm_lint.read.hcl_template import Piece, assemble, pieces_of_text
from srm_lint.read.hcl_traversal import Step, traverse

_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))|(\$|%)\4\{')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_DOUBLED = re.compile(r"([$%])\1\{")


MAXIMUM_DEPTH = 150
"""Expressions and blocks inside each other; people write a tenth of it, and operators in a row, each of which counts."""


class TooDeepError(Exception):
    """Something is nested deeper than MAXIMUM_DEPTH. `at` is where."""

    def __init__(self, at: int) -> None:
        super().__init__(f"nested deeper than {MAXIMUM_DEPTH} levels; simplify it, or exclude it in .srm-lint.yaml")
        self.at = at


class Builder:
    """Builds the nodes of one file; gathers its comments and the places of line breaks inside quoted strings.

    Its methods raise TooDeepError.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.comments: list[Comment] = []
        self.broken_strings: list[int] = []
        self.repeated: list[Attribute] = []
        self._depth = 0
        self._builders: dict[str, Callable[[Tree], Expression]] = {
            "expression": self.expression,
            "literal_value": self._literal_value,
            "template_expr": self._template_expr,
            "collection_value": self._only_child,
            "tuple": self._tuple,
            "object": self._object,
            "variable_expr": self._variable,
            "function_call": self._call,
            "for_expr": self._only_child,
            "for_tuple_expr": self._for,
            "for_object_expr": self._for,
            "operation": self._only_child,
            "unary_operation": self._unary,
            "binary_operation": self._binary,
            "conditional": self._conditional,
        }

    def file(self, root: Tree) -> Body:
        """The whole file."""
        body = next((child for child in self._children(root) if child.type == "body"), root)
        return self._body(body)

    def text_of_heredoc(self, root: Tree, closing: int) -> Expression:
        """The text of a file's only heredoc, without its last `closing` bytes: line break, marker, line break."""
        node: Tree | None = root
        while node is not None and node.type != "heredoc_template":
            node = next((child for child in node.children if child.type in _AROUND_HEREDOC), None)
        if node is None or root.has_error:
            return _invalid(root)
        start, end = self._heredoc_start(node), len(self.content) - closing
        pieces = self._pieces(node.children[2:-1], start, end, self._plain)
        return assemble(pieces, start, end, flush=False)

    def _body(self, node: Tree) -> Body:
        """A `body` node; what is neither attribute nor block is damage and left out."""
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        for child in self._children(node):
            if child.type == "attribute":
                attribute = self._attribute(child)
                if attributes.setdefault(attribute.name, attribute) is not attribute:
                    self.repeated.append(attribute)
            elif child.type == "block":
                blocks.append(self._block(child))
        return Body(tuple(attributes.values()), tuple(blocks))

    def expression(self, node: Tree) -> Expression:
        """An `expression` node."""
        return self._operand(self._children(node))

    def _children(self, node: Tree) -> list[Tree]:
        """Children without comments, which are gathered on the way. Every node is visited once."""
        children = node.children
        for child in children:
            if child.is_extra and child.type == "comment":
                break
        else:
            return children
        for child in children:
            if child.type == "comment":
                self._comment(child)
        return [child for child in children if child.type != "comment"]

    def _comment(self, node: Tree) -> None:
        start, end = node.start_byte, node.end_byte
        text = self._text(start, end)
        text = text[2:-2] if text.startswith("/*") else text.lstrip("#" if text.startswith("#") else "/")
        line_start = self.content.rfind(b"\n", 0, start) + 1
        own_line = not self.content[line_start:start].strip(b" \t\xef\xbb\xbf")
        self.comments.append(Comment(text.strip(), start, end, own_line))

    def _text(self, start: int, end: int) -> str:
        text = self.content[start:end].decode("utf-8", "replace")
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _name(self, node: Tree) -> str:
        return self._text(node.start_byte, node.end_byte)

    def _attribute(self, node: Tree) -> Attribute:
        children = self._children(node)
        name, value = children[0], children[-1]
        if value.type == "expression" and not value.has_error:
            expression = self.expression(value)
        else:
            expression = Invalid(value.start_byte, value.end_byte)
        return Attribute(self._name(name), expression, node.start_byte, node.end_byte)

    def _block(self, node: Tree) -> Block:
        labels: list[str] = []
        body = Body()
        header_end = node.start_byte
        type, *rest = self._children(node)
        for child in rest:
            kind = child.type
            if kind == "string_lit":
                labels.append(self._quoted_text(child))
            elif kind == "identifier":
                labels.append(self._name(child))
            elif kind == "block_start":
                header_end = child.start_byte
            elif kind == "body":
                self._enter(child)
                body = self._body(child)
                self._depth -= 1
        while self.content[header_end - 1 : header_end].isspace():
            header_end -= 1
        return Block(self._name(type), tuple(labels), body, node.start_byte, header_end, node.end_byte)

    # Expressions

    def _operand(self, nodes: Sequence[Tree]) -> Expression:
        """A term and the traversal steps behind it."""
        first = nodes[0]
        self._enter(first)
        if first.type == "(":
            operand, rest = self.expression(nodes[1]), nodes[3:]
        else:
            operand, rest = self._builders.get(first.type, _invalid)(first), nodes[1:]
        if len(rest) > MAXIMUM_DEPTH:
            raise TooDeepError(first.start_byte)
        operand = traverse(operand, self._steps(rest), nodes[-1].end_byte) if rest else operand
        self._depth -= 1
        return operand

    def _enter(self, node: Tree) -> None:
        """One level deeper. Raises TooDeepError."""
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise TooDeepError(node.start_byte)

    def _only_child(self, node: Tree) -> Expression:
        child = self._children(node)[0]
        return self._builders.get(child.type, _invalid)(child)

    def _literal_value(self, node: Tree) -> Expression:
        child = self._children(node)[0]
        start, end = node.start_byte, node.end_byte
        if child.type == "string_lit":
            return Literal(self._quoted_text(child), start, end)
        if child.type == "numeric_lit":
            return Number(self._text(start, end), start, end)
        value = None if child.type == "null_lit" else self.content[start:end] == b"true"
        return Literal(value, start, end)

    def _variable(self, node: Tree) -> Expression:
        return Traversal(self._name(node), (), node.start_byte, node.end_byte)

    def _call(self, node: Tree) -> Expression:
        children = self._children(node)
        arguments: list[Expression] = []
        expand = False
        for child in children[1:]:
            if child.type == "function_arguments":
                for argument in self._children(child):
                    if argument.type == "expression":
                        arguments.append(self.expression(argument))
                    elif argument.type == "ellipsis":
                        expand = True
        return Call(self._name(children[0]), tuple(arguments), expand, node.start_byte, node.end_byte)

    def _unary(self, node: Tree) -> Expression:
        operator, *operand = self._children(node)
        return Unary(operator.type, self._operand(operand), node.start_byte, node.end_byte)

    def _binary(self, node: Tree) -> Expression:
        children = self._children(node)
        position = next(i for i, child in enumerate(children) if i and child.type in _OPERATORS)
        left, right = self._operand(children[:position]), self._operand(children[position + 1 :])
        return Binary(children[position].type, left, right, node.start_byte, node.end_byte)

    def _conditional(self, node: Tree) -> Expression:
        """Conditionals group to the right; tree-sitter's grammar has `a ? b : c ? d : e` as `(a ? b : c) ? d : e`."""
        branches: list[tuple[Expression, Expression]] = []
        while True:
            self._enter(node)
            condition, yes, no = (child for child in self._children(node) if child.type == "expression")
            branches.append((self.expression(yes), self.expression(no)))
            inner = self._children(condition)
            if len(inner) > 1 or inner[0].type != "conditional":
                break
            node = inner[0]
        nested = _nested_conditional(self.expression(condition), branches)
        self._depth -= len(branches)
        return nested

    def _tuple(self, node: Tree) -> Expression:
        items = tuple(self.expression(child) for child in self._children(node) if child.type == "expression")
        return Tuple(items, node.start_byte, node.end_byte)

    def _object(self, node: Tree) -> Expression:
        items: list[tuple[Expression, Expression]] = []
        for child in self._children(node):
            if child.type == "object_elem":
                key, value = (self._children(child)[i] for i in (0, -1))
                items.append((self._key(key), self.expression(value)))
        return Object(tuple(items), node.start_byte, node.end_byte)

    def _key(self, node: Tree) -> Expression:
        """A key that is nothing but a name (or null, true, false) stands for its own text, unless in parentheses."""
        children = self._children(node)
        name = self._name(node)
        if len(children) == 1 and (children[0].type == "variable_expr" or name in ("null", "true", "false")):
            return Literal(name, node.start_byte, node.end_byte)
        return self._operand(children)

    def _for(self, node: Tree) -> Expression:
        names: list[str] = []
        collection: Expression = _invalid(node)
        results: list[Expression] = []
        condition: Expression | None = None
        group = False
        for child in self._children(node):
            kind = child.type
            if kind == "for_intro":
                names, collection = self.loop_head(child)
            elif kind == "expression":
                results.append(self.expression(child))
            elif kind == "ellipsis":
                group = True
            elif kind == "for_cond":
                condition = self.expression(self._children(child)[-1])
        *result_key, result = results
        return For(
            names[0] if len(names) > 1 else "",
            names[-1],
            collection,
            result_key[0] if result_key else None,
            result,
            condition,
            group,
            node.start_byte,
            node.end_byte,
        )

    def loop_head(self, node: Tree) -> tuple[list[str], Expression]:
        """The names and the collection of `for k, v in c`."""
        names: list[str] = []
        collection = _invalid(node)
        for child in self._children(node):
            if child.type == "identifier":
                names.append(self._name(child))
            elif child.type == "expression":
                collection = self.expression(child)
        return names, collection

    # Traversals

    def _steps(self, nodes: Sequence[Tree]) -> list[Step]:
        steps: list[Step] = []
        for node in nodes:
            children = self._children(node)
            if node.type == "get_attr":
                steps.append(("attribute", self._name(children[-1])))
            elif node.type == "index":
                steps += self._steps(children)
            elif node.type == "new_index":
                steps.append(("index", self.expression(children[1])))
            elif node.type == "legacy_index":
                steps.append(("legacy", int(self.content[node.start_byte + 1 : node.end_byte])))
            elif node.type == "splat":
                steps += self._steps(children)
            elif node.type in ("attr_splat", "full_splat"):
                steps.append(("attribute-splat" if node.type == "attr_splat" else "splat", ""))
                steps += self._steps(children[1:])
        return steps

    # Strings and templates

    def _quoted_text(self, node: Tree) -> str:
        return self._unescaped(node.start_byte + 1, node.end_byte - 1)

    def _unescaped(self, start: int, end: int) -> str:
        """Text between quotation marks."""
        raw = self.content[start:end]
        if b"\n" in raw:
            self.broken_strings.append(start + raw.index(b"\n"))
        if b"\\" not in raw and b"{" not in raw:
            return self._text(start, end)
        return unicodedata.normalize("NFC", _ESCAPE.sub(_unescape, raw.decode("utf-8", "replace")))

    def _plain(self, start: int, end: int) -> str:
        """Text of a heredoc or a file template, where only `$${` and `%%{` are escapes."""
        return _DOUBLED.sub(r"\1{", self._text(start, end))

    def _template_expr(self, node: Tree) -> Expression:
        child = self._children(node)[0]
        if child.type == "heredoc_template":
            return self._heredoc(child)
        start, end = child.start_byte, child.end_byte
        pieces = self._pieces(child.children[1:-1], start + 1, end - 1, self._unescaped)
        return assemble(pieces, start, end, flush=False)

    def _heredoc(self, node: Tree) -> Expression:
        start = self._heredoc_start(node)
        end = max(start, self.content.rfind(b"\n", 0, node.children[-1].start_byte) + 1)
        pieces = self._pieces(node.children[2:-1], start, end, self._plain)
        flush = self.content[node.start_byte : node.start_byte + 3] == b"<<-"
        return assemble(pieces, node.start_byte, node.end_byte, flush=flush)

    def _heredoc_start(self, node: Tree) -> int:
        """Where the text of a heredoc starts: on the line after its marker."""
        return self.content.index(b"\n", node.children[1].end_byte) + 1

    def _pieces(self, nodes: Sequence[Tree], start: int, end: int, text: Callable[[int, int], str]) -> list[Piece]:
        """What a template consists of. The text is what lies between the other nodes: tree-sitter leaves out its edges."""
        pieces: list[Piece] = []
        for node in nodes:
            for piece in self._tags(node):
                pieces += pieces_of_text(text, start, piece.start, self.content)
                pieces.append(piece)
                start = piece.end
        return pieces + pieces_of_text(text, start, end, self.content)

    def _tags(self, node: Tree) -> list[Piece]:
        """Interpolations and directive tags in order; the text between them is what is left."""
        if node.type in ("template_directive", "template_if", "template_for"):
            return [piece for child in self._children(node) for piece in self._tags(child)]
        kind = _TAGS.get(node.type)
        if kind is None:
            return []
        children = self._children(node)
        names: list[str] = []
        expression: Expression | None = None
        if kind == "for":
            names, expression = self.loop_head(node)
        else:
            expression = next((self.expression(child) for child in children if child.type == "expression"), None)
        return [
            Piece(
                kind,
                node.start_byte,
                node.end_byte,
                expression=expression,
                names=tuple(names),
                strip_before=children[1].type == "strip_marker",
                strip_after=children[-2].type == "strip_marker",
            )
        ]


_OPERATORS = frozenset(["||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%"])
_AROUND_HEREDOC = ("body", "attribute", "expression", "template_expr", "heredoc_template")
_TAGS = {
    "template_interpolation": "value",
    "template_if_intro": "if",
    "template_else_intro": "else",
    "template_if_end": "endif",
    "template_for_start": "for",
    "template_for_end": "endfor",
}


def _invalid(node: Tree) -> Expression:
    return Invalid(node.start_byte, node.end_byte)


def _nested_conditional(condition: Expression, branches: list[tuple[Expression, Expression]]) -> Expression:
    """`condition ? yes : (no ? yes : no)`; the branches come innermost first."""
    yes, no = branches[-1]
    if len(branches) > 1:
        no = _nested_conditional(no, branches[:-1])
    return Conditional(condition, yes, no, condition.start, no.end)


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    return _ESCAPED[match[3]] if match[3] else match[4] + "{"
