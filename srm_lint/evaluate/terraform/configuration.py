"""The files of one folder -> what they declare, override files merged in."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

import msgspec

from srm_lint.model.hcl import Attribute, Block, Document, Expression, Literal
from srm_lint.model.source import Diagnostic, Level, Source

_JSON = ".json"
_IGNORED = frozenset(["action", "check", "import", "language", "moved", "removed"])
"""They declare nothing that is judged. `action` is from Terraform 1.14 on, `language` OpenTofu's."""
_LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1, "provider": 1}


class Argument(msgspec.Struct, frozen=True):
    """An attribute and the file it is written in."""

    source: Source
    attribute: Attribute

    @property
    def expression(self) -> Expression:
        """What it is set to."""
        return self.attribute.expression


class Nested(msgspec.Struct, frozen=True):
    """A nested block and the file it is written in."""

    source: Source
    block: Block


class Declaration(msgspec.Struct, frozen=True):
    """A top-level block with what override files say about it."""

    source: Source
    block: Block
    arguments: Mapping[str, Argument]
    blocks: tuple[Nested, ...]

    def blocks_of(self, type: str) -> tuple[Nested, ...]:
        """Nested blocks of a type."""
        return tuple(nested for nested in self.blocks if nested.block.type == type)


class Configuration(msgspec.Struct, frozen=True):
    """All that one folder declares.

    Resources are keyed by their address in the module ("aws_s3_bucket.b", "data.aws_region.r"), providers by name or
    "name.alias", backends by type, everything else by name. `is_complete` is False where a file has syntax errors:
    what is missing may then be declared in the part that cannot be read.
    """

    folder: str
    variables: dict[str, Declaration]
    locals: dict[str, Argument]
    outputs: dict[str, Declaration]
    modules: dict[str, Declaration]
    resources: dict[str, Declaration]
    providers: dict[str, Declaration]
    backends: dict[str, Declaration]
    diagnostics: tuple[Diagnostic, ...] = ()
    is_complete: bool = True


def configure(folder: str, documents: Iterable[Document]) -> Configuration:
    """What the files of a folder declare. Mistakes of the declarations themselves are in `diagnostics`."""
    builder = _Builder(folder)
    primary, overrides = _in_order(documents)
    for document in primary:
        for block in document.body.blocks:
            builder.declare(document.source, block)
        for attribute in () if document.problems else document.body.attributes:
            builder.report(
                document.source, attribute.start, "unexpected-argument", f"`{attribute.name}` is in no block"
            )
    for document in overrides:
        for block in document.body.blocks:
            builder.override(document.source, block)
    builder.check()
    return msgspec.structs.replace(
        builder.configuration,
        diagnostics=tuple(builder.diagnostics),
        is_complete=not any(document.problems for document in (*primary, *overrides)),
    )


def _in_order(documents: Iterable[Document]) -> tuple[list[Document], list[Document]]:
    """Files and override files. `a.tofu` stands for `a.tf`, which OpenTofu leaves out."""
    documents = list(documents)
    names = {posixpath.basename(document.source.path) for document in documents}
    primary: list[Document] = []
    overrides: list[Document] = []
    for document in sorted(documents, key=lambda document: posixpath.basename(document.source.path).encode()):
        name = posixpath.basename(document.source.path)
        stem, _, suffix = name.removesuffix(_JSON).rpartition(".")
        if suffix == "tf" and name.replace(f"{stem}.tf", f"{stem}.tofu") in names:
            continue
        is_override = stem == "override" or stem.endswith("_override")
        (overrides if is_override else primary).append(document)
    return primary, overrides


class _Builder:
    def __init__(self, folder: str) -> None:
        self.configuration = Configuration(folder, {}, {}, {}, {}, {}, {}, {})
        self.diagnostics: list[Diagnostic] = []

    def report(self, source: Source, at: int, code: str, message: str, level: Level = Level.ERROR) -> None:
        self.diagnostics.append(Diagnostic(source.path, source.location(at, at).line, code, message, level))

    def declare(self, source: Source, block: Block) -> None:
        if block.type in _IGNORED:
            return
        if block.type == "locals":
            self._declare_locals(source, block)
        elif block.type == "terraform":
            self._declare_settings(source, block)
        elif block.type in _LABELS:
            self._declare_named(source, block)
        else:
            message = f"block type `{block.type}` is not known; it is left out"
            self.report(source, block.start, "unknown-block", message, Level.WARNING)

    def override(self, source: Source, block: Block) -> None:
        if block.type == "locals":
            for attribute in block.body.attributes:
                self.configuration.locals[attribute.name] = Argument(source, attribute)
            return
        if block.type not in _LABELS or len(block.labels) != _LABELS[block.type]:
            return
        declared = self._declared(block.type)
        key = _key(block)
        if key in declared:
            declared[key] = _merged(declared[key], _declaration(source, block))
        elif block.type == "provider":
            declared[key] = _declaration(source, block)
        else:
            self.report(
                source, block.start, "nothing-to-override", f"{block.type} {key} is overridden but not declared"
            )

    def check(self) -> None:
        """What can only be told of merged blocks."""
        for declaration in (*self.configuration.resources.values(), *self.configuration.modules.values()):
            each = declaration.arguments.get("for_each")
            if each is not None and "count" in declaration.arguments:
                self.report(
                    each.source, each.attribute.start, "count-and-for-each", "`count` and `for_each` exclude each other"
                )

    def _declare_locals(self, source: Source, block: Block) -> None:
        for attribute in block.body.attributes:
            earlier = self.configuration.locals.get(attribute.name)
            if earlier is not None:
                self._report_repeated(
                    source, attribute.start, f"local.{attribute.name}", earlier.source, earlier.attribute.start
                )
            else:
                self.configuration.locals[attribute.name] = Argument(source, attribute)

    def _declare_settings(self, source: Source, block: Block) -> None:
        for nested in block.body.blocks_of("backend"):
            if nested.labels:
                self.configuration.backends[nested.labels[0]] = _declaration(source, nested)

    def _declare_named(self, source: Source, block: Block) -> None:
        if len(block.labels) != _LABELS[block.type]:
            wanted = "one label" if _LABELS[block.type] == 1 else "two labels"
            self.report(source, block.start, "wrong-labels", f"a `{block.type}` block needs {wanted}")
            return
        declared = self._declared(block.type)
        key = _key(block)
        earlier = declared.get(key)
        if earlier is None:
            declared[key] = _declaration(source, block)
        else:
            self._report_repeated(source, block.start, f"{block.type} {key}", earlier.source, earlier.block.start)

    def _declared(self, type: str) -> dict[str, Declaration]:
        configuration = self.configuration
        tables = {
            "module": configuration.modules,
            "variable": configuration.variables,
            "output": configuration.outputs,
            "provider": configuration.providers,
        }
        return tables.get(type, configuration.resources)

    def _report_repeated(self, source: Source, at: int, what: str, earlier: Source, earlier_at: int) -> None:
        line = earlier.location(earlier_at, earlier_at).line
        self.report(source, at, "declared-twice", f"{what} is already declared at {earlier.path}:{line}")


def _key(block: Block) -> str:
    if block.type == "provider":
        alias = block.body.attribute("alias")
        name = alias.expression if alias else None
        return f"{block.labels[0]}.{name.value}" if isinstance(name, Literal) else block.labels[0]
    prefix = (block.type,) if block.type in ("data", "ephemeral") else ()
    return ".".join((*prefix, *block.labels))


def _declaration(source: Source, block: Block) -> Declaration:
    arguments = {attribute.name: Argument(source, attribute) for attribute in block.body.attributes}
    return Declaration(source, block, arguments, tuple(Nested(source, nested) for nested in block.body.blocks))


def _merged(base: Declaration, over: Declaration) -> Declaration:
    """Arguments replace those of the same name, blocks all blocks of their type; `lifecycle` is merged once more."""
    arguments = {**base.arguments, **over.arguments}
    if "count" in over.arguments:
        arguments.pop("for_each", None)
    if "for_each" in over.arguments:
        arguments.pop("count", None)
    replaced = {_block_type(nested.block) for nested in over.blocks} - {"lifecycle"}
    kept = tuple(nested for nested in base.blocks if _block_type(nested.block) not in replaced)
    return Declaration(base.source, base.block, arguments, (*kept, *over.blocks))


def _block_type(block: Block) -> str:
    """The type of the blocks that it writes: `dynamic "rule"` and `rule` are the same."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type
