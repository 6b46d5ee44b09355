"""Every built-in function of Terraform 1.11, as Terraform computes it; what cannot be computed exactly is unknown."""

from srm_lint.evaluate.functions.dispatch import EVALUATED_BY_THE_EVALUATOR, FUNCTIONS, call
from srm_lint.evaluate.functions.signature import (
    FunctionContext,
    FunctionError,
    MissingFileError,
    TooLargeResultError,
)

__all__ = [
    "EVALUATED_BY_THE_EVALUATOR",
    "FUNCTIONS",
    "FunctionContext",
    "FunctionError",
    "MissingFileError",
    "TooLargeResultError",
    "call",
]
