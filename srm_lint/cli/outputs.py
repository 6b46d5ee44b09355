"""Where reports go: standard output for one format, files for any number."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

import click
import msgspec

from srm_lint.errors import UsageError
from srm_lint.model.secrets import mask_line
from srm_lint.report.clean import clean, one_line
from srm_lint.report.formats import FORMATS


class Output(msgspec.Struct, frozen=True):
    """A format and the file it goes to; "" is standard output."""

    format: str
    file: str = ""


class OutputType(click.ParamType[Output]):
    """`FORMAT` or `FORMAT=FILE`."""

    name = "format"

    def convert(self, value: str | Output, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """Parse one value."""
        if isinstance(value, Output):
            return value
        format, separator, file = value.partition("=")
        if format not in FORMATS:
            self.fail(f"{format!r} is not one of {', '.join(FORMATS)}.", param, ctx)
        if separator and not file:
            self.fail(f"{value!r} names no file.", param, ctx)
        return Output(format, file)


def outputs(formats: Sequence[Output], file: str | None) -> tuple[Output, ...]:
    """All outputs; `file` (`--output`) is where the one format without a file of its own goes.

    Raises:
        UsageError: two formats for one place, or a file in a folder that does not exist.
    """
    given = [*formats] or [Output("text")]
    homeless = [output for output in given if not output.file]
    if file and not homeless:
        raise UsageError(f"--output {file}: every format has a file of its own already")
    placed = tuple(Output(output.format, output.file or file or "") for output in given)
    places = [output.file for output in placed]
    for place in places:
        if places.count(place) > 1:
            where = place or "standard output"
            raise UsageError(f"two formats for {where}; give the others a file: --format json=report.json")
        if place:
            check_place(place)
    return placed


def check_place(path: str) -> None:
    """See that a file can be written before anything is read.

    Raises:
        UsageError: its folder does not exist.
    """
    if not Path(path).absolute().parent.is_dir():
        raise UsageError(f"{path}: its folder does not exist")


def write_file(path: str, render: Callable[[TextIO], None]) -> None:
    """Write a whole report to a file, in UTF-8 with line feeds on every system.

    Raises:
        UsageError: the file cannot be written.
    """
    with whole_file(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8", "backslashreplace", newline="\n")
        render(text)
        text.detach()


def replace_file(path: str, content: bytes) -> None:
    """Put `content` in place of a file's, all at once.

    Raises:
        UsageError: the file cannot be written.
    """
    with whole_file(path) as stream:
        stream.write(content)


@contextmanager
def whole_file(path: str) -> Iterator[BinaryIO]:
    """A stream into a file that is there only once all of it is written: whoever reads it sees the old or the new.

    Its mode is kept. Into a device or a pipe, in whose place nothing can be put, the stream leads directly.

    Raises:
        UsageError: the file cannot be written.
    """
    place = Path(path).resolve()  # a link stays one
    temporary = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        if Path(path).exists() and not Path(path).is_file():
            with Path(path).open("wb") as stream:
                yield stream
            return
        with temporary.open("wb") as stream:
            yield stream
        if place.exists():
            shutil.copymode(place, temporary)
        temporary.replace(place)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def put(file: str, before: bytes, after: bytes, *, done: str) -> bool:
    """Write the new text of a file and say what was `done`, or show the difference where that is ""; whether there is any."""
    if after == before:
        return False
    if done:
        replace_file(file, after)
        click.echo(one_line(f"{file}: {done}"), err=True)
    else:
        standard_output().writelines(difference(file, before, after))
    return True


def difference(file: str, before: bytes, after: bytes) -> Iterator[str]:
    """Lines of a unified difference between two versions of a file, for people: without secrets and control characters."""
    import difflib  # slow to import, and few runs show a difference

    old, new = (content.decode("utf-8", "replace").splitlines(keepends=True) for content in (before, after))
    name = file.lstrip("/")
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        shown = f"{line[0]}{mask_line(clean(line[1:].rstrip()))}\n"
        yield shown if line.endswith("\n") else f"{shown}\\ No newline at end of file\n"


def standard_output() -> TextIO:
    """Standard output, made to take any character: as UTF-8 in pipes, escaped on terminals that lack it."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        encoding = None if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
    return stream
