"""Functions over lists, and those that take any collection."""

from __future__ import annotations

from srm_lint.evaluate.functions.graphemes import graphemes
from srm_lint.evaluate.functions.signature import (
    INTEGER,
    LIST,
    NULLABLE,
    TEXTS,
    TRUTHS,
    VALUE,
    Function,
    FunctionError,
    NotWorkedOutError,
)
from srm_lint.evaluate.typed import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    List,
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
    is_sequence,
    list_type,
    tuple_type,
    type_of,
    unify,
    unmark,
)
from srm_lint.evaluate.typed.sets import distinct_of
from srm_lint.evaluate.typed.types import element_of, has_any
from srm_lint.model.value import Unknown


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
        converted = convert(value, common)
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
            joined = [child for value in values for child in children(convert(value, common))]
            return List(tuple(joined), element_of(common))
    for value in values:
        if not isinstance(value, tuple | List):
            raise FunctionError("all arguments must be lists or tuples")
    return tuple(child for value in values for child in children(value))


def _contains(values: RuntimeValue, wanted: RuntimeValue) -> RuntimeValue:
    if not is_sequence(values):
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
    if not is_sequence(values):
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
        elif is_sequence(bare):
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
    searched = [convert(value, common) for value in wanted.elements]
    kept: list[RuntimeValue] = []
    for value, key in zip(values.elements, keys.elements, strict=True):
        truth = next((t for other in searched if (t := equal(convert(key, common), other)) is not False), False)
        if isinstance(truth, Unknown):
            return List((), values.element)
        if truth:
            kept.append(value)
    return List(tuple(kept), values.element)


def _one(values: RuntimeValue) -> RuntimeValue:
    if isinstance(values, Set) and len(values.elements) > 1:
        unknown = first_unknown(values)
        if unknown is not None:
            return as_unknown(unknown, values.element)
    if not is_sequence(values) or len(children(values)) > 1:
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements")
    return children(values)[0] if children(values) else None


def _reverse(values: RuntimeValue) -> RuntimeValue:
    if isinstance(values, tuple):
        return values[::-1]
    if not isinstance(values, List | Set):
        raise FunctionError("can only reverse list or tuple values")
    return List(values.elements[::-1], values.element)


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


def _same_type(first: Type, *_others: Type) -> Type:
    return first


def _listed_type(values: Type, *_others: Type) -> Type:
    """The type of a list; how many elements a tuple will have may depend on what is unknown."""
    return list_type(element_of(values)) if values.kind in ("list", "set") else ANY


def _element_type(values: Type, *_others: Type) -> Type:
    return values.element or ANY


def _chunks_type(values: Type, _size: Type) -> Type:
    return list_type(values)


def _concat_type(*types: Type) -> Type:
    if all(type.kind == "list" for type in types):
        return unify(types) or ANY
    if all(type.kind == "tuple" for type in types):
        return tuple_type(tuple(element for type in types for element in type.elements))
    return ANY


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
    "length": Function(_length, (VALUE,), result=NUMBER, takes="any", inner_marks=True),
    "matchkeys": Function(_matchkeys, (LIST, LIST, LIST), result=_same_type, takes="partly"),
    "one": Function(_one, (VALUE,), result=_element_type, takes="partly", may_be_null=True),
    "reverse": Function(_reverse, (VALUE,), result=_listed_type, takes="partly", inner_marks=True),
    "slice": Function(_slice, (VALUE, INTEGER, INTEGER), result=_listed_type, takes="partly", inner_marks=True),
    "sort": Function(_sort, (TEXTS,), result=list_type(STRING), takes="partly"),
}
