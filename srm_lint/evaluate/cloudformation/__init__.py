"""CloudFormation templates -> the resources they declare, in every world that their conditions leave reachable."""

from __future__ import annotations

from collections.abc import Sequence

from srm_lint.evaluate.cloudformation.exchange import Exchange
from srm_lint.evaluate.cloudformation.inputs import Inputs
from srm_lint.evaluate.cloudformation.root import Root
from srm_lint.model.resource import Estate
from srm_lint.model.tree import Tree

__all__ = ["Inputs", "Root", "evaluate", "evaluate_together"]


def evaluate(path: str, tree: Tree, inputs: Inputs) -> tuple[Estate, ...]:
    """The estates of the template at `path`, one for each reachable world; () where there is no template.

    Nested stacks are part of it, with addresses such as `Network.Vpc`. Diagnostics, those of reading the template and
    the nested ones included, are on the first estate.
    """
    [estates] = evaluate_together([Root(path, tree, inputs)])
    return estates


def evaluate_together(roots: Sequence[Root]) -> tuple[tuple[Estate, ...], ...]:
    """The estates of each of several templates that import what others of them export, as `evaluate` gives them.

    The resources of the templates that one exports to or imports from are its `neighbours`, with addresses such as
    `network.yaml:Vpc`.
    """
    return Exchange(roots).estates()
