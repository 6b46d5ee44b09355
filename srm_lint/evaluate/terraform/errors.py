"""Why an expression has no value."""

from __future__ import annotations

from srm_lint.model.hcl import Expression


class EvaluationError(Exception):
    """Terraform would refuse this expression too. The text is a clause for people; `node` is what fails."""

    def __init__(self, message: str, node: Expression) -> None:
        super().__init__(message)
        self.node = node


class AbsentFileError(EvaluationError):
    """A file is not there to be read. It may be by the time that Terraform runs."""


class FinalError(EvaluationError):
    """`try` and `can` do not get past it."""


class UndeclaredError(FinalError):
    """A name that means nothing here. Terraform finds it before it evaluates anything."""


class TooLargeError(FinalError):
    """The value is larger than we work out; Terraform may well."""


class ExhaustedError(TooLargeError):
    """There is no work left for this root module, so everything else in it fails as well."""


class AccessError(Exception):
    """A value has no such attribute or element. The text is a clause for people."""
