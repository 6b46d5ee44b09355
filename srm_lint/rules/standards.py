"""`rules/standards/*.yaml` -> the standards whose controls are all accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from srm_lint.errors import RuleError
from srm_lint.model.standard import Standard


def load_standards(folder: Path) -> tuple[Standard, ...]:
    """The standards in `folder`, by name.

    Raises:
        RuleError: a file is no YAML or breaks its schema; the message names it and the place.
    """
    return tuple(_read(file) for file in sorted(folder.glob("*.yaml")))


def is_of_profile(standard: str, profile: str) -> bool:
    """Whether a profile means a standard: by its name, or its name without the version ("cis-aws" for "cis-aws-5.0")."""
    return profile in (standard, _without_version(standard))


def profiles_of(standards: Iterable[str]) -> tuple[str, ...]:
    """Every name that means one of the standards, sorted."""
    return tuple(sorted({name for standard in standards for name in (standard, _without_version(standard))}))


def _without_version(standard: str) -> str:
    return re.sub(r"-\d+(\.\d+)+$", "", standard)


def _read(file: Path) -> Standard:
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(file.read_text("utf-8")), Standard)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise RuleError(f"{file}: {error}") from error
