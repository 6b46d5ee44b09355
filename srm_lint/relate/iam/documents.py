"""Policy documents of AWS, as JSON text, as an object of a template, or as an `aws_iam_policy_document`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.text import parse_json
from srm_lint.model.value import Unknown, Value
from srm_lint.relate.iam.shapes import principal, statement
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, blocks

DATA_SOURCE = "data.aws_iam_policy_document"
_RENDERED = ("json", "minified_json", "")


def document_statements(document: Value, links: Links, seen: tuple[str, ...] = ()) -> tuple[Value, ...]:
    """Statements of a document, an `Unknown` for those that cannot be told.

    `seen` are the addresses of data sources on the way here, so that a document that includes itself ends.
    """
    source = _data_source(document, links)
    if source is not None:
        return data_source_statements(source, links, seen)
    parsed = document if isinstance(document, dict) else parse_json(document)
    if isinstance(parsed, Unknown):
        return (parsed,)
    if not isinstance(parsed, dict):
        return ()
    written = _lower_keys(parsed).get("statement")
    return tuple(_from_json(item) for item in blocks(written))


def data_source_statements(source: Resource, links: Links, seen: tuple[str, ...] = ()) -> tuple[Value, ...]:
    """Statements of an `aws_iam_policy_document`: its sources, its own, then what overrides them by `sid`.

    Source: documentation of the AWS provider, data source aws_iam_policy_document.
    """
    if source.address in seen:
        return ()
    seen = (*seen, source.address)
    values = source.values
    included = _included(values, ("source_json", "source_policy_documents"), links, seen)
    own = [_from_block(block) for block in blocks(values.get("statement"))]
    overriding = _included(values, ("override_json", "override_policy_documents"), links, seen)
    return tuple(_overridden([*included, *own], overriding))


def is_document(value: Value, links: Links) -> bool:
    """Whether a value surely is a policy document, and not some other text an attribute called `policy` holds."""
    if _data_source(value, links) is not None:
        return True
    parsed = value if isinstance(value, dict) else parse_json(value)
    return isinstance(parsed, dict) and "statement" in _lower_keys(parsed)


def _data_source(value: Value, links: Links) -> Resource | None:
    """The document data source that `value` is the text of, if it is nothing but that."""
    if not isinstance(value, Unknown) or value.settle or len(value.references) != 1:
        return None
    if any(isinstance(part, str) and part.strip() for part in value.parts):
        return None
    targets = links.resolve(value.references[0])
    is_text = value.references[0].attribute in _RENDERED
    return targets[0] if is_text and len(targets) == 1 and targets[0].type == DATA_SOURCE else None


def _included(values: Mapping[str, Value], names: tuple[str, ...], links: Links, seen: tuple[str, ...]) -> list[Value]:
    found: list[Value] = []
    for name in names:
        for document in blocks(values.get(name)):
            found += document_statements(document, links, seen)
    return found


def _overridden(statements: list[Value], overriding: list[Value]) -> Iterator[Value]:
    """Statements, those with the `sid` of an overriding one replaced by it."""
    by_sid = {item["sid"]: item for item in overriding if isinstance(item, dict) and item["sid"]}
    for item in statements:
        sid = item["sid"] if isinstance(item, dict) else None
        yield by_sid.pop(sid) if isinstance(sid, str) and sid in by_sid else item
    yield from (
        item for item in overriding if not (isinstance(item, dict) and item["sid"] and item["sid"] not in by_sid)
    )


def _from_json(item: Value) -> Value:
    if not isinstance(item, dict):
        return item if isinstance(item, Unknown) else statement(effect=None)
    written = _lower_keys(item)
    return statement(
        sid=written.get("sid") or "",
        effect=written.get("effect"),
        actions=as_list(written.get("action")),
        not_actions=as_list(written.get("notaction")),
        resources=as_list(written.get("resource")),
        not_resources=as_list(written.get("notresource")),
        principals=_json_principals(written.get("principal")),
        not_principals=_json_principals(written.get("notprincipal")),
        conditions=_json_conditions(written.get("condition")),
    )


def _json_principals(value: Value) -> Value:
    if isinstance(value, dict):
        return tuple(principal(type, identifiers) for type, identifiers in value.items())
    if isinstance(value, str):
        return (principal("*" if value == "*" else "AWS", value),)
    return value if isinstance(value, Unknown) else ()


def _json_conditions(value: Value) -> Value:
    if not isinstance(value, dict):
        return value if isinstance(value, Unknown) else ()
    conditions: list[Value] = []
    for test, variables in value.items():
        if isinstance(variables, dict):
            conditions += [{"test": test, "variable": name, "values": as_list(v)} for name, v in variables.items()]
        else:
            conditions.append({"test": test, "variable": variables, "values": variables})
    return tuple(conditions)


def _from_block(block: Value) -> Value:
    if not isinstance(block, dict):
        return block
    effect = block.get("effect")
    return statement(
        sid=block.get("sid") or "",
        effect="Allow" if effect is None else effect,
        actions=as_list(block.get("actions")),
        not_actions=as_list(block.get("not_actions")),
        resources=as_list(block.get("resources")),
        not_resources=as_list(block.get("not_resources")),
        principals=_block_principals(block.get("principals")),
        not_principals=_block_principals(block.get("not_principals")),
        conditions=_block_conditions(block.get("condition")),
    )


def _block_principals(value: Value) -> Value:
    return tuple(
        {"type": item.get("type"), "identifiers": as_list(item.get("identifiers"))} if isinstance(item, dict) else item
        for item in blocks(value)
    )


def _block_conditions(value: Value) -> Value:
    return tuple(
        {"test": item.get("test"), "variable": item.get("variable"), "values": as_list(item.get("values"))}
        if isinstance(item, dict)
        else item
        for item in blocks(value)
    )


def _lower_keys(value: dict[str, Value]) -> dict[str, Value]:
    return {key.lower(): item for key, item in value.items()}
