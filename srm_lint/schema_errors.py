"""What msgspec says about a file that breaks its schema, in the words of whoever wrote the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec import inspect

from srm_lint.spelling import close_to

_KINDS = {
    "array": "a list",
    "object": "keys with values",
    "str": "text",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
}


def steps_in(error: msgspec.ValidationError) -> tuple[str | int, ...]:
    """The way to what an error is about: keys and numbers of elements; "..." stands for some key of a map."""
    steps = re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", str(error).rpartition("at `$")[2].rstrip("`"))
    return tuple(name or (int(index) if index.isdigit() else index) for name, index in steps)


def unknown_key(error: msgspec.ValidationError) -> str:
    """The key that the schema does not have; "" where the error is another one."""
    match = re.match(r"Object contains unknown field `([^`]+)`", str(error))
    return match[1] if match else ""


def explained(error: msgspec.ValidationError, schema: type, whole: str = "the file") -> str:
    """What is wrong, where, and what would be right. `whole` is what was read by the schema."""
    text, _, place = str(error).partition(" - at `$")
    steps = steps_in(error)
    where = f"`{place.strip('`.')}`" if steps else whole
    if key := unknown_key(error):
        return f"unknown key `{key}`{_inside(where, steps)}{_known_keys(key, _type_at(schema, steps))}"
    if missing := re.match(r"Object missing required field `([^`]+)`", text):
        return f"{where} lacks the key `{missing[1]}`"
    if wrong := re.match(r"Invalid enum value (.+)", text):
        return f"{where} is {wrong[1]}, and has to be one of {', '.join(_choices(_type_at(schema, steps)))}"
    if text.startswith("Invalid RFC3339 encoded date"):
        return f"{where} has to be a date such as 2027-01-31"
    if kinds := re.match(r"Expected `([^`]+)`, got `([^`]+)`", text):
        return f"{where} has to be {_in_words(kinds[1])}, not {_in_words(kinds[2])}"
    return f"{where}: {text}"


def _inside(where: str, steps: Sequence[str | int]) -> str:
    return f" in {where}" if steps else ""


def _known_keys(key: str, type: inspect.Type) -> str:
    known = [field.encode_name for field in type.fields] if isinstance(type, inspect.StructType) else []
    close = close_to(key.lower().replace("_", "-"), known)
    return f"; did you mean `{close[0]}`?" if close else f"; there are {', '.join(known)}"


def _choices(type: inspect.Type) -> list[str]:
    types = type.types if isinstance(type, inspect.UnionType) else (type,)
    return [str(member.value) for each in types if isinstance(each, inspect.EnumType) for member in each.cls]


def _in_words(kinds: str) -> str:
    return (
        " or ".join(dict.fromkeys(_KINDS.get(kind, kind) for kind in kinds.split(" | ") if kind != "null")) or "nothing"
    )


def _type_at(schema: type, steps: Sequence[str | int]) -> inspect.Type:
    """The type that the schema has for a part of the file."""
    found = inspect.type_info(schema)
    for step in steps:
        types = found.types if isinstance(found, inspect.UnionType) else (found,)
        found = next((inner for each in types if (inner := _type_in(each, step))), found)
    return found


def _type_in(type: inspect.Type, step: str | int) -> inspect.Type | None:
    if isinstance(type, inspect.StructType):
        return next((field.type for field in type.fields if field.encode_name == step), None)
    if isinstance(type, inspect.DictType):
        return type.value_type
    return type.item_type if isinstance(type, inspect.VarTupleType) else None
