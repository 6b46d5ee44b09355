"""`for` expressions and splats."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from srm_lint.evaluate.terraform.errors import EvaluationError
from srm_lint.evaluate.terraform.operators import OperandError, truth_of
from srm_lint.evaluate.terraform.scope import Scope
from srm_lint.evaluate.terraform.unknowns import ResourceValue, follows
from srm_lint.evaluate.typed import (
    ANY,
    STRING,
    ConversionError,
    List,
    Map,
    Pending,
    RuntimeValue,
    Sensitive,
    Set,
    convert,
    type_of,
    unify,
    unmark,
)
from srm_lint.model.hcl import Expression, For
from srm_lint.model.value import Unknown

Evaluate = Callable[[Expression, Scope], RuntimeValue]


class _Progress(msgspec.Struct):
    """What a loop has found out so far beside its results."""

    unknown: list[Unknown]
    is_marked: bool = False


def pairs_of(collection: RuntimeValue) -> Iterator[tuple[RuntimeValue, RuntimeValue]] | None:
    """Keys and values in Terraform's order; None where the value is no collection."""
    if isinstance(collection, tuple):
        return iter(enumerate(collection))
    if isinstance(collection, List):
        return iter(enumerate(collection.elements))
    if isinstance(collection, Set):
        return ((element, element) for element in collection.elements)
    items = collection.items if isinstance(collection, Map) else collection
    return ((key, items[key]) for key in sorted(items, key=str.encode)) if isinstance(items, dict) else None


def evaluate_for(node: For, scope: Scope, evaluate: Evaluate) -> RuntimeValue:
    """A tuple or an object. Raises EvaluationError."""
    collection, is_marked = unmark(evaluate(node.collection, scope))
    if collection is None:
        raise EvaluationError("the collection of `for` is null", node.collection)
    progress = _Progress([], is_marked)
    if isinstance(collection, Unknown):
        result: RuntimeValue = follows([collection])
    else:
        pairs = pairs_of(collection)
        if pairs is None:
            raise EvaluationError("`for` needs a list, a set, a map or an object", node.collection)
        result = _loop(node, tuple(pairs) or _check(node, scope, evaluate), scope, evaluate, progress)
    return Sensitive(result) if progress.is_marked else result


def _loop(
    node: For,
    pairs: tuple[tuple[RuntimeValue, RuntimeValue], ...],
    scope: Scope,
    evaluate: Evaluate,
    progress: _Progress,
) -> RuntimeValue:
    elements: list[RuntimeValue] = []
    groups: dict[str, list[RuntimeValue]] = {}
    for key, value in pairs:
        inner = scope.with_names({node.key: key, node.value: value} if node.key else {node.value: value})
        if not _is_included(node, inner, evaluate, progress):
            continue
        result = evaluate(node.result, inner)
        if node.result_key is None:
            elements.append(result)
            continue
        result_key = _result_key(node.result_key, inner, evaluate, progress)
        if result_key is None:
            continue
        group = groups.setdefault(result_key, [])
        if group and not node.group:
            key_shown = "same key; it is sensitive" if progress.is_marked else f'key "{result_key}"'
            raise EvaluationError(f"two elements have the {key_shown}", node.result_key)
        group.append(result)
    if progress.unknown:
        return follows(progress.unknown)
    if node.result_key is None:
        return tuple(elements)
    return {key: tuple(group) if node.group else group[0] for key, group in groups.items()}


def _check(node: For, scope: Scope, evaluate: Evaluate) -> tuple[()]:
    """No pairs at all. Terraform looks at the condition all the same, and refuses one that cannot be a bool."""
    nothing = Unknown("there is no element")
    inner = scope.with_names({node.key: nothing, node.value: nothing} if node.key else {node.value: nothing})
    _is_included(node, inner, evaluate, _Progress([]))
    return ()


def _is_included(node: For, scope: Scope, evaluate: Evaluate, progress: _Progress) -> bool:
    if node.condition is None:
        return True
    value = evaluate(node.condition, scope)
    try:
        truth, is_marked = truth_of(value)
    except OperandError as error:
        raise EvaluationError(f"condition of `for`: {error}", node.condition) from error
    progress.is_marked = progress.is_marked or is_marked
    if isinstance(truth, Unknown):
        progress.unknown.append(truth)
        return False
    return truth


def _result_key(node: Expression, scope: Scope, evaluate: Evaluate, progress: _Progress) -> str | None:
    """The key of one element; None where it is unknown, and with it the whole object."""
    value, is_marked = unmark(evaluate(node, scope))
    progress.is_marked = progress.is_marked or is_marked
    if value is None:
        raise EvaluationError("null is no key", node)
    try:
        key = convert(value, STRING)
    except ConversionError as error:
        raise EvaluationError(f"unsuitable key: {error}", node) from error
    if isinstance(key, Unknown):
        progress.unknown.append(key)
        return None
    return str(key)


def evaluate_splat(source: RuntimeValue, each: Callable[[RuntimeValue], RuntimeValue]) -> RuntimeValue:
    """`source[*]...`: a single value counts as a list of one, null as an empty one. Raises EvaluationError."""
    value, is_marked = unmark(source)
    result = _splat(value, each)
    return Sensitive(result) if is_marked else result


def _splat(value: RuntimeValue, each: Callable[[RuntimeValue], RuntimeValue]) -> RuntimeValue:
    if value is None:
        return ()
    if isinstance(value, Unknown) and not isinstance(value, ResourceValue):
        return _splat_of_unknown(value, each)
    if isinstance(value, tuple):
        return tuple([each(item) for item in value])
    if isinstance(value, List | Set):
        results = [each(item) for item in value.elements]
        element = unify([type_of(result) for result in results if result is not None])
        return List(tuple(results), element or ANY)
    return (each(value),)


def _splat_of_unknown(value: Unknown, each: Callable[[RuntimeValue], RuntimeValue]) -> RuntimeValue:
    type = value.type if isinstance(value, Pending) else ANY
    if type.kind in ("any", "list", "set", "tuple") or not value.never_null:
        return follows([value])
    return (each(value),)
