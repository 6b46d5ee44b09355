"""Syntax of a CloudFormation template as `read.cloudformation` hands it on.

Offsets are bytes into the file's content.
"""

from __future__ import annotations
