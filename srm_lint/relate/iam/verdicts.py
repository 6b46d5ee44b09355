"""What statements amount to: questions of one statement, answered in three values.

An unknown part of a statement never makes an answer true: it is true where the known parts suffice, false where they
rule it out, and else unknown.
"""

from __future__ import annotations

from collections.abc import Callable

from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.values import any_item, names_something

_PUBLIC_MEMBERS = ("allUsers", "allAuthenticatedUsers")

_LIMITING = frozenset(
    {
        *("aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:userid"),
        *("aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths"),
        *("aws:sourceip", "aws:vpcsourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:username"),
        *("kms:calleraccount", "kms:viaservice", "s3:dataaccesspointaccount", "s3:dataaccesspointarn"),
        *("elasticfilesystem:accesspointarn", "elasticfilesystem:accessedviamounttarget", "lambda:functionurlauthtype"),
    }
)
"""Condition keys that narrow a principal of "*" to known callers.

Sources: Amazon S3 user guide, "The meaning of public"; AWS global condition context keys; EFS and KMS condition keys.
"""

_EVERYTHING = ("*", "0.0.0.0/0", "::/0", "arn:aws:iam::*:root", "arn:*")


def verdicts(statements: Value) -> dict[str, Value]:
    """Truths about statements of any provider; see docs/facts.md."""
    return {
        "allows_all_actions": any_statement(statements, _all_actions),
        "allows_all_resources": any_statement(statements, all_resources),
        "allows_full_admin": any_statement(statements, lambda item: all_of((_all_actions(item), all_resources(item)))),
        "allows_public_principal": any_statement(statements, _public),
    }


def any_statement(statements: Value, question: Callable[[dict[str, Value]], Truth]) -> Truth:
    """Whether the answer is yes for some statement that allows something."""
    if not isinstance(statements, tuple):
        return statements if isinstance(statements, Unknown) else False
    return any_of(
        all_of((allows(item), question(item))) if isinstance(item, dict) else _unknown_or_false(item)
        for item in statements
    )


def allows(statement: dict[str, Value]) -> Truth:
    """Whether the effect of a statement is to allow."""
    effect = statement["effect"]
    return effect if isinstance(effect, Unknown) else effect == "Allow"


def all_resources(statement: dict[str, Value]) -> Truth:
    """Whether a statement speaks of all resources, or of all but some."""
    return any_of((any_item(statement["resources"], _is_wildcard), any_item(statement["not_resources"], _anything)))


def _all_actions(statement: dict[str, Value]) -> Truth:
    return any_item(statement["actions"], _is_wildcard)


def _is_wildcard(item: Value) -> Truth:
    """Whether a pattern matches everything: *, *:*, or for Azure the root scope."""
    if isinstance(item, Unknown):
        known = item.prefix.strip("*:/") or item.suffix.strip("*:/") or names_something(item)
        return False if known else item
    return isinstance(item, str) and item in ("*", "**", "*:*", "*/*", "/")


def _anything(item: Value) -> Truth:
    return item if isinstance(item, Unknown) else True


def _public(statement: dict[str, Value]) -> Truth:
    everyone = any_of((any_item(statement["principals"], _is_public), any_item(statement["not_principals"], _anything)))
    return all_of((everyone, negate(any_item(statement["conditions"], _limits))))


def _is_public(principal: Value) -> Truth:
    if not isinstance(principal, dict):
        return _unknown_or_false(principal)
    type = principal["type"]
    if isinstance(type, str) and type not in ("*", "AWS", *_PUBLIC_MEMBERS):
        return False
    return any_item(principal["identifiers"], _is_anyone)


def _is_anyone(identifier: Value) -> Truth:
    if isinstance(identifier, Unknown):
        known = identifier.prefix or identifier.suffix or names_something(identifier)
        return False if known else identifier
    return identifier in ("*", *_PUBLIC_MEMBERS)


def _limits(condition: Value) -> Truth:
    """Whether a condition leaves only known callers."""
    if not isinstance(condition, dict):
        return _unknown_or_false(condition)
    test, variable = condition["test"], condition["variable"]
    if isinstance(test, Unknown) or isinstance(variable, Unknown):
        return test if isinstance(test, Unknown) else variable if isinstance(variable, Unknown) else False
    operator = str(test).lower().rpartition(":")[2]
    if str(variable).lower() not in _LIMITING or "not" in operator or operator in ("null", "bool"):
        return str(variable).lower() == "elasticfilesystem:accessedviamounttarget" and operator == "bool"
    if operator.endswith("ifexists"):
        return False  # holds for a caller without the key as well
    if operator == "stringequals":
        return True  # no wildcard there: whatever the value is, it names someone
    return negate(any_item(condition["values"], _is_everyone))


def _is_everyone(value: Value) -> Truth:
    if isinstance(value, Unknown):
        return False if value.prefix.strip("*") or names_something(value) else value
    return value in _EVERYTHING


def _unknown_or_false(item: Value) -> Truth:
    return item if isinstance(item, Unknown) else False
