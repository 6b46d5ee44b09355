"""Text of a path ("a[*].b", "linked.aws_kms_key[?].x") -> selector."""

from __future__ import annotations

import re

from srm_lint.model.condition import Origin, Quantifier, Selector

_STEP = re.compile(
    r"""(?P<key>[^.\[\]{}"\s]+)|\["(?P<quoted>[^"]+)"\]|(?P<quantifier>\[[*?]\]|\{[*?]\})""",
)
_QUANTIFIERS = {
    "[*]": Quantifier.EVERY,
    "[?]": Quantifier.SOME,
    "{*}": Quantifier.EVERY_VALUE,
    "{?}": Quantifier.SOME_VALUE,
}
_VIA = re.compile(r"(?P<type>[^()]+)\((?P<attributes>\w+(,\w+)*)\)")
_RESOURCE_LISTS = {"linked": Origin.LINKED, "refers": Origin.REFERS, "estate": Origin.ESTATE}
_SELF = {"meta": Origin.META, "tags": Origin.TAGS, "provider": Origin.PROVIDER}
_MODES = ("data", "provider", "backend")


def parse_path(text: str) -> Selector:
    """The selector that `text` writes.

    Raises:
        ValueError: it is no path; the message says where it stops being one.
    """
    steps = _steps(text)
    first, second = steps[0], steps[1] if len(steps) > 1 else None
    if not isinstance(first, str):
        raise ValueError(f"path `{text}` starts with a list step; name the attribute first")
    if first in _RESOURCE_LISTS and isinstance(second, str):
        return _resource_list(_RESOURCE_LISTS[first], steps, text)
    if first == "facts" and isinstance(second, str):
        return Selector(Origin.FACTS, second, steps[2:], text)
    if first == "self" and second in _SELF:
        return Selector(_SELF[str(second)], "", steps[2:], text)
    return Selector(Origin.VALUES, "", steps, text)


def _resource_list(origin: Origin, steps: tuple[str | Quantifier, ...], text: str) -> Selector:
    """`linked.<type>`, `linked.<type>(<attribute>)`; types of data sources and the like have two parts."""
    length = 2 if steps[1] in _MODES and len(steps) > 2 else 1
    type, rest = ".".join(str(step) for step in steps[1 : 1 + length]), steps[1 + length :]
    match = _VIA.fullmatch(type)
    if match is None:
        return Selector(origin, type, rest, text)
    if origin is not Origin.LINKED:
        raise ValueError(f"path `{text}` names the attribute that points; only `linked` takes one")
    return Selector(origin, match["type"], rest, text, tuple(match["attributes"].split(",")))


def _steps(text: str) -> tuple[str | Quantifier, ...]:
    steps: list[str | Quantifier] = []
    position = 0
    while position < len(text):
        if steps and text[position] == ".":
            position += 1
        match = _STEP.match(text, position)
        if match is None:
            raise ValueError(
                f'`{text}` is no path: "{text[position:]}" should be a name, [*], [?], {{*}}, {{?}} or ["a key"]'
            )
        quantifier = match["quantifier"]
        steps.append(_QUANTIFIERS[quantifier] if quantifier else match["key"] or match["quoted"])
        position = match.end()
    if not steps:
        raise ValueError("a path is empty; name an attribute")
    return tuple(steps)
