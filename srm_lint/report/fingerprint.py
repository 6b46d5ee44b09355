"""Fingerprints by which a service recognises a gap from run to run, wherever in the repository the run was started."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from srm_lint.model.finding import Subject
from srm_lint.report.causes import Cause
from srm_lint.report.view import View


def fingerprints(causes: Iterable[Cause], view: View) -> Iterator[str]:
    """A hash for each cause, from rule, path in the repository, block and attribute: no lines, no text, no callers.

    Causes that share all four (elements of one list) are numbered in the order of the source.
    """
    seen: Counter[str] = Counter()
    for cause in causes:
        finding = cause.first
        path = view.in_repository(finding.location.file) or finding.location.file
        parts = (finding.rule, finding.verdict.value, path, _block(finding.subject), finding.attribute)
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"


def _block(subject: Subject) -> str:
    """Address of the block as its own file has it: without the modules that lead to it and without its instance key."""
    names = re.findall(rf"{re.escape(subject.type)}\.[\w-]+", subject.address)
    return names[-1] if names else subject.address
