"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from srm_lint.cli.completion import complete_profiles, complete_words
from srm_lint.model.rule import Severity

Function = TypeVar("Function", bound=Callable[..., object])

DEBUG = "--debug"

_FILE = click.Path(exists=True, dir_okay=False)
_FOLDER = click.Path(exists=True, file_okay=False)


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
