"""Names of resource types as their providers list them, and which of them a name with a slip in it was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path


def provider_of(name: str) -> str:
    """What the name of a type begins with: "aws" of `aws_s3_bucket`, "AWS" of `AWS::S3::Bucket`."""
    return name.partition("::" if "::" in name else "_")[0]


def listed_names(lists: Iterable[Path], provider: str) -> frozenset[str]:
    """The types of a provider in those of the `lists` that are called by it; none where no list is.

    The lists are `types/*.txt` of the catalogue's folder, which are made from the providers' schemas.
    """
    start = "cloudformation" if provider == "AWS" else provider
    own = (path for path in lists if path.name.startswith(start))
    names = (name for path in own for name in path.read_text(encoding="utf-8").split())
    return frozenset(name for name in names if provider_of(name) == provider)


def meant_by(name: str, names: Iterable[str]) -> str:
    """The first of `names` that a slip makes `name` of, "" for none.

    A slip is one letter wrong, too many or missing, two neighbours that changed places, or capitals. Digits are none:
    they tell versions apart.
    """
    return min((each for each in names if abs(len(each) - len(name)) <= 1 and _is_slip(each, name)), default="")


def _is_slip(meant: str, written: str) -> bool:
    if meant.casefold() == written.casefold():
        return True
    start = _shared(meant, written)
    end = _shared(meant[start:][::-1], written[start:][::-1])
    right, wrong = (text[start : len(text) - end] for text in (meant, written))
    if len(right) == len(wrong) == 2:
        return right == wrong[::-1]
    return max(len(right), len(wrong)) == 1 and not (right + wrong).isdigit()


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
