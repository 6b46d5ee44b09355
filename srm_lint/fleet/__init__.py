"""Many repositories at once, over the processes of this machine or of a cluster."""

from srm_lint.fleet.executors import executor
from srm_lint.fleet.repositories import Repository, read_repositories
from srm_lint.fleet.run import Judged, judge_all
from srm_lint.fleet.tables import table_writer

__all__ = ["Judged", "Repository", "executor", "judge_all", "read_repositories", "table_writer"]
