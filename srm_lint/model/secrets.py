"""What must never be printed: values of attributes named like secrets, and text that looks like one."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from functools import lru_cache

MASK = "****"

_LONGEST_LINE = 2000

_WORD = (
    r"(?:password|passwd|passphrase|(?<![a-z])pass(?![a-z])|(?<![a-z])pwd|secret|token|credential"
    r"|private[_-]?key|access[_-]?key|account[_-]?key|api[_-]?key|shared[_-]?key)"
)
_SECRET_WORD = re.compile(_WORD, re.IGNORECASE)
_HARMLESS_END = re.compile(
    r"(?:arn|_?ids?|name|names|type|types|version|versions|length|policy|validity|expiry|expiration|enabled|required|"
    r"rotation|period|days|hours|minutes|seconds|ttl|url|uri|endpoint|manager|mode|count|lifetime)$",
    re.IGNORECASE,
)
_TOKENS: Mapping[str, str] = {
    **dict.fromkeys(("AKIA", "ASIA"), "[0-9A-Z]{16}"),
    **dict.fromkeys(("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), "[A-Za-z0-9]{36,}"),
    **dict.fromkeys(("github_pat_", "glsa_", "glc_", "lin_api_"), r"\w{22,}"),
    **dict.fromkeys(("glpat-", "gldt-", "glrt-", "glptt-"), r"[\w.-]{20,}"),
    **dict.fromkeys(("xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "xapp-"), r"[\w-]{10,}"),
    "hooks.slack.com/services/": r"[\w/]{20,}",
    **dict.fromkeys(("sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"), "[A-Za-z0-9]{16,}"),
    **dict.fromkeys(("sk-ant-", "sk-proj-", "sk-svcacct-", "GOCSPX-", "ya29.", "dckr_pat_"), r"[\w-]{20,}"),
    "sk-": "[A-Za-z0-9]{40,}",
    "SG.": r"[\w-]{16,}\.[\w-]{16,}",
    "npm_": "[A-Za-z0-9]{36}",
    "pypi-": r"AgE[\w-]{20,}",
    "rubygems_": "[0-9a-f]{48}",
    **dict.fromkeys(("hvs.", "hvb.", "hvr."), r"[\w-]{20,}"),
    **dict.fromkeys(("dop_v1_", "doo_v1_", "dor_v1_"), "[0-9a-f]{64}"),
    **dict.fromkeys(("dapi", "key-", "SK"), "[0-9a-f]{32}"),
    **dict.fromkeys(("shpat_", "shpca_", "shppa_", "shpss_"), "[0-9a-fA-F]{32}"),
    "AIza": r"[\w-]{35}",
    "ATATT3": r"[\w=-]{20,}",
    **dict.fromkeys(("NRAK-", "HRKU-", "AGE-SECRET-KEY-1"), "[0-9A-Za-z-]{20,}"),
    "PMAK-": "[0-9a-f]{24}-[0-9a-f]{34}",
    "eyJ": r"[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*",
    "sig=": "[A-Za-z0-9%+/]{20,}",
    "Bearer ": "[A-Za-z0-9._~+/=-]{16,}",
    "Basic ": "[A-Za-z0-9+/]{16,}={0,2}",
}
"""How the tokens of services begin, and the form of the rest, as the services document them."""

_AT_START = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt])|(?<=\\u[0-9a-f]{4}))"  # also after what is written as an escape
_TOKEN = re.compile(_AT_START + f"(?:{'|'.join(re.escape(start) + rest for start, rest in _TOKENS.items())})")
_KEY_MATERIAL = re.compile(
    r"BEGIN [A-Z ]{,20}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\Z)"
    r"|(?<=://)[^\s:/@\"$]+:(?:[^\s/@\"$]|\$(?!\{))+(?=@)|(?<=://)[A-Za-z0-9_-]{20,}(?=@)"
    r"|[A-Za-z0-9]{14,16}\.atlasv1\.[\w-]{40,}|(?<![0-9])[0-9]{8,10}:AA[\w-]{33}"
    r"""|(?:(?<=[Pp]wd=)|(?<=[Pp]assword=)|(?<=AccountKey=)|(?<=AccessKey=))[^\s;"'&${]{4,}""",  # of connection strings
    re.DOTALL,
)
_LINE_OF_A_KEY = re.compile(r"[\s\"']*[A-Za-z0-9+/]{60,}={0,2}[\s\"',]*")
"""Of the middle of one, where its first line is not at hand."""
_ASSIGNED = re.compile(
    rf"(?<![\w.-])(?P<name>[\w.-]*{_WORD}[\w.-]*)"
    r"""(?P<gap>(?:\\*["'])?\s*(?:,\s*(?:\\*["'])?value(?:\\*["'])?\s*)?[=:]\s*(?:!Sub\s+|\[\s*)?)"""  # or {name = ..., value = ...}
    r"""(?:(?P<quote>"|'|\\+["'])(?P<text>(?:(?!(?P=quote))(?:\\.|[^\\]))*)(?:(?P=quote)|\\?\Z)"""
    r"""|(?P<bare>[^\s"'\\{(\[|>&*!,][^\s,}]*))""",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPTS = ("user_data", "user_data_base64", "custom_data", "UserData")
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_DYNAMIC = re.compile(r"(?<=\{\{resolve:)(?:\$\{[^{}]*\}|[^{}])+")  # from where a template reads in deployment
_WHOLE_WORDS = re.compile(r".*[\s\"',;{}()\[\]]", re.DOTALL)
_HCL_REFERENCE = re.compile(
    r"(?:var|local|data|module|each|count|self|path|random_\w+|[a-z0-9]+_\w+)\.[\w.\[\]\"*-]+|true|false|null"
)


def is_secret_name(name: str) -> bool:
    """Whether an attribute of that name holds a secret, going by its name: "password", "MasterUserPassword"."""
    return bool(_SECRET_WORD.search(name)) and not _HARMLESS_END.search(name)


def holds_secrets(name: str) -> bool:
    """Whether what an attribute of that name holds is never shown: it is a secret, or a script, which may hold some."""
    return is_secret_name(name) or name in _SCRIPTS


def is_secret_pair(entry: Mapping[str, object], key: str) -> bool:
    """Whether `key` is the value of a pair such as {name = "DB_PASSWORD", value = "..."}, as containers get their variables."""
    name = entry.get("name", entry.get("Name"))
    return key.lower() == "value" and isinstance(name, str) and is_secret_name(name)


@lru_cache(maxsize=256)
def mask_line(line: str) -> str:
    """A line of source with the literals of secret-looking names, and key material, masked.

    Of a line longer than people write, as in minified JSON, only the start is given.
    """
    if len(line) > _LONGEST_LINE:
        line = f"{_whole_words(_whole_quotes(line[:_LONGEST_LINE]))}…"
    return MASK if _LINE_OF_A_KEY.fullmatch(line) else mask_text(line)


def mask_text(text: str) -> str:
    """The same of a text of any length that somebody wrote: a reason, a statement."""
    if _SECRET_WORD.search(text):
        text = _ASSIGNED.sub(_masked, text)
    return _ENCODED.sub(_without_secret_inside, _DYNAMIC.sub(MASK, mask_keys(text)))


def mask_keys(text: str) -> str:
    """A text of any kind without key material: private keys, tokens, and passwords in addresses."""
    if any(start in text for start in _TOKENS):
        text = _TOKEN.sub(MASK, text)
    return _KEY_MATERIAL.sub(MASK, text)


def _whole_words(text: str) -> str:
    """The text without a word at its end that may go on: half of a token would not be seen as one."""
    whole = _WHOLE_WORDS.match(text)
    return whole[0] if whole else ""


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
    bare, text, quote = match["bare"], match["text"], match["quote"] or ""
    if not is_secret_name(match["name"]) or (bare and _HCL_REFERENCE.match(bare)):
        return match[0]
    if text is not None and text.startswith("${") and text.endswith("}"):
        return match[0]
    return f"{match['name']}{match['gap']}{quote}{MASK}{quote}"
