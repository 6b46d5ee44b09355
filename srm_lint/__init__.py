"""srm-lint: a policy linter that draws the customer's side of the shared responsibility model."""

__version__ = "0.1.0"
