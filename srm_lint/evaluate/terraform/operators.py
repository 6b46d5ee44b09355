"""Operators, conditionals and text, with what Terraform converts, refuses, and leaves unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from srm_lint.evaluate.terraform.unknowns import follows
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    List,
    Map,
    Number,
    RuntimeValue,
    Sensitive,
    Set,
    Type,
    add,
    convert,
    divide,
    equal,
    modulo,
    multiply,
    subtract,
    type_of,
    unify,
    unmark,
    unmark_deep,
)
from srm_lint.evaluate.typed.types import has_any
from srm_lint.model.value import Unknown, concatenate, negate


class OperandError(Exception):
    """The operands do not fit. The text is a clause for people."""


_ARITHMETIC: dict[str, Callable[[Number, Number], Number | Unknown]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": modulo,
}
_MINUS_ZERO = Decimal("-0")  # equal to zero, but text shows its sign
_COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def binary(operator: str, left: RuntimeValue, right: RuntimeValue) -> RuntimeValue:
    """`left operator right`. Raises OperandError."""
    if operator in ("==", "!="):
        truth = equal(left, right)
        marked = unmark_deep(left)[1] or unmark_deep(right)[1]
        result: RuntimeValue = truth if operator == "==" else negate(truth)
        return Sensitive(result) if marked else result
    (left, is_left_marked), (right, is_right_marked) = unmark(left), unmark(right)
    result = _logic(operator, left, right) if operator in ("&&", "||") else _numeric(operator, left, right)
    return Sensitive(result) if is_left_marked or is_right_marked else result


def unary(operator: str, operand: RuntimeValue) -> RuntimeValue:
    """`-operand` or `!operand`. Raises OperandError."""
    operand, is_marked = unmark(operand)
    wanted = BOOL if operator == "!" else NUMBER
    value = _operand(operand, wanted)
    result: RuntimeValue
    if isinstance(value, Unknown):
        result = follows([value], wanted, never_null=True)
    elif operator == "!":
        result = not value
    else:
        result = subtract(0, _number(value)) or _MINUS_ZERO
    return Sensitive(result) if is_marked else result


def truth_of(condition: RuntimeValue) -> tuple[bool | Unknown, bool]:
    """A condition's truth, and whether it is sensitive. Raises OperandError."""
    value, is_marked = unmark(condition)
    converted = _operand(value, BOOL)
    if isinstance(converted, Unknown | bool):
        return converted, is_marked
    raise OperandError("a bool is required")


def choose(condition: RuntimeValue, yes: RuntimeValue, no: RuntimeValue, common: Type) -> RuntimeValue:
    """`condition ? yes : no`, both converted to their common type as Terraform does. Raises OperandError."""
    truth, is_marked = truth_of(condition)
    chosen: RuntimeValue
    if isinstance(truth, Unknown):
        (yes, is_yes_marked), (no, is_no_marked) = unmark(yes), unmark(no)
        chosen = _undecided(truth, yes, no, common)
        is_marked = is_marked or is_yes_marked or is_no_marked
    else:
        chosen = _converted(yes if truth else no, common)
    return Sensitive(chosen) if is_marked else chosen


def common_type(yes: Type | None, no: Type | None) -> Type:
    """The type that both results of a conditional take; None, a null without a type, takes any. Raises OperandError."""
    if yes is None or no is None:
        return no or yes or ANY
    if yes == no:
        return yes
    common = unify([yes, no])
    if common is None:
        raise OperandError("the two results of the conditional have no type in common")
    return common


def text_of(parts: Sequence[RuntimeValue]) -> RuntimeValue:
    """The text of a template from its parts. Raises OperandError."""
    pieces: list[str | Unknown] = []
    is_marked = False
    for part in parts:
        value, is_part_marked = unmark(part)
        is_marked = is_marked or is_part_marked
        if isinstance(value, str):
            pieces.append(value)
            continue
        if value is None:
            raise OperandError("null cannot be part of a string")
        try:
            text = convert(value, STRING)
        except ConversionError as error:
            raise OperandError(f"cannot be part of a string: {error}") from error
        if isinstance(text, str | Unknown):
            pieces.append(text)
    result = concatenate(pieces)
    return Sensitive(result) if is_marked else result


def _converted(branch: RuntimeValue, common: Type) -> RuntimeValue:
    try:
        return convert(branch, common)
    except ConversionError as error:
        if has_any(common):  # nulls inside have types that are not told here: Terraform manages
            return branch
        raise OperandError(str(error)) from error


def _undecided(truth: Unknown, yes: RuntimeValue, no: RuntimeValue, common: Type) -> RuntimeValue:
    """What can be told of a conditional whose condition is unknown."""
    if yes is None and no is None:
        return None
    if common == NUMBER and not isinstance(yes, Unknown) and yes == no:
        return yes
    causes = [truth, *(branch for branch in (yes, no) if isinstance(branch, Unknown))]
    never_null = _is_never_null(yes) and _is_never_null(no)
    if never_null and common.kind in ("list", "set", "map") and type_of(yes) == type_of(no):
        length = _common_length(yes, no)
        if length is not None and common.element is not None:
            element = common.element
            if common.kind == "list":
                return List((follows(causes, element),) * length, element)
            if length == 0:
                return Set((), element) if common.kind == "set" else Map({}, element)
    return follows(causes, common, never_null=never_null)


def _common_length(yes: RuntimeValue, no: RuntimeValue) -> int | None:
    lengths = {
        len(branch.items if isinstance(branch, Map) else branch.elements)
        for branch in (yes, no)
        if isinstance(branch, List | Set | Map)
    }
    known = not isinstance(yes, Unknown) and not isinstance(no, Unknown)
    return lengths.pop() if known and len(lengths) == 1 else None


def _is_never_null(value: RuntimeValue) -> bool:
    return value.never_null if isinstance(value, Unknown) else value is not None


def decides(operator: str, side: RuntimeValue) -> bool:
    """Whether one side of `&&` or `||` decides alone."""
    return (operator == "&&" and side is False) or (operator == "||" and side is True)


def _is_input(unknown: Unknown) -> bool:
    """Whether it is unknown only to us: an input that Terraform will have been given.

    What is unknown to Terraform 1.11 itself makes `unknown && false` unknown.
    """
    return bool(unknown.settle) and not unknown.references


def _logic(operator: str, left: RuntimeValue, right: RuntimeValue) -> RuntimeValue:
    left, right = _operand(left, BOOL), _operand(right, BOOL)
    unknown = [side for side in (left, right) if isinstance(side, Unknown)]
    decided = next((side for side in (left, right) if decides(operator, side)), None)
    if unknown and decided is not None and all(_is_input(side) for side in unknown):
        return decided
    if unknown:
        return follows(unknown, BOOL, never_null=True)
    return bool(left and right) if operator == "&&" else bool(left or right)


def _numeric(operator: str, left: RuntimeValue, right: RuntimeValue) -> RuntimeValue:
    left, right = _operand(left, NUMBER), _operand(right, NUMBER)
    compare = _COMPARISONS.get(operator)
    unknown = [side for side in (left, right) if isinstance(side, Unknown)]
    if unknown:
        return follows(unknown, NUMBER if compare is None else BOOL, never_null=True)
    numbers = _number(left), _number(right)
    if compare:
        return compare(*numbers)
    result = _ARITHMETIC[operator](*numbers)
    is_minus = operator in ("*", "/") and _is_minus(numbers[0]) != _is_minus(numbers[1])
    return _MINUS_ZERO if not result and is_minus else result


def _is_minus(number: Number) -> bool:
    return number < 0 or (isinstance(number, Decimal) and number.is_signed())


def _number(value: RuntimeValue) -> Number:
    if isinstance(value, int | Decimal):
        return value
    raise OperandError("a number is required")


def _operand(value: RuntimeValue, type: Type) -> RuntimeValue:
    if value is None:
        raise OperandError("null is no operand")
    try:
        return convert(value, type)
    except ConversionError as error:
        raise OperandError(str(error)) from error
