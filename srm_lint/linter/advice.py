"""What the user should know about a run as a whole, so that silence is never taken for an answer."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence, Set

from srm_lint.discover import folders_with
from srm_lint.linter.given import without_effect
from srm_lint.linter.options import Options
from srm_lint.linter.sources import configuration, excluded_by
from srm_lint.model.finding import Report
from srm_lint.model.ledger import Assessed
from srm_lint.model.source import Diagnostic, Level

_TERRAGRUNT = "terragrunt.hcl"


def advice(
    paths: Sequence[str], options: Options, report: Report, assessed: Assessed, taken: Set[str]
) -> Iterator[Diagnostic]:
    """Notes on what was passed over, and on what had no effect. `taken` are the names that take values."""
    config = configuration(paths[0] if paths else ".", options)
    yield from _terragrunt(sorted({*folders_with(_TERRAGRUNT, paths, excluded_by(config))}))
    if report.files_read and not report.unread:
        yield from without_effect(options, taken)
    if not report.files_found:
        place = paths[0] if paths else "."
        if not assessed.declared:
            yield _nothing_found(place)
        elif not options.for_ledger:
            yield _only_declared(place, assessed)


def _nothing_found(place: str) -> Diagnostic:
    return Diagnostic(
        file=place,
        line=0,
        code="nothing-found",
        message="no Terraform and no CloudFormation was found, so nothing was judged",
        level=Level.WARNING,
        help="check the path, and `exclude` in .srm-lint.yaml",
    )


def _only_declared(place: str, assessed: Assessed) -> Diagnostic:
    names = dict.fromkeys(item.system.service.name for item in assessed.declared)
    return Diagnostic(
        file=place,
        line=0,
        code="only-declared",
        message=f"no code was found; what is declared here is judged by `srm-lint ledger`: {', '.join(names)}",
        level=Level.NOTE,
        help=f"srm-lint ledger {place}",
    )


def _terragrunt(folders: Sequence[str]) -> Iterator[Diagnostic]:
    """One note for all: the values and modules that Terragrunt brings together are known to it alone."""
    if folders:
        where = f"in {len(folders)} folders, the first here, is" if folders[1:] else "is"
        yield Diagnostic(
            file=posixpath.normpath(posixpath.join(folders[0], _TERRAGRUNT)),
            line=0,
            code="terragrunt",
            message=f"what Terragrunt brings together {where} not read",
            level=Level.NOTE,
            help="scan the plan: terragrunt show -json PLAN > plan.json; srm-lint check --plan plan.json",
        )
