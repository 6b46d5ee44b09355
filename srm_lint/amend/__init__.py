"""Corrections written into the source: one literal, attribute or block, and not a byte more.

What stands there as an expression is somebody's decision made elsewhere: it is told where, and nothing is edited.
"""

from srm_lint.amend.edit import Edit, Refusal, amended, line_edits
from srm_lint.amend.template import edit_for_property
from srm_lint.amend.terraform import edit_for_settings

__all__ = ["Edit", "Refusal", "amended", "edit_for_property", "edit_for_settings", "line_edits"]
