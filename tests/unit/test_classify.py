"""Resources -> service, model, kind and state, with the catalogue as it ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_lint.catalogue import load_catalogue
from srm_lint.classify import UNCLASSIFIED_GROUND, classify
from srm_lint.model.catalogue import Catalogue
from srm_lint.model.resource import Framework, Mode, Resource, Service
from srm_lint.model.source import Location
from srm_lint.model.value import Unknown, Value


class Nowhere:
    """A resource that was written nowhere."""

    def header(self) -> Location:
        raise NotImplementedError

    def extent(self) -> Location:
        raise NotImplementedError

    def locate(self, _path: tuple[str | int, ...]) -> Location | None:
        return None


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Path(__file__).parents[2] / "rules" / "catalogue")


def tag(catalogue: Catalogue, type: str, values: dict[str, Value] | None = None) -> Service:
    framework = Framework.CLOUDFORMATION if "::" in type else Framework.TERRAFORM
    mode = Mode.DATA if type.startswith("data.") else Mode.MANAGED
    return classify(Resource("x", type, "x", framework, mode, "", values or {}, Nowhere()), catalogue)


@pytest.mark.parametrize(
    ("types", "service", "tagged"),
    [
        ("aws_s3_bucket AWS::S3::Bucket", "Amazon S3", "PaaS data primary"),
        ("aws_instance AWS::EC2::Instance", "Amazon EC2", "IaaS compute primary"),
        ("aws_ebs_volume AWS::EC2::Volume", "Amazon EBS", "IaaS data primary"),
        (
            "aws_vpc aws_subnet aws_security_group AWS::EC2::VPC AWS::EC2::SecurityGroup",
            "Amazon VPC",
            "IaaS network none",
        ),
        ("aws_lb AWS::ElasticLoadBalancingV2::LoadBalancer", "Elastic Load Balancing", "IaaS network none"),
        (
            "aws_db_instance aws_rds_cluster AWS::RDS::DBInstance AWS::RDS::DBCluster",
            "Amazon RDS",
            "PaaS data primary",
        ),
        (
            "aws_dynamodb_table AWS::DynamoDB::Table AWS::Serverless::SimpleTable",
            "Amazon DynamoDB",
            "PaaS data primary",
        ),
        (
            "aws_lambda_function AWS::Lambda::Function AWS::Serverless::Function",
            "AWS Lambda",
            "PaaS compute none",
        ),
        ("aws_eks_cluster AWS::EKS::Cluster", "Amazon EKS", "PaaS compute primary"),
        ("aws_eks_node_group AWS::EKS::Nodegroup", "Amazon EKS node groups", "IaaS compute none"),
        ("aws_workspaces_workspace AWS::WorkSpaces::Workspace", "Amazon WorkSpaces", "IaaS compute primary"),
        ("aws_quicksight_dashboard", "Amazon Quick Suite", "SaaS data primary"),
        ("aws_connect_instance", "Amazon Connect", "SaaS data primary"),
        ("aws_elasticache_cluster AWS::ElastiCache::CacheCluster", "Amazon ElastiCache", "PaaS data cache"),
        ("aws_cloudwatch_log_group AWS::Logs::LogGroup", "Amazon CloudWatch Logs", "PaaS data log-of-record"),
        ("aws_kms_key AWS::KMS::Key", "AWS KMS", "PaaS identity identity-and-keys"),
        ("aws_cognito_user_pool AWS::Cognito::UserPool", "Amazon Cognito", "PaaS identity identity-and-keys"),
        ("aws_iam_role AWS::IAM::Role", "AWS IAM", "PaaS identity none"),
        ("aws_glacier_vault", "Amazon S3 Glacier", "PaaS data primary"),
        ("aws_backup_plan AWS::Backup::BackupVault", "AWS Backup", "PaaS evidence none"),
        ("Custom::Thing AWS::CloudFormation::CustomResource", "AWS CloudFormation", "PaaS compute none"),
        (
            "azurerm_linux_virtual_machine azurerm_windows_virtual_machine",
            "Azure Virtual Machines",
            "IaaS compute primary",
        ),
        ("azurerm_managed_disk", "Azure Managed Disks", "IaaS data primary"),
        ("azurerm_storage_account", "Azure Storage", "PaaS data primary"),
        ("azurerm_mssql_virtual_machine", "SQL Server on Azure Virtual Machines", "IaaS compute primary"),
        ("azurerm_mssql_database", "Azure SQL Database", "PaaS data primary"),
        ("azurerm_key_vault", "Azure Key Vault", "PaaS identity identity-and-keys"),
        ("azurerm_kubernetes_cluster_node_pool", "Azure Kubernetes Service node pools", "IaaS compute none"),
        ("google_compute_instance", "Compute Engine", "IaaS compute primary"),
        ("google_storage_bucket", "Cloud Storage", "PaaS data primary"),
        ("google_sql_database_instance", "Cloud SQL", "PaaS data primary"),
        ("google_container_node_pool", "Google Kubernetes Engine node pools", "IaaS compute none"),
        (
            "azuread_user microsoft365_graph_beta_groups_group",
            "Microsoft Entra ID",
            "SaaS identity identity-and-keys",
        ),
        ("azuread_conditional_access_policy", "Microsoft Entra ID", "SaaS control none"),
        (
            "microsoft365_graph_beta_device_management_windows_update_ring",
            "Microsoft Intune",
            "SaaS control none",
        ),
        ("salesforce_user", "Salesforce", "SaaS identity identity-and-keys"),
        ("slack_conversation", "Slack", "SaaS data primary"),
        ("dropbox_file dropbox_folder", "Dropbox", "SaaS data primary"),
        ("github_repository", "GitHub", "SaaS data primary"),
        ("snowflake_table", "Snowflake", "SaaS data primary"),
        ("veeam_backup_job", "Veeam Backup & Replication", "IaaS evidence none"),
        ("random_password tls_private_key", "Terraform", "PaaS identity none"),
        ("random_id null_resource terraform_data", "Terraform", "PaaS glue none"),
        ("kubernetes_persistent_volume_claim", "Kubernetes", "PaaS data primary"),
    ],
)
def test_types_are_tagged(catalogue: Catalogue, types: str, service: str, tagged: str) -> None:
    for type in types.split():
        found = tag(catalogue, type)
        assert found.name == service, type
        assert f"{found.model.value} {found.kind.value} {found.state.value}" == tagged, type
        assert found.ground


@pytest.mark.parametrize(
    ("type", "parent"),
    [
        ("aws_s3_bucket_versioning", "aws_s3_bucket"),
        ("AWS::S3::BucketPolicy", "AWS::S3::Bucket"),
        ("aws_efs_backup_policy", "aws_efs_file_system"),
        ("azurerm_storage_account_network_rules", "azurerm_storage_account"),
        ("google_storage_bucket_iam_member", "google_storage_bucket"),
        ("google_bigquery_dataset_iam_binding", "google_bigquery_dataset"),
        ("azuread_group_member", "azuread_group"),
    ],
)
def test_settings_of_another_resource_are_glue_of_it(catalogue: Catalogue, type: str, parent: str) -> None:
    found = tag(catalogue, type)
    assert (found.kind.value, found.parent) == ("glue", parent)


@pytest.mark.parametrize(
    ("type", "values", "service", "tagged"),
    [
        ("aws_db_instance", {"engine": "custom-oracle-ee"}, "Amazon RDS Custom", "IaaS primary"),
        ("aws_db_instance", {"engine": "postgres"}, "Amazon RDS", "PaaS primary"),
        ("aws_db_instance", {"replicate_source_db": "main"}, "Amazon RDS", "PaaS derived"),
        ("AWS::RDS::DBInstance", {"Engine": "custom-sqlserver-ee"}, "Amazon RDS Custom", "IaaS primary"),
        ("AWS::RDS::DBInstance", {"DBClusterIdentifier": "main"}, "Amazon RDS", "PaaS none"),
        ("aws_eks_cluster", {"compute_config": ({"enabled": True},)}, "Amazon EKS Auto Mode", "PaaS primary"),
        ("AWS::EKS::Cluster", {"ComputeConfig": {"Enabled": "true"}}, "Amazon EKS Auto Mode", "PaaS primary"),
        ("aws_ecs_service", {"launch_type": "EXTERNAL"}, "Amazon ECS Anywhere", "IaaS none"),
        ("aws_batch_compute_environment", {"type": "UNMANAGED"}, "AWS Batch on own images", "IaaS none"),
        (
            "google_container_cluster",
            {"enable_autopilot": True},
            "Google Kubernetes Engine Autopilot",
            "PaaS primary",
        ),
        ("google_container_cluster", {"enable_autopilot": False}, "Google Kubernetes Engine", "PaaS primary"),
        ("google_sql_database_instance", {"master_instance_name": "main"}, "Cloud SQL", "PaaS derived"),
        (
            "azurerm_postgresql_flexible_server",
            {"create_mode": "Replica"},
            "Azure Database for PostgreSQL",
            "PaaS derived",
        ),
    ],
)
def test_an_attribute_can_decide(
    catalogue: Catalogue, type: str, values: dict[str, Value], service: str, tagged: str
) -> None:
    found = tag(catalogue, type, values)
    assert (found.name, f"{found.model.value} {found.state.value}") == (service, tagged)


@pytest.mark.parametrize(
    ("values", "ground"),
    [
        ({}, "by default tasks run on EC2 instances"),
        ({"launch_type": "FARGATE"}, "by launch_type FARGATE"),
        ({"capacity_provider_strategy": ({"capacity_provider": "FARGATE_SPOT"},)}, "by its capacity provider, Fargate"),
        ({"capacity_provider_strategy": ({"capacity_provider": "own"},)}, "by default tasks run on EC2 instances"),
    ],
)
def test_the_ground_tells_which_attribute_decided(catalogue: Catalogue, values: dict[str, Value], ground: str) -> None:
    assert tag(catalogue, "aws_ecs_service", values).ground.startswith(ground)


def test_an_attribute_that_is_not_known_leaves_the_default_and_the_ground_says_so(catalogue: Catalogue) -> None:
    found = tag(catalogue, "aws_db_instance", {"engine": Unknown("variable `engine` has no value")})
    assert (found.name, found.model.value) == ("Amazon RDS", "PaaS")
    assert found.ground.endswith("assumed, since variable `engine` has no value")


def test_a_condition_that_surely_fails_outweighs_one_that_is_not_known(catalogue: Catalogue) -> None:
    values: dict[str, Value] = {"replicate_source_db": None, "engine": "mysql"}
    assert "assumed" not in tag(catalogue, "aws_db_instance", values).ground


def test_a_value_that_will_exist_is_present(catalogue: Catalogue) -> None:
    later = Unknown("known after apply", never_null=True)
    assert tag(catalogue, "aws_db_instance", {"replicate_source_db": later}).state.value == "derived"


def test_data_sources_are_tagged_as_the_resources_of_their_name(catalogue: Catalogue) -> None:
    assert tag(catalogue, "data.aws_s3_bucket") == tag(catalogue, "aws_s3_bucket")
    assert tag(catalogue, "data.aws_iam_policy_document").name == "AWS IAM"


def test_a_type_that_the_catalogue_does_not_know_is_unclassified(catalogue: Catalogue) -> None:
    found = tag(catalogue, "ourco_thing")
    assert (found.name, found.model.value, found.ground) == ("ourco_thing", "unclassified", UNCLASSIFIED_GROUND)
