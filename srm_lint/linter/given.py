"""Values that the user gives for variables and parameters, and whether anything that was read takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from srm_lint.discover import VALUE_SUFFIXES, Unit, UnitKind, reported
from srm_lint.linter.options import Options
from srm_lint.linter.tree import FileTree
from srm_lint.model.source import Diagnostic, Level


def taken_by(unit: Unit, tree: FileTree) -> tuple[str, ...]:
    """What a unit takes values for: the variables of its root module, as `var.name`, or the parameters of its template."""
    if unit.kind is UnitKind.TERRAFORM:
        blocks = (block for document in tree.documents(unit.path) for block in document.body.blocks)
        return tuple(f"var.{block.labels[0]}" for block in blocks if block.type == "variable" and block.labels)
    template = tree.template(unit.path) if unit.kind is UnitKind.TEMPLATE else None
    return tuple(entry.key for entry in template.section("Parameters").entries) if template else ()


def value_files(read: Iterable[str], options: Options) -> Iterator[str]:
    """Those of the files that were read that hold values of variables or parameters."""
    named = {*map(reported, (*options.var_files, *options.cfn_parameters))}
    return (path for path in read if path in named or path.endswith(VALUE_SUFFIXES))


def without_effect(options: Options, taken: Set[str]) -> Iterator[Diagnostic]:
    """A warning for each option whose values nothing takes: most often a slip in a name."""
    for variable in options.variables:
        name = variable.partition("=")[0].strip()
        if f"var.{name}" not in taken:
            yield _warning(f"--var {name}", f"no root module that was read declares the variable `{name}`")
    tree = FileTree(".", (*options.var_files, *options.cfn_parameters))
    for path in options.var_files:
        document = tree.document(path)
        if document and not any(f"var.{attribute.name}" in taken for attribute in document.body.attributes):
            yield _warning(path, "no root module that was read declares a variable that this file sets")
    for path in options.cfn_parameters:
        if taken.isdisjoint(_parameters_in(path, tree)):
            yield _warning(path, "no template that was read declares a parameter that this file sets")


def _parameters_in(path: str, tree: FileTree) -> Set[str]:
    from srm_lint.read.parameters import read_parameters

    source = tree.source(path)
    return read_parameters(source).keys() if source else frozenset()


def _warning(place: str, why: str) -> Diagnostic:
    return Diagnostic(place, 0, "no-effect", f"has no effect: {why}", Level.WARNING)
