"""`facts.exposure`: who can reach a resource, by network and by policy (docs/facts.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srm_lint.model.resource import Resource
from srm_lint.model.value import Unknown, Value, all_of
from srm_lint.relate.effort import check_entries
from srm_lint.relate.exposure import aws, azure, google
from srm_lint.relate.exposure.addresses import public_address
from srm_lint.relate.exposure.policies import public_acl, public_policy
from srm_lint.relate.exposure.rules import FirewallRule, any_public, opened, public_only
from srm_lint.relate.links import Links

_STEPS_OF_A_RULE = 8  # of `Effort`: each is put into one shape, for every resource that stands behind it


def exposure(resource: Resource, links: Links) -> Value:
    """`facts.exposure` of a resource: `{ingress, egress, public_ingress, public_address, public_policy, ...}`."""
    found = list(_counted(_rules(resource, links), links))
    hidden = tuple(dict.fromkeys(item for item in found if isinstance(item, Unknown)))
    rules = [item for item in found if not isinstance(item, Unknown)]
    ingress = (*opened(rules, inbound=True), *hidden)
    egress = (*opened(rules, inbound=False), *hidden)
    address = public_address(resource, links)
    return {
        "ingress": ingress,
        "egress": egress,
        "public_ingress": public_only(ingress),
        "public_egress": public_only(egress),
        "public_address": address,
        "public_policy": public_policy(resource, links),
        "public_acl": public_acl(resource, links),
        "reachable": all_of((address, any_public(ingress))) if isinstance(address, bool | Unknown) else None,
    }


def _counted(rules: Iterable[FirewallRule | Unknown], links: Links) -> Iterator[FirewallRule | Unknown]:
    for number, rule in enumerate(rules, 1):
        check_entries("firewall rules", number)
        links.effort.spend(_STEPS_OF_A_RULE)
        yield rule


def _rules(resource: Resource, links: Links) -> Iterator[FirewallRule | Unknown]:
    """Firewall rules of a resource: its own where it is a firewall, else those of the firewalls it stands behind."""
    type = resource.type
    if type in aws.GROUPS or type in aws.ACCESS_LISTS or aws.is_rule(type):
        yield from aws.rules(resource, links)
    elif type in (azure.GROUP, azure.RULE):
        yield from azure.rules(resource, links)
    elif type == google.FIREWALL:
        yield from google.rules(resource)
    elif type == google.INSTANCE:
        yield from google.instance_rules(resource, links)
    elif type == google.DATABASE:
        yield from google.database_rules(resource)
    elif type in azure.MACHINES:
        yield from _of_groups(azure.groups_of(resource, links), links)
    elif type.startswith(("aws_", "AWS::")):
        yield from _of_groups(aws.groups_of(resource, links), links)


def _of_groups(groups: Iterable[Resource | Unknown], links: Links) -> Iterator[FirewallRule | Unknown]:
    for group in groups:
        if isinstance(group, Unknown):
            yield group
        else:
            yield from _rules(group, links)
