"""What the names of attributes tell."""

import pytest

from srm_lint.relate.names import is_qualified, names_itself, points_at


@pytest.mark.parametrize(
    ("attribute", "type"),
    [
        ("bucket", "aws_s3_bucket"),
        ("s3_bucket_name", "aws_s3_bucket"),
        ("vpc_security_group_ids", "aws_security_group"),
        ("VpcSecurityGroupIds", "AWS::EC2::SecurityGroup"),
        ("cluster_identifier", "aws_rds_cluster"),
        ("DBClusterIdentifier", "AWS::RDS::DBCluster"),
        ("kms_key_id", "aws_kms_key"),
        ("target_key_id", "aws_kms_key"),
        ("web_acl_arn", "aws_wafv2_web_acl"),
        ("load_balancer_arn", "aws_lb"),
        ("virtual_machine_id", "azurerm_linux_virtual_machine"),
        ("source_vm_id", "azurerm_windows_virtual_machine"),
        ("backup_policy_id", "azurerm_backup_policy_vm"),
        ("backup_policy_id", "azurerm_data_protection_backup_policy_disk"),
        ("ManagedPolicyArns", "AWS::IAM::ManagedPolicy"),
        ("instance", "google_sql_database_instance"),
        ("replicate_source_db", "aws_db_instance"),
        ("source_file_share_name", "azurerm_storage_share"),
        ("resource_arn", "aws_lb"),
        ("source_arn", "aws_s3_bucket"),
        ("arn", "aws_sns_topic"),
        ("scope", "azurerm_storage_account"),
        ("target_resource_id", "azurerm_storage_account"),
        ("private_connection_resource_id", "azurerm_storage_account"),
    ],
)
def test_pointers(attribute, type):
    assert points_at(attribute, type)


@pytest.mark.parametrize(
    ("attribute", "type"),
    [
        ("name", "aws_s3_bucket"),
        ("bucket_prefix", "aws_s3_bucket"),
        ("instance_class", "aws_db_instance"),
        ("vpc_security_group_ids", "aws_cloudwatch_log_group"),
        ("policy", "aws_s3_bucket"),
        ("source", "aws_s3_bucket"),
        ("description", "aws_kms_key"),
    ],
)
def test_no_pointers(attribute, type):
    assert not points_at(attribute, type)


@pytest.mark.parametrize(
    ("attribute", "type", "own"),
    [
        ("name", "aws_dynamodb_table", True),
        ("bucket", "aws_s3_bucket", True),
        ("function_name", "aws_lambda_function", True),
        ("BucketName", "AWS::S3::Bucket", True),
        ("identifier", "aws_db_instance", True),
        ("bucket", "aws_s3_bucket_versioning", False),
        ("cluster_identifier", "aws_rds_cluster_instance", False),
        ("role", "aws_iam_role_policy", False),
        ("kubernetes_cluster_id", "azurerm_data_protection_backup_instance_kubernetes_cluster", False),
    ],
)
def test_own_names(attribute, type, own):
    assert names_itself(attribute, type) is own


def test_qualified_names():
    assert is_qualified("target_bucket")
    assert is_qualified("SourceSecurityGroupId")
    assert not is_qualified("security_group_id")
    assert not is_qualified("source")
