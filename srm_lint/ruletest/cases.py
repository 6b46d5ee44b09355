"""What a rule set is tested with: the examples in its rules, and case files.

A case file is a list of

    - name: a module's output names the bucket
      rule: aws-s3-bucket-versioning-off
      terraform: |                      # or cloudformation, configuration; a mapping of file names to texts for several files
        resource ...
      verdicts: {aws_s3_bucket.a: pass, module.m.aws_s3_bucket.b: none}

`none` is for a resource that the rule does not apply to. Every address of the rule's types has to be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path

import msgspec

from srm_lint.errors import RuleError
from srm_lint.model.resource import Framework
from srm_lint.model.rule import Rule
from srm_lint.schema_errors import explained

_FILE_NAMES = {
    Framework.TERRAFORM: "main.tf",
    Framework.CLOUDFORMATION: "template.yaml",
    Framework.CONFIGURATION: ".srm-lint.yaml",
}


class Expected(Enum):
    """What is said of a resource: a verdict, or that the rule does not apply to it."""

    FAIL = "fail"
    PASS = "pass"
    UNKNOWN = "unknown"
    NONE = "none"


class Example(msgspec.Struct, frozen=True):
    """An example of a rule: what all of it is expected to give. `place` is where it is written."""

    rule: Rule
    framework: Framework
    expected: Expected
    files: Mapping[str, str]
    place: str


class Case(msgspec.Struct, frozen=True):
    """Code and the verdict of one rule on every address in it."""

    name: str
    rule: str
    framework: Framework
    files: Mapping[str, str]
    verdicts: Mapping[str, Expected]
    place: str


def examples_of(rules: Iterable[Rule]) -> Iterator[Example]:
    """Every example of the rules."""
    for rule in rules:
        for language, example in rule.examples.items():
            framework = Framework(language)
            texts = {Expected.FAIL: example.failing, Expected.PASS: example.passing, Expected.UNKNOWN: example.unknown}
            for expected, text in texts.items():
                if text:
                    place = f"{rule.file}:{rule.line}"
                    files = {file_name(framework, text): text, **example.beside}
                    yield Example(rule, framework, expected, files, place)


def file_name(framework: Framework, text: str) -> str:
    """The name that code is stored under: templates may be JSON."""
    if framework is Framework.CLOUDFORMATION and text.lstrip().startswith("{"):
        return "template.json"
    return _FILE_NAMES[framework]


def cases_in(folder: Path) -> tuple[Case, ...]:
    """The cases of every YAML file below a folder, () where there is no such folder.

    Raises:
        RuleError: a file is no list of cases; the message names file, line and key.
    """
    return tuple(case for file in sorted(folder.glob("**/*.y*ml")) for case in _read(file))


def _read(file: Path) -> Iterator[Case]:
    from srm_lint.rules.written import read_entries  # needs the YAML parser, which a plain run does not load

    for entry in read_entries(file, str(file)):
        place = f"{file}:{entry.line}"
        try:
            written = msgspec.convert(entry.data, _Written)
        except msgspec.ValidationError as error:
            raise RuleError(f"{place}: {explained(error, _Written, 'the case')}") from error
        given = [
            (framework, code) for framework in Framework if (code := getattr(written, framework.value)) is not None
        ]
        if len(given) != 1:
            raise RuleError(
                f"{place}: a case has code in one language: `terraform`, `cloudformation` or `configuration`"
            )
        framework, code = given[0]
        files = {file_name(framework, code): code} if isinstance(code, str) else code
        yield Case(written.name, written.rule, framework, files, written.verdicts, place)


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    rule: str
    verdicts: dict[str, Expected]
    terraform: str | dict[str, str] | None = None
    cloudformation: str | dict[str, str] | None = None
    configuration: str | dict[str, str] | None = None
