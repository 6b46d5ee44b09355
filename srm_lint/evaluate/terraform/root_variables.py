"""Values for the variables of a root module: its own files of values, the command line's, `--var`, the environment."""

from __future__ import annotations

import posixpath

from srm_lint.evaluate.terraform.configuration import Argument, Configuration
from srm_lint.evaluate.terraform.given import Given, Inputs
from srm_lint.evaluate.terraform.scope import Isolated, Scope
from srm_lint.evaluate.terraform.session import Session
from srm_lint.evaluate.typed import RuntimeValue, Type
from srm_lint.model.hcl import Document
from srm_lint.model.source import Level, Source

_DEFAULT_FILES = ("terraform.tfvars", "terraform.tfvars.json")
_AUTOMATIC = (".auto.tfvars", ".auto.tfvars.json")
_PRIMITIVES = ("string", "number", "bool")


class RootVariables:
    """Later sources win: environment, `terraform.tfvars`, `*.auto.tfvars` in order, files of the command line, `--var`."""

    def __init__(self, session: Session, inputs: Inputs, configuration: Configuration) -> None:
        self._session = session
        self._texts = {**inputs.environment, **inputs.variables}
        self._arguments: dict[str, Argument] = {}
        for document in (*self._own_files(), *inputs.var_files):
            self._take(document, configuration)
        for name in inputs.variables:
            self._arguments.pop(name, None)

    def given(self, name: str, type: Type | None) -> Given | None:
        """The value for a variable. Text is an expression unless the variable is a string, number, bool or untyped."""
        argument = self._arguments.get(name)
        scope = Scope(Isolated(self._session.functions, self._session.template, self._session.work))
        if argument is not None:
            value = self._session.value(argument.source, argument.expression, scope, f"the value for var.{name}")
            return Given(value, argument.source, argument.attribute.start)
        text = self._texts.get(name)
        if text is None:
            return None
        source = Source(f"--var {name}", text.encode())
        if type is None or type.kind in _PRIMITIVES:
            return Given(text, source, 0)
        return Given(self._expression(name, source, scope), source, 0)

    def _expression(self, name: str, source: Source, scope: Scope) -> RuntimeValue:
        fragment = self._session.tree.parse_expression(source)
        for problem in fragment.problems:
            self._session.report(source, 0, problem.code, f"value of `--var {name}`: {problem.message}")
        what = f"the value of `--var {name}`"
        return self._session.value(source, fragment.expression, scope, what)

    def _own_files(self) -> list[Document]:
        names = self._session.tree.names(self._session.root)
        automatic = sorted((name for name in names if name.endswith(_AUTOMATIC)), key=str.encode)
        chosen = [*(name for name in _DEFAULT_FILES if name in names), *automatic]
        documents = (self._session.tree.document(posixpath.join(self._session.root, name)) for name in chosen)
        return [document for document in documents if document is not None]

    def _take(self, document: Document, configuration: Configuration) -> None:
        for attribute in document.body.attributes:
            if attribute.name in configuration.variables:
                self._arguments[attribute.name] = Argument(document.source, attribute)
            elif configuration.is_complete:
                message = f"there is no variable `{attribute.name}`; its value is left out"
                self._session.report(document.source, attribute.start, "undeclared-variable", message, Level.NOTE)
