"""RE2's regular expressions on top of the `regex` module: syntax translated, running time bounded.

Both look for the leftmost match and prefer earlier alternatives, so that matches and groups agree. Whatever of RE2 has no
sure equivalent raises NotWorkedOutError; what RE2 refuses raises FunctionError.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from srm_lint.evaluate.functions.signature import FunctionError, NotWorkedOutError, TooLargeResultError
from srm_lint.model.patterns import is_too_large

if TYPE_CHECKING:
    import regex

_SECONDS = 0.5
_LONGEST_PATTERN = 10_000
_MOST_REPEATS = 1000
_SPACE = r"\t\n\f\r "
_WORD = "0-9A-Za-z_"
_BOUNDARY = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_INSIDE = f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_PERL = {"d": "0-9", "s": _SPACE, "w": _WORD}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7F",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": _WORD,
    "xdigit": "0-9A-Fa-f",
}
_CONTROL = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_REPEAT = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_GROUP = re.compile(r"\(\?P?<([A-Za-z0-9_]+)>")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_NUMERIC_ESCAPE = re.compile(r"\\(?:x(?:\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{2}))|(0[0-7]{0,2}|[1-7][0-7]{1,2}))")
_PROPERTY = re.compile(r"\\([pP])(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))")
_REFERENCE = re.compile(r"\$(?:\$|([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})")


class Pattern(msgspec.Struct, frozen=True):
    """A compiled pattern and the names of its groups in order, None where one has no name."""

    expression: regex.Pattern[str]
    groups: tuple[str | None, ...]

    def search(self, text: str, position: int = 0) -> regex.Match[str] | None:
        """The first match from a position on. Raises NotWorkedOutError where that takes too long."""
        try:
            return self.expression.search(text, position, timeout=_SECONDS)
        except TimeoutError as error:
            raise TooLargeResultError("matching takes too long") from error

    def expanded(self, replacement: str, match: regex.Match[str]) -> str:
        """The replacement with its references to groups filled in; unknown groups are empty."""

        def group(reference: re.Match[str]) -> str:
            name = reference[1] or reference[2]
            if name is None:
                return "$"
            if name.isdigit() and (name == "0" or not name.startswith("0")):
                found = match[int(name)] if int(name) <= len(self.groups) else None
            else:
                found = match[self.groups.index(name) + 1] if name in self.groups else None
            return found or ""

        return _REFERENCE.sub(group, replacement)


def compiled(pattern: str, text: str) -> Pattern:
    """The pattern, to be matched against this text. Raises FunctionError and NotWorkedOutError."""
    import regex

    if len(pattern) > _LONGEST_PATTERN or is_too_large(pattern):
        raise TooLargeResultError("the pattern is too long, or repeats too often what is itself repeated")
    translation = _Translation(pattern)
    translated = translation.run()
    if translation.ignores_case and not (pattern.isascii() and text.isascii()):
        raise NotWorkedOutError("letters outside ASCII are compared without regard to case")
    if translation.ignores_case and "|" in pattern and not pattern.startswith("(?i)"):
        raise NotWorkedOutError("only some of the alternatives regard case")  # where Go's own answers go wrong
    try:
        expression = regex.compile(translated, regex.VERSION1)
    except regex.error as error:
        raise FunctionError(f"invalid regexp pattern: {error}") from error
    return Pattern(expression, tuple(translation.groups))


class _Translation:
    """One walk over a pattern. Flags hold until the end of the group that they stand in."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.groups: list[str | None] = []
        self.ignores_case = False
        self._flags = frozenset[str]()
        self._enclosing: list[tuple[frozenset[str], int]] = []
        self._repeatable = False
        self._translated: list[str] = []
        self._closed_group = ""
        self._weights = [1]
        self._weight = 1

    def run(self) -> str:
        """The translated pattern."""
        while self.position < len(self.pattern):
            self._translated.append(self._next())
        if self._enclosing:
            raise FunctionError("invalid regexp pattern: missing closing )")
        return "".join(self._translated)

    def _next(self) -> str:
        character = self.pattern[self.position]
        if character in "*+?" or (character == "{" and _REPEAT.match(self.pattern, self.position)):
            return self._repetition()
        self._repeatable = True
        self._closed_group = ""
        self._weight = 1
        if character == "\\":
            return self._escape()
        if character == "[":
            return self._class()
        if character == "(":
            return self._opening()
        self.position += 1
        return self._plain(character)

    def _plain(self, character: str) -> str:
        if character == ")":
            if not self._enclosing:
                raise FunctionError("invalid regexp pattern: unexpected )")
            self._flags, start = self._enclosing.pop()
            self._closed_group = "".join(self._translated[start:]) + ")"
            self._weight = self._weights.pop()
            self._weights[-1] = max(self._weights[-1], self._weight)
            return ")"
        if character in "|^":
            self._repeatable = character == "^"
            return character
        if character == "$":
            return "$" if "m" in self._flags else r"\Z"
        return character if character == "." else _literal(character)

    def _repetition(self) -> str:
        if not self._repeatable:
            raise FunctionError("invalid regexp pattern: missing argument to repetition operator")
        match = _REPEAT.match(self.pattern, self.position)
        operator = match[0] if match else self.pattern[self.position]
        if match:
            least, most = int(match[1]), int(match[3] or match[1])
            self._weight *= max(least, most)
            self._weights[-1] = max(self._weights[-1], self._weight)
            if self._weight > _MOST_REPEATS or (match[3] and most < least):
                raise FunctionError("invalid regexp pattern: invalid repeat count")
        self.position += len(operator)
        if self.pattern[self.position : self.position + 1] == "?":
            self.position += 1
            operator += "?"
        rest = self.pattern[self.position : self.position + 1]
        if rest in ("*", "+", "?") or _REPEAT.match(self.pattern, self.position):
            raise FunctionError("invalid regexp pattern: invalid nested repetition operator")
        if self._closed_group and operator != "?":
            _check_repeated(self._closed_group)
        return operator

    def _opening(self) -> str:
        group = _GROUP.match(self.pattern, self.position)
        flags = _FLAGS.match(self.pattern, self.position)
        self._repeatable = False
        if group:
            return self._group(group[0], group[1], "(")
        if flags:
            return self._flagged(flags)
        if self.pattern.startswith("(?", self.position):
            raise FunctionError("invalid regexp pattern: invalid or unsupported Perl syntax")
        return self._group("(", None, "(")

    def _group(self, opening: str, name: str | None, translated: str) -> str:
        self.groups.append(name)
        self._enclosing.append((self._flags, len(self._translated)))
        self._weights.append(1)
        self.position += len(opening)
        return translated

    def _flagged(self, match: re.Match[str]) -> str:
        switched_on, switched_off, end = match[1], match[2] or "", match[3]
        if end == ")" and not switched_on and not switched_off:
            raise FunctionError("invalid regexp pattern: missing argument to repetition operator")
        if "U" in switched_on + switched_off:
            raise NotWorkedOutError("the flag U is not worked out")
        outer = self._flags
        self._flags = (outer | set(switched_on)) - set(switched_off)
        self.ignores_case = self.ignores_case or "i" in self._flags
        self.position = match.end()
        if end == ":":
            self._enclosing.append((outer, len(self._translated)))
            self._weights.append(1)
        changes = f"(?{switched_on}" + (f"-{switched_off}" if switched_off else "")
        return f"{changes}{end}"

    def _escape(self) -> str:
        if self.pattern.startswith(r"\Q", self.position):
            return self._verbatim()
        following = self.pattern[self.position + 1 : self.position + 2]
        if following.lower() in _PERL:
            self.position += 2
            return f"[{'^' if following.isupper() else ''}{_PERL[following.lower()]}]"
        assertions = {"A": r"\A", "b": _BOUNDARY, "B": _INSIDE, "z": r"\Z"}
        if following in assertions:
            self.position += 2
            return assertions[following]
        return self._property() or _literal(self._escaped_character())

    def _verbatim(self) -> str:
        end = self.pattern.find(r"\E", self.position)
        content = self.pattern[self.position + 2 : end if end >= 0 else None]
        self.position = end + 2 if end >= 0 else len(self.pattern)
        return "".join(map(_literal, content))

    def _property(self) -> str:
        match = _PROPERTY.match(self.pattern, self.position)
        if match is None:
            return ""
        self.position = match.end()
        name = match[3] or match[4]
        if name == "Any":
            raise NotWorkedOutError("the class Any is not worked out")
        negated = (match[1] == "P") != bool(match[2])
        return rf"\{'P' if negated else 'p'}{{{name}}}"

    def _escaped_character(self) -> str:
        numeric = _NUMERIC_ESCAPE.match(self.pattern, self.position)
        if numeric:
            self.position = numeric.end()
            code = int(numeric[3], 8) if numeric[3] else int(numeric[1] or numeric[2], 16)
            if code > 0x10FFFF:
                raise FunctionError("invalid regexp pattern: invalid escape sequence")
            return chr(code)
        character = self.pattern[self.position + 1 : self.position + 2]
        self.position += 2
        if character == "C":
            raise NotWorkedOutError("single bytes are matched")
        if character in _CONTROL:
            return _CONTROL[character]
        if not character or not character.isascii() or character.isalnum():
            raise FunctionError(f"invalid regexp pattern: invalid escape sequence \\{character}")
        return character

    def _class(self) -> str:
        self.position += 1
        negated = self.pattern.startswith("^", self.position)
        self.position += negated
        members = ""
        first = True
        while first or not self.pattern.startswith("]", self.position):
            if self.position >= len(self.pattern):
                raise FunctionError("invalid regexp pattern: missing closing ]")
            members += self._member()
            first = False
        self.position += 1
        return f"[{'^' if negated else ''}{members}]"

    def _member(self) -> str:
        named = self._named_class()
        if named:
            return named
        low = self._class_character()
        if not re.match(r"-[^\]]", self.pattern[self.position : self.position + 2], re.DOTALL):
            return _literal(low)
        self.position += 1
        high = self._class_character()
        if high < low:
            raise FunctionError("invalid regexp pattern: invalid character class range")
        return f"{_literal(low)}-{_literal(high)}"

    def _named_class(self) -> str:
        """A class inside a class: of POSIX, of Perl, or a Unicode property."""
        posix = re.match(r"\[:(\^?)([a-z]+):\]", self.pattern[self.position :])
        if posix:
            if posix[2] not in _POSIX:
                raise FunctionError("invalid regexp pattern: invalid character class range")
            self.position += posix.end()
            return f"[{posix[1]}{_POSIX[posix[2]]}]"
        if not self.pattern.startswith("\\", self.position):
            return ""
        following = self.pattern[self.position + 1 : self.position + 2]
        if following.lower() in _PERL:
            self.position += 2
            return f"[{'^' if following.isupper() else ''}{_PERL[following.lower()]}]"
        return self._property()

    def _class_character(self) -> str:
        character = self.pattern[self.position : self.position + 1]
        if character == "\\":
            return self._escaped_character()
        if not character:
            raise FunctionError("invalid regexp pattern: missing closing ]")
        self.position += 1
        return character


def _check_repeated(group: str) -> None:
    """Which part of the text a group has caught last is not agreed on where it may match nothing and is repeated."""
    import regex

    repeated = regex.compile(group, regex.VERSION1)
    if repeated.groups and repeated.fullmatch(""):
        raise NotWorkedOutError("a group that may be empty is repeated")


def _literal(character: str) -> str:
    """The character as itself, inside classes and outside."""
    return character if character.isalnum() or character == "_" else f"\\U{ord(character):08X}"
