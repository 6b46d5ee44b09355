"""Rules tried on resources: three-valued conditions -> findings."""

from srm_lint.judge.judge import Context, Holder, Judged, judge, subject_of
from srm_lint.judge.patterns import PatternTime
from srm_lint.judge.rulings import as_it_is
from srm_lint.judge.worlds import merge_worlds
from srm_lint.judge.written import as_written

__all__ = [
    "Context",
    "Holder",
    "Judged",
    "PatternTime",
    "as_it_is",
    "as_written",
    "judge",
    "merge_worlds",
    "subject_of",
]
