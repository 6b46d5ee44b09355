"""Hashes, identifiers and cryptography. What is random, or costly on purpose, is unknown."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from collections.abc import Callable
from functools import partial
from typing import Protocol

from srm_lint.evaluate.functions.signature import INTEGER, TEXT, Function, FunctionError, NotWorkedOutError, of_text
from srm_lint.evaluate.typed import STRING, RuntimeValue

_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "oid": uuid.NAMESPACE_OID,
    "url": uuid.NAMESPACE_URL,
    "x500": uuid.NAMESPACE_X500,
}
_HEX = "[0-9a-fA-F]"
_DASHED = f"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"
_UUID = re.compile(rf"(?:(?i:urn:uuid:))?{_DASHED}|\{{{_DASHED}\}}|{_HEX}{{32}}")


class Digest(Protocol):
    """A finished hash."""

    def digest(self) -> bytes:
        """The hash's bytes."""


Algorithm = Callable[[bytes], Digest]


def md5(data: bytes) -> Digest:
    """MD5, which Terraform offers for checksums."""
    return hashlib.md5(data, usedforsecurity=False)


def sha1(data: bytes) -> Digest:
    """SHA-1, which Terraform offers for checksums."""
    return hashlib.sha1(data, usedforsecurity=False)


def hexadecimal(algorithm: Algorithm, data: bytes) -> str:
    """The hash in lower-case hexadecimal."""
    return algorithm(data).digest().hex()


def in_base64(algorithm: Algorithm, data: bytes) -> str:
    """The hash's bytes in base 64."""
    return base64.b64encode(algorithm(data).digest()).decode()


def _of_text(form: Callable[[Algorithm, bytes], str], algorithm: Algorithm, text: str) -> RuntimeValue:
    return form(algorithm, text.encode())


def _unknown(reason: str, *_args: RuntimeValue) -> RuntimeValue:
    raise NotWorkedOutError(reason)


def _bcrypt(_text: str, *cost: int) -> RuntimeValue:
    if len(cost) > 1:
        raise FunctionError("bcrypt() takes no more than two arguments")
    return _unknown("bcrypt() gives another result each time")


def _uuidv5(namespace: str, name: str) -> RuntimeValue:
    known = _NAMESPACES.get(namespace)
    if known is None and not _UUID.fullmatch(namespace):
        raise FunctionError(f"uuidv5() doesn't support namespace {namespace}")
    return str(uuid.uuid5(known or uuid.UUID(namespace.lower()), name))


FUNCTIONS = {
    "base64sha256": of_text(partial(_of_text, in_base64, hashlib.sha256)),
    "base64sha512": of_text(partial(_of_text, in_base64, hashlib.sha512)),
    "bcrypt": Function(_bcrypt, (TEXT,), rest=INTEGER, result=STRING),
    "md5": of_text(partial(_of_text, hexadecimal, md5)),
    "rsadecrypt": of_text(partial(_unknown, "rsadecrypt() is not worked out"), 2),
    "sha1": of_text(partial(_of_text, hexadecimal, sha1)),
    "sha256": of_text(partial(_of_text, hexadecimal, hashlib.sha256)),
    "sha512": of_text(partial(_of_text, hexadecimal, hashlib.sha512)),
    "uuid": Function(partial(_unknown, "uuid() gives another result each time"), result=STRING),
    "uuidv5": of_text(_uuidv5, 2),
}
