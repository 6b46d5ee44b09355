"""Patterns of .gitignore in a configuration, which may be a stranger's: matched for a bounded time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from srm_lint.errors import ConfigError
from srm_lint.model.patterns import SlowPatternError, is_found

_SECONDS = 0.01
"""For one pattern on one path: a thousand times what any that is meant takes."""


def path_matcher(key: str, patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path is one that the patterns mean: the last that matches it decides.

    `key` is where they are written, for messages. A match that takes too long raises ConfigError.

    Raises:
        ConfigError: one of them is no pattern.
    """
    import pathspec

    try:
        compiled = [
            (pattern.regex.pattern, pattern.include)
            for pattern in pathspec.PathSpec.from_lines("gitignore", patterns).patterns
            if pattern.include is not None and pattern.regex is not None
        ]
    except (ValueError, re.error) as error:
        raise ConfigError(f"`{key}` of the configuration: {error}") from error

    def is_meant(path: str) -> bool:
        try:
            return next((include for text, include in reversed(compiled) if is_found(text, path, _SECONDS)), False)
        except SlowPatternError as error:
            raise ConfigError(f"`{key}` of the configuration has too many wildcards in one pattern: {error}") from error

    return is_meant
