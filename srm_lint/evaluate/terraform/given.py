"""Values that variables are given from outside the module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from srm_lint.evaluate.typed import RuntimeValue, Type
from srm_lint.model.hcl import Document
from srm_lint.model.source import Source


class Inputs(msgspec.Struct, frozen=True):
    """What a run sets for the variables of its root modules.

    `var_files` are read files of values and `variables` the texts of `--var`, both over what the module's folder
    says; `environment` are the texts of `TF_VAR_*` by variable name, below it.
    """

    var_files: tuple[Document, ...] = ()
    variables: Mapping[str, str] = {}
    environment: Mapping[str, str] = {}


class Given(msgspec.Struct, frozen=True):
    """A value for a variable, and where it is written: for what is wrong with it."""

    value: RuntimeValue
    source: Source
    at: int


class Givens(Protocol):
    """Gives the variables of a module their values."""

    def given(self, name: str, type: Type | None) -> Given | None:
        """The value for a variable, None where none is given. Text is read as the variable's type wants it."""
