"""The rules of a run: found in folders, kept compiled, selected, and decoded only where their types occur."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

import srm_lint.model.condition
import srm_lint.model.rule
import srm_lint.rules
from srm_lint.errors import RuleError
from srm_lint.model.rule import Constant, Rule, Severity
from srm_lint.pack import packed
from srm_lint.rules.standards import is_of_profile, profiles_of
from srm_lint.spelling import close_to

_PACKAGE = Path(srm_lint.__file__).parent
_SCHEMA = "rule.schema.json"
_OTHER_NAMES = "other-names.yaml"
_NO_RULES = ("catalogue", "standards", "tests")  # subfolders that hold other things


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One rule in the pack: what it is selected by, and the whole of it, not decoded.

    `names` are its aliases, its equivalents and their other names, `frameworks` those that it has controls of.
    """

    id: str
    duty: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    parameters: tuple[str, ...]
    frameworks: tuple[str, ...]
    body: msgspec.Raw


_DECODER = msgspec.msgpack.Decoder(Rule)


class RuleSet:
    """Rules in order of their ids, decoded when first asked for. Never changed: selecting and configuring give another one."""

    def __init__(
        self,
        entries: Iterable[Entry],
        parameters: Mapping[str, Mapping[str, Constant]] | None = None,
        severities: Mapping[str, Severity] | None = None,
        places: Mapping[str, str] | None = None,
    ) -> None:
        self._entries = tuple(entries)
        self._parameters = parameters or {}
        self._severities = severities or {}
        self._places = places or {}
        self._rules: dict[str, Rule] = {}  # decoded so far

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all rules, sorted."""
        return tuple(entry.id for entry in self._entries)

    @property
    def selectors(self) -> tuple[str, ...]:
        """Every word that `select` takes, sorted."""
        return tuple(sorted(self._by_word))

    @property
    def profiles(self) -> tuple[str, ...]:
        """Every name of a standard that some rule has controls of, with and without its version, sorted."""
        return profiles_of(framework for entry in self._entries for framework in entry.frameworks)

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """For each rule the words that mean it and no other kind of thing, in lower case: id, aliases, equivalents."""
        return {entry.id: frozenset(name.lower() for name in (entry.id, *entry.names)) for entry in self._entries}

    def all(self) -> tuple[Rule, ...]:
        """Every rule."""
        return tuple(self._decoded(entry) for entry in self._entries)

    def for_types(self, types: Iterable[str]) -> tuple[Rule, ...]:
        """The rules that have a check on one of `types`."""
        places = {place for type in types for place in self._by_type.get(type, ())}
        return tuple(self._decoded(self._entries[place]) for place in sorted(places))

    def find(self, name: str) -> Rule | None:
        """The rule with that id, alias or equivalent id; an id goes first."""
        place = self._by_name.get(name)
        return None if place is None else self._decoded(self._entries[place])

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> RuleSet:
        """The rules that one of `select` names (all where it is empty) and none of `ignore`.

        A word is an id, an alias, an equivalent of another tool, a duty, a service ("rds", "aws-rds") or a provider.

        Raises:
            RuleError: a word names nothing.
        """
        if not select and not ignore:
            return self
        chosen = self._meant_by(select) if select else range(len(self._entries))
        left_out = self._meant_by(ignore)
        return self._with(self._entries[place] for place in sorted(chosen) if place not in left_out)

    def configured(
        self,
        parameters: Mapping[str, Mapping[str, Constant]],
        severities: Mapping[str, Severity],
        places: Mapping[str, str] | None = None,
    ) -> RuleSet:
        """The same rules with an organisation's own parameters and severities, by rule id or alias, over earlier ones.

        `places` tells, by the same names, where the parameters are set ("FILE:LINE").

        Raises:
            RuleError: a rule or a parameter does not exist, or a parameter is of another kind than the rule's own.
        """
        own = {entry.id: entry for entry in self._entries}
        ids = {name: entry.id for entry in self._entries for name in (*entry.names, entry.id)} | {id: id for id in own}
        for name in (*parameters, *severities):
            if name not in ids:
                raise RuleError(f"there is no rule `{name}`{_hint(name, own)}", name)
        for name, values in parameters.items():
            _must_fit(name, values, self._decoded(own[ids[name]]))
        own_parameters = {
            ids[name]: {
                **self._parameters.get(ids[name], {}),
                **{key: _frozen(value) for key, value in values.items()},
            }
            for name, values in parameters.items()
        }
        own_severities = {ids[name]: severity for name, severity in severities.items()}
        own_places = {ids[name]: place for name, place in (places or {}).items()}
        return RuleSet(
            self._entries,
            {**self._parameters, **own_parameters},
            {**self._severities, **own_severities},
            {**self._places, **own_places},
        )

    def of_profiles(self, profiles: Sequence[str]) -> RuleSet:
        """The rules that have a control of one of the standards `profiles` ("aws-fsbp", "cis-aws", "cis-aws-5.0").

        Raises:
            RuleError: no rule has one of a standard.
        """
        known = self.profiles
        for profile in profiles:
            if profile not in known:
                raise RuleError(f"no rule has controls of `{profile}`; there are {', '.join(known) or 'none'}")
        return self._with(
            entry
            for entry in self._entries
            if any(is_of_profile(standard, profile) for standard in entry.frameworks for profile in profiles)
        )

    @cached_property
    def _by_type(self) -> dict[str, list[int]]:
        by_type: dict[str, list[int]] = {}
        for place, entry in enumerate(self._entries):
            for type in entry.types:
                by_type.setdefault(type, []).append(place)
        return by_type

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        by_word: dict[str, list[int]] = {}
        for place, entry in enumerate(self._entries):
            for word in _words(entry):
                by_word.setdefault(word, []).append(place)
        return by_word

    @cached_property
    def _by_name(self) -> dict[str, int]:
        """An id goes before an alias of another rule, an earlier rule before a later one."""
        last_first = [*enumerate(self._entries)][::-1]
        others = {name: place for place, entry in last_first for name in entry.names}
        return others | {entry.id: place for place, entry in last_first}

    def _meant_by(self, words: Iterable[str]) -> set[int]:
        """Places of the rules that one of `words` means. Raises RuleError where one means none."""
        meant: set[int] = set()
        for word in words:
            if word not in self._by_word:
                raise RuleError(f"no rule, duty or service is called `{word}`{_hint(word, self.selectors)}", word)
            meant.update(self._by_word[word])
        return meant

    def _with(self, entries: Iterable[Entry]) -> RuleSet:
        return RuleSet(entries, self._parameters, self._severities, self._places)

    def _decoded(self, entry: Entry) -> Rule:
        if entry.id not in self._rules:
            self._rules[entry.id] = self._configured(_DECODER.decode(entry.body), entry)
        return self._rules[entry.id]

    def _configured(self, rule: Rule, entry: Entry) -> Rule:
        if entry.id in self._parameters:
            own = {**rule.parameters, **self._parameters[entry.id]}
            rule = msgspec.structs.replace(rule, parameters=own, parameters_from=self._places.get(entry.id, ""))
        if entry.id in self._severities:
            rule = msgspec.structs.replace(rule, severity=self._severities[entry.id])
        return rule


def load_rules(folders: Sequence[Path], cache: Path | None = None) -> RuleSet:
    """The rules in `folders`, each folder kept as a pack in the folder `cache` between runs (None: never kept).

    Folders other than the built-in one are users' own: their files are checked against the rule schema first.

    Raises:
        RuleError: a folder does not exist, a file cannot be read or breaks the schema, or an id is given twice.
    """
    entries: dict[str, Entry] = {}
    for folder in dict.fromkeys(folders):
        for entry in _packed(folder, cache):
            if entry.id in entries:
                rule, other = (_DECODER.decode(each.body) for each in (entry, entries[entry.id]))
                raise RuleError(f"{rule.file}:{rule.line}: rule {rule.id}: {_taken(other)}")
            entries[entry.id] = entry
    return RuleSet(entries[id] for id in sorted(entries))


def _packed(folder: Path, cache: Path | None) -> tuple[Entry, ...]:
    files = rule_files(folder)
    made_from = [*files, built_in_folder() / _OTHER_NAMES, *_own_code()]
    return packed("rules", made_from, tuple[Entry, ...], lambda: _compiled(folder, files), cache)


def built_in_folder() -> Path:
    """Where the rules that come with srm-lint are: inside the installed package, or beside it in a source tree."""
    inside = _PACKAGE / "_rules"
    return inside if inside.is_dir() else _PACKAGE.parent / "rules"


def rule_files(folder: Path) -> list[Path]:
    """The rule files of a folder in order: every YAML file below it, for the built-in one `<provider>/*.yaml`.

    Raises:
        RuleError: there is no such folder.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: there is no such folder of rules")
    pattern = "*/*.yaml" if folder == built_in_folder() else "**/*.y*ml"
    return sorted(file for file in folder.glob(pattern) if not set(file.relative_to(folder).parts[:-1]) & {*_NO_RULES})


def _own_code() -> Iterator[Path]:
    """What decides how a rule compiles: a pack made by other code is not used."""
    yield Path(srm_lint.model.rule.__file__)
    yield Path(srm_lint.model.condition.__file__)
    yield from sorted(Path(srm_lint.rules.__file__).parent.glob("*.py"))


def _compiled(folder: Path, files: Sequence[Path]) -> tuple[Entry, ...]:
    # Reading YAML costs more than a run; the pack makes it rare.
    from srm_lint.rules.parse import describe, parse_rule
    from srm_lint.rules.schema import validate
    from srm_lint.rules.written import read_entries

    built_in = built_in_folder()
    rules: dict[str, Rule] = {}
    for file in files:
        name = file.relative_to(built_in.parent).as_posix() if folder == built_in else str(file)
        for written in read_entries(file, name):
            if folder != built_in:
                validate(written, built_in / _SCHEMA)
            rule = msgspec.structs.replace(parse_rule(written), built_in=folder == built_in)
            if rule.id in rules:
                raise RuleError(describe(written, ("id",), _taken(rules[rule.id])))
            rules[rule.id] = rule
    others = other_names()
    return tuple(_entry(rules[id], others) for id in sorted(rules))


def _taken(rule: Rule) -> str:
    return f"the id is taken by {rule.file}:{rule.line}"


def other_names() -> dict[str, tuple[str, ...]]:
    """What other tools also call their checks, by the ids that stand in the `equivalents` of rules."""
    import yaml

    written = yaml.safe_load((built_in_folder() / _OTHER_NAMES).read_text("utf-8"))
    return msgspec.convert(written, dict[str, tuple[str, ...]])


def _entry(rule: Rule, others: Mapping[str, tuple[str, ...]]) -> Entry:
    return Entry(
        id=rule.id,
        duty=rule.duty.value,
        names=(*rule.aliases, *rule.equivalents, *(name for id in rule.equivalents for name in others.get(id, ()))),
        types=rule.types,
        parameters=tuple(rule.parameters),
        frameworks=tuple(sorted(rule.controls)),
        body=msgspec.Raw(msgspec.msgpack.encode(rule)),
    )


def _words(entry: Entry) -> tuple[str, ...]:
    provider, service, *_ = entry.id.split("-", 2)
    return (entry.id, entry.duty, provider, service, f"{provider}-{service}", *entry.names)


def _must_fit(name: str, values: Mapping[str, Constant], rule: Rule) -> None:
    """Raises RuleError where a parameter is not one of the rule's, or takes another kind of value."""
    for parameter, value in values.items():
        if parameter not in rule.parameters:
            has = f"it has {', '.join(rule.parameters)}" if rule.parameters else "it has none"
            raise RuleError(f"rule `{name}` has no parameter `{parameter}`; {has}", name)
        default = rule.parameters[parameter]
        if _kind(value) != _kind(default):
            needed = f"{_kind(default)} is needed, not {_kind(value)}"
            raise RuleError(f"parameter `{parameter}` of rule `{name}`: {needed}", name)


def _kind(value: Constant | list[str]) -> str:
    """What a parameter takes, in words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    return "a list" if isinstance(value, (tuple, list)) else "text"


def _frozen(value: Constant | list[str]) -> Constant:
    return tuple(value) if isinstance(value, list) else value


def _hint(word: str, known: Iterable[str]) -> str:
    close = close_to(word, known)
    return f"; did you mean `{close[0]}`?" if close else ""
