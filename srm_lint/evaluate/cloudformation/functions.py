"""Intrinsic functions that make values from values.

Each takes the evaluator and its argument's node. Facts: the intrinsic function reference of AWS CloudFormation.
"""

from __future__ import annotations

import base64
import ipaddress
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice

from srm_lint.evaluate.cloudformation.scope import Evaluator
from srm_lint.evaluate.cloudformation.values import piece, text
from srm_lint.model.template import Node, SequenceNode
from srm_lint.model.value import Reference, Unknown, Value, concatenate, unknowns_in

_MAXIMUM_CIDRS = 256
_LONGEST_INDEX = 20  # digits


def arguments(evaluator: Evaluator, node: Node, least: int, most: int, usage: str) -> tuple[Node, ...] | Unknown:
    """The nodes of a function's argument list; what is wrong where it is no list of that length."""
    if isinstance(node, SequenceNode) and least <= len(node.items) <= most:
        return node.items
    return evaluator.problem(node, f"wrong arguments: {usage}")


def join(evaluator: Evaluator, node: Node) -> Value:
    """Items of a list with a delimiter between them."""
    given = arguments(evaluator, node, 2, 2, "`Fn::Join` takes a delimiter and a list")
    if isinstance(given, Unknown):
        return given
    delimiter, items = evaluator.value(given[0]), evaluator.value(given[1])
    if isinstance(items, Unknown):
        return _derived(items, "text joined from a list that is not known", never_null=True)
    if not isinstance(items, tuple) or any(isinstance(item, dict) for item in items):
        return evaluator.problem(node, "wrong arguments: `Fn::Join` takes a delimiter and a list of texts")
    return concatenate(_joined(piece(delimiter), items))


def _joined(delimiter: str | Unknown, items: tuple[Value, ...]) -> Iterator[str | Unknown]:
    for index, item in enumerate(items):
        if index:
            yield delimiter
        yield piece(item)


def select(evaluator: Evaluator, node: Node) -> Value:
    """One item of a list, counted from 0."""
    given = arguments(evaluator, node, 2, 2, "`Fn::Select` takes an index and a list")
    if isinstance(given, Unknown):
        return given
    index, items = evaluator.value(given[0]), evaluator.value(given[1])
    if isinstance(items, Unknown):
        return _derived(items, items.reason, never_null=items.never_null)
    if isinstance(index, Unknown):
        return _derived(index, index.reason)
    if not isinstance(items, tuple):
        return evaluator.problem(node, "wrong arguments: `Fn::Select` takes an index and a list")
    wanted = text(index)
    if not wanted.isdecimal() or len(wanted) > _LONGEST_INDEX or int(wanted) >= len(items):
        return evaluator.problem(node, f"`Fn::Select` asks for item {evaluator.shown(index)} of a list of {len(items)}")
    return items[int(wanted)]


def split(evaluator: Evaluator, node: Node) -> Value:
    """The parts of a text between delimiters."""
    given = arguments(evaluator, node, 2, 2, "`Fn::Split` takes a delimiter and a text")
    if isinstance(given, Unknown):
        return given
    delimiter, whole = evaluator.value(given[0]), evaluator.value(given[1])
    if isinstance(delimiter, Unknown):
        return _derived(delimiter, delimiter.reason, never_null=True)
    if isinstance(whole, Unknown):
        return _split_around_names(whole, text(delimiter)) or _derived(whole, whole.reason, never_null=True)
    if isinstance(whole, dict | tuple) or not text(delimiter):
        return evaluator.problem(node, "wrong arguments: `Fn::Split` takes a delimiter and a text")
    return tuple(text(whole).split(text(delimiter)))


def _split_around_names(whole: Unknown, delimiter: str) -> tuple[Value, ...]:
    """The items of a text whose unknown parts are names that AWS gives to resources, which hold no comma; () of others."""
    named = all(isinstance(part, str) or (part.references and not part.settle) for part in whole.parts)
    if delimiter != "," or not whole.parts or not named:
        return ()
    items: list[list[str | Unknown]] = [[]]
    for part in whole.parts:
        texts = part.split(delimiter) if isinstance(part, str) else [part]
        items[-1].append(texts[0])
        items += [[text] for text in texts[1:]]
    return tuple(concatenate(item) for item in items)


def base64_text(evaluator: Evaluator, node: Node) -> Value:
    """Base64 of a text; of one that is partly known, the start up to what is not: three bytes make four letters."""
    value = evaluator.value(node)
    if isinstance(value, Unknown):
        start = value.prefix.encode()
        known = base64.b64encode(start[: len(start) // 3 * 3]).decode()
        return concatenate([known, _derived(value, value.reason, never_null=True)])
    if isinstance(value, dict | tuple):
        return evaluator.problem(node, "wrong argument: `Fn::Base64` takes a text")
    return base64.b64encode(text(value).encode()).decode()


def cidr(evaluator: Evaluator, node: Node) -> Value:
    """The first `count` blocks of a network, each with `bits` bits for its hosts (8 where not given)."""
    given = arguments(evaluator, node, 2, 3, "`Fn::Cidr` takes a network, a count and the bits of each block")
    if isinstance(given, Unknown):
        return given
    values = [evaluator.value(item) for item in given]
    for value in values:
        if isinstance(value, Unknown):
            return _derived(value, value.reason, never_null=True)
    block, count, bits = text(values[0]), text(values[1]), text(values[2]) if len(values) == 3 else "8"
    try:
        network = ipaddress.ip_network(block, strict=False)
        wanted = int(count)
        blocks = list(
            islice(network.subnets(new_prefix=network.max_prefixlen - int(bits)), min(wanted, _MAXIMUM_CIDRS))
        )
    except ValueError:
        blocks, wanted = [], -1
    if len(blocks) != wanted:
        wrong = f"{count} blocks with {bits} host bits out of {evaluator.shown(block)}"
        return evaluator.problem(node, f"`Fn::Cidr` cannot make {wrong}")
    return tuple(str(block) for block in blocks)


def availability_zones(evaluator: Evaluator, node: Node) -> Value:
    """Never known: the zones depend on the account."""
    evaluator.value(node)
    return Unknown("the availability zones depend on the account", never_null=True)


def length(evaluator: Evaluator, node: Node) -> Value:
    """Number of items of a list."""
    value = evaluator.value(node)
    if isinstance(value, Unknown):
        return _derived(value, value.reason, never_null=True)
    return len(value) if isinstance(value, tuple) else evaluator.problem(node, "`Fn::Length` takes a list")


def to_json_string(evaluator: Evaluator, node: Node) -> Value:
    """JSON text of an object or list; what is unknown inside stays an unknown part of the text."""
    value = evaluator.value(node)
    if isinstance(value, dict | tuple):
        return concatenate(_json(value))
    return value if isinstance(value, Unknown) else evaluator.problem(node, "`Fn::ToJsonString` takes a map or a list")


def _json(value: Value) -> Iterator[str | Unknown]:
    if isinstance(value, dict):
        yield "{"
        for index, (key, item) in enumerate(value.items()):
            yield f"{',' if index else ''}{json.dumps(key)}:"
            yield from _json(item)
        yield "}"
    elif isinstance(value, tuple):
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ","
            yield from _json(item)
        yield "]"
    elif isinstance(value, Unknown):
        yield '"'
        yield from (json.dumps(part)[1:-1] if isinstance(part, str) else part for part in value.parts or (value,))
        yield '"'
    else:
        yield text(value) if isinstance(value, Decimal) else json.dumps(value)


def transform(evaluator: Evaluator, node: Node) -> Unknown:
    """What a macro, or the first of several, makes is decided in the account."""
    value = evaluator.value(node)
    call = value[0] if isinstance(value, tuple) and value else value
    name = text(call.get("Name")) if isinstance(call, dict) else ""
    evaluator.note(node, f"macro `{name}` runs in the account: what it makes here is unknown")
    return Unknown(f"made by the macro `{name}` in deployment")


def of_the_account(evaluator: Evaluator, node: Node) -> Value:
    """What rules ask of the account, such as the attributes of the network that a parameter names."""
    evaluator.value(node)
    return Unknown("it is looked up in the account", never_null=True)


def stack_output(evaluator: Evaluator, node: Node) -> Value:
    """An output of a stack in another account or region."""
    evaluator.value(node)
    return Unknown("the output of another stack is known only in deployment", never_null=True)


def import_value(evaluator: Evaluator, node: Node) -> Value:
    """What another stack exports. Where no template at hand does, a reference `export:NAME` if the name is known."""
    name = piece(evaluator.value(node))
    value = evaluator.scope.imported(name)
    if value is not None:
        for reference in chain.from_iterable(unknown.references for unknown in unknowns_in(value)):
            evaluator.refer(reference)
        return value
    if isinstance(name, Unknown):
        return _derived(name, "an export of another stack, whose name is not known", never_null=True)
    return Unknown(f"export `{name}` of another stack", (Reference(f"export:{name}"),), never_null=True)


def _derived(source: Unknown, reason: str, *, never_null: bool = False) -> Unknown:
    return Unknown(reason, source.references, source.settle, never_null=never_null)
