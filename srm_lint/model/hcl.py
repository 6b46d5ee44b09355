"""Syntax of Terraform's language as `read.terraform` hands it on: blocks, attributes, expressions.

Offsets are bytes into the file's content.
"""

from __future__ import annotations
