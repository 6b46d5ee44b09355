"""Users' rules checked against the schema that editors use too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from srm_lint.errors import RuleError
from srm_lint.rules.parse import describe
from srm_lint.rules.written import Written


def validate(written: Written, schema: Path) -> None:
    """Check one rule.

    Raises:
        RuleError: it breaks the schema; the message names file, line, rule and key.
    """
    error: ValidationError | None = best_match(_validator(schema).iter_errors([written.data]))
    if error is not None:
        place = tuple(error.absolute_path)[1:]
        raise RuleError(describe(written, place, f"{error.message} (the format: docs/writing-rules.md)"))


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(msgspec.json.decode(schema.read_bytes()))
