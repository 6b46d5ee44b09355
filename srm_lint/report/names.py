"""What reports call a resource."""

from __future__ import annotations

from srm_lint.model.finding import Subject


def named(subject: Subject) -> str:
    """The address, with the CDK construct that it comes from where the template tells: people know it by that."""
    return f"{subject.address} (construct {subject.construct})" if subject.construct else subject.address
