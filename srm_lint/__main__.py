"""`python -m srm_lint` is `srm-lint`."""

import sys

if not sys.flags.safe_path:
    sys.path.pop(0)  # the working folder, which `-m` looks into first: what is linted may hold a module of any name

from srm_lint.cli import main

main()
