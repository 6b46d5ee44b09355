"""Network security groups of Azure and what carries them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value
from srm_lint.relate.exposure.rules import FirewallRule, is_public, normal_protocol, port_text
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, blocks

GROUP = "azurerm_network_security_group"
RULE = "azurerm_network_security_rule"
MACHINES = ("azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine")
_INTERFACE = "azurerm_network_interface"
_SUBNET = "azurerm_subnet"
_ATTACHMENTS = {
    _INTERFACE: "azurerm_network_interface_security_group_association",
    _SUBNET: "azurerm_subnet_network_security_group_association",
}


def rules(resource: Resource, links: Links) -> Iterator[FirewallRule | Unknown]:
    """Rules of a group, written inside it or beside it; or the one rule a resource is."""
    if resource.type == RULE:
        yield from _rules(resource.values, resource.address)
        return
    for block in blocks(resource.values.get("security_rule")):
        if isinstance(block, Mapping):
            yield from _rules(block, resource.address)
        elif isinstance(block, Unknown):
            yield block
    for other in links.linked(resource, RULE):
        yield from (other,) if isinstance(other, Unknown) else _rules(other.values, other.address)


def groups_of(machine: Resource, links: Links) -> Iterator[Resource | Unknown]:
    """Groups of a machine's interfaces; of their subnets where an interface has none."""
    for interface in links.refers(machine, _INTERFACE):
        if isinstance(interface, Unknown):
            yield interface
            continue
        own = tuple(_attached(interface, links))
        yield from own or (
            group for subnet in links.refers(interface, _SUBNET) for group in _subnet_groups(subnet, links)
        )


def has_public_address(machine: Resource, links: Links) -> Iterator[Truth]:
    """For each interface of a machine whether it carries a public address."""
    for interface in links.refers(machine, _INTERFACE):
        if isinstance(interface, Unknown):
            yield interface
        else:
            addresses = links.refers(interface, "azurerm_public_ip")
            yield from (item if isinstance(item, Unknown) else True for item in addresses)


def _subnet_groups(subnet: Resource | Unknown, links: Links) -> Iterator[Resource | Unknown]:
    yield from (subnet,) if isinstance(subnet, Unknown) else _attached(subnet, links)


def _attached(resource: Resource, links: Links) -> Iterator[Resource | Unknown]:
    for attachment in links.linked(resource, _ATTACHMENTS[resource.type]):
        yield from (attachment,) if isinstance(attachment, Unknown) else links.refers(attachment, GROUP)


def _rules(values: Mapping[str, Value], source: str) -> Iterator[FirewallRule]:
    protocol = normal_protocol(values.get("protocol"))
    ports = values.get("destination_port_ranges") or values.get("destination_port_range")
    direction, access = values.get("direction"), values.get("access")
    ranges = _ranges(values, "source" if str(direction).lower() != "outbound" else "destination")
    for text in blocks(as_list(ports)) or (None,):
        yield FirewallRule(
            inbound=direction if isinstance(direction, Unknown) else str(direction).lower() == "inbound",
            protocol=protocol,
            ports=port_text(protocol if protocol != "all" else "any", text),
            cidrs=ranges,
            public=is_public(ranges),
            source=source,
            allow=access if isinstance(access, Unknown) else str(access).lower() == "allow",
            priority=values.get("priority"),
        )


def _ranges(values: Mapping[str, Value], side: str) -> Value:
    several = values.get(f"{side}_address_prefixes")
    return as_list(several or values.get(f"{side}_address_prefix"))
