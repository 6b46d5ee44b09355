"""Functions that get expressions rather than values, or read templates: `try`, `can`, `templatefile`, `templatestring`."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from srm_lint.evaluate.functions import FunctionError, MissingFileError
from srm_lint.evaluate.terraform.errors import EvaluationError, FinalError
from srm_lint.evaluate.terraform.scope import Isolated, Scope
from srm_lint.evaluate.terraform.unknowns import follows
from srm_lint.evaluate.typed import (
    BOOL,
    STRING,
    ConversionError,
    Map,
    RuntimeValue,
    Sensitive,
    convert,
    first_unknown,
    unmark,
)
from srm_lint.model.hcl import Call, Expression
from srm_lint.model.source import Source
from srm_lint.model.value import Unknown

Evaluate = Callable[[Expression, Scope], RuntimeValue]


def _try(node: Call, scope: Scope, evaluate: Evaluate) -> RuntimeValue:
    """The first argument that can be evaluated; unknown as soon as one is not wholly known."""
    for argument in node.arguments:
        try:
            value = evaluate(argument, scope.attempt())
        except FinalError:
            raise
        except EvaluationError:
            continue
        unknown = first_unknown(value)
        return value if unknown is None else follows([unknown])
    raise FunctionError("none of the arguments can be evaluated")


def _can(node: Call, scope: Scope, evaluate: Evaluate) -> RuntimeValue:
    if len(node.arguments) != 1:
        raise FunctionError(f"wrong number of arguments: {len(node.arguments)}")
    try:
        value = evaluate(node.arguments[0], scope.attempt())
    except FinalError:
        raise
    except EvaluationError:
        return False
    unknown = first_unknown(value)
    return True if unknown is None else follows([unknown], BOOL, never_null=True)


def _templatefile(node: Call, scope: Scope, evaluate: Evaluate) -> RuntimeValue:
    path, variables = _arguments(node, scope, evaluate)
    bare_path, is_marked = unmark(path)
    if is_marked:  # reports and the cache would tell the name
        return follows([Unknown("a file whose name is sensitive is not read")])
    if isinstance(bare_path, Unknown):
        return follows([bare_path])
    context = scope.surroundings.functions
    content = context.read(posixpath.normpath(posixpath.join(context.folder, str(bare_path))))
    if content is None:
        raise MissingFileError(f"no file {bare_path} below the scanned folder")
    return _rendered(Source(str(bare_path), content), variables, scope, evaluate)


def _templatestring(node: Call, scope: Scope, evaluate: Evaluate) -> RuntimeValue:
    template, variables = _arguments(node, scope, evaluate)
    text, is_marked = unmark(template)
    if isinstance(text, Unknown):
        return follows([text])
    rendered = _rendered(Source("", str(text).encode()), variables, scope, evaluate)
    return Sensitive(rendered) if is_marked else rendered


def _arguments(node: Call, scope: Scope, evaluate: Evaluate) -> tuple[RuntimeValue, RuntimeValue]:
    """A string, and the variables of the template."""
    if len(node.arguments) != 2 or node.expand:
        raise FunctionError(f"wrong number of arguments: {len(node.arguments)}")
    first, variables = (evaluate(argument, scope) for argument in node.arguments)
    try:
        text = convert(first, STRING)
    except ConversionError as error:
        raise FunctionError(str(error)) from error
    if unmark(text)[0] is None:
        raise FunctionError("argument must not be null")
    return text, variables


def _rendered(source: Source, variables: RuntimeValue, scope: Scope, evaluate: Evaluate) -> RuntimeValue:
    bare, is_marked = unmark(variables)
    if isinstance(bare, Unknown):
        return follows([bare])
    names: Mapping[str, RuntimeValue] | None = (
        bare.items if isinstance(bare, Map) else bare if isinstance(bare, dict) else None
    )
    if names is None:
        raise FunctionError("the variables of a template must be a map or an object")
    fragment = scope.surroundings.template(source)
    if fragment.problems:
        raise FunctionError(fragment.problems[0].message)
    surroundings = scope.surroundings
    isolated = Isolated(surroundings.functions, surroundings.template, surroundings.work)
    result = evaluate(fragment.expression, Scope(isolated, names))
    return Sensitive(result) if is_marked else result


SPECIAL_FUNCTIONS: Mapping[str, Callable[[Call, Scope, Evaluate], RuntimeValue]] = {
    "try": _try,
    "can": _can,
    "templatefile": _templatefile,
    "templatestring": _templatestring,
}
