"""What the names of Terraform's language mean: `var`, `local`, `module`, `path`, `terraform`, and resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from srm_lint.evaluate.terraform.errors import UndeclaredError
from srm_lint.evaluate.terraform.resources import ResourceBlock, is_identity
from srm_lint.evaluate.terraform.scope import Steps
from srm_lint.evaluate.typed import RuntimeValue
from srm_lint.model.hcl import Traversal
from srm_lint.model.value import Reference, Unknown

if TYPE_CHECKING:
    from srm_lint.evaluate.terraform.module import Module

Resolved = tuple[RuntimeValue, Steps]

MAY_BE_LOST = Unknown("it may be declared in a file with a syntax error")

_ONLY_IN_PLACES = {"each": "`for_each` is set", "count": "`count` is set", "self": "a resource speaks of itself"}


def resolve(module: Module, traversal: Traversal) -> Resolved:
    """The value that the first steps of a traversal lead to, and the steps that are left.

    Raises EvaluationError, AccessError.
    """
    return _RESOLVERS.get(traversal.root, _resource)(module, traversal)


def _variable(module: Module, traversal: Traversal) -> Resolved:
    name = _declared(traversal, module.configuration.variables)
    return (module.variable(name), traversal.steps[1:]) if name else _undeclared(module, traversal, "variable")


def _local(module: Module, traversal: Traversal) -> Resolved:
    name = _declared(traversal, module.configuration.locals)
    return (module.local(name), traversal.steps[1:]) if name else _undeclared(module, traversal, "local value")


def _declared(traversal: Traversal, declared: Mapping[str, object]) -> str | None:
    """The declared name that a traversal starts with."""
    name = traversal.steps[0] if traversal.steps else None
    return name if isinstance(name, str) and name in declared else None


def _undeclared(module: Module, traversal: Traversal, what: str, name: str = "") -> Resolved:
    """What stands for a name that is declared nowhere: unknown, so that whatever is beside it keeps its value.

    Terraform finds such a name before it evaluates anything; it is reported as it would, unless a syntax error may
    hide the declaration. The id of a resource that is not at hand is not known, but there is one, and it is that of no
    other resource: the reference says so.
    """
    if not module.configuration.is_complete:
        return MAY_BE_LOST, ()
    message = f"no {what} {name or f'`{next(iter(traversal.steps), None)}`'} is declared"
    module.session.miss(traversal, message)
    unknown = Unknown(f"it cannot be evaluated: {message}")
    last = traversal.steps[-1] if traversal.steps else None
    if what != "resource" or not isinstance(last, str):
        return unknown, ()
    reference = Reference(f"{module.prefix}{name}", last)
    return msgspec.structs.replace(unknown, references=(reference,), never_null=is_identity(last)), ()


def _path(module: Module, traversal: Traversal) -> Resolved:
    name, rest = traversal.steps[:1], traversal.steps[1:]
    if name == ("module",):
        return module.path, rest
    if name == ("root",):
        return ".", rest
    if name == ("cwd",):
        return Unknown("`path.cwd` depends on where Terraform runs", never_null=True), rest
    raise UndeclaredError("only `path.module`, `path.root` and `path.cwd` exist", traversal)


def _terraform(_module: Module, traversal: Traversal) -> Resolved:
    name, rest = traversal.steps[:1], traversal.steps[1:]
    if name == ("workspace",):
        return "default", rest
    if name == ("applying",):
        return Unknown("`terraform.applying` is only known when Terraform runs", never_null=True), rest
    raise UndeclaredError("only `terraform.workspace` and `terraform.applying` exist", traversal)


def _nowhere(_module: Module, traversal: Traversal) -> Resolved:
    where = _ONLY_IN_PLACES[traversal.root]
    raise UndeclaredError(f"`{traversal.root}` has no meaning here, only where {where}", traversal)


def _module_call(module: Module, traversal: Traversal) -> Resolved:
    name = _declared(traversal, module.configuration.modules)
    if name is None:
        return _undeclared(module, traversal, "module")
    call = module.module(name)
    if call is None:
        return MAY_BE_LOST, ()
    steps = traversal.steps[1:]
    if call.unknown is not None:
        return call.unknown, ()
    if call.expansion.kind == "single":
        return call.instances[None].output_at(steps)
    if steps and steps[0] in call.instances:
        return call.instances[steps[0]].output_at(steps[1:])
    return call.value(), steps


def _resource(module: Module, traversal: Traversal) -> Resolved:
    path = resource_path(traversal)
    length = 3 if path[0] in ("data", "ephemeral") else 2
    if len(path) < length:
        raise UndeclaredError(f"`{traversal.root}` is no name that is known here", traversal)
    key, rest = ".".join(map(str, path[:length])), path[length:]
    block = module.resource(key)
    if block is not None:
        return _instances(block, rest)
    return _undeclared(module, traversal, "resource", key)


def resource_path(traversal: Traversal) -> Steps:
    """The steps from a resource's type on; `resource.aws_s3_bucket.b` is the long form of `aws_s3_bucket.b`."""
    return traversal.steps if traversal.root == "resource" else (traversal.root, *traversal.steps)


def _instances(block: ResourceBlock, steps: Steps) -> Resolved:
    """The instance that the steps select, or all of them."""
    if block.expansion.kind == "single":
        return block.instances[None].value, steps
    instance = block.instance_at(steps[0]) if steps else None
    return (block.value(), steps) if instance is None else (instance.value, steps[1:])


_RESOLVERS: dict[str, Callable[[Module, Traversal], Resolved]] = {
    "var": _variable,
    "local": _local,
    "path": _path,
    "terraform": _terraform,
    "module": _module_call,
    "each": _nowhere,
    "count": _nowhere,
    "self": _nowhere,
}
