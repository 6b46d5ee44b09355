"""CloudFormation templates -> the resources they declare, in every world that their conditions leave reachable."""

from __future__ import annotations

from srm_lint.evaluate.cloudformation.circles import report_circles
from srm_lint.evaluate.cloudformation.inputs import Inputs
from srm_lint.evaluate.cloudformation.prepare import Workspace
from srm_lint.evaluate.cloudformation.resources import resources_of
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.evaluate.cloudformation.worlds import reachable_worlds
from srm_lint.model.resource import Estate, Framework
from srm_lint.model.tree import Tree

__all__ = ["Inputs", "evaluate"]


def evaluate(path: str, tree: Tree, inputs: Inputs) -> tuple[Estate, ...]:
    """The estates of the template at `path`, one for each reachable world; () where there is no template.

    Nested stacks are part of it, with addresses such as `Network.Vpc`. Diagnostics, those of reading the template and
    the nested ones included, are on the first estate.
    """
    workspace = Workspace(tree)
    template = workspace.template(path)
    if template is None:
        return ()
    worlds = reachable_worlds(lambda decisions: Stack(workspace, template, inputs.parameters, decisions))
    estates = []
    for stack, assumed in worlds:
        resources = tuple(resources_of(stack))
        report_circles(stack, resources)
        estates.append(Estate(path, Framework.CLOUDFORMATION, resources, world=assumed))
    first = estates[0]
    diagnostics = tuple(sorted(workspace.diagnostics, key=lambda diagnostic: (diagnostic.file, diagnostic.line)))
    return (Estate(path, first.framework, first.resources, diagnostics, first.world), *estates[1:])
