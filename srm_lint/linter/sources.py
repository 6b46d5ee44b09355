"""What a run needs beside the scanned files: rules, catalogue, configuration; each loaded where it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import platformdirs

from srm_lint.catalogue import load_catalogue as read_catalogue
from srm_lint.catalogue import load_matrix as read_matrix
from srm_lint.catalogue import load_systems as read_systems
from srm_lint.catalogue import with_user_files
from srm_lint.config import Effective, config_files, config_of, parameter_places, place_of_word
from srm_lint.discover import reported
from srm_lint.errors import RuleError
from srm_lint.linter.options import Options
from srm_lint.linter.path_patterns import path_matcher
from srm_lint.model.attestation import Systems
from srm_lint.model.catalogue import Catalogue
from srm_lint.model.config import Config
from srm_lint.model.matrix import Matrix
from srm_lint.model.rule import Confidence, Rule
from srm_lint.model.standard import Standard
from srm_lint.pack import digest_of_files
from srm_lint.rules import RuleSet, built_in_folder, is_of_profile, load_rules, load_standards, rule_files

_PACKAGE = Path(__file__).parents[1]

_CONFIGURATIONS_KEPT = 16
"""Of which the rules are kept: neighbouring units mostly share one."""


def cache_folder() -> Path:
    """The user's folder for what can be made again."""
    return platformdirs.user_cache_path("srm-lint")


def configuration(path: str, options: Options) -> Config:
    """The configuration that holds for a file or folder.

    Raises:
        ConfigError: a configuration file is broken.
    """
    return effective_configuration(path, options).config


def effective_configuration(path: str, options: Options) -> Effective:
    """The same, with the file that each key came from.

    Raises:
        ConfigError: a configuration file is broken.
    """
    if not options.use_config:
        return _made_by(())
    place = Path(path)
    return _effective((place if place.is_dir() else place.parent).absolute())


def forget_configuration() -> None:
    """Read configuration files anew: a run takes them as they are when it starts."""
    for kept in (_effective, _made_by):
        kept.cache_clear()


def forget_policy() -> None:
    """Read rules, catalogue and configuration anew, where somebody may be writing them."""
    forget_configuration()
    for kept in (_rules, _catalogue, digest_of_policy):
        kept.cache_clear()


@cache
def _effective(folder: Path) -> Effective:
    return _made_by(config_files(folder))


@cache
def _made_by(files: tuple[Path, ...]) -> Effective:
    return config_of(files)


def load_rule_set(options: Options, effective: Effective | None = None) -> RuleSet:
    """The rules of a run: built-in, the user's own, configured and selected.

    Raises:
        RuleError: a rule file is broken, or something names a rule, duty or service that does not exist; the message
            names the line of the configuration that does.

    """
    effective = effective or _made_by(())
    try:
        return _selected(effective, options.rule_folders, options.select, options.ignore, options.profiles)
    except RuleError as error:
        place = place_of_word(effective, error.word) if error.word else ""
        raise RuleError(f"{shown(place)}: {error}") if place else error from error


@lru_cache(_CONFIGURATIONS_KEPT)
def _selected(
    effective: Effective,
    rule_folders: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profiles: tuple[str, ...],
) -> RuleSet:
    config = effective.config
    rules = _configured(effective, rule_folders)
    for override in config.overrides:
        rules.configured(override.parameters, override.severities)  # names what exists, though it holds for some only
    ignored = (*config.ignore, *ignore)
    if config.no_ignore:
        _refuse(rules.select(config.no_ignore), rules.select((), ignored))
    selected = rules.select(select or config.select, ignored)
    return selected.of_profiles(profiles) if profiles else selected


def configured_rules(options: Options, effective: Effective) -> RuleSet:
    """All rules that there are, with the parameters and severities that hold everywhere.

    Raises:
        RuleError: something names a rule or a parameter that does not exist.
    """
    return _configured(effective, options.rule_folders)


@lru_cache(_CONFIGURATIONS_KEPT)
def _configured(effective: Effective, rule_folders: tuple[str, ...]) -> RuleSet:
    config = effective.config
    rules = _rules((*config.rules, *rule_folders))
    if config.parameters or config.severities:
        places = {name: shown(place) for name, place in parameter_places(effective).items()}
        return rules.configured(config.parameters, config.severities, places)
    return rules


def shown(place: str) -> str:
    """A place in a configuration file ("FILE:LINE", or "") as reports show it."""
    file, separator, line = place.rpartition(":")
    return f"{reported(file)}:{line}" if separator else place


def standards_of(options: Options) -> tuple[Standard, ...]:
    """The standards that the profiles of a run mean, of those of which every control is accounted for."""
    standards = load_standards(built_in_folder() / "standards")
    return tuple(each for each in standards if any(is_of_profile(each.standard, name) for name in options.profiles))


def runs(rule: Rule, options: Options, config: Config) -> bool:
    """Whether a rule is sure enough of what it reports for this run."""
    return options.strict or config.strict or rule.confidence is Confidence.HIGH


def _refuse(protected: RuleSet, left: RuleSet) -> None:
    """A rule that must not be ignored in one place must not be left out of all of them."""
    missing = sorted({*protected.ids} - {*left.ids})
    if missing:
        raise RuleError(f"`no-ignore` of the configuration forbids to leave out {', '.join(missing)}")


def every_rule(options: Options, config: Config) -> RuleSet:
    """All rules that there are, before any is selected or configured."""
    return _rules((*config.rules, *options.rule_folders))


@cache
def _rules(folders: tuple[str, ...]) -> RuleSet:
    return load_rules([built_in_folder(), *map(Path, folders)], cache_folder())


@cache
def digest_of_policy(folders: tuple[str, ...], catalogues: tuple[str, ...]) -> str:
    """What decides a result beside the scanned files and the options: rules, catalogue, matrix, and our own code."""
    built_in = built_in_folder()
    code = [] if built_in.is_relative_to(_PACKAGE) else sorted(_PACKAGE.rglob("*.py"))  # installed, the version tells
    rules = [file for folder in (built_in, *map(Path, folders)) for file in rule_files(folder)]
    tags = [*sorted((built_in / "catalogue").glob("*.yaml")), built_in / "matrix.yaml", *map(Path, catalogues)]
    return digest_of_files([*rules, *tags, *code])


def load_catalogue(_options: Options, config: Config | None = None) -> Catalogue:
    """The service catalogue with the user's own entries over it.

    Raises:
        CatalogueError: a file is broken.
    """
    return _catalogue(config.catalogue if config else ())


@cache
def _catalogue(own: tuple[str, ...]) -> Catalogue:
    catalogue = read_catalogue(built_in_folder() / "catalogue", cache_folder())
    return with_user_files(catalogue, [Path(path) for path in own])


@cache
def load_matrix() -> Matrix:
    """Whose each duty is, under each service model and for the services that differ."""
    return read_matrix(built_in_folder() / "matrix.yaml", cache_folder())


def load_systems(options: Options, config: Config) -> Systems:
    """What can be declared by name alone."""
    return read_systems(built_in_folder() / "systems.yaml", load_catalogue(options, config))


def excluded_by(config: Config) -> Callable[[str], bool] | None:
    """Whether a path is left out by the configuration's `exclude` (the patterns of .gitignore)."""
    if not config.exclude:
        return None
    is_meant = path_matcher("exclude", config.exclude)
    return lambda path: is_meant(path) or is_meant(path + "/")
