"""A report of a monorepo is written as it comes: its text is never in memory as a whole, and looks as if it had been."""

from __future__ import annotations

import io
import tracemalloc

import msgspec
import pytest
from report_samples import FULL, VIEW, finding

from srm_lint.cli.outputs import write_file
from srm_lint.model.finding import Report
from srm_lint.model.source import Location
from srm_lint.report import json
from srm_lint.report.contract.shared import Place
from srm_lint.report.formats import FORMATS

ALL = msgspec.structs.replace(VIEW, show_all=True)
MANY = 3000
SHORTENED = ("markdown", "sarif")  # hold no more than their readers take, and that is built first


class Pieces(io.TextIOBase):
    """A stream that remembers how long the longest piece was, and how many characters there were."""

    longest = 0
    total = 0

    def write(self, text: str) -> int:
        self.longest = max(self.longest, len(text))
        self.total += len(text)
        return len(text)


@pytest.fixture(scope="module")
def many() -> Report:
    findings = (
        finding(f"aws_db_instance.d{number}", location=Location("db/main.tf", number)) for number in range(MANY)
    )
    return msgspec.structs.replace(FULL, findings=tuple(findings))


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in SHORTENED])
def test_each_piece_is_small(format: str, many: Report) -> None:
    pieces = Pieces()
    FORMATS[format].render(many, pieces, VIEW)
    assert pieces.total > MANY * 100
    assert pieces.longest < 10_000


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in SHORTENED])
def test_memory_does_not_grow_with_the_text(format: str, many: Report, tmp_path) -> None:
    FORMATS[format].render(FULL, io.StringIO(), ALL)  # what is imported is not counted
    path = tmp_path / "report"
    tracemalloc.start()
    try:
        write_file(str(path), lambda stream: FORMATS[format].render(many, stream, VIEW))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MANY * 500 < path.stat().st_size * 2


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_written_item_by_item_looks_as_if_written_at_once(count: int) -> None:
    items = [Place(f"file {number}\n", number) for number in range(count)]
    at_once, one_by_one = io.StringIO(), io.StringIO()
    json.write_list(items, one_by_one)
    at_once.write(msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n")
    assert one_by_one.getvalue() == at_once.getvalue()


@pytest.mark.parametrize("view", [VIEW, ALL], ids=["gaps", "all"])
def test_a_report_in_json_looks_as_if_written_at_once(view) -> None:
    written = io.StringIO()
    json.render(FULL, written, view)
    encoded = msgspec.json.encode(msgspec.json.decode(written.getvalue()))
    assert written.getvalue() == msgspec.json.format(encoded, indent=2).decode() + "\n"
