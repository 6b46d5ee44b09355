"""Files that steer the linter - configuration, rules, catalogue entries - as text and as YAML, for a bounded price.

They lie in the tree that is scanned, so that whoever changes the tree can change them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

MAXIMUM_BYTES = 1024 * 1024
_MAXIMUM_NODES = 100_000  # once aliases are unfolded


def read_text(file: Path) -> str:
    """The text of a file, without a byte order mark.

    Raises:
        OSError: it cannot be read, is no regular file, or is too large.
        UnicodeDecodeError: it is not UTF-8.
    """
    if not file.is_file():
        raise OSError(0, "it is no regular file", str(file))
    if file.stat().st_size > MAXIMUM_BYTES:
        raise OSError(0, f"it is larger than {MAXIMUM_BYTES:,} bytes", str(file))
    return file.read_text("utf-8-sig")


def compose(text: str) -> yaml.Node | None:
    """The nodes of one YAML document, None where there is none.

    Raises:
        yaml.YAMLError: it is no YAML, nested too deeply, or its aliases unfold to too much.
    """
    import yaml

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if root is not None:
            _unfolded(root, {})
    except RecursionError as error:
        raise yaml.YAMLError("nested too deeply, or in itself") from error
    return root


def repeated_key(node: yaml.Node | None) -> yaml.ScalarNode | None:
    """The first key that a mapping has already: of the two YAML takes the last, and says nothing."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return next((key for item in node.value if (key := repeated_key(item))), None)
    seen: set[str] = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                return key
            seen.add(key.value)
        if inside := repeated_key(value):
            return inside
    return None


def _unfolded(node: yaml.Node, known: dict[int, int]) -> int:
    """How many nodes there are, those that are written once and used twice being two."""
    import yaml

    if id(node) not in known:
        known[id(node)] = _MAXIMUM_NODES + 1  # what holds itself has no end
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        parts = [part for child in children for part in (child if isinstance(child, tuple) else (child,))]
        known[id(node)] = 1 + sum(_unfolded(part, known) for part in parts)
    if known[id(node)] > _MAXIMUM_NODES:
        raise yaml.YAMLError(f"more than {_MAXIMUM_NODES:,} values, or one that holds itself")
    return known[id(node)]
