"""Functions that look at files. They see the scanned tree only; what lies elsewhere on the machine is unknown."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Callable
from functools import partial

from srm_lint.evaluate.functions.hashing import Algorithm, hexadecimal, in_base64, md5, sha1
from srm_lint.evaluate.functions.signature import (
    TEXT,
    Function,
    FunctionContext,
    FunctionError,
    MissingFileError,
    NotWorkedOutError,
    of_text,
)
from srm_lint.evaluate.functions.wildcards import has_wildcard, wildcard_pattern
from srm_lint.evaluate.typed import BOOL, STRING, RuntimeValue, Set, Type, set_of, set_type


def _inside(context: FunctionContext, path: str) -> str:
    """The path from the scanned root."""
    joined = posixpath.normpath(posixpath.join(context.folder, path))
    if path.startswith(("/", "~")) or joined == ".." or joined.startswith("../"):
        raise NotWorkedOutError(f"{path} lies outside the scanned tree")
    return joined


def _content(context: FunctionContext, path: str) -> bytes:
    inside = _inside(context, path)
    content = context.read(inside)
    if content is not None:
        return content
    if _exists(context, inside):
        raise NotWorkedOutError(f"{path} cannot be read")
    raise MissingFileError(f"no file exists at {path}")


def _exists(context: FunctionContext, inside: str) -> bool:
    return posixpath.basename(inside) in context.files(posixpath.dirname(inside) or ".")


def _file(context: FunctionContext, path: str) -> RuntimeValue:
    try:
        return _content(context, path).decode()
    except UnicodeDecodeError as error:
        raise FunctionError(f"contents of {path} are not valid UTF-8") from error


def _hashed(
    form: Callable[[Algorithm, bytes], str], algorithm: Algorithm, context: FunctionContext, path: str
) -> RuntimeValue:
    return form(algorithm, _content(context, path))


def _filebase64(context: FunctionContext, path: str) -> RuntimeValue:
    return base64.b64encode(_content(context, path)).decode()


def _fileexists(context: FunctionContext, path: str) -> RuntimeValue:
    inside = _inside(context, path)
    if context.read(inside) is not None or _exists(context, inside):
        return True
    if inside == "." or context.files(inside):
        raise FunctionError(f"{path} is a directory, not a file")
    return False


def _fileset(context: FunctionContext, folder: str, pattern: str) -> RuntimeValue:
    base = _inside(context, folder)
    wanted = _inside(context, posixpath.join(folder, pattern.lstrip("/")))
    steps = wanted.split("/")
    fixed = next((i for i, step in enumerate(steps) if has_wildcard(step)), len(steps) - 1)
    start = "/".join(steps[:fixed]) or "."
    names = context.files(start)
    if not names:  # a pattern that is not well formed goes unnoticed where there is nothing to match
        return Set((), STRING)
    expression = wildcard_pattern("/".join(steps[fixed:]))
    found = [name for name in names if expression.fullmatch(name)]
    return set_of((posixpath.relpath(posixpath.join(start, name), base) for name in found), STRING)


def _clean(path: str) -> str:
    return re.sub(r"^//+", "/", posixpath.normpath(path))


def _basename(path: str) -> RuntimeValue:
    if not path:
        return "."
    return posixpath.basename(path.rstrip("/")) or "/"


def _dirname(path: str) -> RuntimeValue:
    return _clean(path[: path.rfind("/") + 1])


def _abspath(path: str) -> RuntimeValue:
    if path.startswith("/"):
        return _clean(path)
    raise NotWorkedOutError("abspath() depends on where the tree lies")


def _pathexpand(path: str) -> RuntimeValue:
    if not path.startswith("~"):
        return path
    if len(path) > 1 and path[1] != "/":
        raise FunctionError("cannot expand user-specific home dir")
    raise NotWorkedOutError("pathexpand() depends on the home directory")


def _reading(run: Callable[..., RuntimeValue], count: int = 1, result: Type = STRING) -> Function:
    return Function(run, (TEXT,) * count, result=result, reads=True)


FUNCTIONS = {
    "abspath": of_text(_abspath),
    "basename": of_text(_basename),
    "dirname": of_text(_dirname),
    "file": _reading(_file),
    "filebase64": _reading(_filebase64),
    "filebase64sha256": _reading(partial(_hashed, in_base64, hashlib.sha256)),
    "filebase64sha512": _reading(partial(_hashed, in_base64, hashlib.sha512)),
    "fileexists": _reading(_fileexists, result=BOOL),
    "filemd5": _reading(partial(_hashed, hexadecimal, md5)),
    "fileset": _reading(_fileset, 2, set_type(STRING)),
    "filesha1": _reading(partial(_hashed, hexadecimal, sha1)),
    "filesha256": _reading(partial(_hashed, hexadecimal, hashlib.sha256)),
    "filesha512": _reading(partial(_hashed, hexadecimal, hashlib.sha512)),
    "pathexpand": of_text(_pathexpand),
}
