"""What the linter saw before any rule judged it."""

from __future__ import annotations

import msgspec

from srm_lint.model.finding import Unread
from srm_lint.model.resource import Resource, Service
from srm_lint.model.source import Diagnostic


class Inspection(msgspec.Struct, frozen=True):
    """Every resource of a run as it was evaluated, with its tag, in address order; and what could not be read."""

    resources: tuple[tuple[Resource, Service], ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    unread: tuple[Unread, ...] = ()
    files_found: int = 0
    files_read: int = 0
