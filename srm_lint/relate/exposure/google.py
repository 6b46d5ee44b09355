"""Firewalls of Google Cloud and the instances they let traffic through to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from srm_lint.model.resource import Resource
from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of
from srm_lint.relate.exposure.rules import FirewallRule, is_public, normal_protocol, port_text
from srm_lint.relate.links import Links
from srm_lint.relate.values import as_list, as_truth, blocks, each

FIREWALL = "google_compute_firewall"
INSTANCE = "google_compute_instance"
DATABASE = "google_sql_database_instance"
_NETWORK = "google_compute_network"
_EVERYWHERE: Value = ("0.0.0.0/0",)


def rules(resource: Resource) -> Iterator[FirewallRule | Unknown]:
    """Rules of a firewall, one for each protocol and range of ports; a disabled firewall has none."""
    if as_truth(resource.values.get("disabled")) is True:
        return
    for name, allow in (("allow", True), ("deny", False)):
        for block in blocks(resource.values.get(name)):
            if isinstance(block, Mapping):
                yield from _rules(block, resource, allow)
            elif isinstance(block, Unknown):
                yield block


def instance_rules(instance: Resource, links: Links) -> Iterator[FirewallRule | Unknown]:
    """Rules of the firewalls on an instance's networks that apply to its tags."""
    found = {item if isinstance(item, Unknown) else item.address: item for item in _firewalls(instance, links)}
    for firewall in found.values():
        if isinstance(firewall, Unknown):
            yield firewall
            continue
        links.effort.spend()
        applies = _applies(firewall, instance)
        if applies is not False:
            yield from (_restricted(rule, applies) for rule in rules(firewall))


def database_rules(database: Resource) -> Iterator[FirewallRule | Unknown]:
    """One rule for each network that may reach a Cloud SQL instance over its public address."""
    for network in each(database.values, "settings", "ip_configuration", "authorized_networks"):
        if isinstance(network, Unknown):
            yield network
        elif isinstance(network, Mapping):
            ranges = as_list(network.get("value"))
            yield FirewallRule(True, "all", port_text("all", None), ranges, is_public(ranges), database.address)


def _rules(block: Mapping[str, Value], firewall: Resource, allow: bool) -> Iterator[FirewallRule]:
    protocol = normal_protocol(block.get("protocol"))
    inbound = _inbound(firewall.values)
    ranges = _ranges(firewall.values, inbound)
    for text in blocks(as_list(block.get("ports"))) or (None,):
        yield FirewallRule(
            inbound=inbound,
            protocol=protocol,
            ports=port_text(protocol, text),
            cidrs=ranges,
            public=all_of((is_public(ranges), _enabled(firewall.values))),
            source=firewall.address,
            allow=allow,
            priority=firewall.values.get("priority") or 1000,
        )


def _inbound(values: Mapping[str, Value]) -> Truth:
    direction = values.get("direction")
    return direction if isinstance(direction, Unknown) else direction != "EGRESS"


def _enabled(values: Mapping[str, Value]) -> Truth:
    disabled = as_truth(values.get("disabled"))
    return disabled if isinstance(disabled, Unknown) else not disabled


def _ranges(values: Mapping[str, Value], inbound: Truth) -> Value:
    """Address ranges of a firewall; one without any source takes in everyone."""
    if inbound is False:
        return as_list(values.get("destination_ranges")) or _EVERYWHERE
    others = (values.get("source_tags"), values.get("source_service_accounts"))
    return as_list(values.get("source_ranges")) or (() if any(others) else _EVERYWHERE)


def _firewalls(instance: Resource, links: Links) -> Iterator[Resource | Unknown]:
    subnets = [item for item in links.refers(instance, "google_compute_subnetwork") if isinstance(item, Resource)]
    for holder in (instance, *subnets):
        for network in links.refers(holder, _NETWORK):
            yield from (network,) if isinstance(network, Unknown) else links.linked(network, FIREWALL)


def _applies(firewall: Resource, instance: Resource) -> Truth:
    """Whether a firewall is meant for an instance: no target at all, or one of its tags."""
    wanted = as_list(firewall.values.get("target_tags"))
    if firewall.values.get("target_service_accounts"):
        return Unknown(f"{firewall.address} is meant for service accounts, which may or may not run {instance.address}")
    if isinstance(wanted, tuple) and not wanted:
        return True
    own = as_list(instance.values.get("tags"))
    if not isinstance(wanted, tuple) or not isinstance(own, tuple):
        return wanted if isinstance(wanted, Unknown) else own if isinstance(own, Unknown) else False
    return any_of(_equal(one, other) for one in wanted for other in own)


def _equal(one: Value, other: Value) -> Truth:
    return one if isinstance(one, Unknown) else other if isinstance(other, Unknown) else one == other


def _restricted(rule: FirewallRule | Unknown, applies: Truth) -> FirewallRule | Unknown:
    if isinstance(rule, Unknown) or applies is True:
        return rule
    return msgspec.structs.replace(rule, public=all_of((rule.public, applies)))
