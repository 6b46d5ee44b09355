"""Findings, declared systems and attestations -> the responsibility ledger."""

from srm_lint.tally.facts import backups_of
from srm_lint.tally.systems import tally

__all__ = ["backups_of", "tally"]
