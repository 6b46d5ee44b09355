"""Errors that a caller can do something about, one class a stage. Their text is meant for the user."""


class SrmLintError(Exception):
    """Root of all errors that the command line turns into one sentence."""


class UsageError(SrmLintError):
    """Wrong use of the command line."""


class ConfigError(SrmLintError):
    """A configuration file breaks its schema or names something that does not exist."""


class RuleError(SrmLintError):
    """A rule file breaks the schema, or a rule names something that does not exist."""


class CatalogueError(SrmLintError):
    """A catalogue file breaks its schema."""
