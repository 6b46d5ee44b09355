"""Which type converts to which, and the common type of several: as Terraform decides them, from types alone.

A conversion is safe where no value can fail it; the unsafe ones depend on the value ("5" is a number, "x" is not).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from srm_lint.evaluate.typed.types import (
    ANY,
    COLLECTIONS,
    PRIMITIVES,
    Kind,
    Type,
    element_of,
    list_type,
    map_type,
    object_type,
    tuple_type,
)

_GENERALITY = {
    ("tuple", "set"): -1,
    ("list", "set"): -1,
    ("set", "tuple"): 1,
    ("set", "list"): 1,
    ("list", "tuple"): -1,
    ("tuple", "list"): 1,
    ("map", "object"): -1,
    ("object", "map"): 1,
}
"""Which of two kinds is the more general: -1 the first, 1 the second."""


def convertible(source: Type, target: Type, *, unsafe: bool = True) -> bool:
    """Whether values of one type convert to another, a constraint with optional attributes and `any` perhaps."""
    if target.kind == "any" or source == target:
        return True
    if source.kind == "any":
        return unsafe
    if source.kind in PRIMITIVES:
        return _primitive_convertible(source, target, unsafe)
    if source.kind in ("list", "set", "map"):
        return _collection_convertible(source, target, unsafe)
    return _structure_convertible(source, target, unsafe)


def unify(types: Sequence[Type], *, unsafe: bool = True) -> Type | None:
    """The most general of the types that all others convert to, or one made of them; None where there is none."""
    if not types:
        return None
    kinds = {type.kind for type in types}
    concrete = kinds - {"any"}
    partly_any = "any" in kinds
    if concrete in ({"map"}, {"list"}, {"set"}):
        return ANY if partly_any else _unify_collections(types, unsafe)
    if concrete in ({"object"}, {"tuple"}):
        unify_structures = _unify_objects if concrete == {"object"} else _unify_tuples
        return ANY if partly_any else unify_structures(types, unsafe)
    mixed = _unify_mixed(types, concrete, unsafe)
    if mixed is not None:
        return mixed
    if {"object", "tuple"} <= concrete:
        return None
    return _preferred(types, unsafe)


def narrow(source: Type, target: Type) -> Type:
    """The type an unknown of one type has once it is converted to a constraint: `any` in it takes what the source says."""
    if source.kind == "any":
        return target
    if target.kind == "any":
        return source
    if target.kind in COLLECTIONS:
        inner = source.element or unify([*source.elements, *source.attributes.values()]) or ANY
        return Type(target.kind, element=narrow(inner, element_of(target)))
    if target.kind == "tuple":
        return tuple_type(tuple(narrow(a, b) for a, b in zip(source.elements, target.elements, strict=True)))
    if target.kind == "object":
        return object_type(
            {
                name: narrow(source.element or source.attributes.get(name, ANY), attribute)
                for name, attribute in target.attributes.items()
            }
        )
    return target


def _primitive_convertible(source: Type, target: Type, unsafe: bool) -> bool:
    if target.kind == "string":
        return True
    return unsafe and source.kind == "string" and target.kind in PRIMITIVES


def _collection_convertible(source: Type, target: Type, unsafe: bool) -> bool:
    element = element_of(source)
    if source.kind == "map" and target.kind == "object":
        return unsafe and all(
            name in target.optional or convertible(element, attribute) for name, attribute in target.attributes.items()
        )
    if target.kind not in COLLECTIONS or (source.kind == "map") != (target.kind == "map"):
        return False
    if source.kind == "list" and target.kind == "set" and not unsafe:
        return False
    return convertible(element, element_of(target), unsafe=unsafe)


def _structure_convertible(source: Type, target: Type, unsafe: bool) -> bool:
    if source.kind == target.kind == "object":
        return all(
            convertible(source.attributes[name], attribute, unsafe=unsafe)
            if name in source.attributes
            else name in target.optional
            for name, attribute in target.attributes.items()
        )
    if source.kind == target.kind == "tuple":
        return len(source.elements) == len(target.elements) and all(
            convertible(a, b, unsafe=unsafe) for a, b in zip(source.elements, target.elements, strict=True)
        )
    if target.kind in (("list", "set") if source.kind == "tuple" else ("map",)):
        return _members_convertible((*source.elements, *source.attributes.values()), target, unsafe)
    return False


def _members_convertible(members: Sequence[Type], target: Type, unsafe: bool) -> bool:
    element: Type | None = element_of(target)
    if members and element == ANY:
        element = unify(members, unsafe=unsafe)
        if element == ANY and target.kind != "map":
            return all(member == ANY for member in members)
    return element is not None and all(convertible(member, element, unsafe=unsafe) for member in members)


def _unify_collections(types: Sequence[Type], unsafe: bool) -> Type | None:
    element = unify([element_of(type) for type in types], unsafe=unsafe)
    return None if element is None else Type(types[0].kind, element=element)


def _unify_objects(types: Sequence[Type], unsafe: bool) -> Type | None:
    if any(type.attributes.keys() != types[0].attributes.keys() for type in types):
        return _unify_members(types, map_type, unsafe)
    attributes: dict[str, Type] = {}
    for name in types[0].attributes:
        attribute = unify([type.attributes[name] for type in types], unsafe=unsafe)
        if attribute is None:
            return None
        attributes[name] = attribute
    whole = object_type(attributes)
    if all(convertible(type, whole, unsafe=unsafe) for type in types):
        return whole
    return _unify_members(types, map_type, unsafe)


def _unify_tuples(types: Sequence[Type], unsafe: bool) -> Type | None:
    if any(len(type.elements) != len(types[0].elements) for type in types):
        return _unify_members(types, list_type, unsafe)
    elements: list[Type] = []
    for position in range(len(types[0].elements)):
        element = unify([type.elements[position] for type in types], unsafe=unsafe)
        if element is None:
            return None
        elements.append(element)
    whole = tuple_type(tuple(elements))
    if all(convertible(type, whole, unsafe=unsafe) for type in types):
        return whole
    return _unify_members(types, list_type, unsafe)


def _unify_members(types: Sequence[Type], collection: Callable[[Type], Type], unsafe: bool) -> Type | None:
    """Tuples of different lengths become lists, objects with different attributes maps."""
    members = [member for type in types for member in (*type.elements, *type.attributes.values())]
    element = unify(members, unsafe=unsafe)
    if element is None:
        return None
    whole = collection(element)
    return whole if all(type == whole or convertible(type, whole, unsafe=unsafe) for type in types) else None


def _unify_mixed(types: Sequence[Type], concrete: set[Kind], unsafe: bool) -> Type | None:
    """Objects beside maps become maps, tuples beside lists become lists."""
    if concrete == {"map", "object"}:
        return _unify_with(types, "object", map_type, unsafe)
    return _unify_with(types, "tuple", list_type, unsafe) if concrete == {"list", "tuple"} else None


def _unify_with(
    types: Sequence[Type], structure: Kind, collection: Callable[[Type], Type], unsafe: bool
) -> Type | None:
    made = _unify_members([type for type in types if type.kind == structure], collection, unsafe)
    if made is None:
        return None
    whole = unify([made if type.kind == structure else type for type in types], unsafe=unsafe)
    return whole if whole is not None and whole.kind == made.kind else None


def _preferred(types: Sequence[Type], unsafe: bool) -> Type | None:
    """The first type, most general first, that all others convert to."""
    candidates: list[Type] = []
    for type in types:
        if type not in candidates:
            candidates.append(type)
    for index in _most_general_first(candidates):
        wanted = candidates[index]
        if all(type == wanted or convertible(type, wanted, unsafe=unsafe) for type in candidates):
            return wanted
    return None


def _most_general_first(types: Sequence[Type]) -> list[int]:
    """Indices of the types in topological order of generality, those that do not compare as they were given."""
    followers: list[list[int]] = [[] for _ in types]
    for i, left in enumerate(types):
        for j in range(i + 1, len(types)):
            rank = _compare(left, types[j])
            if rank < 0:
                followers[i].append(j)
            elif rank > 0:
                followers[j].append(i)
    waiting = [sum(follower.count(i) for follower in followers) for i in range(len(types))]
    order = [i for i, count in enumerate(waiting) if count == 0]
    for i in order:
        for j in followers[i]:
            waiting[j] -= 1
            if waiting[j] == 0:
                order.append(j)
    return order


def _compare(left: Type, right: Type) -> int:
    """-1 where the left type is the more general one, 1 where the right is, 0 where neither."""
    if left == right:
        return 0
    if "any" in (left.kind, right.kind):
        return -1 if left.kind != "any" else 1
    if left.kind in PRIMITIVES and right.kind in PRIMITIVES:
        return -1 if left.kind == "string" else int(right.kind == "string")
    if left.kind == right.kind:
        return _compare_parts(left, right)
    return _GENERALITY.get((left.kind, right.kind), 0)


def _compare_parts(left: Type, right: Type) -> int:
    if left.kind in COLLECTIONS:
        return _compare(element_of(left), element_of(right))
    if left.attributes.keys() != right.attributes.keys() or len(left.elements) != len(right.elements):
        return 0
    ranks = {_compare(attribute, right.attributes[name]) for name, attribute in left.attributes.items()}
    ranks |= {_compare(a, b) for a, b in zip(left.elements, right.elements, strict=True)}
    return sum(ranks)
