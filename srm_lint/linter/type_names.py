"""Types that nobody knows by that name but for a slip: the catalogue takes them by a pattern, and no rule asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from posixpath import dirname

from srm_lint.catalogue import listed_names, meant_by, provider_of
from srm_lint.linter.options import Options
from srm_lint.linter.sources import configuration, load_catalogue
from srm_lint.model.catalogue import Catalogue
from srm_lint.model.finding import Subject
from srm_lint.model.source import Diagnostic, Level
from srm_lint.rules import built_in_folder

_MOST = 100
"""Types that are compared with all names: nobody writes more that are not listed, and each takes a millisecond."""

_PROVIDERS_KEPT = 64


def type_notes(subjects: Iterable[Subject], options: Options) -> Iterator[Diagnostic]:
    """A note at the first resource of each type that is a slip."""
    first: dict[str, Subject] = {}
    for subject in subjects:
        kept = first.setdefault(subject.type, subject)
        if subject.location < kept.location:
            first[subject.type] = subject
    placed = ((subject, _catalogue_at(subject, options)) for subject in first.values())
    strangers = (each for each in placed if not _is_known(each[0].type, each[1]))
    for subject, catalogue in islice(strangers, _MOST):
        if doubt := doubt_about(subject.type, catalogue):
            yield Diagnostic(
                file=subject.location.file,
                line=subject.location.line,
                code="type-not-known",
                message=doubt,
                level=Level.NOTE,
                help="rules go by whole names; if it is right, and newer than srm-lint, name it under `catalogue:` in .srm-lint.yaml",
            )


def doubt_about(type: str, catalogue: Catalogue) -> str:
    """What to ask whoever wrote a type that is a slip of another; "" where it is known, or may be merely newer."""
    if _is_known(type, catalogue):
        return ""
    provider = provider_of(type)
    written = (name for name in catalogue.names if name.startswith(provider))
    meant = meant_by(type, _listed(provider).union(written))
    return f"type `{type}` is not known; did you mean `{meant}`?" if meant else ""


def _is_known(type: str, catalogue: Catalogue) -> bool:
    own = catalogue.over is not None and catalogue.over.entry(type) is not None
    return own or type in catalogue.names or type in _listed(provider_of(type))


def _catalogue_at(subject: Subject, options: Options) -> Catalogue:
    return load_catalogue(options, configuration(dirname(subject.location.file) or ".", options))


@lru_cache(_PROVIDERS_KEPT)
def _listed(provider: str) -> frozenset[str]:
    return listed_names(_lists(), provider)


@cache
def _lists() -> tuple[Path, ...]:
    return tuple((built_in_folder() / "catalogue" / "types").glob("*.txt"))
