"""Encodings: base 64, URLs, character sets, JSON, YAML, CSV."""

from __future__ import annotations

import base64
import codecs
import re
import urllib.parse

from srm_lint.evaluate.functions.csvs import csvdecode
from srm_lint.evaluate.functions.jsons import jsondecode, jsonencode
from srm_lint.evaluate.functions.signature import NULLABLE, Function, FunctionError, NotWorkedOutError, of_text
from srm_lint.evaluate.functions.yaml_reader import yamldecode
from srm_lint.evaluate.functions.yaml_writer import yamlencode
from srm_lint.evaluate.typed import ANY, STRING, RuntimeValue

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_CODECS = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
}


def _decoded(text: str) -> bytes:
    bare = text.replace("\r", "").replace("\n", "")
    if not _BASE64.fullmatch(bare):
        raise FunctionError("failed to decode base64 data")
    return base64.b64decode(bare)


def _base64decode(text: str) -> RuntimeValue:
    try:
        return _decoded(text).decode()
    except UnicodeDecodeError as error:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8") from error


def _base64encode(text: str) -> RuntimeValue:
    return base64.b64encode(text.encode()).decode()


def _base64gzip(_text: str) -> RuntimeValue:
    raise NotWorkedOutError("base64gzip() depends on the compressor")


def _codec(encoding: str) -> str | None:
    """Python's name of a character set that both know alike, None where that is not sure."""
    known = _CODECS.get(encoding.lower())
    if known is None and not _is_charset(encoding):
        raise FunctionError(f"{encoding!r} is not a supported IANA encoding name or alias")
    return known


def _is_charset(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError):
        return bool(
            re.fullmatch(r"(?i)(?:iso|ibm|cp|cs|windows|mac|koi8|gb|big5|euc|shift|utf|us-|latin)[\w:.+-]*", encoding)
        )
    return True


def _textencodebase64(text: str, encoding: str) -> RuntimeValue:
    codec = _codec(encoding)
    if codec is None:
        raise NotWorkedOutError(f"the encoding {encoding} is not worked out")
    try:
        return base64.b64encode(text.encode(codec)).decode()
    except UnicodeEncodeError as error:
        raise FunctionError(f"the given string contains characters that cannot be represented in {encoding}") from error


def _textdecodebase64(text: str, encoding: str) -> RuntimeValue:
    codec = _codec(encoding)
    if codec is None:
        raise NotWorkedOutError(f"the encoding {encoding} is not worked out")
    try:
        decoded = _decoded(text).decode(codec)
    except UnicodeDecodeError as error:
        raise FunctionError(f"the given string contains symbols that are not defined for {encoding}") from error
    if "\ufffd" in decoded:
        raise FunctionError(f"the given string contains symbols that are not defined for {encoding}")
    return decoded


def _urlencode(text: str) -> RuntimeValue:
    return urllib.parse.quote_plus(text)


FUNCTIONS = {
    "base64decode": of_text(_base64decode),
    "base64encode": of_text(_base64encode),
    "base64gzip": of_text(_base64gzip),
    "csvdecode": of_text(csvdecode, result=ANY),
    "jsondecode": of_text(jsondecode, result=ANY),
    "jsonencode": Function(jsonencode, (NULLABLE,), result=STRING, takes="any"),
    "textdecodebase64": of_text(_textdecodebase64, 2),
    "textencodebase64": of_text(_textencodebase64, 2),
    "urlencode": of_text(_urlencode),
    "yamldecode": of_text(yamldecode, result=ANY),
    "yamlencode": Function(yamlencode, (NULLABLE,), result=STRING),
}
