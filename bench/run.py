"""How long srm-lint takes, as ratios: to bare Python, from one size to its double, and to other scanners.

    python bench/run.py [--corpus FOLDER]...

Each figure is the least of three runs. $SRM_LINT_CORPUS names a folder of real configurations as well. checkov and trivy
are measured beside it where they are installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from estates import flat, instances, nested

LINT = [sys.executable, "-m", "srm_lint", "check", "--no-cache"]
OTHERS = {
    "checkov": ["checkov", "--quiet", "--compact", "--directory"],
    "trivy": ["trivy", "config", "--quiet"],
}


def seconds(command: list[str]) -> float:
    """Least wall-clock time of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return min(times)


def growth(name: str, write: Callable[[Path, int], None], sizes: list[int]) -> None:
    """Time for each size, and how much more the next size takes than its share of more work."""
    with tempfile.TemporaryDirectory() as folder:
        before = 0.0
        for size in sizes:
            place = Path(folder, f"{name}{size}")
            write(place, size)
            taken = seconds([*LINT, str(place)])
            ratio = f"{taken / before:5.2f} x the size before" if before else ""
            print(f"{name:10} {size:6} {taken:6.2f} s  {ratio}")
            before = taken


def corpus(folder: Path) -> None:
    """A folder of real configurations, and the other scanners on the same."""
    own = seconds([*LINT, str(folder)])
    print(f"{folder.name:40} {own:6.2f} s")
    for name, command in OTHERS.items():
        if shutil.which(name):
            print(f"    {name:10} {seconds([*command, str(folder)]) / own:6.1f} x as long")


def main() -> None:
    """Measure everything, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", action="append", default=[], type=Path)
    given = parser.parse_args().corpus
    bare = seconds([sys.executable, "-c", "pass"])
    print(f"--version  {seconds([sys.executable, '-m', 'srm_lint', '--version']) / bare:.1f} x bare Python")
    growth("flat", flat, [10, 1000, 2000, 10_000])
    growth("instances", instances, [10, 1000, 2000])
    growth("nested", nested, [2, 4, 6, 8])
    for folder in [*given, *filter(None, [os.environ.get("SRM_LINT_CORPUS")])]:
        corpus(Path(folder))


if __name__ == "__main__":
    main()
