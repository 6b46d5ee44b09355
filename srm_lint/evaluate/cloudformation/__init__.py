"""CloudFormation templates -> the resources they declare, in every world that their conditions leave reachable."""

from __future__ import annotations

import msgspec

from srm_lint.evaluate.cloudformation.circles import report_circles
from srm_lint.evaluate.cloudformation.inputs import Inputs
from srm_lint.evaluate.cloudformation.prepare import Workspace
from srm_lint.evaluate.cloudformation.resources import resources_of
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.evaluate.cloudformation.worlds import assumptions, reachable_worlds
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
    settle = tuple(dict.fromkeys(remedy for world in worlds for remedy in world.settle))
    estates = []
    for world, assumed in zip(worlds, assumptions(worlds), strict=True):
        resources = tuple(resources_of(world.stack))
        report_circles(world.stack, resources)
        estates.append(Estate(path, Framework.CLOUDFORMATION, resources, world=assumed, settle=settle))
    worlds[0].stack.check_rest()
    diagnostics = sorted(workspace.diagnostics, key=lambda diagnostic: (diagnostic.file, diagnostic.line))
    return (msgspec.structs.replace(estates[0], diagnostics=tuple(diagnostics)), *estates[1:])
