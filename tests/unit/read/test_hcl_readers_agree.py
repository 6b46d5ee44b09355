"""Our reader against python-hcl2, on every `.tf` of the repository and of `$SRM_LINT_CORPUS`: the same blocks and attributes."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import hcl2
import pytest

from srm_lint.model.hcl import Block, Body
from srm_lint.model.source import Source
from srm_lint.read.terraform import read

ROOT = Path(__file__).parents[3]
BLOCK = "__is_block__"


def files() -> Iterator[Path]:
    for folder in filter(None, (str(ROOT / "examples"), str(ROOT / "tests"), os.environ.get("SRM_LINT_CORPUS"))):
        yield from sorted(Path(folder).rglob("*.tf"))


Shape = tuple[tuple[str, ...], frozenset[str], tuple[tuple["Shape", int], ...]]
"""Labels, names of attributes, and how many nested blocks there are of each shape."""


def our_shapes(body: Body) -> Counter[Shape]:
    return Counter(our_shape(block) for block in body.blocks)


def our_shape(block: Block) -> Shape:
    names = frozenset(attribute.name for attribute in block.body.attributes)
    return (block.type, *block.labels), names, tuple(sorted(our_shapes(block.body).items(), key=repr))


def their_shapes(body: Mapping[str, object]) -> Counter[Shape]:
    return Counter(
        shape
        for name, items in body.items()
        if isinstance(items, list)
        for item in items
        if isinstance(item, dict)
        for shape in their_blocks((name,), item)
    )


def their_blocks(labels: tuple[str, ...], item: Mapping[str, object]) -> Iterator[Shape]:
    """A block's labels are keys around it, in quotation marks, until one says that it is a block."""
    if BLOCK in item:
        nested = their_shapes(item)
        blocks = {labels[0] for labels, _, _ in nested}
        names = frozenset(name for name in item if name != BLOCK and name not in blocks and not name.startswith("__"))
        yield labels, names, tuple(sorted(nested.items(), key=repr))
        return
    for label, inner in item.items():
        if isinstance(inner, dict):
            yield from their_blocks((*labels, label.strip('"')), inner)


@pytest.mark.parametrize("path", [*files()], ids=str)
def test_both_readers_see_the_same(path):
    document = read(Source(str(path), path.read_bytes()))
    try:
        theirs = hcl2.loads(path.read_text("utf-8"))
    except Exception as error:  # noqa: BLE001 - python-hcl2 has no error of its own
        pytest.skip(f"python-hcl2 does not read it: {str(error).splitlines()[0]}")
    assert document.problems == ()
    assert our_shapes(document.body) == their_shapes(theirs)
