"""CloudFormation templates in YAML and JSON -> Template, every value with its exact place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from srm_lint.model.source import Comment, Diagnostic, Level, Source
from srm_lint.model.template import LANGUAGE_EXTENSIONS, SAM, MappingNode, Node, ScalarNode, SequenceNode, Template
from srm_lint.read import json_nodes, template_structure, yaml_nodes
from srm_lint.read.cfn_lint import explanation
from srm_lint.read.nodes import (
    AND_MORE,
    BYTE_ORDER_MARK,
    MOST_PROBLEMS,
    NotYaml,
    Parsed,
    SyntaxProblem,
    TooLarge,
    offsets,
)
from srm_lint.read.template_kind import claims_to_be_template, is_template, may_be_template

_MOST_COMMENTS = 50_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COMMENT = re.compile(rb"(?:(?<=[ \t\n\r])|\A)#+([^\r\n]*)")


def read(source: Source) -> Template | None:
    """The template that a file holds; None where it holds something else.

    A file that claims to be a template and cannot be read gives one without content whose `problems` say where and why.
    """
    content = source.content
    if content.startswith(_UTF16):
        content = content.decode("utf-16", "replace").encode()
        return _broken(source, "the file is written in UTF-16", 1) if may_be_template(content) else None
    if not may_be_template(content):
        return None
    try:
        text = content.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", "replace")
        line = source.location(error.start, error.start).line
        return _broken(source, "the file is not written in UTF-8", line) if claims_to_be_template(text) else None
    try:
        parsed = parse(source, text)
    except SyntaxProblem as problem:
        if not claims_to_be_template(text):
            return None
        offset = offsets(source.content, text)[problem.offset]
        told = explanation(text) if isinstance(problem, NotYaml) else None
        line, message = told or (source.location(offset, offset).line, str(problem))
        return _broken(source, message, line)
    return _template(source, parsed) if is_template(parsed.root) else None


def read_snippet(source: Source) -> Template:
    """A file that a template includes: members of one of its maps. Without content where it cannot be read, or is no map."""
    try:
        text = source.content.removeprefix(BYTE_ORDER_MARK).decode()
        parsed = parse(source, text)
    except UnicodeDecodeError as error:
        return _broken(source, "the file is not written in UTF-8", source.location(error.start, error.start).line)
    except SyntaxProblem as problem:
        offset = offsets(source.content, text)[problem.offset]
        return _broken(source, str(problem), source.location(offset, offset).line)
    if not isinstance(parsed.root, MappingNode):
        return _broken(source, "what a template includes must be a map", 1)
    found, surplus = _first_comments(source, parsed.texts)
    return Template(source, parsed.root, found, (*parsed.problems, *surplus))


def parse(source: Source, text: str) -> Parsed:
    """Syntax tree of a JSON or YAML file. What looks like JSON and is none may still be YAML in flow style.

    A file that calls itself JSON and is YAML alone is read, with the problem that the service does not take it.

    Raises:
        SyntaxProblem: it is neither.

    """
    if not text.lstrip().startswith("{"):
        return yaml_nodes.parse(source, text)
    try:
        return json_nodes.parse(source, text)
    except TooLarge:
        raise
    except SyntaxProblem as problem:
        try:
            parsed = yaml_nodes.parse(source, text)
        except SyntaxProblem:
            raise problem from None
        return _no_json(source, text, problem, parsed) if source.path.endswith(".json") else parsed


def _no_json(source: Source, text: str, problem: SyntaxProblem, parsed: Parsed) -> Parsed:
    offset = offsets(source.content, text)[problem.offset]
    line = source.location(offset, offset).line
    told = Diagnostic(source.path, line, "syntax-error", f"this is no JSON: {problem}", help="or name the file `.yaml`")
    return msgspec.structs.replace(parsed, problems=(*parsed.problems, told))


def _template(source: Source, parsed: Parsed) -> Template:
    root = parsed.root if isinstance(parsed.root, MappingNode) else _nothing()
    found, surplus = _first_comments(source, parsed.texts)
    problems = (*parsed.problems, *_first(template_structure.problems(source, root)), *surplus)
    return Template(source, root, found, problems, tuple(_transforms(root)))


def _first(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """As many as somebody may read; the last one says that there are more."""
    found = list(islice(problems, MOST_PROBLEMS + 1))
    if len(found) > MOST_PROBLEMS:
        last = found[MOST_PROBLEMS - 1]
        found[MOST_PROBLEMS - 1 :] = [
            msgspec.structs.replace(last, message=f"{last.message}{AND_MORE}", level=Level.ERROR)
        ]
    return found


def _broken(source: Source, message: str, line: int) -> Template:
    indentation = re.match(r"[ \t]*", source.line(line))
    if indentation and "\t" in indentation[0]:
        message, help = "the line is indented with a tab", "indent with spaces: YAML takes nothing else"
    elif "UTF-" in message:
        help = "save it as UTF-8"
    else:
        help = ""
    problem = Diagnostic(source.path, line, "syntax-error", message, help=help)
    return Template(source, _nothing(), problems=(problem,))


def _nothing() -> MappingNode:
    return MappingNode((), 0, 0)


def _transforms(root: MappingNode) -> Iterator[str]:
    """Names under `Transform`, then those that are not named and yet needed: what nobody can deploy is judged all the same."""
    declared = tuple(_transform_names(root.get("Transform")))
    yield from declared
    resources = root.get("Resources")
    entries = resources.entries if isinstance(resources, MappingNode) else ()
    if LANGUAGE_EXTENSIONS not in declared and any(entry.key.startswith("Fn::ForEach::") for entry in entries):
        yield LANGUAGE_EXTENSIONS
    if SAM not in declared and any(_type(entry.value).startswith("AWS::Serverless::") for entry in entries):
        yield SAM


def _transform_names(node: Node | None) -> Iterator[str]:
    """A text, a map with a `Name` (AWS::Include), or a list of these."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _transform_names(item)
    elif isinstance(node, MappingNode):
        yield from _transform_names(node.get("Name"))
    elif isinstance(node, ScalarNode) and isinstance(node.value, str):
        yield node.value


def _type(resource: Node) -> str:
    type = resource.get("Type") if isinstance(resource, MappingNode) else None
    return type.value if isinstance(type, ScalarNode) and isinstance(type.value, str) else ""


def _first_comments(
    source: Source, texts: Sequence[tuple[int, int]]
) -> tuple[tuple[Comment, ...], tuple[Diagnostic, ...]]:
    """The comments, and what is wrong where they are too many."""
    found = tuple(islice(comments(source.content, texts), _MOST_COMMENTS + 1))
    if len(found) <= _MOST_COMMENTS:
        return found, ()
    line = source.location(found[-1].start, found[-1].end).line
    message = f"more than {_MOST_COMMENTS:,} comments: from here on they are not looked at"
    return found[:-1], (Diagnostic(source.path, line, "too-large", message, help="drop some, or split the file"),)


def comments(content: bytes, texts: Sequence[tuple[int, int]]) -> Iterator[Comment]:
    """Comments of a YAML file: a `#` after white space and outside every scalar."""
    if not texts:
        return  # JSON has none
    starts = [start for start, _ in texts]
    for found in _COMMENT.finditer(content):
        before = bisect_right(starts, found.start()) - 1
        if before >= 0 and found.start() < texts[before][1]:
            continue
        line_start = content.rfind(b"\n", 0, found.start()) + 1
        own_line = not content[line_start : found.start()].strip()
        yield Comment(found[1].decode("utf-8", "replace").strip(), found.start(), found.end(), own_line)
