"""The correction of a gap as code in the resource's own language."""

from __future__ import annotations

from srm_lint.judge.conditions import Conditions
from srm_lint.model.resource import Resource
from srm_lint.model.rule import Check


def fix_for(check: Check, resource: Resource, conditions: Conditions) -> str:  # noqa: ARG001
    """Code that closes the gap, "" where none can be derived from what the check expects."""
    return check.fix.rstrip("\n")
