"""The rows of `srm-lint fleet`."""

from __future__ import annotations

from typing import Literal

from srm_lint.report.contract.shared import Shape


class FleetRow(Shape, frozen=True):
    """A line of `srm-lint fleet`: a finding on one resource instance, a file that could not be read, a diagnostic, or the repository itself.

    Every repository has exactly one row of its own, after the others; `files_found`, `files_read` and `resources` are
    counted there. `file` is relative to the repository. What a record has not got is "" or 0.
    """

    repository: str
    record: Literal["finding", "unread", "diagnostic", "repository"]
    complete: bool
    rule: str = ""
    duty: str = ""
    severity: str = ""
    confidence: str = ""
    verdict: str = ""
    title: str = ""
    message: str = ""
    address: str = ""
    type: str = ""
    provider: str = ""
    service: str = ""
    model: str = ""
    file: str = ""
    line: int = 0
    attribute: str = ""
    settle: tuple[str, ...] = ()
    accepted: str = ""
    expires: str = ""
    fingerprint: str = ""
    files_found: int = 0
    files_read: int = 0
    resources: int = 0
