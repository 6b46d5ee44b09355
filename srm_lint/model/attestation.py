"""What is done outside the code, as a run sees it: declared systems, and attestations with what they cover."""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec

from srm_lint.model.config import Attestation
from srm_lint.model.finding import Subject
from srm_lint.model.resource import Service
from srm_lint.model.source import Location


class KnownSystem(msgspec.Struct, frozen=True):
    """A system and the names that people use for it, in lower case.

    `parts` are the services it is made of, each with data of its own ("Microsoft 365": Exchange, SharePoint, ...).
    """

    service: Service
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()


class Product(msgspec.Struct, frozen=True):
    """A backup product and the services it can back up. `name` is in lower case."""

    name: str
    services: tuple[str, ...]


class Systems(msgspec.Struct, frozen=True):
    """Every system that can be declared without saying what it is, and the backup products that are known.

    `by_name` is keyed by every name a system goes by, in lower case.
    """

    by_name: dict[str, KnownSystem]
    products: tuple[Product, ...] = ()

    def find(self, name: str) -> KnownSystem | None:
        """The system of that name."""
        return self.by_name.get(name.casefold())


class Declared(msgspec.Struct, frozen=True):
    """A system that a configuration names."""

    system: KnownSystem
    account: str
    owner: str
    location: Location


class Scope(msgspec.Struct, frozen=True):
    """What an attestation is about: services by name, or else addresses and types by pattern, perhaps of one account."""

    services: tuple[str, ...] = ()
    pattern: str = ""
    account: str = ""

    def holds_system(self, service: str, account: str) -> bool:
        """Whether it is about the whole of a system."""
        return service in self.services and self.account in ("", account)

    def holds(self, subject: Subject) -> bool:
        """Whether it is about a resource."""
        if self.services:
            return self.holds_system(subject.service, subject.account)
        named = matches_wildcards(subject.address, self.pattern) or matches_wildcards(subject.type, self.pattern)
        return named and self.account in ("", subject.account)


class Attested(msgspec.Struct, frozen=True):
    """An attestation and what came of it.

    `subject` is the attestation itself as findings about it have it. `valid`: it is about something, and not past its
    date. `offsite`: its copy is elsewhere than the data; None where it does not say. `lines` are those of the
    configuration, from `location` on.
    """

    attestation: Attestation
    scope: Scope
    subject: Subject
    valid: bool
    offsite: bool | None
    location: Location
    lines: tuple[str, ...]


def matches_wildcards(text: str, pattern: str) -> bool:
    """Whether `*` and `?` in the pattern can stand for text so that it is `text`. Brackets are those of addresses."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))
