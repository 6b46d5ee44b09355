"""`srm-lint new-rule`: a rule to start from, complete enough to pass `srm-lint test`."""

from __future__ import annotations

import re
from pathlib import Path

import click
import msgspec

from srm_lint.cli.asked import bare_options, gather
from srm_lint.cli.options import debug_option
from srm_lint.errors import UsageError
from srm_lint.model.resource import Framework
from srm_lint.model.rule import Duty, Severity, framework_of

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+){2,}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TYPE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+|[A-Za-z0-9]+(::[A-Za-z0-9]+){2,}")

_RULE = """\
- id: {id}
  title: Say what is missing, not what to do
  duty: {duty}
  severity: {severity}
  why: >-
    Say what is lost without it, and why it is the customer's duty and not the provider's.
  checks:
    - on: {type}
      expect: {{{attribute}: {value}}}
  examples:
    {language}:
{examples}"""

_TERRAFORM = """\
      fail: |
        resource "{type}" "this" {{}}
      pass: |
        resource "{type}" "this" {{
          {attribute} = {value}
        }}
      unknown: |
        variable "setting" {{}}
        resource "{type}" "this" {{
          {attribute} = var.setting
        }}
"""

_CLOUDFORMATION = """\
      fail: |
        Resources:
          This:
            Type: {type}
      pass: |
        Resources:
          This:
            Type: {type}
            Properties:
              {attribute}: {value}
      unknown: |
        Parameters:
          Setting:
            Type: String
        Resources:
          This:
            Type: {type}
            Properties:
              {attribute}: !Ref Setting
"""


class Draft(msgspec.Struct, frozen=True):
    """What the new rule is about."""

    id: str
    type: str
    attribute: str
    value: str
    duty: str
    severity: str


@click.command("new-rule", short_help="Write a rule to start from.")
@click.argument("id", metavar="ID")
@click.option(
    "--on", "type", required=True, metavar="TYPE", help="Resource type: aws_db_instance, AWS::RDS::DBInstance."
)
@click.option("--attribute", required=True, metavar="NAME", help="Attribute that decides.")
@click.option("--value", default="true", show_default=True, help="What it has to be.")
@click.option("--duty", required=True, type=click.Choice([duty.value for duty in Duty]), help="Whose gap it is.")
@click.option("--severity", type=click.Choice([each.value for each in Severity]), default="medium", show_default=True)
@click.option(
    "--into", "folder", default=".", type=click.Path(file_okay=False), metavar="DIR", help="Folder of your rules."
)
@debug_option
@gather(draft=Draft)
def command(draft: Draft, folder: str) -> None:
    """Write the rule ID (<provider>-<service>-<the gap>) with its examples into a file of that name.

    `srm-lint test DIR` runs it as it is; docs/writing-rules.md says what a rule can ask.
    """
    from srm_lint.linter import doubt_about, load_catalogue, load_rule_set

    path = Path(folder) / f"{draft.id}.yaml"
    text = scaffold(draft)
    if draft.id in load_rule_set(bare_options()).ids:
        raise UsageError(f"`{draft.id}` is a built-in rule; take another id, such as acme-{draft.id.partition('-')[2]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path}: exists already, and is left as it is") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(
        f"Wrote {path}. Try it with `srm-lint test {folder}`, then fill in title, why and the real condition.", err=True
    )
    if doubt := doubt_about(draft.type, load_catalogue(bare_options())):
        click.echo(f"warning: {doubt}", err=True)


def scaffold(draft: Draft) -> str:
    """The rule as YAML.

    Raises:
        UsageError: the id, type or attribute is not of its form.
    """
    for pattern, value, form in (
        (_ID, draft.id, "an id is <provider>-<service>-<the gap>: aws-rds-backups-off"),
        (_TYPE, draft.type, "a type is aws_db_instance or AWS::RDS::DBInstance"),
        (_NAME, draft.attribute, "an attribute is a plain name; paths are written into the file afterwards"),
    ):
        if not pattern.fullmatch(value):
            raise UsageError(f"`{value}`: {form}")
    framework = framework_of(draft.type)
    examples = _TERRAFORM if framework is Framework.TERRAFORM else _CLOUDFORMATION
    fields = {**msgspec.structs.asdict(draft), "language": framework.value}
    return _RULE.format(examples=_filled(examples, draft), **fields)


def _filled(examples: str, draft: Draft) -> str:
    """The examples with the value as a literal of their language."""
    plain = re.fullmatch(r"true|false|-?[0-9]+(\.[0-9]+)?", draft.value)
    value = draft.value if plain else f'"{draft.value}"'
    return examples.format(type=draft.type, attribute=draft.attribute, value=value)
