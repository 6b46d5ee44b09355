"""Ignore comments, template metadata, exemptions and baselines: attached to findings, never dropping them."""

from srm_lint.suppress.comments import Placed, Scope, comment_ignores
from srm_lint.suppress.grant import DUTIES, Exempt, Policy, Terms, suppress
from srm_lint.suppress.metadata import metadata_ignores, resource_entries
from srm_lint.suppress.register import complaints, merged, unused_exemptions

__all__ = [
    "DUTIES",
    "Exempt",
    "Placed",
    "Policy",
    "Scope",
    "Terms",
    "comment_ignores",
    "complaints",
    "merged",
    "metadata_ignores",
    "resource_entries",
    "suppress",
    "unused_exemptions",
]
