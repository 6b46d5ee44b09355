"""Frozen types that every step shares. Nothing here reads, decides or prints."""
