"""The language server of `srm-lint lsp`: findings while one types. Needs the extra `lsp`."""
