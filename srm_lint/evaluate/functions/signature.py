"""What a built-in function takes and gives, and how it deals with unknown and sensitive arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from srm_lint.evaluate.typed import ANY, BOOL, NUMBER, STRING, RuntimeValue, Type, list_type, set_type


class FunctionError(Exception):
    """The call fails in Terraform as well. The text is a clause for people."""


class MissingFileError(FunctionError):
    """The call fails while there is no such file; it may be made, or put there, before Terraform runs."""


class NotWorkedOutError(Exception):
    """The call may succeed, but its exact result is left unknown. The text is a clause for people."""


class TooLargeResultError(Exception):
    """The result, or working it out, would exceed what any configuration is meant to make. The text is a clause for people."""


class FunctionContext(msgspec.Struct, frozen=True):
    """What functions may know of their surroundings.

    `folder` is the folder of the root module: relative paths start there. `read` and `files` are those of
    `model.tree.Tree` and take paths relative to the scanned root.
    """

    folder: str
    read: Callable[[str], bytes | None]
    files: Callable[[str], tuple[str, ...]]


class Parameter(msgspec.Struct, frozen=True):
    """One parameter. Arguments are converted to `type`; null is an error unless `nullable`; `integral` means a 64-bit integer."""

    type: Type = ANY
    nullable: bool = False
    integral: bool = False


class Function(msgspec.Struct, frozen=True):
    """A built-in function.

    `run` gets the converted arguments, after the context where it `reads` files, and may raise FunctionError.
    `takes` says which arguments it copes with: "known" ones only, "partly" known ones (a list with unknown elements),
    or "any". Otherwise the result is unknown, of the type `result`, which may depend on the arguments' types.
    `inner_marks` are left on the arguments' parts; otherwise a sensitive part makes the whole result sensitive.
    `raw` functions see marks on the arguments themselves. `may_be_null` holds where a result may be null.
    """

    run: Callable[..., RuntimeValue]
    parameters: tuple[Parameter, ...] = ()
    rest: Parameter | None = None
    result: Type | Callable[..., Type] = ANY
    takes: Literal["known", "partly", "any"] = "known"
    inner_marks: bool = False
    raw: bool = False
    may_be_null: bool = False
    reads: bool = False


TEXT = Parameter(STRING)
NUMERIC = Parameter(NUMBER)
INTEGER = Parameter(NUMBER, integral=True)
VALUE = Parameter(ANY)
NULLABLE = Parameter(ANY, nullable=True)
TEXTS = Parameter(list_type(STRING))
LIST = Parameter(list_type(ANY))
SET = Parameter(set_type(ANY))
TRUTHS = Parameter(list_type(BOOL))


def of_text(run: Callable[..., RuntimeValue], count: int = 1, result: Type = STRING) -> Function:
    """A function of so many strings."""
    return Function(run, (TEXT,) * count, result=result)
