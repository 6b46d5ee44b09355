"""Equality as `==` has it."""

from __future__ import annotations

from collections.abc import Iterable

from srm_lint.evaluate.typed.types import (
    BOOL,
    PRIMITIVES,
    Pending,
    RuntimeValue,
    Set,
    Type,
    children,
    element_of,
    has_any,
    keys_of,
    type_of,
    unmark_deep,
)
from srm_lint.model.value import Truth, Unknown

_ENDS_A_CHARACTER = frozenset("-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'")


def equal(left: RuntimeValue, right: RuntimeValue) -> Truth:
    """Whether two values are equal: of the same type and content, all nulls being equal. Marks are not looked at."""
    return equal_unmarked(unmark_deep(left)[0], unmark_deep(right)[0])


def equal_unmarked(left: RuntimeValue, right: RuntimeValue) -> Truth:
    """`equal` for values without marks."""
    if isinstance(left, Unknown):
        return _equal_unknown(left, right)
    if isinstance(right, Unknown):
        return _equal_unknown(right, left)
    if left is None or right is None:
        return left is right
    left_type, right_type = type_of(left), type_of(right)
    if left_type.kind in PRIMITIVES:
        return left_type == right_type and left == right
    untyped = _untyped_in(left) or _untyped_in(right)
    if untyped is not None:
        alike = conforms(left_type, right_type) or conforms(right_type, left_type)
        return undecided(untyped) if alike else False
    return left_type == right_type and _equal_containers(left, right)


def undecided(cause: Unknown) -> Unknown:
    """The bool that depends on something unknown."""
    return Pending(cause.reason, cause.references, cause.settle, never_null=True, type=BOOL)


def conforms(type: Type, constraint: Type) -> bool:
    """Whether a type is the other one, `any` in that one standing for everything."""
    if constraint.kind == "any" or type == constraint:
        return True
    if type.kind != constraint.kind or type.kind in PRIMITIVES:
        return False
    if type.element is not None:
        return conforms(type.element, element_of(constraint))
    if type.attributes.keys() != constraint.attributes.keys() or len(type.elements) != len(constraint.elements):
        return False
    return all(conforms(part, constraint.attributes[name]) for name, part in type.attributes.items()) and all(
        map(conforms, type.elements, constraint.elements)
    )


def _equal_unknown(unknown: Unknown, other: RuntimeValue) -> Truth:
    if isinstance(other, Unknown):
        return undecided(unknown.because(other))
    if other is None:
        return False if unknown.never_null else undecided(unknown)
    if not conforms(type_of(other), type_of(unknown)):
        return False
    if isinstance(other, str) and not other.startswith(settled_prefix(unknown.prefix)):
        return False
    return undecided(unknown)


def settled_prefix(text: str) -> str:
    """The part of a known prefix that cannot change whatever follows: Terraform allows for combining characters."""
    if not text or text[-1] in _ENDS_A_CHARACTER:
        return text
    if text.isascii():
        return text[:-1]
    import regex

    return "".join(regex.findall(r"\X", text)[:-1])


def _untyped_in(value: RuntimeValue) -> Unknown | None:
    """An unknown inside the value whose type is not wholly known."""
    if isinstance(value, Unknown):
        return value if has_any(type_of(value)) else None
    return next((found for child in children(value) if (found := _untyped_in(child)) is not None), None)


def _equal_containers(left: RuntimeValue, right: RuntimeValue) -> Truth:
    """Content of two values of the same type. Where unknowns come first Terraform looks no further."""
    if isinstance(left, Set) and isinstance(right, Set):
        return _equal_sets(left, right)
    if keys_of(left) != keys_of(right) or len(children(left)) != len(children(right)):
        return False
    truths = [equal_unmarked(a, b) for a, b in zip(children(left), children(right), strict=True)]
    if isinstance(left, dict):  # Terraform compares attributes in no fixed order: an unknown may come first
        truths.sort(key=lambda truth: not isinstance(truth, Unknown))
    return next((truth for truth in truths if truth is not True), True)


def _equal_sets(left: Set, right: Set) -> Truth:
    unknown = next((member for member in (*left.elements, *right.elements) if isinstance(member, Unknown)), None)
    if unknown is not None:
        return undecided(unknown)
    return _all_in(left.elements, right.elements) and _all_in(right.elements, left.elements)


def _all_in(members: Iterable[RuntimeValue], others: tuple[RuntimeValue, ...]) -> bool:
    return all(any(equal_unmarked(member, other) is True for other in others) for member in members)
