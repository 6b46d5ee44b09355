"""The command line: the only reader of arguments, environment, clock and standard streams."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from srm_lint import __version__


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    given = [*(sys.argv[1:] if arguments is None else arguments)]
    if given == ["--version"]:  # asked by hooks and editors before each run: answered without importing anything
        sys.stdout.write(f"srm-lint {__version__}\n")
        return
    from srm_lint.cli.app import run

    sys.exit(run(given))
