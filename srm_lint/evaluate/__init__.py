"""Expressions become values: one step for each language."""
