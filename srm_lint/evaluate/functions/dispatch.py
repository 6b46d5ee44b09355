"""The call of a built-in function: arguments converted, nulls refused, unknowns and marks carried over to the result."""

from __future__ import annotations

import unicodedata

from srm_lint.evaluate.functions import (
    conversion,
    date,
    encoding,
    filesystem,
    hashing,
    lists,
    maps,
    network,
    numeric,
    regexes,
    sets,
    string,
)
from srm_lint.evaluate.functions.signature import (
    Function,
    FunctionContext,
    FunctionError,
    MissingFileError,
    NotWorkedOutError,
    Parameter,
)
from srm_lint.evaluate.typed import (
    ANY,
    ConversionError,
    Pending,
    RuntimeValue,
    Sensitive,
    Type,
    contains_mark,
    convert,
    first_unknown,
    type_of,
    unmark,
    unmark_deep,
)
from srm_lint.model.value import Unknown

EVALUATED_BY_THE_EVALUATOR = frozenset({"can", "templatefile", "templatestring", "try"})
"""Functions that need expressions and scopes rather than values: whoever evaluates expressions evaluates these."""

FUNCTIONS: dict[str, Function] = {
    **conversion.FUNCTIONS,
    **date.FUNCTIONS,
    **encoding.FUNCTIONS,
    **filesystem.FUNCTIONS,
    **hashing.FUNCTIONS,
    **lists.FUNCTIONS,
    **maps.FUNCTIONS,
    **network.FUNCTIONS,
    **numeric.FUNCTIONS,
    **regexes.FUNCTIONS,
    **sets.FUNCTIONS,
    **string.FUNCTIONS,
}

_INT64 = 1 << 63
_HIDDEN = "why is not said: an argument is sensitive"
_UNREAD = "a file whose name is sensitive is not read"


def call(name: str, args: tuple[RuntimeValue, ...], context: FunctionContext) -> RuntimeValue:
    """The result of a function, `core::name` being the same as `name`. Raises FunctionError where Terraform fails too."""
    if name.startswith("provider::"):
        return Unknown(f"function {name} belongs to a provider")
    function = FUNCTIONS.get(name.removeprefix("core::"))
    if function is None:
        raise FunctionError(f"there is no function named {name!r}")
    try:
        return _called(function, _bound(function, args), context)
    except (ConversionError, FunctionError) as error:
        failure = MissingFileError if isinstance(error, MissingFileError) else FunctionError
        raise failure(_HIDDEN if any(map(contains_mark, args)) else str(error)) from error
    except RecursionError:
        return Unknown(f"the arguments of {name} are nested too deeply", never_null=True)


def _bound(function: Function, args: tuple[RuntimeValue, ...]) -> tuple[RuntimeValue, ...]:
    """The arguments as the parameters want them."""
    required = len(function.parameters)
    if len(args) < required or (len(args) > required and function.rest is None):
        raise FunctionError(f"wrong number of arguments: {len(args)}")
    rest = (function.rest or Parameter(),) * (len(args) - required)
    return tuple(map(_argument, args, (*function.parameters, *rest)))


def _argument(value: RuntimeValue, parameter: Parameter) -> RuntimeValue:
    converted = convert(value, parameter.type)
    bare, _ = unmark(converted)
    if bare is None and not parameter.nullable:
        raise FunctionError("argument must not be null")
    return _integer(converted) if parameter.integral else converted


def _integer(value: RuntimeValue) -> RuntimeValue:
    """A number as a 64-bit integer, minus zero as zero."""
    if isinstance(value, Sensitive):
        return Sensitive(_integer(value.value))
    if isinstance(value, Unknown) or (isinstance(value, int) and -_INT64 <= value < _INT64):
        return value
    if value == 0:
        return 0
    raise FunctionError("a whole number is required")


def _called(function: Function, args: tuple[RuntimeValue, ...], context: FunctionContext) -> RuntimeValue:
    if function.raw:
        return function.run(*args)
    strip = unmark if function.inner_marks else unmark_deep
    stripped = [strip(arg) for arg in args]
    values = tuple(value for value, _ in stripped)
    is_marked = any(marked for _, marked in stripped)
    result = _tidy(function, _result(function, values, context, is_marked=is_marked))
    return Sensitive(result) if is_marked else result


def _result(
    function: Function, values: tuple[RuntimeValue, ...], context: FunctionContext, *, is_marked: bool
) -> RuntimeValue:
    unknown = _unknown_result(function, values)
    if unknown is not None:
        return unknown
    if function.reads and is_marked:  # reports and the cache would tell the name
        return _unknown_of(function, values, Unknown(_UNREAD))
    try:
        return function.run(context, *values) if function.reads else function.run(*values)
    except NotWorkedOutError as limit:
        return _unknown_of(function, values, Unknown(_HIDDEN if is_marked else str(limit)))


def _unknown_result(function: Function, values: tuple[RuntimeValue, ...]) -> Unknown | None:
    if function.takes == "any":
        return None
    found: Unknown | None = None
    for value in values:
        unknown = first_unknown(value) if function.takes == "known" else value
        if isinstance(unknown, Unknown):
            found = unknown if found is None else found.because(unknown)
    return None if found is None else _unknown_of(function, values, found)


def _unknown_of(function: Function, values: tuple[RuntimeValue, ...], cause: Unknown) -> Unknown:
    type = function.result if isinstance(function.result, Type) else function.result(*map(type_of, values))
    return Pending(cause.reason, cause.references, cause.settle, never_null=_never_null(function, type), type=type)


def _never_null(function: Function, type: Type) -> bool:
    return not function.may_be_null and type != ANY


def _tidy(function: Function, result: RuntimeValue) -> RuntimeValue:
    """Strings in normal form; an unknown result that only may be one of the arguments is not null where none can be."""
    if isinstance(result, str) and not result.isascii():
        return unicodedata.normalize("NFC", result)
    if isinstance(result, Pending) and _never_null(function, result.type) and not result.never_null:
        return Pending(result.reason, result.references, result.settle, result.parts, never_null=True, type=result.type)
    return result
