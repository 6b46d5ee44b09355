"""Options that several commands share, and what they say about a run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TypeVar

import click
import msgspec

from srm_lint.cli.completion import complete_profiles, complete_words
from srm_lint.cli.progress import Progress
from srm_lint.model.rule import Severity
from srm_lint.places import repository_around
from srm_lint.report.view import View

if TYPE_CHECKING:
    from srm_lint.linter import Options

Function = TypeVar("Function", bound=Callable[..., object])

DEBUG = "--debug"

_FILE = click.Path(exists=True, dir_okay=False)
_FOLDER = click.Path(exists=True, file_okay=False)


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


def together(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """Several options as one decorator, in the order that the help text shows."""

    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _words(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Words given one by one or joined with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _name_and_value(_context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not value.partition("=")[0].strip() or "=" not in value:
            raise click.BadParameter(f"`{value}` is not of the form NAME=VALUE.", param=parameter)
    return values


# A crash is caught outside of click, where `--debug` is looked up; here it is only declared.
debug_option = click.option(DEBUG, is_flag=True, expose_value=False, help="Show the traceback of an internal error.")

rules_option = click.option(
    "--rules", multiple=True, type=_FOLDER, metavar="DIR", help="Your own rules, beside the built-in ones."
)

scan_options = together(
    click.argument("paths", nargs=-1, type=click.Path(exists=True)),
    click.option(
        "--var-file", "-var-file", multiple=True, type=_FILE, metavar="FILE", help="Values of Terraform variables."
    ),
    click.option(
        "--var",
        "-var",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_name_and_value,
        help="Value of one Terraform variable.",
    ),
    click.option("--var-env", is_flag=True, help="Values of Terraform variables from the environment, too: TF_VAR_*."),
    click.option(
        "--cfn-parameters",
        multiple=True,
        type=_FILE,
        metavar="FILE",
        help="Values of template parameters, in any of AWS's JSON shapes.",
    ),
    click.option("--plan", multiple=True, type=_FILE, metavar="FILE", help="Output of `terraform show -json PLAN`."),
    click.option(
        "--plan-scope",
        type=click.Choice(["all", "changed"]),
        default="all",
        show_default=True,
        help="Judge everything that will be there after the plan, or only what it changes.",
    ),
    click.option("--no-config", is_flag=True, help="Read no .srm-lint.yaml."),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
    click.option("--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Processes; 0: as many as pay."),
    debug_option,
)

rule_options = together(
    rules_option,
    click.option(
        "--select",
        multiple=True,
        callback=_words,
        shell_complete=complete_words,
        metavar="WORDS",
        help="Only these rules: ids, duties, services.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        callback=_words,
        shell_complete=complete_words,
        metavar="WORDS",
        help="Not these rules.",
    ),
    click.option(
        "--profile",
        multiple=True,
        callback=_words,
        shell_complete=complete_profiles,
        metavar="NAMES",
        help="Only rules with controls of these standards: aws-fsbp, cis-aws, nist-800-53, scuba, ...",
    ),
    click.option("--strict", is_flag=True, help="Rules of medium confidence, too."),
    click.option("--no-inline-ignores", is_flag=True, help="Findings count whatever comments and metadata ask."),
)

baseline_option = click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Take what `srm-lint baseline` wrote into it as accepted.",
)

gate_options = together(
    click.option(
        "--fail-on",
        type=click.Choice([severity.value for severity in Severity]),
        help="Exit with 1 only for gaps this bad or worse.  [default: as the configuration says, or low]",
    ),
    click.option("--allow-parse-errors", is_flag=True, help="Do not exit with 3 when something could not be read."),
)

color_option = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Colour in text."
)


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


def view_for(scan: Scan, color: str, *, show_all: bool) -> View:
    """How a report on standard output is shown: colour and width on terminals only, unless colour is asked for."""
    terminal = sys.stdout.isatty()
    return View(
        show_all=show_all,
        color=color == "always" or (color == "auto" and terminal and _colors_wanted()),
        width=get_terminal_size().columns if terminal else 0,
        directory=Path.cwd().as_posix(),
        repository=_repository(scan.paths[0] if scan.paths else "."),
    )


def _colors_wanted() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _repository(path: str) -> str:
    """Root of the git repository that `path` lies in. Where there is none: the current folder, if `path` is below it."""
    # Links are left as they are: reported paths are worked out from the words of the command line, too.
    place = Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links
    folder = place if place.is_dir() else place.parent
    return (repository_around(folder) or (Path.cwd() if folder.is_relative_to(Path.cwd()) else folder)).as_posix()
