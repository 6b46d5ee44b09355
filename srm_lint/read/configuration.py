"""`.srm-lint.yaml` with the place of everything in it, for what is said about its parts.

What it means is read by `srm_lint.config`, which has accepted the file before.
"""

from __future__ import annotations

from srm_lint.model.source import Source
from srm_lint.model.template import MappingNode, Template
from srm_lint.read.cloudformation import comments
from srm_lint.read.nodes import BYTE_ORDER_MARK
from srm_lint.read.yaml_nodes import parse


def read(source: Source) -> Template:
    """The file's syntax tree and comments."""
    parsed = parse(source, source.content.removeprefix(BYTE_ORDER_MARK).decode())
    root = parsed.root if isinstance(parsed.root, MappingNode) else MappingNode((), 0, 0)
    return Template(source, root, tuple(comments(source.content, parsed.texts)))
