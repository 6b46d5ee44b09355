"""Functions over maps and objects."""

from __future__ import annotations

from srm_lint.evaluate.functions.signature import (
    NULLABLE,
    TEXT,
    TEXTS,
    VALUE,
    Function,
    FunctionError,
    NotWorkedOutError,
    Parameter,
)
from srm_lint.evaluate.typed import (
    ANY,
    STRING,
    List,
    Map,
    RuntimeValue,
    Sensitive,
    Type,
    as_unknown,
    children,
    convert,
    items_of,
    keys_of,
    list_type,
    map_type,
    object_type,
    tuple_type,
    type_of,
    unmark,
)
from srm_lint.evaluate.typed.types import element_of
from srm_lint.model.value import Unknown

_LISTS_BY_KEY = map_type(list_type(STRING))


def _keys(mapping: RuntimeValue) -> RuntimeValue:
    kind = type_of(mapping).kind
    if isinstance(mapping, Unknown) and kind in ("any", "map"):
        return as_unknown(mapping, list_type(STRING))
    if isinstance(mapping, Map):
        return List(keys_of(mapping), STRING)
    if kind != "object":
        raise FunctionError("must have map or object type")
    return tuple(sorted(type_of(mapping).attributes))


def _lookup(mapping: RuntimeValue, key: RuntimeValue, *default: RuntimeValue) -> RuntimeValue:
    """A key of a map or an attribute of an object. Arguments carry their own marks."""
    bare_mapping, mapping_marked = unmark(mapping)
    bare_key, key_marked = unmark(key)
    if len(default) > 1:
        raise FunctionError("lookup() takes two or three arguments")
    found = _looked_up(bare_mapping, bare_key, default)
    return Sensitive(found) if mapping_marked or key_marked else found


def _looked_up(mapping: RuntimeValue, key: RuntimeValue, default: tuple[RuntimeValue, ...]) -> RuntimeValue:
    type = type_of(mapping)
    if type.kind not in ("any", "map", "object"):
        raise FunctionError("lookup() requires a map as the first argument")
    if isinstance(mapping, Map) and default:
        default = (convert(default[0], mapping.element),)
    if isinstance(mapping, Unknown) or isinstance(key, Unknown):
        result = type.element or ANY
        unknown = mapping if isinstance(mapping, Unknown) else key
        return as_unknown(unknown, result) if isinstance(unknown, Unknown) else None
    items = items_of(mapping) or {}
    if isinstance(key, str) and key in items:
        return items[key]
    if not default:
        raise FunctionError(f"lookup failed to find key {key!r}")
    return default[0]


def _merge(*mappings: RuntimeValue) -> RuntimeValue:
    merged: dict[str, RuntimeValue] = {}
    for mapping in mappings:
        if mapping is not None and items_of(mapping) is None:
            if None in mappings:  # a bare null keeps Terraform from looking at the types of the others
                raise NotWorkedOutError("null is merged with what is no map")
            raise FunctionError("arguments must be maps or objects")
        merged |= items_of(mapping) or {}
    types = [type_of(mapping) for mapping in mappings]
    if types and types[0].kind == "map" and all(type == types[0] for type in types):
        return Map(merged, element_of(types[0]))
    return merged


def _transpose(mapping: Map) -> RuntimeValue:
    transposed: dict[str, list[RuntimeValue]] = {}
    for key in keys_of(mapping):
        for text in children(mapping.items[key]):
            if not isinstance(text, str):
                raise FunctionError("input list must not contain null string")
            transposed.setdefault(text, []).append(key)
        if mapping.items[key] is None:
            raise FunctionError("input must not contain null list")
    inner = list_type(STRING)
    return Map({key: List(tuple(keys), STRING) for key, keys in transposed.items()}, inner)


def _values(mapping: RuntimeValue) -> RuntimeValue:
    if isinstance(mapping, Map):
        return List(children(mapping), mapping.element)
    if not isinstance(mapping, dict):
        raise FunctionError("values() requires a map as the first argument")
    return children(mapping)


def _zipmap(keys: List, values: RuntimeValue) -> RuntimeValue:
    if not isinstance(values, tuple | List):
        raise FunctionError("values argument must be a list or tuple value")
    bare = [unmark(key)[0] for key in keys.elements]
    for key in bare:
        if isinstance(key, Unknown):
            return as_unknown(key, map_type(values.element) if isinstance(values, List) else ANY)
    if len(bare) != len(children(values)):
        raise FunctionError("number of keys does not match number of values")
    if None in bare:
        raise FunctionError("keys list has null value")
    zipped = dict(zip(map(str, bare), children(values), strict=True))
    made: RuntimeValue = Map(zipped, values.element) if isinstance(values, List) else zipped
    return Sensitive(made) if any(isinstance(key, Sensitive) for key in keys.elements) else made


def _values_type(mapping: Type) -> Type:
    if mapping.kind == "map":
        return list_type(element_of(mapping))
    if mapping.kind == "object":
        return tuple_type(tuple(mapping.attributes[name] for name in sorted(mapping.attributes)))
    return ANY


def _merged_type(*types: Type) -> Type:
    if all(type == types[0] for type in types):
        return types[0]
    if any(type.kind != "object" for type in types):
        return ANY
    return object_type({name: attribute for type in types for name, attribute in type.attributes.items()})


FUNCTIONS = {
    "keys": Function(_keys, (VALUE,), takes="any", inner_marks=True),
    "lookup": Function(_lookup, (VALUE, TEXT), rest=NULLABLE, takes="any", raw=True, may_be_null=True),
    "merge": Function(_merge, rest=NULLABLE, result=_merged_type, takes="partly", inner_marks=True),
    "transpose": Function(_transpose, (Parameter(_LISTS_BY_KEY),), result=_LISTS_BY_KEY),
    "values": Function(_values, (VALUE,), result=_values_type, takes="partly", inner_marks=True),
    "zipmap": Function(_zipmap, (TEXTS, VALUE), takes="partly", inner_marks=True),
}
