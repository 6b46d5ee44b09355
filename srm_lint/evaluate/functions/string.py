"""String functions."""

from __future__ import annotations

from collections.abc import Callable

from srm_lint.evaluate.functions.formatting import format_, formatlist
from srm_lint.evaluate.functions.graphemes import graphemes
from srm_lint.evaluate.functions.jsons import as_text
from srm_lint.evaluate.functions.regexes import replaced
from srm_lint.evaluate.functions.signature import (
    INTEGER,
    NULLABLE,
    TEXT,
    TEXTS,
    Function,
    FunctionError,
    TooLargeResultError,
    of_text,
)
from srm_lint.evaluate.typed import BOOL, STRING, List, Pending, RuntimeValue, children, first_unknown, list_type
from srm_lint.evaluate.typed.equality import settled_prefix, undecided
from srm_lint.model.value import Unknown, concatenate

_LONGEST = 1_000_000
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def _chomp(text: str) -> RuntimeValue:
    return text.rstrip("\r\n")


def _endswith(text: str, suffix: str) -> RuntimeValue:
    return text.endswith(suffix)


def _indent(spaces: int, text: str) -> RuntimeValue:
    if spaces < 0:
        raise FunctionError("the number of spaces must not be negative")
    if spaces * (text.count("\n") + 1) > _LONGEST:
        raise TooLargeResultError("the text would be very long")
    return text.replace("\n", "\n" + " " * spaces)


def _join(separator: RuntimeValue, *lists: RuntimeValue) -> RuntimeValue:
    """The texts in a row; where some are unknown, what is known of them is kept."""
    if not lists:
        raise FunctionError("at least one list is required")
    whole = next((one for one in lists if isinstance(one, Unknown)), None)
    if whole is not None:
        return _without_parts(whole)
    texts = [text for one in lists for text in children(one)]
    if None in texts and first_unknown((separator, *lists)) is None:
        raise FunctionError("cannot concatenate null values")
    if isinstance(separator, str) and len(separator) * len(texts) > _LONGEST:
        raise TooLargeResultError("the text would be very long")
    pieces: list[str | Unknown] = []
    for position, text in enumerate(texts):
        pieces += [piece for piece in ((separator, text) if position else (text,)) if isinstance(piece, str | Unknown)]
    joined = concatenate(pieces)
    return as_text(joined) if isinstance(joined, Unknown) else joined


def _lower(text: RuntimeValue) -> RuntimeValue:
    return _by_part(text, _lowered)


def _upper(text: RuntimeValue) -> RuntimeValue:
    return _by_part(text, _uppered)


def _lowered(text: str) -> str:
    return text.lower() if text.isascii() else "".join(character.lower()[0] for character in text)


def _uppered(text: str) -> str:
    return text.upper() if text.isascii() else "".join(map(_upper_letter, text))


def _upper_letter(character: str) -> str:
    """The one letter that is the upper case of another, where there is one."""
    candidates = (character.upper(), character.title(), character)
    return next(candidate for candidate in candidates if len(candidate) == 1)


def _by_part(text: RuntimeValue, change: Callable[[str], str]) -> RuntimeValue:
    """A change that looks at single characters only, and so can be made to the known parts of a text."""
    if isinstance(text, Unknown):
        parts = [change(part) if isinstance(part, str) else part for part in text.parts or (text,)]
        changed = concatenate(parts)
        return as_text(changed) if isinstance(changed, Unknown) else changed
    return change(text) if isinstance(text, str) else None


def _replace(text: RuntimeValue, old: RuntimeValue, new: RuntimeValue) -> RuntimeValue:
    """Every occurrence replaced. In a partly unknown text only where one character is looked for: it cannot span parts."""
    unknown = first_unknown((text, old, new))
    if isinstance(text, str) and isinstance(old, str) and isinstance(new, str):
        return _replaced(text, old, new)
    if isinstance(text, Unknown) and isinstance(old, str) and isinstance(new, str) and len(old) == 1 and text.parts:
        parts = [part.replace(old, new) if isinstance(part, str) else part for part in text.parts]
        changed = concatenate(parts)
        return as_text(changed) if isinstance(changed, Unknown) else changed
    return None if unknown is None else _without_parts(unknown)


def _replaced(text: str, old: str, new: str) -> RuntimeValue:
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        return replaced(old[1:-1], text, new)
    if text.count(old) * len(new) > _LONGEST:
        raise TooLargeResultError("the text would be very long")
    return text.replace(old, new)


def _split(separator: str, text: str) -> RuntimeValue:
    return List(tuple(text.split(separator) if separator else text), STRING)


def _startswith(text: RuntimeValue, prefix: RuntimeValue) -> RuntimeValue:
    if isinstance(prefix, Unknown):
        return undecided(prefix)
    if isinstance(text, Unknown) and isinstance(prefix, str):
        known = settled_prefix(text.prefix)
        if not prefix or (known and known.startswith(prefix)):
            return True
        return False if known and len(known.encode()) >= len(prefix.encode()) else undecided(text)
    return isinstance(text, str) and isinstance(prefix, str) and text.startswith(prefix)


def _strcontains(text: str, part: str) -> RuntimeValue:
    return part in text


def _strrev(text: str) -> RuntimeValue:
    return "".join(reversed(graphemes(text)))


def _substr(text: str, offset: int, length: int) -> RuntimeValue:
    """Characters from an offset on, which counts from the end where it is negative; a negative length takes them all.

    A length of zero is nothing, but for negative offsets, where Terraform takes it for all as well.
    """
    characters = graphemes(text)
    if offset < 0:
        offset = max(offset + len(characters), 0)
        length = length or -1
    rest = characters[offset:]
    return "".join(rest if length < 0 else rest[:length])


def _title(text: str) -> RuntimeValue:
    titled = ""
    previous = " "
    for character in text:
        titled += _title_letter(character) if _separates(previous) else character
        previous = character
    return titled


def _title_letter(character: str) -> str:
    titled = character.title()
    return titled if len(titled) == 1 else character


def _separates(character: str) -> bool:
    """Whether a word may start behind this character."""
    if character.isascii():
        return not (character.isalnum() or character == "_")
    return not (character.isalpha() or character.isdecimal()) and character in _SPACE


def _trim(text: str, characters: str) -> RuntimeValue:
    return text.strip(characters) if characters else text


def _trimprefix(text: str, prefix: str) -> RuntimeValue:
    return text.removeprefix(prefix)


def _trimspace(text: str) -> RuntimeValue:
    return text.strip(_SPACE)


def _trimsuffix(text: str, suffix: str) -> RuntimeValue:
    return text.removesuffix(suffix)


def _without_parts(unknown: Unknown) -> Unknown:
    return Pending(unknown.reason, unknown.references, unknown.settle, never_null=True, type=STRING)


FUNCTIONS = {
    "chomp": of_text(_chomp),
    "endswith": of_text(_endswith, 2, BOOL),
    "format": Function(format_, (TEXT,), rest=NULLABLE, result=STRING, takes="any"),
    "formatlist": Function(formatlist, (TEXT,), rest=NULLABLE, result=list_type(STRING), takes="any"),
    "indent": Function(_indent, (INTEGER, TEXT), result=STRING),
    "join": Function(_join, (TEXT,), rest=TEXTS, result=STRING, takes="any"),
    "lower": Function(_lower, (TEXT,), result=STRING, takes="any"),
    "replace": Function(_replace, (TEXT, TEXT, TEXT), result=STRING, takes="any"),
    "split": of_text(_split, 2, list_type(STRING)),
    "startswith": Function(_startswith, (TEXT, TEXT), result=BOOL, takes="any"),
    "strcontains": of_text(_strcontains, 2, BOOL),
    "strrev": of_text(_strrev),
    "substr": Function(_substr, (TEXT, INTEGER, INTEGER), result=STRING),
    "title": of_text(_title),
    "trim": of_text(_trim, 2),
    "trimprefix": of_text(_trimprefix, 2),
    "trimspace": of_text(_trimspace),
    "trimsuffix": of_text(_trimsuffix, 2),
    "upper": Function(_upper, (TEXT,), result=STRING, takes="any"),
}
