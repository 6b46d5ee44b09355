"""Attestations of a configuration: turned into resources that rules judge, and laid over the findings they answer."""

from srm_lint.attest.cover import cover
from srm_lint.attest.resources import Circumstances, resource_of
from srm_lint.attest.syntax import WrittenItem

__all__ = ["Circumstances", "WrittenItem", "cover", "resource_of"]
