"""Terraform root modules -> the resources they declare, as Terraform would plan them."""

from __future__ import annotations

import posixpath

from srm_lint.evaluate.terraform.estate import EstateBuilder
from srm_lint.evaluate.terraform.given import Inputs
from srm_lint.evaluate.terraform.module import Module
from srm_lint.evaluate.terraform.root_variables import RootVariables
from srm_lint.evaluate.terraform.session import Session
from srm_lint.model.resource import Estate, Framework
from srm_lint.model.tree import Tree

__all__ = ["Inputs", "evaluate"]


def evaluate(root: str, tree: Tree, inputs: Inputs) -> Estate:
    """The estate of the root module in the folder `root`, with all modules that it calls.

    What Terraform itself would refuse is a diagnostic, and unknown; the rest is evaluated all the same.
    """
    root = posixpath.normpath(root)
    session = Session(root, tree)
    configuration = session.configuration(root)
    module = Module(session, configuration, RootVariables(session, inputs, configuration))
    resources = tuple(EstateBuilder().resources(module))
    return Estate(root, Framework.TERRAFORM, resources, session.diagnostics)
