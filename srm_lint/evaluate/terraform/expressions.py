"""Expressions -> run-time values, as Terraform's own evaluator computes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from srm_lint.evaluate.functions import FunctionError, MissingFileError, TooLargeResultError, call
from srm_lint.evaluate.terraform.access import step
from srm_lint.evaluate.terraform.declared import arguments_with_nulls, declared_type, type_with_nulls
from srm_lint.evaluate.terraform.errors import (
    AbsentFileError,
    AccessError,
    EvaluationError,
    ExhaustedError,
    FinalError,
    TooLargeError,
)
from srm_lint.evaluate.terraform.loops import evaluate_for, evaluate_splat
from srm_lint.evaluate.terraform.operators import OperandError, binary, choose, common_type, decides, text_of, unary
from srm_lint.evaluate.terraform.scope import Scope, Steps
from srm_lint.evaluate.terraform.special import SPECIAL_FUNCTIONS
from srm_lint.evaluate.terraform.unknowns import follows
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    List,
    Pending,
    RuntimeValue,
    Sensitive,
    Set,
    Type,
    convert,
    parse_number,
    unmark,
)
from srm_lint.model.hcl import (
    Access,
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    Index,
    Invalid,
    Item,
    Join,
    Literal,
    Number,
    Object,
    Splat,
    Template,
    Traversal,
    Tuple,
    Unary,
)
from srm_lint.model.value import Unknown

_STEPS_OF_A_FAILURE = 20  # exceptions cost more than values
_STEPS_OF_A_CALL = 4  # arguments are converted, and the result is
_STEPS_OF_ARITHMETIC = 4


def evaluate(node: Expression, scope: Scope) -> RuntimeValue:
    """The value of an expression. Raises EvaluationError where Terraform fails too, or there is no more work to spend."""
    scope.surroundings.work.spend(1, node)
    return _EVALUATORS[type(node)](node, scope)


def _literal(node: Literal, _scope: Scope) -> RuntimeValue:
    return node.value


def _number(node: Number, _scope: Scope) -> RuntimeValue:
    return int(node.text) if len(node.text) < 20 and node.text.isdecimal() else parse_number(node.text)


def _invalid(_node: Invalid, _scope: Scope) -> RuntimeValue:
    return Unknown("a syntax error makes it unreadable")


def _template(node: Template, scope: Scope) -> RuntimeValue:
    parts = [evaluate(part, scope) for part in node.parts]
    scope.surroundings.work.weigh(parts, node)
    try:
        return text_of(parts)
    except OperandError as error:
        raise EvaluationError(str(error), node) from error


def _join(node: Join, scope: Scope) -> RuntimeValue:
    items, is_marked = unmark(evaluate(node.items, scope))
    scope.surroundings.work.weigh([items], node)
    if isinstance(items, Unknown):
        text: RuntimeValue = follows([items], STRING, never_null=True)
    else:
        text = text_of(items if isinstance(items, tuple) else ())
    return Sensitive(text) if is_marked else text


def _traversal(node: Traversal, scope: Scope) -> RuntimeValue:
    names = scope.names
    if node.root in names:
        value, steps = names[node.root], node.steps
    else:
        value, steps = scope.surroundings.resolve(node)
    return _walk(value, steps, node) if steps else value


def _access(node: Access, scope: Scope) -> RuntimeValue:
    return _walk(evaluate(node.source, scope), node.steps, node)


def _index(node: Index, scope: Scope) -> RuntimeValue:
    source = evaluate(node.source, scope)
    key = evaluate(node.key, scope)
    try:
        return step(source, key)
    except AccessError as error:
        raise EvaluationError(str(error), node) from error


def _walk(value: RuntimeValue, steps: Steps, node: Expression) -> RuntimeValue:
    try:
        for key in steps:
            value = step(value, key)
    except AccessError as error:
        raise EvaluationError(str(error), node) from error
    return value


def _item(_node: Item, scope: Scope) -> RuntimeValue:
    return scope.item


def _splat(node: Splat, scope: Scope) -> RuntimeValue:
    source = evaluate(node.source, scope)
    if unmark(source)[0] is None and declared_type(node.source, scope).kind in ("list", "set", "tuple"):
        raise EvaluationError("a list that is null has no elements", node)
    return evaluate_splat(source, lambda item: evaluate(node.each, scope.with_item(item)))


def _for(node: For, scope: Scope) -> RuntimeValue:
    return evaluate_for(node, scope, evaluate)


def _call(node: Call, scope: Scope) -> RuntimeValue:
    special = SPECIAL_FUNCTIONS.get(node.name.removeprefix("core::"))
    scope.surroundings.work.spend(_STEPS_OF_A_CALL, node)
    try:
        if special is not None:
            return special(node, scope, evaluate)
        arguments = [evaluate(argument, scope) for argument in node.arguments]
        scope.surroundings.work.weigh(arguments, node)
        if not node.expand:
            arguments = arguments_with_nulls(node, arguments, scope)
            with scope.surroundings.work.timed(node):
                return call(node.name, tuple(arguments), scope.surroundings.functions)
        return _call_expanded(node, arguments, scope)
    except FunctionError as error:
        failure = AbsentFileError if isinstance(error, MissingFileError) else EvaluationError
        raise failure(f"{node.name}: {error}", node) from error
    except TooLargeResultError as error:
        raise TooLargeError(f"{node.name}: {error}", node) from error


def _call_expanded(node: Call, arguments: list[RuntimeValue], scope: Scope) -> RuntimeValue:
    """A call whose last argument is a list of arguments."""
    last, is_marked = unmark(arguments[-1])
    if isinstance(last, Unknown):
        result: RuntimeValue = follows([last])
    elif isinstance(last, tuple | List | Set):
        elements = last if isinstance(last, tuple) else last.elements
        with scope.surroundings.work.timed(node):
            result = call(node.name, (*arguments[:-1], *elements), scope.surroundings.functions)
    else:
        raise EvaluationError("the argument before `...` must be a list, a set or a tuple", node)
    return Sensitive(result) if is_marked else result


def _unary(node: Unary, scope: Scope) -> RuntimeValue:
    try:
        return unary(node.operator, evaluate(node.operand, scope))
    except OperandError as error:
        raise EvaluationError(f"operand of `{node.operator}`: {error}", node) from error


def _binary(node: Binary, scope: Scope) -> RuntimeValue:
    scope.surroundings.work.spend(_STEPS_OF_ARITHMETIC, node)
    left = evaluate(node.left, scope)
    try:
        right = evaluate(node.right, scope)
        if node.operator in ("==", "!="):
            scope.surroundings.work.weigh([left, right], node)
            with scope.surroundings.work.timed(node):
                return binary(node.operator, left, right)
        return binary(node.operator, left, right)
    except OperandError as error:
        failure = EvaluationError(f"operand of `{node.operator}`: {error}", node)
    except FinalError:
        raise
    except EvaluationError as error:
        failure = error
    if decides(node.operator, left) and not scope.is_attempt:
        return left  # from Terraform 1.12 on the right side is not looked at; before, no working configuration has this
    raise failure


def _conditional(node: Conditional, scope: Scope) -> RuntimeValue:
    condition = evaluate(node.condition, scope)
    yes, yes_error = _attempt(node.yes, scope)
    no, no_error = _attempt(node.no, scope)
    scope.surroundings.work.weigh([yes, no], node)
    try:
        with scope.surroundings.work.timed(node):
            common = common_type(type_with_nulls(yes, node.yes, scope), type_with_nulls(no, node.no, scope))
            result = choose(condition, yes, no, common)
    except OperandError as error:
        raise EvaluationError(f"conditional: {error}", node) from error
    bare, _ = unmark(condition)
    failed = no_error if bare in (False, "false", "0") else yes_error
    if failed is not None and not isinstance(bare, Unknown):
        raise failed
    return result


def _attempt(node: Expression, scope: Scope) -> tuple[RuntimeValue, EvaluationError | None]:
    """A branch of a conditional: Terraform evaluates both, and forgives what fails in the one not taken."""
    try:
        return evaluate(node, scope), None
    except ExhaustedError:
        raise
    except EvaluationError as error:
        scope.surroundings.work.spend(_STEPS_OF_A_FAILURE, node)
        failed = Pending(f"it cannot be evaluated: {error}", type=_type_of_failed(node, scope))
        return failed, error


def _type_of_failed(node: Expression, scope: Scope) -> Type:
    """The type that Terraform gives to an expression that fails, for the sake of the other branch."""
    if isinstance(node, Binary | Unary):
        return NUMBER if node.operator in ("+", "-", "*", "/", "%") else BOOL
    if isinstance(node, Template | Join):
        return STRING
    if isinstance(node, Conditional):
        try:
            yes, no = (type_with_nulls(_attempt(branch, scope)[0], branch, scope) for branch in (node.yes, node.no))
            return common_type(yes, no)
        except OperandError:
            return ANY
    return ANY


def _tuple(node: Tuple, scope: Scope) -> RuntimeValue:
    return tuple([evaluate(item, scope) for item in node.items])


def _object(node: Object, scope: Scope) -> RuntimeValue:
    items: dict[str, RuntimeValue] = {}
    unknown: Unknown | None = None
    is_marked = False
    for key_node, value_node in node.items:
        value = evaluate(value_node, scope)
        if isinstance(key_node, Literal) and isinstance(key_node.value, str):
            items[key_node.value] = value
            continue
        key, is_key_marked = _key(key_node, scope)
        is_marked = is_marked or is_key_marked
        if isinstance(key, Unknown):
            unknown = key if unknown is None else unknown.because(key)
        else:
            items[key] = value
    result: RuntimeValue = items if unknown is None else follows([unknown, *_unknown_values(items)])
    return Sensitive(result) if is_marked else result


def _unknown_values(items: dict[str, RuntimeValue]) -> Iterator[Unknown]:
    return (value for value in items.values() if isinstance(value, Unknown))


def _key(node: Expression, scope: Scope) -> tuple[str | Unknown, bool]:
    value, is_marked = unmark(evaluate(node, scope))
    if value is None:
        raise EvaluationError("null is no key", node)
    try:
        key = convert(value, STRING)
    except ConversionError as error:
        raise EvaluationError(f"unsuitable key: {error}", node) from error
    if isinstance(key, str | Unknown):
        return key, is_marked
    raise EvaluationError("a key must be a string", node)


_EVALUATORS: dict[type, Callable[[Any, Scope], RuntimeValue]] = {
    Literal: _literal,
    Number: _number,
    Invalid: _invalid,
    Template: _template,
    Join: _join,
    Traversal: _traversal,
    Access: _access,
    Index: _index,
    Item: _item,
    Splat: _splat,
    For: _for,
    Call: _call,
    Unary: _unary,
    Binary: _binary,
    Conditional: _conditional,
    Tuple: _tuple,
    Object: _object,
}
