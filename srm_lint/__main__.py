"""`python -m srm_lint`."""

from srm_lint.cli import main

main()
