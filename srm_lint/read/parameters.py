"""Files of parameter values for CloudFormation, in the three shapes that AWS tools write."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.errors import UsageError
from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Node, ScalarNode, SequenceNode
from srm_lint.model.value import Value
from srm_lint.read.cloudformation import parse
from srm_lint.read.nodes import BYTE_ORDER_MARK, SyntaxProblem

_SHAPES = (
    'expected a list of {"ParameterKey", "ParameterValue"}, a list of "Name=Value", '
    '{"Parameters": {...}}, or a map of names to values'
)


def read_parameters(source: Source) -> dict[str, Value]:
    """Parameter values by name: texts, numbers, truth values, or lists of them.

    Raises:
        UsageError: the file is neither JSON nor YAML, or has none of the shapes.

    """
    try:
        root = parse(source, source.content.removeprefix(BYTE_ORDER_MARK).decode()).root
    except (SyntaxProblem, UnicodeDecodeError) as error:
        raise UsageError(f"{source.path}: neither JSON nor YAML: {error}") from error
    if isinstance(root, MappingNode):
        inner = root.get("Parameters")
        return dict(_from_map(source, inner if isinstance(inner, MappingNode) else root))
    if isinstance(root, SequenceNode):
        return dict(_from_list(source, root))
    raise UsageError(f"{source.path}: {_SHAPES}")


def _from_map(source: Source, node: MappingNode) -> Iterator[tuple[str, Value]]:
    for entry in node.entries:
        yield entry.key, _value(source, entry.value)


def _from_list(source: Source, node: SequenceNode) -> Iterator[tuple[str, Value]]:
    for item in node.items:
        if isinstance(item, ScalarNode) and isinstance(item.value, str) and "=" in item.value:
            name, value = item.value.split("=", 1)
            yield name, value
            continue
        name_node = item.get("ParameterKey") if isinstance(item, MappingNode) else None
        if not isinstance(item, MappingNode) or not isinstance(name_node, ScalarNode):
            raise _misshapen(source, item)
        value_node = item.get("ParameterValue")
        if value_node is not None:  # else UsePreviousValue: what the stack has is not known
            yield str(name_node.value), _value(source, value_node)


def _value(source: Source, node: Node) -> Value:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return tuple(_value(source, item) for item in node.items)
    raise _misshapen(source, node)


def _misshapen(source: Source, node: Node) -> UsageError:
    return UsageError(f"{source.path}:{source.location(node.start, node.end).line}: {_SHAPES}")
