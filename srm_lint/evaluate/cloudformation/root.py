"""A template that is deployed on its own, from its file to the estates it may come to."""

from __future__ import annotations

from functools import cached_property

import msgspec

from srm_lint.evaluate.cloudformation.circles import report_circles
from srm_lint.evaluate.cloudformation.decisions import Decisions
from srm_lint.evaluate.cloudformation.inputs import Inputs
from srm_lint.evaluate.cloudformation.prepare import Workspace
from srm_lint.evaluate.cloudformation.resources import resources_of
from srm_lint.evaluate.cloudformation.scope import Imports
from srm_lint.evaluate.cloudformation.stack import Stack
from srm_lint.evaluate.cloudformation.worlds import World, assumptions, reachable_worlds, remedies
from srm_lint.model.resource import Estate, Framework
from srm_lint.model.tree import Tree


class Root(msgspec.Struct, frozen=True):
    """The template at `path`, where it is read from, and what it is given."""

    path: str
    tree: Tree
    inputs: Inputs


def prefix_of(path: str) -> str:
    """What starts the addresses of a template's resources where others refer to them: `network.yaml:`."""
    return f"{path}:"


class Evaluation:
    """A root template in every world that its conditions leave reachable.

    `prefix` starts its addresses; `imports` tells what other stacks export, and without it none does.
    """

    def __init__(self, root: Root, prefix: str = "", imports: Imports | None = None) -> None:
        self._root = root
        self._workspace = Workspace(root.tree, prefix, imports)

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        """One stack a world; () where there is no template."""
        template = self._workspace.template(self._root.path)
        if template is None:
            return ()
        given = self._root.inputs.parameters
        return reachable_worlds(lambda decisions: Stack(self._workspace, template, given, decisions))

    def _remedies(self) -> dict[str, tuple[str, ...]]:
        """What would tell of each assumption whether it holds."""
        template = self._workspace.template(self._root.path)
        if template is None or len(self.worlds) == 1:
            return {}
        return remedies(Stack(self._workspace, template, self._root.inputs.parameters, Decisions()))

    def estates(self) -> tuple[Estate, ...]:
        """The resources in each world. Diagnostics are on the first estate."""
        if not self.worlds:
            return ()
        settle = tuple(dict.fromkeys(remedy for world in self.worlds for remedy in world.settle))
        known = self._remedies()
        estates = []
        for world, assumed in zip(self.worlds, assumptions(self.worlds), strict=True):
            resources = tuple(resources_of(world.stack))
            report_circles(world.stack, resources)
            estates.append(
                Estate(
                    self._root.path,
                    Framework.CLOUDFORMATION,
                    resources,
                    world=assumed,
                    settle=settle,
                    remedies={assumption: known[assumption] for assumption in assumed if assumption in known},
                )
            )
        self.worlds[0].stack.check_rest()
        diagnostics = sorted(self._workspace.diagnostics, key=lambda diagnostic: (diagnostic.file, diagnostic.line))
        return (msgspec.structs.replace(estates[0], diagnostics=tuple(diagnostics)), *estates[1:])
