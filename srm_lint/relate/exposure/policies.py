"""Who is let in by policy: resource policies, bindings and access lists that name everyone."""

from __future__ import annotations

from collections.abc import Iterator

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of, negate
from srm_lint.relate.iam import iam
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_truth, at

_POLICIES = {
    "aws_s3_bucket": ("aws_s3_bucket_policy",),
    "aws_sqs_queue": ("aws_sqs_queue_policy",),
    "aws_sns_topic": ("aws_sns_topic_policy",),
    "aws_kms_key": ("aws_kms_key_policy",),
    "aws_ecr_repository": ("aws_ecr_repository_policy",),
    "aws_secretsmanager_secret": ("aws_secretsmanager_secret_policy",),
    "aws_lambda_function": ("aws_lambda_permission",),
    "aws_efs_file_system": ("aws_efs_file_system_policy",),
    "aws_dynamodb_table": ("aws_dynamodb_resource_policy",),
    "aws_backup_vault": ("aws_backup_vault_policy",),
    "aws_opensearch_domain": ("aws_opensearch_domain_policy",),
    "aws_elasticsearch_domain": ("aws_elasticsearch_domain_policy",),
    "aws_api_gateway_rest_api": ("aws_api_gateway_rest_api_policy",),
    "AWS::S3::Bucket": ("AWS::S3::BucketPolicy",),
    "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"),
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"),
    "AWS::SecretsManager::Secret": ("AWS::SecretsManager::ResourcePolicy",),
    "AWS::Lambda::Function": ("AWS::Lambda::Permission",),
}
"""Types whose policy is a resource of its own. Google's are `<type>_iam_member`, `_binding` and `_policy`."""

_ACL_EVERYONE = (
    "public-read",
    "public-read-write",
    "authenticated-read",
    "PublicRead",
    "PublicReadWrite",
    "AuthenticatedRead",
)
_BUCKETS = ("aws_s3_bucket", "AWS::S3::Bucket")


def public_policy(resource: Resource, links: Links) -> Truth:
    """Whether a policy of the resource, or one attached to it, lets everyone in."""
    answers = (_public(policy, links) for policy in _policies(resource, links))
    answer = any_of(answers)
    if resource.type in _BUCKETS and answer is not False:
        return all_of((answer, negate(_blocked(resource, links, "restrict_public_buckets", "RestrictPublicBuckets"))))
    return answer


def public_acl(resource: Resource, links: Links) -> Value:
    """Whether an access list of a bucket names everyone; None for what is no bucket."""
    if resource.type not in _BUCKETS:
        return None
    lists = [at(resource.values, "acl"), at(resource.values, "AccessControl")]
    lists += [
        item if isinstance(item, Unknown) else item.values.get("acl")
        for item in links.linked(resource, "aws_s3_bucket_acl")
    ]
    answer = any_of(item if isinstance(item, Unknown) else item in _ACL_EVERYONE for item in lists)
    if answer is False:
        return False
    return all_of((answer, negate(_blocked(resource, links, "ignore_public_acls", "IgnorePublicAcls"))))


def _policies(resource: Resource, links: Links) -> Iterator[Resource | Unknown]:
    yield resource
    types = _POLICIES.get(resource.type, ())
    if resource.type.startswith("google_"):
        types = tuple(f"{resource.type}_iam_{kind}" for kind in ("member", "binding", "policy"))
    for type in types:
        yield from links.linked(resource, type)


def _public(policy: Resource | Unknown, links: Links) -> Truth:
    answer = policy if isinstance(policy, Unknown) else at(iam(policy, links), "allows_public_principal")
    return answer if isinstance(answer, bool | Unknown) else False


def _blocked(bucket: Resource, links: Links, terraform: str, cloudformation: str) -> Truth:
    """Whether the bucket's public access block has a switch on. That of the account is not asked: it may be elsewhere."""
    inline = as_truth(at(bucket.values, "PublicAccessBlockConfiguration", cloudformation))
    blocks = links.linked(bucket, "aws_s3_bucket_public_access_block")
    return any_of(
        (inline, *(item if isinstance(item, Unknown) else as_truth(item.values.get(terraform)) for item in blocks))
    )
