"""Why an expression has no value."""

from __future__ import annotations

from srm_lint.model.hcl import Expression


class EvaluationError(Exception):
    """Terraform would refuse this expression too. The text is a clause for people; `node` is what fails."""

    def __init__(self, message: str, node: Expression) -> None:
        super().__init__(message)
        self.node = node


class UndeclaredError(EvaluationError):
    """A name that means nothing here. Terraform finds it before it evaluates anything, so `try` does not help."""


class AccessError(Exception):
    """A value has no such attribute or element. The text is a clause for people."""
