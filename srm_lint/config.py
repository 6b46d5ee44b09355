"""`.srm-lint.yaml` -> the configuration that holds for a folder.

The nearest file wins, key by key, and inherits what it does not say from the files above it, up to the repository's
root or a file that says `root: true`. `parameters` and `severities` are merged rule by rule. `no-ignore` and
`require-reasons` are a security team's: every file up to the repository's root counts, whatever nearer ones say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from srm_lint.errors import ConfigError
from srm_lint.model.config import Config
from srm_lint.places import repository_around, up_to_repository
from srm_lint.settings_file import compose, read_text, repeated_key

if TYPE_CHECKING:
    import yaml

FILE_NAME = ".srm-lint.yaml"
_MERGED_BY_KEY = ("parameters", "severities")
_OTHER_NAME = ".srm-lint.yml"
"""What somebody may call the file instead. Passed over in silence, it would be taken for one that holds."""
_PATHS = ("rules", "var-files", "cfn-parameters", "catalogue")


class Effective(msgspec.Struct, frozen=True, eq=False):
    """A configuration and, for each key that some file sets ("strict", "parameters.RULE"), the file it came from.

    It is made once for all folders that have the same files, and equal to itself alone.

    `banned` has the place ("FILE:LINE") of every word of `no-ignore`; `reasons_required_by` that of `require-reasons`,
    "" where no file says so.
    """

    config: Config
    origins: Mapping[str, str]
    banned: Mapping[str, str] = {}
    reasons_required_by: str = ""


def config_files(folder: Path) -> tuple[Path, ...]:
    """Configuration files in `folder` and above it, nearest first, as far as its repository goes.

    Raises:
        ConfigError: a file nearly has the name.
    """
    folders = [*up_to_repository(folder.resolve())]
    for parent in folders:
        if (parent / _OTHER_NAME).is_file():
            raise ConfigError(f"{parent / _OTHER_NAME}: is not read by this name; rename it to {FILE_NAME}")
    return tuple(parent / FILE_NAME for parent in folders if (parent / FILE_NAME).is_file())


def config_of(files: Sequence[Path]) -> Effective:
    """The configuration that files make together, nearest first.

    Raises:
        ConfigError: a file cannot be read, is no YAML, or breaks the schema; the message names file and line.
    """
    merged: dict[str, object] = {}
    origins: dict[str, str] = {}
    for file in reversed([*_up_to_root(files)]):
        for key, value in _read(file).items():
            merged[key] = {**_mapping(merged.get(key)), **_mapping(value)} if key in _MERGED_BY_KEY else value
            origins[key] = str(file)
            if key in _MERGED_BY_KEY:
                origins |= {f"{key}.{name}": str(file) for name in _mapping(value)}
    banned, reasons_required_by = _policy(files)
    merged |= {"no-ignore": [*banned], "require-reasons": bool(reasons_required_by)}
    return Effective(msgspec.convert(merged, Config), origins, banned, reasons_required_by)


def settings(effective: Effective) -> Iterator[tuple[str, object, str]]:
    """(key, value, place) of every setting; what is merged rule by rule comes rule by rule.

    The value is as JSON has it; the place is "FILE:LINE", or "" for a default.
    """
    for key, value in msgspec.to_builtins(effective.config).items():
        if key in _MERGED_BY_KEY and value:
            for name, item in value.items():
                yield f"{key}.{name}", item, _place(effective.origins.get(f"{key}.{name}", ""), key, name)
        elif key == "require-reasons" and effective.reasons_required_by:
            yield key, value, effective.reasons_required_by
        elif key == "no-ignore" and value:
            for word, place in effective.banned.items():
                yield f"{key}.{word}", True, place
        else:
            yield key, value, _place(effective.origins.get(key, ""), key)


def parameter_places(effective: Effective) -> dict[str, str]:
    """Where the parameters of each rule are set ("FILE:LINE"), by the name that the configuration has for it."""
    return {
        name: _place(effective.origins[f"parameters.{name}"], "parameters", name)
        for name in effective.config.parameters
    }


def override_place(effective: Effective, number: int) -> str:
    """Where one of the overrides is written ("FILE:LINE")."""
    return _place(effective.origins["overrides"], "overrides", number)


def exemption_places(effective: Effective) -> tuple[str, ...]:
    """Where each exemption is written ("FILE:LINE"), in their order."""
    file = effective.origins.get("exemptions", "")
    return tuple(_place(file, "exemptions", number) for number, _ in enumerate(effective.config.exemptions))


def place_of_word(effective: Effective, word: str) -> str:
    """Where a configuration writes a word, as a key or a value: "FILE:LINE"; "" where it does not."""
    files = {*effective.origins.values(), *(place.rpartition(":")[0] for place in effective.banned.values())}
    found = ((file, _line_of_word(compose(read_text(Path(file))), word)) for file in sorted(files, reverse=True))
    return next((f"{file}:{line}" for file, line in found if line), "")


def _line_of_word(node: yaml.Node | None, word: str) -> int:
    """The first line on which a scalar is this word, 0 where none is."""
    if node is None or isinstance(node.value, str):
        return node.start_mark.line + 1 if node is not None and node.value == word else 0
    parts = (part for child in node.value for part in (child if isinstance(child, tuple) else (child,)))
    return next((line for part in parts if (line := _line_of_word(part, word))), 0)


def _place(file: str, *steps: str | int) -> str:
    """Where a part of a configuration file is written: `_place(file, "exemptions", 0)`; "" for no file.

    Keys are those of the file's schema; the deepest written part of `steps` counts.
    """
    return f"{file}:{_line_of(Path(file).read_text('utf-8-sig'), steps)}" if file else ""


def _policy(files: Sequence[Path]) -> tuple[dict[str, str], str]:
    """What must not be ignored, with the places that say so, and the place that asks for reasons; `files` nearest first."""
    banned: dict[str, str] = {}
    reasons_required_by = ""
    for file in reversed(files):
        written = _read(file)
        for index, word in enumerate(_sequence(written.get("no-ignore"))):
            banned.setdefault(str(word), _place(str(file), "no-ignore", index))
        if written.get("require-reasons") is True and not reasons_required_by:
            reasons_required_by = _place(str(file), "require-reasons")
    return banned, reasons_required_by


def _sequence(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _up_to_root(files: Iterable[Path]) -> Iterator[Path]:
    """Configuration files, nearest first, as far as the first that takes nothing from above."""
    for file in files:
        yield file
        if _read(file).get("root") is True:
            return


def _read(file: Path) -> dict[str, object]:
    """The file's keys as written, checked, with its paths made relative to the file's folder."""
    import yaml

    boundary = _boundary_of(file)
    if not file.resolve().is_relative_to(boundary):
        raise ConfigError(f"{file}: is a link that leads out of {boundary}")
    try:
        text = read_text(file)
        twice = repeated_key(compose(text))  # composing refuses what unfolds without end
        written = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506 - both are safe loaders
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: cannot be read: it is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: what looks like a date and is none
        mark = getattr(error, "problem_mark", None)
        place = f"{file}:{mark.line + 1}" if mark else str(file)
        raise ConfigError(f"{place}: not valid YAML: {getattr(error, 'problem', None) or error}") from error
    if twice:
        raise ConfigError(f"{file}:{twice.start_mark.line + 1}: `{twice.value}` is written a second time")
    written = _dashed(_plain_dates(written))
    try:
        msgspec.convert(written, Config)
    except msgspec.ValidationError as error:
        from srm_lint.schema_errors import explained, steps_in, unknown_key  # only where something is wrong

        steps = (*steps_in(error), *filter(None, [unknown_key(error)]))
        raise ConfigError(f"{file}:{_line_of(text, steps)}: {explained(error, Config)}") from error
    return {
        key: [_placed(boundary, file, key, index, path) for index, path in enumerate(value)] if key in _PATHS else value
        for key, value in written.items()
    }


def _boundary_of(file: Path) -> Path:
    """The repository that a file lies in, else its folder."""
    return (repository_around(file.parent) or file.parent).resolve()


def _placed(boundary: Path, file: Path, key: str, index: int, path: str) -> str:
    """A path of the configuration, from its folder.

    Raises:
        ConfigError: nothing is there, or it, or a link below it, leads out of the repository.

    """
    place = file.parent / path
    links = (link for link in place.rglob("*") if link.is_symlink()) if key == "rules" and place.is_dir() else ()
    for each in (place, *links):
        if not each.resolve().is_relative_to(boundary):
            raise ConfigError(
                f"{file}: `{key}`: {each} leads out of {boundary}; what lies there is for the command line"
            )
    if not place.exists():
        raise ConfigError(f"{_place(str(file), key, index)}: `{key}`: there is no {place}")
    return str(place)


def _plain_dates(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    """YAML's own dates as the ISO text that they were written as."""
    if isinstance(value, dict):
        return {key: _plain_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_dates(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _dashed(written: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    """The file's keys with dashes, also where they are written with underscores. What sections map by name is left alone."""
    if not isinstance(written, dict):
        return written
    return {
        str(key).replace("_", "-"): [_dashed_item(item) for item in value] if isinstance(value, list) else value
        for key, value in written.items()
    }


def _dashed_item(item: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return {str(key).replace("_", "-"): value for key, value in item.items()} if isinstance(item, dict) else item


def _line_of(text: str, steps: Sequence[str | int]) -> int:
    """Line of the deepest part of `steps` that is written; 1 where it cannot be told."""
    import yaml

    node = compose(text)
    line = 1
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            match = next(((key, value) for key, value in node.value if key.value.replace("_", "-") == step), None)
            if match is None:
                break
            line, node = match[0].start_mark.line + 1, match[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
