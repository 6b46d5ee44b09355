"""Errors that a caller can do something about, one class a stage. Their text is meant for the user."""


class SrmLintError(Exception):
    """Root of all errors that the command line turns into one sentence."""


class UsageError(SrmLintError):
    """Wrong use of the command line."""


class ConfigError(SrmLintError):
    """A configuration file breaks its schema or names something that does not exist."""


class RuleError(SrmLintError):
    """A rule file breaks the schema, or something names a rule, duty or service that does not exist.

    `word` is what does not exist, as the user wrote it; "" for all else.
    """

    def __init__(self, message: str, word: str = "") -> None:
        super().__init__(message)
        self.word = word


class CatalogueError(SrmLintError):
    """A catalogue file breaks its schema."""
