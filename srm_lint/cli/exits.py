"""Exit codes: a contract with every script and pipeline that runs srm-lint."""

from __future__ import annotations

from srm_lint.model.finding import Report, Verdict
from srm_lint.model.rule import Severity
from srm_lint.report.causes import severity_rank
from srm_lint.report.summary import is_complete

CLEAN = 0
GAPS = 1
WRONG_USE = 2
INCOMPLETE = 3
CRASHED = INCOMPLETE
INTERRUPTED = 130  # the shell's convention: 128 + SIGINT
PIPE_CLOSED = 141  # 128 + SIGPIPE


def exit_code(report: Report, fail_on: Severity, *, fail_on_unknown: bool, allow_parse_errors: bool) -> int:
    """The code for a report. An incomplete answer outweighs its gaps; what is accepted never counts."""
    if not allow_parse_errors and not is_complete(report):
        return INCOMPLETE
    counting = {Verdict.FAIL, Verdict.UNKNOWN} if fail_on_unknown else {Verdict.FAIL}
    gaps = any(
        finding.verdict in counting
        and finding.suppression is None
        and severity_rank(finding.severity) <= severity_rank(fail_on)
        for finding in report.findings
    )
    return GAPS if gaps else CLEAN
