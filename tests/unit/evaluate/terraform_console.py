"""The real Terraform as an oracle: calls of functions, written as Python values, evaluated by `terraform console`."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from srm_lint.evaluate.functions import FunctionContext, FunctionError, call
from srm_lint.evaluate.typed import List, Map, Set, children, first_unknown, items_of, keys_of, number_text
from srm_lint.evaluate.typed.sets import quote

FAILS = '"<<fails>>"'
UNKNOWN = "<<unknown>>"
_MARKER = '"<<next>>"'
_TYPED_NULL = re.compile(r"to(?:string|number|bool)\(null\)|to(?:list|set|map)\(null\) /\* of .*? \*/|null /\* .*? \*/")


class Call(msgspec.Struct, frozen=True):
    """A call of a function; arguments may be calls themselves."""

    name: str
    args: tuple


def fn(name: str, *args) -> Call:
    return Call(name, args)


def evaluate(expression, context: FunctionContext):
    """The value as srm-lint has it. Raises FunctionError."""
    if isinstance(expression, Call):
        return call(expression.name, tuple(evaluate(arg, context) for arg in expression.args), context)
    if isinstance(expression, tuple):
        return tuple(evaluate(member, context) for member in expression)
    if isinstance(expression, dict):
        return {unicodedata.normalize("NFC", name): evaluate(member, context) for name, member in expression.items()}
    return unicodedata.normalize("NFC", expression) if isinstance(expression, str) else expression


def ours(expression, context: FunctionContext) -> str:
    """What srm-lint makes of an expression, as the console would show it."""
    try:
        value = evaluate(expression, context)
    except FunctionError:
        return FAILS
    return UNKNOWN if first_unknown(value) is not None else rendered(value, 2)


def source(expression) -> str:
    """The expression in Terraform's language."""
    if isinstance(expression, Call):
        return f"{expression.name}({', '.join(map(source, expression.args))})"
    if isinstance(expression, tuple):
        return f"[{', '.join(map(source, expression))}]"
    if isinstance(expression, dict):
        return "{" + ", ".join(f"({source(key)}) = {source(item)}" for key, item in expression.items()) + "}"
    if expression is None or isinstance(expression, bool):
        return {None: "null", True: "true", False: "false"}[expression]
    return _quoted(expression) if isinstance(expression, str) else number_text(expression)


def rendered(value, indent: int = 0) -> str:
    """A value in the form of the console's output."""
    kind = {List: "tolist", Set: "toset", Map: "tomap"}.get(type(value))
    if kind is not None:
        return f"{kind}({_container(value, indent)})"
    if isinstance(value, tuple | dict):
        return _container(value, indent)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | Decimal):
        return number_text(value)
    return _text(value, indent)


def terraform(expressions: Sequence, folder: Path) -> list[str]:
    """What the real Terraform shows for each expression."""
    shown: list[str] = []
    for batch in _batches([f"try({source(expression)}, {FAILS}), {_MARKER}" for expression in expressions]):
        output = _console(f"[{', '.join(batch)}]\n", folder)
        parts = output.strip().removeprefix("[").split(f",\n  {_MARKER},\n")
        assert len(parts) == len(batch) + 1, output[:500]
        shown += [_TYPED_NULL.sub("null", part.removeprefix("\n").removeprefix("  ")) for part in parts[:-1]]
    return shown


def _batches(texts: list[str]) -> list[list[str]]:
    """The console reads lines of up to 64 KB."""
    batches: list[list[str]] = [[]]
    size = 0
    for text in texts:
        size += len(text.encode()) + 2
        if size > 60_000:
            batches.append([])
            size = len(text.encode()) + 2
        batches[-1].append(text)
    return batches


def _console(line: str, folder: Path) -> str:
    run = subprocess.run(
        ["terraform", "console", "-no-color", f"-state={folder.parent / 'unused.tfstate'}"],
        input=line.encode(),
        capture_output=True,
        cwd=folder,
        env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"},
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


def differences(expressions: Sequence, context: FunctionContext, folder: Path) -> list[str]:
    """Expressions whose value differs from Terraform's. What is unknown to srm-lint does not differ."""
    compared = zip(expressions, terraform(expressions, folder), strict=True)
    return [
        f"{source(expression)}\n  terraform: {theirs}\n  srm-lint:  {mine}"
        for expression, theirs in compared
        if (mine := ours(expression, context)) not in (theirs, UNKNOWN)
    ]


def _container(value, indent: int) -> str:
    inner = " " * (indent + 2)
    opening, closing = "{}" if items_of(value) is not None else "[]"
    if opening == "{":
        pairs = zip(keys_of(value), children(value), strict=True)
        lines = [f"{inner}{_text(key, indent + 2)} = {rendered(child, indent + 2)}" for key, child in pairs]
    else:
        lines = [f"{inner}{rendered(child, indent + 2)}," for child in children(value)]
    return "\n".join([opening, *lines, " " * indent + closing]) if lines else opening + closing


def _text(text: str, indent: int) -> str:
    lines = text.split("\n")
    if len(lines) < 2:
        return quote(text)
    pad = " " * indent
    return "\n".join([f"<<{'-' if indent else ''}EOT", *(pad + line for line in lines), f"{pad}EOT"])


def _quoted(text: str) -> str:
    escaped = "".join(map(_escaped, text))
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'


def _escaped(character: str) -> str:
    simple = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if character in simple or character.isprintable():
        return simple.get(character, character)
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
