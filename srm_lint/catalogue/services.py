"""Catalogue files (YAML) -> the frozen catalogue, and the names of all types that it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from srm_lint.errors import CatalogueError
from srm_lint.model.catalogue import (
    Catalogue,
    CatalogueFile,
    Condition,
    Entry,
    Exceptional,
    Scalar,
    ServiceEntry,
    Test,
    Variant,
    When,
)
from srm_lint.model.resource import Framework, Service, State
from srm_lint.pack import packed
from srm_lint.settings_file import compose, read_text


class TypeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One known type, as `srm-lint catalogue` lists it. Its conditions are left out: it is the tag without them."""

    type: str
    provider: str
    framework: str
    service: str
    model: str
    kind: str
    state: str
    ground: str
    parent: str = ""


def load_catalogue(folder: Path, cache: Path | None = None) -> Catalogue:
    """The catalogue in `folder` (`*.yaml`), kept as a pack in the folder `cache` between runs.

    Raises:
        CatalogueError: a file cannot be read, is no YAML, or breaks the schema; the message names it and the place.
    """
    sources = sorted(folder.glob("*.yaml"))
    made_from = [*sources, *_own_code()]
    return packed("catalogue", made_from, Catalogue, lambda: compile_catalogue(read_files(sources)), cache)


def with_user_files(catalogue: Catalogue, paths: Sequence[Path]) -> Catalogue:
    """`catalogue` with a user's own files over it: whatever they name is theirs to say."""
    if not paths:
        return catalogue
    return msgspec.structs.replace(catalogue, over=compile_catalogue(read_files(paths)))


def read_files(paths: Iterable[Path]) -> dict[str, CatalogueFile]:
    """Each file as it is written, by its path."""
    return {str(path): _read(path) for path in paths}


def compile_catalogue(files: Mapping[str, CatalogueFile]) -> Catalogue:
    """One catalogue of all files. A pattern that two entries claim is an error; an exception may repeat its service's."""
    entries: list[Entry] = []
    index: dict[str, int] = {}
    owners: dict[str, str] = {}
    for path, file in files.items():
        for written in file.services:
            general = len(entries)
            for types, entry in _entries(written):
                for pattern in types:
                    if index.get(pattern, general) != general:
                        raise CatalogueError(f"{path}: `{pattern}` is already classified in {owners[pattern]}")
                    index[pattern] = len(entries)
                    owners[pattern] = path
                entries.append(entry)
    heads = _by_head(index)
    return Catalogue(
        entries=tuple(entries),
        names={pattern: place for pattern, place in index.items() if "*" not in pattern},
        heads=heads,
        lengths=tuple(sorted({len(head) for head in heads})),
        conventions=tuple(convention for file in files.values() for convention in file.conventions),
    )


def _own_code() -> tuple[Path, ...]:
    """What decides how the catalogue compiles: a pack made by other code is not used."""
    model = Path(__file__).parents[1] / "model"
    return (Path(__file__), model / "catalogue.py", model / "resource.py")


def _by_head(index: Mapping[str, int]) -> dict[str, tuple[tuple[str, int], ...]]:
    heads: dict[str, tuple[tuple[str, int], ...]] = {}
    for pattern, place in index.items():
        if "*" in pattern:
            head = pattern[: pattern.index("*")]
            heads[head] = (*heads.get(head, ()), (pattern, place))
    return heads


def known_types(catalogue: Catalogue, folder: Path) -> Iterator[TypeRow]:
    """Every type of the listed providers and every whole name of the catalogue, tagged, in order of names.

    Data sources are no types of the estate and are left out. The names are those of `types/*.txt` in the catalogue's folder, which is made from the providers' schemas.
    """
    written = {*catalogue.names, *(catalogue.over.names if catalogue.over else ())}
    names = {name for name in written if not name.startswith("data.")}
    for path in (folder / "types").glob("*.txt"):
        names.update(path.read_text(encoding="utf-8").split())
    for name in sorted(names):
        entry = catalogue.entry(name)
        if entry is not None:
            yield _row(name, entry)


def _row(name: str, entry: Entry) -> TypeRow:
    service = entry.service
    framework = Framework.CLOUDFORMATION if "::" in name else Framework.TERRAFORM
    return TypeRow(
        type=name,
        provider=name.partition("::" if framework is Framework.CLOUDFORMATION else "_")[0].lower(),
        framework=framework.value,
        service=service.name,
        model=service.model.value,
        kind=service.kind.value,
        state=service.state.value,
        ground=service.ground,
        parent=service.parent,
    )


def _read(path: Path) -> CatalogueFile:
    import yaml  # the pack makes reading YAML rare

    try:
        text = read_text(path)
        compose(text)  # refuses what unfolds without end
        content = yaml.load(text, Loader=yaml.CSafeLoader)
        return msgspec.convert(content, CatalogueFile)
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: cannot be read: {getattr(error, 'strerror', error)}") from error
    except msgspec.ValidationError as error:  # before ValueError, which it is, too
        from srm_lint.schema_errors import explained  # only where something is wrong

        raise CatalogueError(f"{path}: {explained(error, CatalogueFile)}") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: what looks like a date and is none
        raise CatalogueError(f"{path}: is no YAML: {error}") from error


def _entries(written: ServiceEntry) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """The service as a whole, then its exceptions."""
    yield written.types, Entry(_general(written), general=True)
    for exception in written.exceptions:
        service = _exceptional(written, exception)
        yield exception.types, Entry(service, tuple(_variant(service, when) for when in exception.when))


def _general(written: ServiceEntry) -> Service:
    return Service(written.service, written.model, written.kind, written.state, written.ground)


def _exceptional(written: ServiceEntry, exception: Exceptional) -> Service:
    """A kind that is given without a state has none: the service's own state goes with the service's own kind."""
    state = written.state if exception.kind is None else State.NONE
    return Service(
        name=exception.service or written.service,
        model=exception.model or written.model,
        kind=exception.kind or written.kind,
        state=exception.state or state,
        ground=exception.ground or written.ground,
        parent=exception.parent,
    )


def _variant(service: Service, when: When) -> Variant:
    conditions = tuple(Condition(tuple(path.split(".")), _test(test)) for path, test in when.condition.items())
    changed = Service(
        name=when.service or service.name,
        model=when.model or service.model,
        kind=when.kind or service.kind,
        state=when.state or service.state,
        ground=when.ground,
        parent=when.parent or service.parent,
    )
    return Variant(conditions, changed)


def _test(written: Scalar | Test) -> Test:
    return written if isinstance(written, Test) else Test(const=written)
