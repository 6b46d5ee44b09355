"""Files of rows: JSON lines, or Parquet for those who ask questions of millions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, get_type_hints

import msgspec

from srm_lint.errors import UsageError
from srm_lint.report.contract.fleet import FleetRow

if TYPE_CHECKING:
    import pyarrow

Writer = Callable[[Iterable[FleetRow], BinaryIO], None]

_ROWS_IN_A_GROUP = 50_000
"""Rows of Parquet that are held in memory and written at once."""


def table_writer(format: str) -> Writer:
    """What writes rows in one of `FORMATS`, as they come.

    Raises:
        UsageError: the extra that it needs is not installed.
    """
    if format == "parquet" and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow: pip install 'srm-lint[parquet]'")
    return FORMATS[format]


def _write_json_lines(rows: Iterable[FleetRow], stream: BinaryIO) -> None:
    for row in rows:
        stream.write(_encoded(row) + b"\n")
        if row.record == "repository":
            stream.flush()  # whoever reads along gets whole repositories


def _encoded(row: FleetRow) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:  # half a character, from a file name or an escape
        return msgspec.json.encode(_whole(row))


def _whole(row: FleetRow) -> FleetRow:
    """`row` with every half character replaced."""
    texts = {name: value for name, value in msgspec.structs.asdict(row).items() if isinstance(value, str)}
    whole = {name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}
    settle = tuple(text.encode("utf-8", "replace").decode() for text in row.settle)
    return msgspec.structs.replace(row, **whole, settle=settle)


def _write_parquet(rows: Iterable[FleetRow], stream: BinaryIO) -> None:
    import pyarrow
    from pyarrow import parquet

    schema = _schema()
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in _groups(rows):
            plain = [msgspec.structs.asdict(_whole(row)) for row in group]
            writer.write_table(pyarrow.Table.from_pylist(plain, schema=schema))


def _schema() -> pyarrow.Schema:
    """The columns of `FleetRow`."""
    import pyarrow

    kinds = {int: pyarrow.int64(), bool: pyarrow.bool_(), tuple[str, ...]: pyarrow.list_(pyarrow.string())}
    hints = get_type_hints(FleetRow)
    return pyarrow.schema([(name, kinds.get(hints[name], pyarrow.string())) for name in FleetRow.__struct_fields__])


def _groups(rows: Iterable[FleetRow]) -> Iterator[list[FleetRow]]:
    left = iter(rows)
    while group := list(islice(left, _ROWS_IN_A_GROUP)):
        yield group


FORMATS: Mapping[str, Writer] = {"jsonl": _write_json_lines, "parquet": _write_parquet}
