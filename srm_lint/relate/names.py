"""What an attribute's name tells: whether it names the resource itself, or which type of resource it points at.

Providers name pointers after what they point at: `bucket`, `kms_key_id`, `vpc_security_group_ids`, `DBClusterIdentifier`
lead to `aws_s3_bucket`, `aws_kms_key`, `aws_security_group`, `AWS::RDS::DBCluster`. The words of the attribute, without
those that only say in what form the target is given, are compared with the last words of the type.
"""

from __future__ import annotations

import re
from functools import cache

_FORM = frozenset({"id", "arn", "name", "identifier", "uri", "url", "link", "self", "ref", "key"})
"""Words at the end of a pointer that say how the target is named, not what it is."""

_QUALIFIERS = frozenset(
    {"target", "source", "src", "destination", "dest", "primary", "parent", "master", "remote", "replicate", "origin"}
)
"""Words at the start of a pointer that say which of several it is."""

_ANYTHING = frozenset(
    {
        "associated_resource",
        "data_source",
        "datasource",
        "parent",
        "private_connection_resource",
        "protected_resource",
        "source",
        "target",
        "target_resource",
    }
)
"""Pointers that may lead to a resource of any type, if their form shows that they are pointers (`source_arn`)."""

_ANYTHING_BARE = frozenset({"arn", "scope", "resource", "resource_arn", "resource_id", "resource_name"})
"""Pointers that may lead to a resource of any type."""

_SYNONYMS = {
    "lb": ("load", "balancer"),
    "alb": ("load", "balancer"),
    "elb": ("load", "balancer"),
    "vm": ("virtual", "machine"),
    "nic": ("network", "interface"),
    "sg": ("security", "group"),
}
_PECULIAR = {
    "replicate_source_db": ("db", "instance"),
    "SourceDBInstanceIdentifier": ("db", "instance"),
    "source_file_share_name": ("storage", "share"),
    "metric_name": ("metric", "filter"),
    "MetricName": ("metric", "filter"),
}
"""Pointers whose name does not end with their target's type."""
_FAMILIES = {"backup_policy": re.compile(r"(^|_)backup_policy(_|$)")}
"""Pointers to types that go on with what the target is for: `azurerm_data_protection_backup_policy_disk`."""

_IRREGULAR = {"policies": "policy", "identities": "identity", "registries": "registry", "proxies": "proxy"}
_ENDS_IN_S = frozenset(
    {"dns", "sns", "sqs", "rds", "ecs", "eks", "kms", "efs", "aws", "vpcs", "address", "access", "acls"}
)

_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z]|[0-9_]|$)|[A-Z]?[a-z0-9]+|[A-Z]+")


@cache
def points_at(attribute: str, type: str) -> bool:
    """Whether an attribute of this name may hold a pointer to a resource of `type`."""
    words = _words(attribute)
    stem = _PECULIAR.get(attribute, _stem(words))
    if "_".join(words) in _ANYTHING_BARE or (stem != words and "_".join(stem) in _ANYTHING):
        return True
    if (family := _FAMILIES.get("_".join(stem))) and family.search("_".join(_type_words(type))):
        return True
    while len(stem) > 1 and stem[0] in _QUALIFIERS:
        stem = stem[1:]
    return _same_ending(_expanded(stem), _type_words(type))


@cache
def names_itself(attribute: str, type: str) -> bool:
    """Whether a top-level attribute of `type` holds the resource's own name or id: `bucket` of `aws_s3_bucket`.

    Azure gives the ids, so an id that is written names another: `kubernetes_cluster_id` of the backup of a cluster.
    """
    words = _words(attribute)
    if len(words) == 1 and words[0] in _FORM:
        return True
    if type.startswith("azurerm_") and words[-1:] == ("id",):
        return False
    stem = _stem(words)
    return bool(stem) and _ends_with(_type_words(type), stem)


def is_qualified(attribute: str) -> bool:
    """Whether a name says which of several is meant: `source_security_group_id`, `target_bucket`."""
    words = _words(attribute)
    return len(words) > 1 and words[0] in _QUALIFIERS


def is_form(attribute: str) -> bool:
    """Whether a name says only in what form something is given (`id`, `arn`), so that its block tells what it is."""
    return all(word in _FORM for word in _words(attribute))


def _same_ending(stem: tuple[str, ...], type: tuple[str, ...]) -> bool:
    """Whether one ends with the other, or both end with the same two words."""
    if not stem:
        return False
    shared = 0
    while shared < min(len(stem), len(type)) and stem[-1 - shared] == type[-1 - shared]:
        shared += 1
    return shared >= 2 or shared in (len(stem), len(type))


def _ends_with(words: tuple[str, ...], ending: tuple[str, ...]) -> bool:
    return words[-len(ending) :] == ending


def _stem(words: tuple[str, ...]) -> tuple[str, ...]:
    """`words` without those at the end that only tell the form; "key" counts as one only after another such word."""
    end = len(words)
    while end and words[end - 1] in _FORM and words[end - 1] != "key":
        end -= 1
    return words[:end]


def _expanded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for word in words for part in _SYNONYMS.get(word, (word,)))


@cache
def _type_words(type: str) -> tuple[str, ...]:
    """Words of a type without its provider: ("s3", "bucket") of `aws_s3_bucket` and `AWS::S3::Bucket`."""
    if "::" in type:
        return _expanded(_words("_".join(type.split("::")[1:])))
    return _expanded(_words(type.removeprefix("data.").partition("_")[2]))


def _words(name: str) -> tuple[str, ...]:
    text = name if name.islower() else "_".join(_CAMEL.findall(name)).lower()
    return tuple(_singular(word) for word in text.replace("-", "_").split("_") if word)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _ENDS_IN_S or len(word) < 3 or word.endswith("ss"):
        return word
    return word.removesuffix("s")
