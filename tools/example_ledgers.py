"""The matrices of the example estates, as `tests/examples/ledgers` keeps them.

    python tools/example_ledgers.py            writes them anew; read the difference before you commit it
    python tools/example_ledgers.py --check    fails where an estate's ledger is another

A line is a system: name and model, then the state of each duty in order, the provider's part among them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from srm_lint.linter import Options, assess
from srm_lint.model.ledger import CellState, Ledger
from srm_lint.model.rule import Duty

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
KEPT = ROOT / "tests" / "examples" / "ledgers"
TODAY = "2026-11-24"
"""The day by which attestations of the examples are judged."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    different = []
    for estate in estates():
        path, text = KEPT / f"{estate.replace('/', '-')}.txt", matrix(estate)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            different.append(path.name)
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for name in different:
        print(f"{name} {'is out of date' if options.check else 'written'}")
    return 1 if options.check and different else 0


def estates() -> list[str]:
    """Every folder of examples with its variant: "slack/gaps"."""
    folders = (
        folder for example in sorted(EXAMPLES.iterdir()) if example.is_dir() for folder in sorted(example.iterdir())
    )
    return [folder.relative_to(EXAMPLES).as_posix() for folder in folders if folder.is_dir()]


def ledger(estate: str) -> Ledger:
    """The ledger of one of `estates`."""
    return assess([str(EXAMPLES / estate)], Options(today=TODAY))[1]


def matrix(estate: str) -> str:
    """Its matrix as text."""
    return "\n".join(_rows(ledger(estate))) + "\n"


def _rows(drawn: Ledger) -> Iterator[str]:
    columns = {duty: max(len(duty.value), len(CellState.NOT_APPLICABLE.value)) for duty in Duty}
    names = [f"{system.name} ({system.model.value})" for system in drawn.systems]
    width = max(map(len, names), default=0)
    heads = (f"{duty.value:<{column}}" for duty, column in columns.items())
    yield f"{'':<{width}}  {'  '.join(heads)}".rstrip()
    for name, system in zip(names, drawn.systems, strict=True):
        states = (f"{cell.state.value:<{columns[cell.duty]}}" for cell in system.cells)
        yield f"{name:<{width}}  {'  '.join(states)}".rstrip()


if __name__ == "__main__":
    raise SystemExit(main())
