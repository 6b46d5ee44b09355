"""Terraform and OpenTofu files -> `Document`: `.tf`, `.tofu`, `.tfvars` and their JSON forms.

Never raises on bad input: what is wrong is in `problems`, what is right in `body` all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.model.hcl import Attribute, Block, Body, Document, Fragment, Invalid, moved
from srm_lint.model.source import Diagnostic, Source
from srm_lint.read.hcl_parse import Parser, TooCostlyError
from srm_lint.read.hcl_recovery import (
    first_error,
    top_level_regions,
    what_is_wrong,
    with_placeholders,
)
from srm_lint.read.hcl_syntax import Builder, TooDeepError
from srm_lint.read.terraform_json import read_json

_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = b"\0GITCRYPT\0"
_EXPRESSION = b"x = (\n"
_TOO_COSTLY = "it takes too long to read; split it, or exclude it in .srm-lint.yaml"


def read(source: Source) -> Document:
    """A file of Terraform configuration or of variable values."""
    damage = _wrong_encoding(source)
    if damage is not None:
        return Document(source, Body(), problems=(damage,))
    if source.path.endswith(".json"):
        return read_json(source, read_expression, read_template)
    try:
        return _read_native(source)
    except TooDeepError as error:
        return Document(source, Body(), problems=(_problem(source, error.at, str(error)),))
    except TooCostlyError:
        return Document(source, Body(), problems=(Diagnostic(source.path, 1, "too-large", _TOO_COSTLY),))


def _read_native(source: Source) -> Document:
    content = source.content
    if content.startswith(_MARK):
        content = b"   " + content[3:]
    parser = Parser()
    tree = parser.parse(content)
    if tree.root_node.has_error:
        content = with_placeholders(content)
        tree = parser.parse(content)
    if tree.root_node.has_error:
        return _read_broken(source, content, parser)
    builder = Builder(source.content)
    body = builder.file(tree.root_node)
    return Document(source, body, tuple(builder.comments), tuple(_mistakes(builder, source)))


def read_expression(source: Source) -> Fragment:
    """An expression that stands alone: the value of `--var` for a variable that is no string, a type in JSON."""
    document = read(Source("", _EXPRESSION + source.content + b"\n)\n"))
    attribute = document.body.attribute("x")
    if document.problems or attribute is None:
        return _broken(source, document.problems)
    return Fragment(source, moved(attribute.expression, -len(_EXPRESSION)))


def read_template(source: Source) -> Fragment:
    """A file or a string in template language: `${}` and `%{}`, no quotation marks and no backslash escapes.

    Read as a heredoc put around it, whose last line break is not the template's.
    """
    marker = b"END"
    while marker in source.content:
        marker += b"_"
    opening = b"x = <<" + marker + b"\n"
    content = opening + source.content + b"\n" + marker + b"\n"
    parser = Parser()
    builder = Builder(content)
    try:
        tree = parser.parse(content)
        if tree.root_node.has_error:
            tree = parser.parse(with_placeholders(content))
        expression = builder.text_of_heredoc(tree.root_node, closing=len(marker) + 2)
    except TooDeepError as error:
        return _broken(source, (_problem(source, max(0, error.at - len(opening)), str(error)),))
    except TooCostlyError:
        return _broken(source, (Diagnostic(source.path, 1, "too-large", _TOO_COSTLY),))
    if tree.root_node.has_error or isinstance(expression, Invalid):
        at = max(0, first_error(tree.root_node).start_byte - len(opening))
        problem = _problem(source, at, "this template cannot be read: check its `${`, `%{` and their ends")
        return _broken(source, (problem,))
    return Fragment(source, moved(expression, -len(opening)))


def _read_broken(source: Source, content: bytes, parser: Parser) -> Document:
    """Block by block, so that the damage stays in the block that has it."""
    builder = Builder(source.content)
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    problems: list[Diagnostic] = []
    for region in top_level_regions(content):
        root = parser.parse(content, region).root_node
        body = builder.file(root)
        attributes += body.attributes
        blocks += body.blocks
        if root.has_error:
            at, message = what_is_wrong(root, source.content, region)
            problems.append(_problem(source, at, message))
    problems += _mistakes(builder, source)
    return Document(source, Body(tuple(attributes), tuple(blocks)), tuple(builder.comments), tuple(problems))


def _mistakes(builder: Builder, source: Source) -> Iterator[Diagnostic]:
    """What tree-sitter lets through and Terraform does not."""
    for at in builder.broken_strings:
        yield _problem(source, at, "line break inside a quoted string; write `\\n`, or use a heredoc")
    for attribute in builder.repeated:
        yield _problem(source, attribute.start, f"`{attribute.name}` is set twice in this block; remove one of them")


def _wrong_encoding(source: Source) -> Diagnostic | None:
    if source.content.startswith(_UTF_16):
        return _problem(source, 0, "the file is not UTF-8 but UTF-16; save it as UTF-8", code="wrong-encoding")
    try:
        source.content.decode()
    except UnicodeDecodeError as error:
        message = f"byte 0x{source.content[error.start]:02x} is not valid UTF-8; save the file as UTF-8"
        if source.content.startswith(_ENCRYPTED):
            message = "the file is encrypted with git-crypt; unlock the repository to have it read"
        return _problem(source, error.start, message, code="wrong-encoding")
    return None


def _problem(source: Source, at: int, message: str, code: str = "syntax-error") -> Diagnostic:
    return Diagnostic(source.path, source.location(at, at).line, code, message)


def _broken(source: Source, problems: Iterable[Diagnostic]) -> Fragment:
    return Fragment(source, Invalid(0, len(source.content)), tuple(problems))
