"""How a report on standard output is shown."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import get_terminal_size

from srm_lint.cli.asked import Scan
from srm_lint.places import repository_around
from srm_lint.report.view import View


def view_for(scan: Scan, color: str, *, show_all: bool) -> View:
    """How a report on standard output is shown: colour and width on terminals only, unless colour is asked for."""
    terminal = sys.stdout.isatty()
    return View(
        show_all=show_all,
        color=color == "always" or (color == "auto" and terminal and _colors_wanted()),
        width=get_terminal_size().columns if terminal else 0,
        directory=Path.cwd().as_posix(),
        repository=_repository(scan.paths[0] if scan.paths else "."),
    )


def _colors_wanted() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _repository(path: str) -> str:
    """Root of the git repository that `path` lies in. Where there is none: the current folder, if `path` is below it."""
    # Links are left as they are: reported paths are worked out from the words of the command line, too.
    place = Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links
    folder = place if place.is_dir() else place.parent
    return (repository_around(folder) or (Path.cwd() if folder.is_relative_to(Path.cwd()) else folder)).as_posix()
