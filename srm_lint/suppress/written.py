"""The words of ignore comments: ours, and those of checkov, trivy and tfsec.

    # srm-lint: ignore[rule-id, other-id] why it is acceptable until=2027-01-31
    # srm-lint: ignore-file[rule-id] why
    # checkov:skip=CKV_AWS_18,CKV_AWS_21:why
    # trivy:ignore:AVD-AWS-0089:exp:2027-01-31 tfsec:ignore:AVD-AWS-0090 why

A comment may hold several; each is a request of its own. What narrows one of trivy's or tfsec's to a workspace or to a
parameter has no counterpart here, so such a request is not taken for a wider one: it is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from srm_lint.model.ignore import Tool

_START = re.compile(
    r"(?P<own>srm-lint(?:\s*:\s*(?P<word>(?:ignore|skip|disable)[\w-]*|[\w-]+(?=\[))"
    r"|\s+(?:ignore-file|ignore|skip|disable)\b))"
    r"|(?:checkov|bridgecrew)\s*:\s*skip\s*=\s*(?P<checkov>[\w.,-]+)"
    r"|(?P<tool>trivy|tfsec):ignore:(?P<id>[\w.*-]+)(?P<narrowed>\[[^\]]*\])?(?P<options>(?::\w+:[^\s:]+)*)"
)
_OWN = re.compile(r"srm-lint:\s*(?:ignore-file|ignore)(?:\s*\[(?P<ids>[^\[\]]*)\])?(?![\w-])(?!\s*\[)")
_UNTIL = re.compile(r"\s*\buntil\s*[=:]\s*(\S*)")
_OTHER_END = re.compile(r"\b(?:unti\w*|till?|expir\w*|exp|ends?)\s*[=:]?\s*\d{4}-\d\d-\d\d", re.IGNORECASE)
_SHORT_TRIVY_ID = re.compile(r"(?:aws|azu|gcp|dig|git|kube|openstack|oci|nif|cldstk)-\d{4}")
_FORM = "write `srm-lint: ignore[rule-id] reason until=2027-01-31`"

MARKS = ("srm-lint", "skip", ":ignore:")
"""A comment without any of these holds no request."""


class Request(msgspec.Struct, frozen=True):
    """One request in a text, from character `start` to `end` (exclusive). `whole_file`: it holds for all of its file."""

    tool: Tool
    ids: tuple[str, ...]
    reason: str
    expires: str
    start: int
    end: int
    whole_file: bool = False
    malformed: str = ""


def requests_in(text: str) -> Iterator[Request]:
    """The requests in a comment, in order. Each ends where its line does, or where the next one starts."""
    starts = [*_START.finditer(text)]
    for number, match in enumerate(starts):
        line_end = text.find("\n", match.end())
        next_start = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        end = min(next_start, line_end if line_end != -1 else len(text))
        if match["own"]:
            yield _own(match, text, end)
        elif match["checkov"]:
            ids = tuple(id.lower() for id in match["checkov"].split(",") if id)
            reason = text[match.end() : end].lstrip()
            yield Request(Tool.CHECKOV, ids, _plain(reason.removeprefix(":")), "", match.start(), end)
        elif request := _trivy(match, text, end):
            yield request


def _own(match: re.Match[str], text: str, end: int) -> Request:
    written = _OWN.match(text, match.start(), end)
    whole_file = match["word"] == "ignore-file"
    if written is None:
        return Request(Tool.OWN, (), "", "", match.start(), end, whole_file, f"cannot be understood: {_FORM}")
    rest = text[written.end() : end]
    until = _UNTIL.search(rest)
    expires = until[1] if until else ""
    ids = tuple(id.strip().lower() for id in (written["ids"] or "").split(",") if id.strip())
    wrong = wrong_date(expires) if until else _other_end(rest)
    return Request(
        Tool.OWN, ids, _plain(_UNTIL.sub("", rest)), expires, match.start(), end, whole_file, malformed=wrong
    )


def _other_end(reason: str) -> str:
    """What is wrong with a reason that names the day on which the request ends in other words than ours; "" for nothing."""
    found = _OTHER_END.search(reason)
    return f"would never end, since `{found[0]}` is not read: write until=2027-01-31" if found else ""


def _trivy(match: re.Match[str], text: str, end: int) -> Request | None:
    options = dict(part.split(":") for part in re.findall(r"\w+:[^\s:]+", match["options"]))
    expires = options.pop("exp", "")
    if options or match["narrowed"] or "*" in match["id"]:
        return None
    id = match["id"].lower()
    id = f"avd-{id}" if _SHORT_TRIVY_ID.fullmatch(id) else id
    reason = _plain(text[match.end() : end])
    return Request(Tool(match["tool"]), (id,), reason, expires, match.start(), end, malformed=wrong_date(expires))


def wrong_date(expires: str, form: str = "until=") -> str:
    """What is wrong with an expiry as it is written; "" for nothing. `form` is what stands before a date there."""
    wrong = f"has no date in `{expires}`: write {form}2027-01-31"
    try:
        date.fromisoformat(expires or "2000-01-01")
    except ValueError:
        return wrong
    return "" if len(expires) in (0, 10) else wrong


def _plain(text: str) -> str:
    """A reason without what separates it from the words before it, or closes the comment."""
    return text.strip().removesuffix("*/").removesuffix("-->").strip(" \t:-#/")
