"""What AWS Backup's selections and restore tests take in: by ARN, by wildcard, by tag, by condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.backup.matching import GAP, as_glob, glob_matches, has_tag
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, at, each

_CHARACTERS_IN_A_STEP = 200  # of a pattern times those of a name

SELECTIONS = ("aws_backup_selection", "AWS::Backup::BackupSelection")
RESTORE_TESTS = ("aws_backup_restore_testing_selection", "AWS::Backup::RestoreTestingSelection")


class Arn(msgspec.Struct, frozen=True):
    """How a type's ARN is made: service, what stands before the name, the attributes that hold the name.

    `tested_as` is what restore tests call the type.
    """

    service: str
    prefix: str
    names: tuple[str, ...]
    tested_as: str


_ARNS = {
    ("aws_ebs_volume", "AWS::EC2::Volume"): Arn("ec2", "volume/", (), "EBS"),
    ("aws_instance", "AWS::EC2::Instance"): Arn("ec2", "instance/", (), "EC2"),
    ("aws_db_instance", "AWS::RDS::DBInstance"): Arn("rds", "db:", ("identifier", "DBInstanceIdentifier"), "RDS"),
    ("aws_rds_cluster", "AWS::RDS::DBCluster"): Arn(
        "rds", "cluster:", ("cluster_identifier", "DBClusterIdentifier"), "Aurora"
    ),
    ("aws_docdb_cluster", "AWS::DocDB::DBCluster"): Arn(
        "rds", "cluster:", ("cluster_identifier", "DBClusterIdentifier"), "DocumentDB"
    ),
    ("aws_neptune_cluster", "AWS::Neptune::DBCluster"): Arn(
        "rds", "cluster:", ("cluster_identifier", "DBClusterIdentifier"), "Neptune"
    ),
    ("aws_dynamodb_table", "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"): Arn(
        "dynamodb", "table/", ("name", "TableName"), "DynamoDB"
    ),
    ("aws_efs_file_system", "AWS::EFS::FileSystem"): Arn("elasticfilesystem", "file-system/", (), "EFS"),
    (
        "aws_fsx_windows_file_system",
        "aws_fsx_lustre_file_system",
        "aws_fsx_openzfs_file_system",
        "AWS::FSx::FileSystem",
    ): Arn("fsx", "file-system/", (), "FSx"),
    ("aws_fsx_ontap_volume", "aws_fsx_openzfs_volume", "AWS::FSx::Volume"): Arn("fsx", "volume/", (), "FSx"),
    ("aws_s3_bucket", "AWS::S3::Bucket"): Arn("s3", "", ("bucket", "BucketName"), "S3"),
    ("aws_redshift_cluster", "AWS::Redshift::Cluster"): Arn(
        "redshift", "cluster:", ("cluster_identifier", "ClusterIdentifier"), "Redshift"
    ),
    ("aws_redshiftserverless_namespace", "AWS::RedshiftServerless::Namespace"): Arn(
        "redshift-serverless", "namespace/", (), "Redshift Serverless"
    ),
    ("aws_timestreamwrite_table", "AWS::Timestream::Table"): Arn("timestream", "database/", (), "Timestream"),
    ("aws_storagegateway_cached_iscsi_volume", "aws_storagegateway_stored_iscsi_volume"): Arn(
        "storagegateway", "gateway/", (), "Storage Gateway"
    ),
    ("aws_eks_cluster", "AWS::EKS::Cluster"): Arn("eks", "cluster/", ("name", "Name"), "EKS"),
    ("aws_cloudformation_stack", "AWS::CloudFormation::Stack"): Arn("cloudformation", "stack/", (), "CloudFormation"),
}
"""Types that AWS Backup supports. Source: AWS Backup developer guide, supported resources; Service Authorization Reference."""

ARNS = {type: arn for types, arn in _ARNS.items() for type in types}


class Chosen(msgspec.Struct, frozen=True):
    """A list of ARNs: addresses of what it surely names, and the entries that have to be compared."""

    named: frozenset[str]
    others: tuple[Value, ...]

    def takes(self, resource: Resource, links: Links) -> Truth:
        """Whether some entry means the resource."""
        if resource.address in self.named:
            return True
        return any_of(_means(item, resource, links) for item in self.others)


_NOTHING = Chosen(frozenset(), ())


class Selection(msgspec.Struct, frozen=True):
    """A selection as written: the ARNs, the blocks of tags and of conditions. `hidden` is set where nothing can be told of it."""

    source: Resource
    wanted: Chosen
    excluded: Chosen
    tags: tuple[Value, ...]
    conditions: tuple[Value, ...]
    hidden: Unknown | None = None

    @property
    def is_filter(self) -> bool:
        """Whether it names nothing, so that conditions and exclusions choose among everything."""
        return not (self.wanted.named or self.wanted.others)

    @property
    def size(self) -> int:
        """How much a resource has to be compared with."""
        return 1 + sum(map(len, (self.wanted.others, self.excluded.others, self.tags, self.conditions)))


def selections(links: Links) -> tuple[Selection, ...]:
    """All selections of an estate."""
    return tuple(_selection(found, links) for type in SELECTIONS for found in links.every(type))


def _selection(source: Resource, links: Links) -> Selection:
    values = at(source.values, "BackupSelection") if "::" in source.type else dict(source.values)
    written = values if isinstance(values, Mapping) else {}
    return Selection(
        source=source,
        wanted=_chosen((*_list(written, "resources"), *_list(written, "Resources")), links),
        excluded=_chosen((*_list(written, "not_resources"), *_list(written, "NotResources")), links),
        tags=(*each(written, "selection_tag"), *each(written, "ListOfTags")),
        conditions=(*each(written, "condition"), *each(written, "Conditions")),
        hidden=values if isinstance(values, Unknown) else None,
    )


def selected(selection: Selection, resource: Resource, links: Links) -> Truth:
    """Whether a selection takes a resource in.

    Resources and tags add up: one ARN or one tag is enough. Conditions must all hold. What `not_resources` matches is
    left out. Without resources and tags, conditions choose among everything. Source: AWS Backup, BackupSelection.
    """
    if resource.type not in ARNS:
        return False
    if selection.hidden is not None:
        return selection.hidden
    links.effort.spend(selection.size)
    tags = list(_tags(selection.tags, resource))
    conditions = list(_compared_all(selection.conditions, resource))
    everything = selection.is_filter and not tags and bool(conditions or selection.excluded != _NOTHING)
    taken = any_of((everything, selection.wanted.takes(resource, links), *tags))
    return all_of((taken, *conditions, negate(selection.excluded.takes(resource, links))))


def restored_by(test: Resource, resource: Resource, links: Links) -> Truth:
    """Whether a restore testing selection takes backups of a resource in."""
    values = test.values
    type = values.get("protected_resource_type", values.get("ProtectedResourceType"))
    if resource.type not in ARNS or (isinstance(type, str) and type != ARNS[resource.type].tested_as):
        return False
    wanted = (*_list(values, "protected_resource_arns"), *_list(values, "ProtectedResourceArns"))
    links.effort.spend(1 + len(wanted))
    named = _chosen(wanted, links).takes(resource, links) if wanted else True
    return all_of((type if isinstance(type, Unknown) else True, named, *_test_conditions(values, resource)))


def _list(values: Mapping[str, Value], name: str) -> tuple[Value, ...]:
    items = as_list(values.get(name))
    return items if isinstance(items, tuple) else (items,)


def _chosen(items: tuple[Value, ...], links: Links) -> Chosen:
    named: set[str] = set()
    others: list[Value] = []
    for item in items:
        found = links.follow(item, *ARNS) if isinstance(item, Unknown) else None
        if isinstance(found, Resource):
            named.add(found.address)
        else:
            others.append(item)
    return Chosen(frozenset(named), tuple(others))


def _means(item: Value, resource: Resource, links: Links) -> Truth:
    """Whether one entry of a list of ARNs means the resource."""
    if isinstance(item, Unknown) and not (item.prefix or item.suffix):
        return links.comes_from(item, resource)
    return _by_pattern(item, resource, links)


def _by_pattern(item: Value, resource: Resource, links: Links) -> Truth:
    """Service and resource of the ARN are compared; partition, region and account are those of the code in practice."""
    glob = as_glob(item)
    if glob == "*":
        return True
    fields = glob.split(":", 5)
    if len(fields) < 6:
        return item if isinstance(item, Unknown) else False
    arn = ARNS[resource.type]
    name = next((resource.values[key] for key in arn.names if resource.values.get(key) is not None), None)
    own = arn.prefix + (GAP if name is None else as_glob(name))
    links.effort.spend(len(fields[5]) * len(own) // _CHARACTERS_IN_A_STEP)
    answers = (glob_matches(fields[2], arn.service), glob_matches(fields[5], own))
    if False in answers:
        return False
    if None not in answers:
        return True
    return item if isinstance(item, Unknown) else Unknown(f"whether {item} is {resource.address} is known after apply")


def _tags(blocks: tuple[Value, ...], resource: Resource) -> Iterator[Truth]:
    for block in blocks:
        if isinstance(block, Unknown):
            yield block
        elif isinstance(block, Mapping):
            key = block.get("key", block.get("ConditionKey"))
            value = block.get("value", block.get("ConditionValue"))
            yield has_tag(resource, key, value)


_TESTS = {
    "string_equals": (False, False),
    "string_like": (True, False),
    "string_not_equals": (False, True),
    "string_not_like": (True, True),
}
"""Conditions by name: whether wildcards count, whether the answer is turned round."""


def _test_conditions(values: Mapping[str, Value], resource: Resource) -> Iterator[Truth]:
    names = ("protected_resource_conditions", "ProtectedResourceConditions")
    return _compared_all((block for name in names for block in each(values, name)), resource)


def _compared_all(containers: Iterable[Value], resource: Resource) -> Iterator[Truth]:
    for container in containers:
        if isinstance(container, Unknown):
            yield container
        elif isinstance(container, Mapping):
            yield from _compared(container, resource)


def _compared(container: Mapping[str, Value], resource: Resource) -> Iterator[Truth]:
    for test, (like, reversed) in _TESTS.items():
        camel = "".join(word.capitalize() for word in test.split("_"))
        for block in (*each(container, test), *each(container, camel)):
            if isinstance(block, Unknown):
                yield block
            elif isinstance(block, Mapping):
                answer = has_tag(resource, *_key_and_value(block), like=like)
                yield negate(answer) if reversed else answer


def _key_and_value(block: Mapping[str, Value]) -> tuple[Value, Value]:
    key = next((block[name] for name in ("key", "ConditionKey", "Key") if name in block), None)
    value = next((block[name] for name in ("value", "ConditionValue", "Value") if name in block), None)
    return key.rpartition("aws:ResourceTag/")[2] if isinstance(key, str) else key, value
