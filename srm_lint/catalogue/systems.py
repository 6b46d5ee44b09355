"""`rules/systems.yaml` and the services of the catalogue -> the systems that a configuration can declare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from srm_lint.errors import CatalogueError
from srm_lint.model.attestation import KnownSystem, Product, Systems
from srm_lint.model.catalogue import Catalogue
from srm_lint.model.resource import Model, Service


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what is written by hand: a key that has no effect is an error."""


class SystemEntry(_Written, frozen=True):
    """A system by the name of its service, and its other names. `model` is needed where the catalogue lacks the service."""

    service: str
    names: tuple[str, ...]
    model: Model | None = None
    parts: tuple[str, ...] = ()


class ProductEntry(_Written, frozen=True):
    """A backup product and the services that it can back up."""

    product: str
    services: tuple[str, ...]


class SystemsFile(_Written, frozen=True):
    """`rules/systems.yaml` as it is written."""

    systems: tuple[SystemEntry, ...]
    products: tuple[ProductEntry, ...]


def load_systems(path: Path, catalogue: Catalogue) -> Systems:
    """The systems in the file `path`, and every service of the catalogue by its own name.

    Raises:
        CatalogueError: the file cannot be read, is no YAML, breaks its schema, or names a service without a model.
    """
    written = read_systems_file(path)
    services = {service.name: service for service in _services(catalogue)}
    own = {service.name: service for service in map(_service, written.systems) if service.model in _MODELS}
    known = {**services, **own}
    by_name = {name.casefold(): KnownSystem(service, (name.casefold(),)) for name, service in known.items()}
    for entry in written.systems:
        if entry.service not in known:
            raise CatalogueError(f"{path}: `{entry.service}` is no service of the catalogue: give it a `model`")
        names = (entry.service.casefold(), *(name.casefold() for name in entry.names))
        system = KnownSystem(known[entry.service], names, entry.parts)
        by_name.update(dict.fromkeys(names, system))
    products = tuple(Product(entry.product.casefold(), entry.services) for entry in written.products)
    return Systems(by_name, products)


def read_systems_file(path: Path) -> SystemsFile:
    """The file as it is written."""
    import yaml  # only runs with attestations or declared systems need it

    try:
        return msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), SystemsFile)
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path}: is no YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{path}: {error}") from error


_MODELS = (Model.IAAS, Model.PAAS, Model.SAAS)


def _service(entry: SystemEntry) -> Service:
    return Service(entry.service, entry.model or Model.UNCLASSIFIED)


def _services(catalogue: Catalogue) -> Iterator[Service]:
    """Every service once, as a system: what single types of it hold is left out."""
    for part in (catalogue, catalogue.over):
        for entry in part.entries if part else ():
            for service in (entry.service, *(variant.service for variant in entry.variants)):
                yield Service(service.name, service.model)
