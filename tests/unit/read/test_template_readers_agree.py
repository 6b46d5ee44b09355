"""Our template reader against cfn-lint's, on every template of the repository and of `$SRM_LINT_CORPUS`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cfnlint.decode import decode

from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.read.cloudformation import read

ROOT = Path(__file__).parents[3]


def templates() -> Iterator[Path]:
    for folder in filter(None, (str(ROOT / "examples"), os.environ.get("SRM_LINT_CORPUS"))):
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in {".yaml", ".yml", ".json", ".template"} and path.is_file():
                yield path


def plain(node: Node) -> object:
    if isinstance(node, MappingNode):
        return {entry.key: plain(entry.value) for entry in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    return node.value


def is_attribute(function: object, argument: object) -> bool:
    """Whether this is `Fn::GetAtt: [Resource, Attribute]`, which may as well be written with a dot."""
    return function == "Fn::GetAtt" and isinstance(argument, list) and all(isinstance(item, str) for item in argument)


def as_text(value: object) -> object:
    """The same for both: cfn-lint resolves dates and numbers as YAML 1.1 does, and splits the text of GetAtt."""
    if isinstance(value, dict):
        return {str(key): ".".join(item) if is_attribute(key, item) else as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


@pytest.mark.parametrize("path", [*templates()], ids=str)
def test_both_readers_see_the_same(path):
    template = read(Source(str(path), path.read_bytes()))
    if template is None or template.problems:
        pytest.skip("no template, or a broken one")
    theirs, problems = decode(str(path))
    if problems:
        pytest.skip(f"cfn-lint does not read it: {problems[0].message}")
    assert as_text(plain(template.section("Resources"))) == as_text(theirs["Resources"])
