"""Encodings: base 64, URLs, character sets, JSON, YAML, CSV."""

from __future__ import annotations

import base64
import re
import urllib.parse
import zlib

from srm_lint.evaluate.functions.charsets import decoded, encoded
from srm_lint.evaluate.functions.csvs import csvdecode
from srm_lint.evaluate.functions.jsons import jsondecode, jsonencode
from srm_lint.evaluate.functions.signature import NULLABLE, Function, FunctionError, NotWorkedOutError, of_text
from srm_lint.evaluate.functions.yaml_reader import yamldecode
from srm_lint.evaluate.functions.yaml_writer import yamlencode
from srm_lint.evaluate.typed import ANY, STRING, RuntimeValue

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_EMPTY_BLOCK = b"\0\0\0\xff\xff"
_LAST_EMPTY_BLOCK = b"\1\0\0\xff\xff"
_LONGEST_TO_COMPRESS = 19


def _from_base64(text: str) -> bytes:
    bare = text.replace("\r", "").replace("\n", "")
    if not _BASE64.fullmatch(bare):
        raise FunctionError("failed to decode base64 data")
    return base64.b64decode(bare)


def _base64decode(text: str) -> RuntimeValue:
    try:
        return _from_base64(text).decode()
    except UnicodeDecodeError as error:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8") from error


def _base64encode(text: str) -> RuntimeValue:
    return base64.b64encode(text.encode()).decode()


def _base64gzip(text: str) -> RuntimeValue:
    """What is short and repeats nothing all compressors write alike; Terraform's ends with two empty blocks."""
    trigrams = [text[i : i + 3] for i in range(len(text) - 2)]
    if len(text) > _LONGEST_TO_COMPRESS or not text.isascii() or len(set(trigrams)) < len(trigrams):
        raise NotWorkedOutError("base64gzip() depends on the compressor")
    data = text.encode()
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    flushed = compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH) if data else _EMPTY_BLOCK
    trailer = zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return base64.b64encode(_GZIP_HEADER + flushed + _LAST_EMPTY_BLOCK + trailer).decode()


def _textencodebase64(text: str, charset: str) -> RuntimeValue:
    return base64.b64encode(encoded(text, charset)).decode()


def _textdecodebase64(text: str, charset: str) -> RuntimeValue:
    return decoded(_from_base64(text), charset)


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
