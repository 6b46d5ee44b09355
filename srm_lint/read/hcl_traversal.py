"""Steps behind a term -> the expression they make of it."""

from __future__ import annotations

from srm_lint.model.hcl import Access, Expression, Index, Item, Literal, Number, Splat, Traversal

Step = tuple[str, str | int | Expression]
"""A step of a traversal: "attribute" and its name, "legacy" and an index (`.0`), "index", "splat", "attribute-splat"."""


def traverse(source: Expression, steps: list[Step], end: int) -> Expression:
    """Applies steps from left to right. What follows `[*]` is applied to each element, after `.*` only names are."""
    start = source.start
    for position, (kind, value) in enumerate(steps):
        if kind == "splat":
            return Splat(source, traverse(Item(start, end), steps[position + 1 :], end), start, end)
        if kind == "attribute-splat":
            rest = steps[position + 1 :]
            count = next((i for i, (k, _) in enumerate(rest) if k not in ("attribute", "legacy")), len(rest))
            each = traverse(Item(start, end), rest[:count], end)
            return traverse(Splat(source, each, start, end), rest[count:], end)
        source = _stepped(source, value, end)
    return source


def _stepped(source: Expression, step: str | int | Expression, end: int) -> Expression:
    """One step further. An index that is written down as plain text or a whole number is a constant step."""
    if isinstance(step, Literal) and isinstance(step.value, str):
        step = step.value
    elif isinstance(step, Number) and step.text.isdecimal():
        step = int(step.text)
    if not isinstance(step, str | int):
        return Index(source, step, source.start, end)
    if isinstance(source, Traversal):
        return Traversal(source.root, (*source.steps, step), source.start, end)
    if isinstance(source, Access):
        return Access(source.source, (*source.steps, step), source.start, end)
    return Access(source, (step,), source.start, end)
