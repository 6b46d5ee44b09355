"""What the user asked for on the command line, and what the linter is told of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import click
import msgspec

from srm_lint.cli.progress import Progress

if TYPE_CHECKING:
    from srm_lint.linter import Options

Function = TypeVar("Function", bound=Callable[..., object])


class Scan(msgspec.Struct, frozen=True):
    """What is read, and how: the options of `scan_options`."""

    paths: tuple[str, ...]
    var_file: tuple[str, ...] = ()
    var: tuple[str, ...] = ()
    var_env: bool = False
    cfn_parameters: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    plan_scope: str = "all"
    no_config: bool = False
    no_cache: bool = False
    jobs: int = 0


class Selection(msgspec.Struct, frozen=True):
    """Which rules are judged: the options of `rule_options`."""

    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: tuple[str, ...] = ()
    strict: bool = False
    no_inline_ignores: bool = False


def gather(**shapes: type[msgspec.Struct]) -> Callable[[Function], Callable[..., object]]:
    """Hand a command its options as structs: `gather(scan=Scan)` makes one argument of the options that are its fields."""

    def decorate(function: Function) -> Callable[..., object]:
        @wraps(function)
        def gathered(**given: object) -> object:
            structs = {
                name: shape(**{field: given.pop(field) for field in shape.__struct_fields__})
                for name, shape in shapes.items()
            }
            return function(**structs, **given)

        return gathered

    return decorate


def linter_options(
    scan: Scan, progress: Progress, selection: Selection | None = None, *, keep_passes: bool = False
) -> Options:
    """What the linter is told.

    Raises:
        click.UsageError: there is nothing to read.
    """
    from srm_lint.linter import Options

    if not scan.paths and not scan.plan:
        raise click.UsageError("Give at least one path: `srm-lint .` checks the current folder.")
    chosen = selection or Selection()
    return Options(
        var_files=scan.var_file,
        variables=scan.var,
        environment=_terraform_environment() if scan.var_env else (),
        cfn_parameters=scan.cfn_parameters,
        plans=scan.plan,
        only_changed=scan.plan_scope == "changed",
        rule_folders=chosen.rules,
        select=chosen.select,
        ignore=chosen.ignore,
        profiles=chosen.profile,
        strict=chosen.strict,
        heed_ignores=not chosen.no_inline_ignores,
        keep_passes=keep_passes,
        jobs=scan.jobs,
        today=_today(),
        use_config=not scan.no_config,
        use_cache=not scan.no_cache,
        progress=progress,
    )


def bare_options(selection: Selection | None = None) -> Options:
    """What the linter is told where nothing is linted: only its rules and its catalogue are asked for."""
    from srm_lint.linter import Options

    chosen = selection or Selection()
    return Options(
        rule_folders=chosen.rules,
        select=chosen.select,
        ignore=chosen.ignore,
        profiles=chosen.profile,
        strict=True,
        today=_today(),
        progress=None,
    )


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def _terraform_environment() -> tuple[str, ...]:
    """`TF_VAR_name` as Terraform reads it, written `name=value`."""
    prefix = "TF_VAR_"
    return tuple(
        f"{name.removeprefix(prefix)}={value}" for name, value in sorted(os.environ.items()) if name.startswith(prefix)
    )
