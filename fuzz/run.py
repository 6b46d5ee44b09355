"""Run one target under atheris: `python fuzz/run.py TARGET [OPTIONS OF LIBFUZZER]`. See README.md."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["srm_lint"]):
    from targets import TARGETS

_HERE = Path(__file__).parent


def main() -> None:
    """Fuzz the target that the command line names."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python fuzz/run.py {'|'.join(TARGETS)} [OPTIONS OF LIBFUZZER]")
    name = sys.argv[1]
    found = _HERE / ".corpus" / name
    found.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(found), str(_HERE / "seeds" / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
