"""Who has an address that the internet reaches, by the attribute that says so.

Source of the defaults: the providers' documentation; where it depends on the account or the version, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, any_of, negate
from srm_lint.relate.exposure import azure, google
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_truth, at, each

_SUBNET_DECIDES = Unknown("whether it gets a public address depends on the subnet, which is not in the code")
_VERSION_DECIDES = Unknown("the default of `publicly_accessible` differs between versions of the provider")
_NETWORK_DECIDES = Unknown("without `PubliclyAccessible` it depends on whether the network has an internet gateway")


class Flag(msgspec.Struct, frozen=True):
    """An attribute that decides on the public address: which one, which value means private, what if it is not written."""

    path: tuple[str, ...]
    absent: Truth = False
    private: tuple[str, ...] = ()  # texts that mean private; () where it is a flag that means public
    means_private: bool = False  # a flag that is true where there is no public address


_FLAGS = {
    "aws_db_instance": Flag(("publicly_accessible",)),
    "aws_rds_cluster_instance": Flag(("publicly_accessible",)),
    "aws_neptune_cluster_instance": Flag(("publicly_accessible",)),
    "aws_redshift_cluster": Flag(("publicly_accessible",), absent=_VERSION_DECIDES),
    "aws_redshiftserverless_workgroup": Flag(("publicly_accessible",)),
    "aws_dms_replication_instance": Flag(("publicly_accessible",)),
    "aws_mq_broker": Flag(("publicly_accessible",)),
    "aws_lightsail_database": Flag(("publicly_accessible",)),
    "aws_lb": Flag(("internal",), absent=True, means_private=True),
    "aws_alb": Flag(("internal",), absent=True, means_private=True),
    "aws_elb": Flag(("internal",), absent=True, means_private=True),
    "aws_eks_cluster": Flag(("vpc_config", "endpoint_public_access"), absent=True),
    "aws_ecs_service": Flag(("network_configuration", "assign_public_ip")),
    "aws_launch_template": Flag(("network_interfaces", "associate_public_ip_address"), absent=_SUBNET_DECIDES),
    "aws_launch_configuration": Flag(("associate_public_ip_address",), absent=_SUBNET_DECIDES),
    "aws_msk_cluster": Flag(
        ("broker_node_group_info", "connectivity_info", "public_access", "type"), private=("DISABLED",)
    ),
    "aws_transfer_server": Flag(("endpoint_type",), absent=True, private=("VPC", "VPC_ENDPOINT")),
    "aws_api_gateway_rest_api": Flag(("endpoint_configuration", "types"), absent=True, private=("PRIVATE",)),
    "aws_sagemaker_notebook_instance": Flag(("direct_internet_access",), absent=True, private=("Disabled",)),
    "AWS::RDS::DBInstance": Flag(("PubliclyAccessible",), absent=_NETWORK_DECIDES),
    "AWS::RDS::DBCluster": Flag(("PubliclyAccessible",), absent=_NETWORK_DECIDES),
    "AWS::Redshift::Cluster": Flag(("PubliclyAccessible",)),
    "AWS::RedshiftServerless::Workgroup": Flag(("PubliclyAccessible",)),
    "AWS::DMS::ReplicationInstance": Flag(("PubliclyAccessible",), absent=True),
    "AWS::AmazonMQ::Broker": Flag(("PubliclyAccessible",)),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": Flag(("Scheme",), absent=True, private=("internal",)),
    "AWS::ElasticLoadBalancing::LoadBalancer": Flag(("Scheme",), absent=True, private=("internal",)),
    "AWS::EKS::Cluster": Flag(("ResourcesVpcConfig", "EndpointPublicAccess"), absent=True),
    "AWS::ECS::Service": Flag(("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"), private=("DISABLED",)),
    "AWS::MSK::Cluster": Flag(
        ("BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"), private=("DISABLED",)
    ),
    "AWS::Transfer::Server": Flag(("EndpointType",), absent=True, private=("VPC", "VPC_ENDPOINT")),
    "AWS::ApiGateway::RestApi": Flag(("EndpointConfiguration", "Types"), absent=True, private=("PRIVATE",)),
    "AWS::SageMaker::NotebookInstance": Flag(("DirectInternetAccess",), absent=True, private=("Disabled",)),
    "google_sql_database_instance": Flag(("settings", "ip_configuration", "ipv4_enabled"), absent=True),
    "google_container_cluster": Flag(
        ("private_cluster_config", "enable_private_endpoint"), absent=True, means_private=True
    ),
    "azurerm_mssql_server": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_postgresql_flexible_server": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_postgresql_server": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_mysql_server": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_cosmosdb_account": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_storage_account": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_key_vault": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_container_registry": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_redis_cache": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_kubernetes_cluster": Flag(("private_cluster_enabled",), absent=True, means_private=True),
    "azurerm_linux_web_app": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_windows_web_app": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_linux_function_app": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_windows_function_app": Flag(("public_network_access_enabled",), absent=True),
    "azurerm_recovery_services_vault": Flag(("public_network_access_enabled",), absent=True),
}


def public_address(resource: Resource, links: Links) -> Value:
    """Whether a resource has an address the internet reaches; None where that is no question for its type."""
    if resource.type in _FLAGS:
        return _flagged(resource, _FLAGS[resource.type])
    if resource.type in ("aws_instance", "aws_spot_instance_request", "AWS::EC2::Instance"):
        return any_of((_instance(resource, links), any_of(_elastic(resource, links))))
    if resource.type in azure.MACHINES:
        return any_of(azure.has_public_address(resource, links))
    if resource.type == google.INSTANCE:
        found = each(resource.values, "network_interface")
        return any_of(_google_interface(interface) for interface in found)
    return None


def _flagged(resource: Resource, flag: Flag) -> Truth:
    value = at(resource.values, *flag.path)
    if value is None or isinstance(value, Unknown):
        return flag.absent if value is None else value
    if flag.private:
        return value not in flag.private
    return negate(as_truth(value)) if flag.means_private else as_truth(value)


def _instance(resource: Resource, links: Links) -> Truth:
    written = at(resource.values, "associate_public_ip_address")
    if written is None:
        written = at(resource.values, "NetworkInterfaces", "AssociatePublicIpAddress")
    if written is not None:
        return as_truth(written)
    subnets = [subnet for type in ("aws_subnet", "AWS::EC2::Subnet") for subnet in links.refers(resource, type)]
    if not subnets:
        return _SUBNET_DECIDES
    return any_of(subnet if isinstance(subnet, Unknown) else _maps_public(subnet) for subnet in subnets)


def _maps_public(subnet: Resource) -> Truth:
    written = subnet.values.get("map_public_ip_on_launch", subnet.values.get("MapPublicIpOnLaunch"))
    return as_truth(written)


def _elastic(resource: Resource, links: Links) -> Iterator[Truth]:
    for type in ("aws_eip", "aws_eip_association", "AWS::EC2::EIP", "AWS::EC2::EIPAssociation"):
        for address in links.linked(resource, type):
            yield address if isinstance(address, Unknown) else True


def _google_interface(interface: Value) -> Truth:
    if isinstance(interface, Unknown):
        return interface
    configs = list(each(interface, "access_config")) + list(each(interface, "ipv6_access_config"))
    return any_of(config if isinstance(config, Unknown) else True for config in configs)
