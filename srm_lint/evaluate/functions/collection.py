"""Functions over lists, maps and sets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import partial

from srm_lint.evaluate.functions.graphemes import graphemes
from srm_lint.evaluate.functions.signature import (
    INTEGER,
    LIST,
    NULLABLE,
    SET,
    TEXT,
    TEXTS,
    TRUTHS,
    VALUE,
    Function,
    FunctionError,
    NotWorkedOutError,
    Parameter,
)
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    ConversionError,
    List,
    Map,
    Pending,
    RuntimeValue,
    Sensitive,
    Set,
    Type,
    as_unknown,
    children,
    convert,
    equal,
    first_unknown,
    items_of,
    keys_of,
    list_type,
    map_type,
    object_type,
    set_of,
    set_type,
    tuple_type,
    type_of,
    unify,
    unmark,
)
from srm_lint.evaluate.typed.sets import common_to, distinct_of
from srm_lint.evaluate.typed.types import element_of, has_any
from srm_lint.model.value import Unknown

Sequence = tuple[RuntimeValue, ...] | List | Set
_MOST_PRODUCTS = 100_000


def _is_sequence(value: RuntimeValue) -> bool:
    return isinstance(value, tuple | List | Set)


def _alltrue(truths: List) -> RuntimeValue:
    for truth in truths.elements:
        if isinstance(truth, Unknown):
            return as_unknown(truth, BOOL)
        if not truth:
            return False
    return True


def _anytrue(truths: List) -> RuntimeValue:
    if any(truth is True for truth in truths.elements):
        return True
    unknown = first_unknown(truths)
    return False if unknown is None else as_unknown(unknown, BOOL)


def _chunklist(values: List, size: int) -> RuntimeValue:
    if size < 0:
        raise FunctionError("the size argument must be positive")
    inner = list_type(values.element)
    if not values.elements or size == 0:
        return List((values,) if values.elements else (), inner)
    chunks = (values.elements[i : i + size] for i in range(0, len(values.elements), size))
    return List(tuple(List(chunk, values.element) for chunk in chunks), inner)


def _coalesce(*values: RuntimeValue) -> RuntimeValue:
    common = unify([type_of(value) for value in values])
    if common is None:
        raise FunctionError("all arguments must have the same type")
    if common != ANY and has_any(common):
        raise NotWorkedOutError("the arguments have no common type")
    for value in values:
        converted = _converted(value, common)
        if isinstance(converted, Unknown):
            return as_unknown(converted, common)
        if converted is not None and converted != "":
            return converted
    raise FunctionError("no non-null, non-empty-string arguments")


def _coalescelist(*values: RuntimeValue) -> RuntimeValue:
    if not values:
        raise FunctionError("at least one argument is required")
    for value in values:
        if isinstance(value, Unknown):
            break
        if value is not None and not isinstance(value, tuple | List):
            raise FunctionError("coalescelist arguments must be lists or tuples")
    for value in values:
        if isinstance(value, Unknown):
            return value
        if value is not None and children(value):
            return value
    raise FunctionError("no non-null arguments")


def _compact(texts: List) -> RuntimeValue:
    return List(tuple(text for text in texts.elements if text not in (None, "")), STRING)


def _concat(*values: RuntimeValue) -> RuntimeValue:
    if not values:
        raise FunctionError("at least one argument is required")
    if all(isinstance(value, List) for value in values):
        common = unify([type_of(value) for value in values])
        if common is not None:
            joined = [child for value in values for child in children(_converted(value, common))]
            return List(tuple(joined), element_of(common))
    for value in values:
        if not isinstance(value, tuple | List):
            raise FunctionError("all arguments must be lists or tuples")
    return tuple(child for value in values for child in children(value))


def _contains(values: RuntimeValue, wanted: RuntimeValue) -> RuntimeValue:
    if not _is_sequence(values):
        raise FunctionError("argument must be list, tuple, or set")
    unknown: Unknown | None = None
    for value in children(values):
        truth = equal(wanted, value)
        if truth is True:
            return True
        if isinstance(truth, Unknown):
            unknown = truth if unknown is None else unknown.because(truth)
    return False if unknown is None else unknown


def _distinct(values: List) -> RuntimeValue:
    return List(distinct_of(values.elements), values.element)


def _element(values: RuntimeValue, index: int) -> RuntimeValue:
    if not isinstance(values, tuple | List):
        raise FunctionError("cannot read elements from this type")
    members = children(values)
    if not members:
        raise FunctionError("cannot use element function with an empty list")
    if isinstance(values, tuple) and index < 0 and index % len(members):
        raise FunctionError("a negative index counts from the end in lists only, not in tuples")
    return members[index % len(members)]


def _flatten(values: RuntimeValue) -> RuntimeValue:
    if not _is_sequence(values):
        raise FunctionError("can only flatten lists, sets and tuples")
    flat, unknown, marked = _flat(values)
    result: RuntimeValue = tuple(flat) if unknown is None else unknown
    return Sensitive(result) if marked else result


def _flat(values: RuntimeValue) -> tuple[list[RuntimeValue], Unknown | None, bool]:
    """Members at any depth, the unknown that hides how many there are, and whether a list among them is sensitive."""
    flat: list[RuntimeValue] = []
    unknown = first_unknown(values) if isinstance(values, Set) and len(values.elements) > 1 else None
    marked = False
    for child in children(values):
        bare, child_marked = unmark(child)
        if isinstance(bare, Unknown) and type_of(bare).kind in ("any", "list", "set", "tuple"):
            unknown = bare if unknown is None else unknown.because(bare)
            marked = marked or child_marked
        elif _is_sequence(bare):
            inner, inner_unknown, inner_marked = _flat(bare)
            flat += inner
            marked = marked or child_marked or inner_marked
            unknown = unknown or inner_unknown
        else:
            flat.append(child)
    return flat, unknown, marked


def _index(values: RuntimeValue, wanted: RuntimeValue) -> RuntimeValue:
    if not isinstance(values, tuple | List):
        raise FunctionError("argument must be a list or tuple")
    for position, value in enumerate(children(values)):
        truth = equal(value, wanted)
        if isinstance(truth, Unknown):
            return as_unknown(truth, NUMBER)
        if truth:
            return position
    raise FunctionError("item not found")


def _keys(mapping: RuntimeValue) -> RuntimeValue:
    kind = type_of(mapping).kind
    if isinstance(mapping, Unknown) and kind in ("any", "map"):
        return as_unknown(mapping, list_type(STRING))
    if isinstance(mapping, Map):
        return List(keys_of(mapping), STRING)
    if kind != "object":
        raise FunctionError("must have map or object type")
    return tuple(sorted(type_of(mapping).attributes))


def _length(value: RuntimeValue) -> RuntimeValue:
    type = type_of(value)
    if isinstance(value, str):
        return len(graphemes(value))
    if type.kind == "tuple":
        return len(type.elements)
    if type.kind == "object":
        return len(type.attributes)
    if type.kind in ("number", "bool"):
        raise FunctionError("argument must be a string, a collection type, or a structural type")
    unknown = first_unknown(value) if isinstance(value, Set) and len(value.elements) > 1 else value
    if isinstance(unknown, Unknown):
        return Pending(unknown.reason, unknown.references, unknown.settle, never_null=True, type=NUMBER)
    return len(children(value))


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
        default = (_converted(default[0], mapping.element),)
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


def _matchkeys(values: List, keys: List, wanted: List) -> RuntimeValue:
    """Values whose key is searched for. Terraform gives up on the first comparison that is unknown: nothing is kept then."""
    if unify([type_of(keys), type_of(wanted)]) is None:
        raise FunctionError("keys and searchset must be of the same type")
    if len(values.elements) != len(keys.elements):
        raise FunctionError("length of keys and values should be equal")
    unknown = first_unknown((values, keys))
    if unknown is not None and wanted.elements:
        return as_unknown(unknown, type_of(values))
    common = unify([keys.element, wanted.element]) or ANY
    searched = [_converted(value, common) for value in wanted.elements]
    kept: list[RuntimeValue] = []
    for value, key in zip(values.elements, keys.elements, strict=True):
        truth = next((t for other in searched if (t := equal(_converted(key, common), other)) is not False), False)
        if isinstance(truth, Unknown):
            return List((), values.element)
        if truth:
            kept.append(value)
    return List(tuple(kept), values.element)


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


def _one(values: RuntimeValue) -> RuntimeValue:
    if isinstance(values, Set) and len(values.elements) > 1:
        unknown = first_unknown(values)
        if unknown is not None:
            return as_unknown(unknown, values.element)
    if not _is_sequence(values) or len(children(values)) > 1:
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements")
    return children(values)[0] if children(values) else None


def _reverse(values: RuntimeValue) -> RuntimeValue:
    if isinstance(values, tuple):
        return values[::-1]
    if not isinstance(values, List | Set):
        raise FunctionError("can only reverse list or tuple values")
    return List(values.elements[::-1], values.element)


def _set_operation(combine: Callable[[Set, Set], Iterable[RuntimeValue]], *sets: Set) -> RuntimeValue:
    elements = [one.element for one in sets if one.elements or one.element != ANY]
    common = unify(elements) if elements else ANY
    if common is None:
        raise FunctionError("given sets must all have compatible element types")
    _check_common(common, elements)
    result, *others = [_converted(one, set_type(common)) for one in sets]
    for other in others:
        if isinstance(result, Set) and isinstance(other, Set):
            result = set_of(combine(result, other), common)
    return result


def _union(left: Set, right: Set) -> Iterable[RuntimeValue]:
    return (*left.elements, *right.elements)


def _intersection(left: Set, right: Set) -> Iterable[RuntimeValue]:
    return common_to(left.elements, right.elements, wanted=True)


def _difference(left: Set, right: Set) -> Iterable[RuntimeValue]:
    return common_to(left.elements, right.elements, wanted=False)


def _setproduct(*values: RuntimeValue) -> RuntimeValue:
    if len(values) < 2:
        raise FunctionError("at least two arguments are required")
    elements = tuple(map(_product_element, values))
    for value in values:
        unknown = first_unknown(value) if isinstance(value, Set) and len(value.elements) > 1 else value
        if isinstance(unknown, Unknown):
            return as_unknown(unknown, ANY)
    columns = [[_converted(v, e) for v in children(value)] for value, e in zip(values, elements, strict=True)]
    size = 1
    for column in columns:
        size *= len(column)
    if size > _MOST_PRODUCTS:
        raise NotWorkedOutError(f"setproduct would have {size} elements")
    if any(isinstance(value, Set) for value in values):
        return set_of(itertools.product(*columns), tuple_type(elements))
    return List(tuple(itertools.product(*columns)), tuple_type(elements))


def _product_element(value: RuntimeValue) -> Type:
    type = type_of(value)
    if type.kind in ("list", "set"):
        return element_of(type)
    if type.kind == "any":
        return ANY
    if type.kind != "tuple":
        raise FunctionError("a set or a list is required")
    element = unify(type.elements) if type.elements else ANY
    if element is None:
        raise FunctionError("all elements must be of the same type")
    _check_common(element, type.elements)
    return element


def _check_common(common: Type, types: Iterable[Type]) -> None:
    """Nulls or unknowns without a type beside values of a type leave Terraform without a common one."""
    if common == ANY and any(type != ANY for type in types):
        raise NotWorkedOutError("the elements have no common type")


def _slice(values: RuntimeValue, start: int, end: int) -> RuntimeValue:
    if not isinstance(values, tuple | List):
        raise FunctionError("must be a list or tuple value")
    members = children(values)
    if not 0 <= start <= end <= len(members):
        raise FunctionError("start index and end index must lie within the list, in this order")
    return List(members[start:end], values.element) if isinstance(values, List) else members[start:end]


def _sort(texts: List) -> RuntimeValue:
    """The texts in order of their code points. Where one is unknown, so is every place, but not how many there are."""
    unknown = first_unknown(texts)
    if unknown is not None:
        return List((as_unknown(unknown, STRING),) * len(texts.elements), STRING)
    for text in texts.elements:
        if text is None:
            raise FunctionError("a null string cannot be sorted")
    return List(tuple(sorted(text for text in texts.elements if isinstance(text, str))), STRING)


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


def _converted(value: RuntimeValue, target: Type) -> RuntimeValue:
    try:
        return convert(value, target)
    except ConversionError as error:
        raise FunctionError(str(error)) from error


def _same_type(first: Type, *_others: Type) -> Type:
    return first


def _element_type(values: Type, *_others: Type) -> Type:
    return values.element or ANY


def _values_type(mapping: Type) -> Type:
    if mapping.kind == "map":
        return list_type(element_of(mapping))
    if mapping.kind == "object":
        return tuple_type(tuple(mapping.attributes[name] for name in sorted(mapping.attributes)))
    return ANY


def _chunks_type(values: Type, _size: Type) -> Type:
    return list_type(values)


def _merged_type(*types: Type) -> Type:
    if all(type == types[0] for type in types):
        return types[0]
    if any(type.kind != "object" for type in types):
        return ANY
    return object_type({name: attribute for type in types for name, attribute in type.attributes.items()})


def _concat_type(*types: Type) -> Type:
    if all(type.kind == "list" for type in types):
        return unify(types) or ANY
    if all(type.kind == "tuple" for type in types):
        return tuple_type(tuple(element for type in types for element in type.elements))
    return ANY


def _union_type(*types: Type) -> Type:
    return set_type(unify([element_of(type) for type in types]) or ANY)


_LISTS_BY_KEY = map_type(list_type(STRING))

FUNCTIONS = {
    "alltrue": Function(_alltrue, (TRUTHS,), result=BOOL, takes="partly"),
    "anytrue": Function(_anytrue, (TRUTHS,), result=BOOL, takes="partly"),
    "chunklist": Function(_chunklist, (LIST, INTEGER), result=_chunks_type, takes="partly", inner_marks=True),
    "coalesce": Function(_coalesce, rest=NULLABLE, takes="any"),
    "coalescelist": Function(_coalescelist, rest=NULLABLE, takes="any"),
    "compact": Function(_compact, (TEXTS,), result=list_type(STRING)),
    "concat": Function(_concat, rest=VALUE, result=_concat_type, takes="partly", inner_marks=True),
    "contains": Function(_contains, (VALUE, VALUE), result=BOOL, takes="partly"),
    "distinct": Function(_distinct, (LIST,), result=_same_type),
    "element": Function(
        _element, (VALUE, INTEGER), result=_element_type, takes="partly", inner_marks=True, may_be_null=True
    ),
    "flatten": Function(_flatten, (VALUE,), takes="partly", inner_marks=True),
    "index": Function(_index, (VALUE, VALUE), result=NUMBER, takes="partly"),
    "keys": Function(_keys, (VALUE,), takes="any", inner_marks=True),
    "length": Function(_length, (VALUE,), result=NUMBER, takes="any", inner_marks=True),
    "lookup": Function(_lookup, (VALUE, TEXT), rest=NULLABLE, takes="any", raw=True, may_be_null=True),
    "matchkeys": Function(_matchkeys, (LIST, LIST, LIST), result=_same_type, takes="partly"),
    "merge": Function(_merge, rest=NULLABLE, result=_merged_type, takes="partly", inner_marks=True),
    "one": Function(_one, (VALUE,), result=_element_type, takes="partly", may_be_null=True),
    "reverse": Function(_reverse, (VALUE,), takes="partly", inner_marks=True),
    "setintersection": Function(partial(_set_operation, _intersection), (SET,), rest=SET, result=_union_type),
    "setproduct": Function(_setproduct, rest=VALUE, takes="any", inner_marks=True),
    "setsubtract": Function(partial(_set_operation, _difference), (SET, SET), result=_union_type),
    "setunion": Function(partial(_set_operation, _union), (SET,), rest=SET, result=_union_type, takes="partly"),
    "slice": Function(_slice, (VALUE, INTEGER, INTEGER), takes="partly", inner_marks=True),
    "sort": Function(_sort, (TEXTS,), result=list_type(STRING), takes="partly"),
    "transpose": Function(_transpose, (Parameter(_LISTS_BY_KEY),), result=_LISTS_BY_KEY),
    "values": Function(_values, (VALUE,), result=_values_type, takes="partly", inner_marks=True),
    "zipmap": Function(_zipmap, (TEXTS, VALUE), takes="partly", inner_marks=True),
}
