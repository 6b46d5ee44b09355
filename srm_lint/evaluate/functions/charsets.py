"""Character sets of `textencodebase64` and `textdecodebase64`, as far as Python's and Go's tables are known to agree."""

from __future__ import annotations

import codecs
import re

from srm_lint.evaluate.functions.signature import FunctionError, NotWorkedOutError

_UNICODE = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
_SINGLE_BYTE = {
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (*range(1, 11), *range(13, 17))},
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1251, 1252, 1253, 1254, 1256, 1257, 1258)},
    **{f"ibm{page}": f"cp{page}" for page in ("037", 437, 850, 852, 855, 860, 862, 863, 865, 866)},
    "us-ascii": "ascii",
    "latin1": "latin-1",
    "koi8-r": "koi8-r",
    "macintosh": "mac-roman",
}
_MULTI_BYTE = {
    "shift_jis": "shift_jis",
    "euc-jp": "euc_jp",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-kr": "euc_kr",
}
_WITH_C1_CONTROLS = ("iso-8859-1", "iso-8859-9", "latin1")
_IDEOGRAPHS = "\u4e00-\u9fa4"
_KANA_AND_HANGUL = "\u3041-\u3093\u30a1-\u30fa\uac00-\ud7a3"


def encoded(text: str, charset: str) -> bytes:
    """The text in a character set. Raises FunctionError where the set or a character in it does not exist."""
    name = charset.lower()
    if name == "utf-16":
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    if name in _MULTI_BYTE:
        return _in_several_bytes(text, name)
    codec = _codec(name)
    if _has_undefined_controls(text, name):
        raise FunctionError(f"the given string contains characters that cannot be represented in {charset}")
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        raise FunctionError(f"the given string contains characters that cannot be represented in {charset}") from error


def decoded(data: bytes, charset: str) -> str:
    """The text that bytes stand for in a character set. Raises FunctionError where they are not defined in it."""
    name = charset.lower()
    if name == "utf-16":
        little = data.startswith(codecs.BOM_UTF16_LE)
        name = "utf-16le" if little else "utf-16be"
        data = data[2:] if little or data.startswith(codecs.BOM_UTF16_BE) else data
    try:
        text = data.decode(_MULTI_BYTE.get(name) or _codec(name))
    except UnicodeDecodeError as error:
        if name in _MULTI_BYTE:
            raise NotWorkedOutError(f"some characters of {charset} are not worked out") from error
        raise FunctionError(f"the given string contains symbols that are not defined for {charset}") from error
    if "\ufffd" in text or _has_undefined_controls(text, name):
        raise FunctionError(f"the given string contains symbols that are not defined for {charset}")
    if name in _MULTI_BYTE and _in_several_bytes(text, name) != data:
        raise NotWorkedOutError(f"some characters of {charset} are not worked out")
    return text


def _codec(name: str) -> str:
    codec = _UNICODE.get(name) or _SINGLE_BYTE.get(name)
    if codec is not None:
        return codec
    if _may_exist(name):
        raise NotWorkedOutError(f"the encoding {name} is not worked out")
    raise FunctionError(f"{name!r} is not a supported IANA encoding name or alias")


def _may_exist(name: str) -> bool:
    """Whether the name resembles that of a character set."""
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return bool(re.match(r"(iso|ibm|cp|cs|windows|mac|koi8|gb|hz|big5|euc|shift|ms_|utf|us-|latin|l\d)", name))
    return True


def _has_undefined_controls(text: str, name: str) -> bool:
    return name.startswith("iso-8859-") and name not in _WITH_C1_CONTROLS and bool(re.search("[\x80-\x9f]", text))


def _in_several_bytes(text: str, name: str) -> bytes:
    """Everyday characters of East Asia; rarer ones are where tables differ."""
    usual = f"[ -~{_IDEOGRAPHS}{'' if name == 'big5' else _KANA_AND_HANGUL}]*"
    if not re.fullmatch(usual, text):
        raise NotWorkedOutError(f"some characters of {name} are not worked out")
    try:
        characters = [character.encode(_MULTI_BYTE[name]) for character in text]
    except UnicodeEncodeError as error:
        raise NotWorkedOutError(f"some characters of {name} are not worked out") from error
    if name != "gb18030" and any(len(character) > 2 for character in characters):
        raise NotWorkedOutError(f"some characters of {name} are not worked out")
    return b"".join(characters)
