"""`srm-lint ignores --migrate`: which files change, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from srm_lint.discover import TERRAFORM_INPUTS, boundary_of
from srm_lint.linter.comments import document_scopes, template_scopes
from srm_lint.linter.options import Options
from srm_lint.linter.sources import configuration, every_rule
from srm_lint.linter.tree import FileTree
from srm_lint.model.ignore import Heard, IgnoreKind, Tool
from srm_lint.places import is_downloaded
from srm_lint.suppress.migrate import Left, Migration, migrate


class Migrated(msgspec.Struct, frozen=True):
    """A file before and after, and the comments that were left as they are."""

    file: str
    before: bytes
    after: bytes
    left: tuple[Left, ...]


def migrations(register: Iterable[Heard], options: Options) -> Iterator[Migrated]:
    """Every file that has comments of other tools, with those rewritten that mean the same as rules of ours."""
    ignores = (item.ignore for item in register)
    foreign = (each for each in ignores if each.kind is IgnoreKind.COMMENT and each.tool is not Tool.OWN)
    files = dict.fromkeys(ignore.location.file for ignore in foreign)
    for file in (name for name in files if not is_downloaded(name)):
        tree = FileTree(boundary_of(file))
        migration = _migrated(file, tree, options)
        source = tree.parsed_source(file)
        if migration and source:
            yield Migrated(file, source.content, migration.content, migration.left)


def _migrated(file: str, tree: FileTree, options: Options) -> Migration | None:
    rules = _rules_by_word(file, options)
    if file.endswith(TERRAFORM_INPUTS):
        document = tree.document(file)
        return migrate(document.source, document.comments, document_scopes(document), rules) if document else None
    template = tree.template(file)
    return migrate(template.source, template.comments, template_scopes(template), rules) if template else None


def _rules_by_word(file: str, options: Options) -> dict[str, list[str]]:
    """The rules that each word means: an id of another tool may cover what several rules of ours do."""
    by_word: dict[str, list[str]] = {}
    for rule, words in every_rule(options, configuration(file, options)).words.items():
        for word in words:
            by_word.setdefault(word, []).append(rule)
    return by_word
