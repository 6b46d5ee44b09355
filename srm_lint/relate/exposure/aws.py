"""Security groups and network access lists of AWS, in Terraform and in CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value
from srm_lint.relate.exposure.rules import FirewallRule, is_public, normal_protocol, port_range
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, as_truth, blocks, each

GROUPS = ("aws_security_group", "aws_default_security_group", "AWS::EC2::SecurityGroup")
ACCESS_LISTS = ("aws_network_acl", "aws_default_network_acl", "AWS::EC2::NetworkAcl")

_GROUP_RULES = {
    "aws_security_group_rule": None,
    "aws_vpc_security_group_ingress_rule": True,
    "aws_vpc_security_group_egress_rule": False,
    "AWS::EC2::SecurityGroupIngress": True,
    "AWS::EC2::SecurityGroupEgress": False,
}
"""Types that are one rule each, and whether it is inbound; None where the rule itself says so."""

_INLINE = {"ingress": True, "egress": False, "SecurityGroupIngress": True, "SecurityGroupEgress": False}
_LIST_RULES = ("aws_network_acl_rule", "AWS::EC2::NetworkAclEntry")
_BELONGS_TO = ("security_group_id", "GroupId", "GroupName", "network_acl_id", "NetworkAclId")
"""Attributes of a rule that name its own group or list; others name the groups it lets in."""
_RANGES = ("cidrblocks", "ipv6cidrblocks", "cidripv4", "cidripv6", "cidrip", "cidrblock", "ipv6cidrblock")


def rules(resource: Resource, links: Links) -> Iterator[FirewallRule | Unknown]:
    """Rules of a group or access list, written inside it or beside it; or the one rule a resource is."""
    if resource.type in _GROUP_RULES or resource.type in _LIST_RULES:
        yield _single(resource)
        return
    for name, inbound in _INLINE.items():
        for block in blocks(resource.values.get(name)):
            yield _rule(block, inbound, resource.address) if isinstance(block, Mapping) else _hidden(block, inbound)
    separate = _GROUP_RULES if resource.type in GROUPS else _LIST_RULES
    for type in separate:
        for other in links.linked(resource, type, via=_BELONGS_TO):
            yield other if isinstance(other, Unknown) else _single(other)


def groups_of(resource: Resource, links: Links) -> tuple[Resource | Unknown, ...]:
    """Security groups that a resource carries."""
    return tuple(group for type in GROUPS for group in links.refers(resource, type))


def is_rule(type: str) -> bool:
    """Whether a resource of this type is one rule."""
    return type in _GROUP_RULES or type in _LIST_RULES


def _single(resource: Resource) -> FirewallRule:
    inbound: Truth | None = _GROUP_RULES.get(resource.type)
    if inbound is None:
        inbound = _direction(resource.values)
    return _rule(resource.values, inbound, resource.address)


def _direction(values: Mapping[str, Value]) -> Truth:
    type = values.get("type")
    if type is not None:
        return type if isinstance(type, Unknown) else type == "ingress"
    egress = as_truth(values.get("egress", values.get("Egress")))
    return egress if isinstance(egress, Unknown) else not egress


def _rule(written: Mapping[str, Value], inbound: Truth, source: str) -> FirewallRule:
    values = {name.lower().replace("_", ""): value for name, value in written.items()}
    protocol = normal_protocol(values.get("protocol") if "protocol" in values else values.get("ipprotocol"))
    ranges = as_list(tuple(values[name] for name in _RANGES if values.get(name) is not None))
    action = values.get("action", values.get("ruleaction"))
    first, last = values.get("fromport"), values.get("toport")
    ports = values.get("portrange")
    if isinstance(ports, Mapping):
        first, last = ports.get("From"), ports.get("To")
    return FirewallRule(
        inbound=inbound,
        protocol=protocol,
        ports=port_range(protocol, first, last),
        cidrs=ranges,
        public=is_public(ranges),
        source=source,
        allow=action if isinstance(action, Unknown) else str(action).lower() != "deny",
        priority=values.get("ruleno", values.get("rulenumber")),
    )


def _hidden(block: Value, inbound: bool) -> FirewallRule | Unknown:
    unknown = next((item for item in each(block) if isinstance(item, Unknown)), None)
    return unknown if unknown is not None else _rule({}, inbound, "")
