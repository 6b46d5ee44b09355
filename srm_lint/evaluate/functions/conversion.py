"""Explicit type conversions and the functions about sensitivity."""

from __future__ import annotations

from functools import partial

from srm_lint.evaluate.functions.signature import NULLABLE, Function
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    RuntimeValue,
    Sensitive,
    Type,
    as_unknown,
    convert,
    list_type,
    map_type,
    set_type,
    unmark,
)
from srm_lint.model.value import Unknown


def _to(target: Type, value: RuntimeValue) -> RuntimeValue:
    return convert(value, target)


def _sensitive(value: RuntimeValue) -> RuntimeValue:
    return Sensitive(unmark(value)[0])


def _nonsensitive(value: RuntimeValue) -> RuntimeValue:
    return unmark(value)[0]


def _issensitive(value: RuntimeValue) -> RuntimeValue:
    if isinstance(value, Unknown):
        return as_unknown(value, BOOL)
    return isinstance(value, Sensitive)


def _same(value: RuntimeValue) -> RuntimeValue:
    """Ephemeral values do not occur here: those of variables and resources are unknown or what they are."""
    return value


def _converter(target: Type) -> Function:
    return Function(partial(_to, target), (NULLABLE,), result=target, takes="any", raw=True, may_be_null=True)


FUNCTIONS = {
    "ephemeralasnull": Function(_same, (NULLABLE,), takes="any", raw=True, may_be_null=True),
    "issensitive": Function(_issensitive, (NULLABLE,), result=BOOL, takes="any", raw=True),
    "nonsensitive": Function(_nonsensitive, (NULLABLE,), takes="any", raw=True, may_be_null=True),
    "sensitive": Function(_sensitive, (NULLABLE,), takes="any", raw=True, may_be_null=True),
    "tobool": _converter(BOOL),
    "tolist": _converter(list_type(ANY)),
    "tomap": _converter(map_type(ANY)),
    "tonumber": _converter(NUMBER),
    "toset": _converter(set_type(ANY)),
    "tostring": _converter(STRING),
}
