"""What must never be printed: values of attributes named like secrets, and text that looks like one."""

from __future__ import annotations

import binascii
import re
from functools import lru_cache

MASK = "****"

_LONGEST_LINE = 2000

_NAME = (
    r"[\w.-]*(?:password|passwd|passphrase|secret|token|private[_-]?key|access[_-]?key|api[_-]?key|credential)[\w.-]*"
)
_HARMLESS_END = re.compile(
    r"(?:arn|_?ids?|name|names|type|types|version|versions|length|policy|validity|expiry|expiration|enabled|required|"
    r"rotation|period|days|hours|minutes|seconds|ttl|url|uri|endpoint|manager|mode|count|lifetime)$",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(_NAME, re.IGNORECASE)
_KEY_MATERIAL = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)|\bgh[pousr]_[A-Za-z0-9]{36,}|\bxox[abeprs]-[\w-]{10,}"
    r"|\bAIza[\w-]{35}|(?<=://)[^\s:/@\"$]+:[^\s/@\"$]+(?=@)",
    re.DOTALL,
)
_LINE_OF_A_KEY = re.compile(r"[\s\"']*[A-Za-z0-9+/]{60,}={0,2}[\s\"',]*")
"""Of the middle of one, where its first line is not at hand."""
_ASSIGNED = re.compile(
    rf"""(?P<name>{_NAME})(?P<gap>["']?\s*[=:]\s*)(?:"(?P<text>[^"]*)"|'[^']*'|(?P<bare>[^\s"'{{(\[|>&*!]\S*))""",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_DYNAMIC = re.compile(r"(?<=\{\{resolve:)(?:\$\{[^{}]*\}|[^{}])+")  # from where a template reads in deployment
_HCL_REFERENCE = re.compile(
    r"(?:var|local|data|module|each|count|self|path|random_\w+|[a-z0-9]+_\w+)\.[\w.\[\]\"*-]+|true|false|null"
)


def is_secret_name(name: str) -> bool:
    """Whether an attribute of that name holds a secret, going by its name: "password", "MasterUserPassword"."""
    return bool(_SECRET_NAME.search(name)) and not _HARMLESS_END.search(name)


@lru_cache(maxsize=256)
def mask_line(line: str) -> str:
    """A line of source with the literals of secret-looking names, and key material, masked.

    Of a line longer than people write, as in minified JSON, only the start is given.
    """
    if len(line) > _LONGEST_LINE:
        line = f"{_whole_quotes(line[:_LONGEST_LINE])}…"
    shown = _DYNAMIC.sub(MASK, _KEY_MATERIAL.sub(MASK, _ASSIGNED.sub(_masked, line)))
    return _ENCODED.sub(_without_secret_inside, shown)


def _without_secret_inside(encoded: re.Match[str]) -> str:
    """Base64 as it is, as start-up scripts are written; the mask where the text that it encodes would be masked."""
    whole = len(encoded[0]) // 4 * 4
    try:
        inside = binascii.a2b_base64(encoded[0][:whole]).decode("utf-8", "ignore")
    except binascii.Error:
        return encoded[0]
    return MASK if any(mask_line(line) != line for line in inside.splitlines()[:_LONGEST_LINE]) else encoded[0]


def _whole_quotes(text: str) -> str:
    """The text without a quotation at its end that is not closed: half of a secret would not be seen as one."""
    for quote in ('"', "'"):
        if text.count(quote) % 2:
            text = text[: text.rindex(quote)]
    return text


def _masked(match: re.Match[str]) -> str:
    bare = match["bare"]
    if not is_secret_name(match["name"]) or (bare and _HCL_REFERENCE.match(bare)):
        return match[0]
    if match["text"] is not None and match["text"].startswith("${") and match["text"].endswith("}"):
        return match[0]
    return f"{match['name']}{match['gap']}{MASK if bare else chr(34) + MASK + chr(34)}"
