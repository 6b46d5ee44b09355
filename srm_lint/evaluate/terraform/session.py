"""What one evaluation shares between its modules: the files, the diagnostics, and who is being evaluated."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager

from srm_lint.evaluate.functions import FunctionContext
from srm_lint.evaluate.terraform.configuration import Configuration, configure
from srm_lint.evaluate.terraform.errors import (
    AbsentFileError,
    AccessError,
    EvaluationError,
    ExhaustedError,
    TooLargeError,
    UndeclaredError,
)
from srm_lint.evaluate.terraform.expressions import evaluate
from srm_lint.evaluate.terraform.scope import Scope
from srm_lint.evaluate.terraform.work import Work
from srm_lint.evaluate.typed import RuntimeValue, Type
from srm_lint.model.hcl import Expression, Fragment, Traversal
from srm_lint.model.source import Diagnostic, Level, Source
from srm_lint.model.tree import Tree
from srm_lint.model.value import Unknown

_STEPS_OF_A_VALUE = 10  # what is kept of it beside
_LATER = "what is made before Terraform runs is unknown here"


class Session:
    """State of one call of `evaluate`."""

    def __init__(self, root: str, tree: Tree) -> None:
        self.root = root
        self.tree = tree
        self.work = Work()
        self.functions = FunctionContext(folder=root, read=tree.read, files=tree.files)
        self.constraints: dict[tuple[str, str], Type] = {}
        self._configurations: dict[str, Configuration] = {}
        self._diagnostics: dict[Diagnostic, None] = {}
        self._running: list[str] = []
        self._missing: list[tuple[Traversal, str]] = []
        self._gave_up = False
        self._templates: dict[bytes, Fragment] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was reported, each once, by file and line."""
        return tuple(sorted(self._diagnostics, key=lambda found: (found.file, found.line, found.message)))

    def configuration(self, folder: str) -> Configuration:
        """What a folder declares; its mistakes are reported once."""
        folder = posixpath.normpath(folder)
        if folder not in self._configurations:
            configuration = configure(folder, self.tree.documents(folder))
            self._configurations[folder] = configuration
            self._diagnostics.update(dict.fromkeys(configuration.diagnostics))
        return self._configurations[folder]

    def template(self, source: Source) -> Fragment:
        """A text in template language, read once however often it is rendered."""
        if source.content not in self._templates:
            self._templates[source.content] = self.tree.parse_template(source)
        return self._templates[source.content]

    def report(self, source: Source, at: int, code: str, message: str, level: Level = Level.ERROR) -> None:
        """Adds a diagnostic, once however many instances have it."""
        line = source.location(at, at).line
        self._diagnostics[Diagnostic(source.path, line, code, message, level)] = None

    def value(self, source: Source, node: Expression, scope: Scope, what: str) -> RuntimeValue:
        """The value of an expression; unknown, and reported, where Terraform would refuse it."""
        outer, self._missing = self._missing, []
        try:
            self.work.spend(_STEPS_OF_A_VALUE, node)
            value = evaluate(node, scope)
            self.work.weigh([value], node)
        except EvaluationError as error:
            failure = error
        except RecursionError:
            failure = TooLargeError("expressions refer to each other too deeply", node)
        else:
            return value
        finally:
            for name, message in self._missing:
                self.report(source, name.start, "cannot-evaluate", f"{what}: {message}")
            self._missing = outer
        return self.fail(source, node, scope, what, failure)

    def held(self, source: Source, node: Expression, scope: Scope, what: str, value: RuntimeValue) -> RuntimeValue:
        """A value that a resource is given; unknown, and reported, where it is larger than any that is meant."""
        try:
            self.work.hold(value, node)
        except TooLargeError as error:
            return self.fail(source, node, scope, what, error)
        return value

    def miss(self, name: Traversal, message: str) -> None:
        """Notes a name that is declared nowhere; it is reported with the expression that is being evaluated."""
        self._missing.append((name, message))

    def fail(self, source: Source, node: Expression, scope: Scope, what: str, failure: EvaluationError) -> Unknown:
        """Reports that `node` cannot be evaluated, and stands for its value.

        It is a mistake for sure unless it lies in what may not exist, rests on what was taken for granted, or needs a
        file that may be made before Terraform runs.
        """
        message = f"{what}: {failure}"
        if isinstance(failure, TooLargeError):
            self._give_up(source, message, failure)
        elif scope.is_certain or isinstance(failure, UndeclaredError):
            excuse = _LATER if isinstance(failure, AbsentFileError) else scope.surroundings.assumption(node)
            level = Level.ERROR if excuse is None else Level.WARNING
            line = source.location(failure.node.start, failure.node.start).line
            self._diagnostics[Diagnostic(source.path, line, "cannot-evaluate", message, level, excuse or "")] = None
        return Unknown(f"it cannot be evaluated: {message}")

    def _give_up(self, source: Source, message: str, failure: TooLargeError) -> None:
        """Reports what is too large; that there is no work left, which ends everything that follows, once."""
        if not self._gave_up:
            self.report(source, failure.node.start, "too-large", message)
        self._gave_up = self._gave_up or isinstance(failure, ExhaustedError)

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Marks something as being evaluated. Raises AccessError where it already is: it refers to itself."""
        if name in self._running:
            chain = " -> ".join([*self._running[self._running.index(name) :], name])
            raise AccessError(f"it refers to itself: {chain}")
        self._running.append(name)
        try:
            yield
        finally:
            self._running.pop()
