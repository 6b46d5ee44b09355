"""Firewall rules of every provider in one shape: which ports, from or to which addresses, open to everyone or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network

import msgspec

from srm_lint.model.value import Truth, Unknown, Value, all_of, any_of
from srm_lint.relate.values import any_item, as_number, as_text

_PROTOCOLS = {
    "-1": "all",
    "*": "all",
    "all": "all",
    "6": "tcp",
    "17": "udp",
    "1": "icmp",
    "58": "icmpv6",
    "ah": "51",
    "esp": "50",
}
_WITHOUT_PORTS = ("icmp", "icmpv6", "50", "51")
_EVERYONE = frozenset({"*", "any", "internet", "/0", "<nw>/0"})
_WIDEST_PRIVATE = {4: 8, 6: 12}
"""Shortest prefix that can still belong to one owner; anything shorter takes in strangers."""
_UNIQUE_LOCAL = IPv6Network("fc00::/7")
_PREFIX_LENGTH = re.compile(r"/([0-9]{1,3})$")

Port = int | Unknown | None


class Ports(msgspec.Struct, frozen=True):
    """Ports from first to last, both included; None where the protocol has none."""

    first: Port
    last: Port

    def count(self) -> Port:
        """How many they are; unknown where an end is, None where the protocol has none."""
        if not isinstance(self.first, int):
            return self.first
        return self.last - self.first + 1 if isinstance(self.last, int) else self.last


ALL_PORTS = Ports(0, 65535)
NO_PORTS = Ports(None, None)


class FirewallRule(msgspec.Struct, frozen=True):
    """One range of ports that is opened or closed. `priority`: the lowest number decides; None where order is none."""

    inbound: Truth
    protocol: Value
    ports: Ports
    cidrs: Value
    public: Truth
    source: str
    allow: Truth = True
    priority: Value = None

    def shape(self) -> dict[str, Value]:
        """The rule as an element of `facts.exposure.ingress`."""
        return {
            "protocol": self.protocol,
            "from_port": self.ports.first,
            "to_port": self.ports.last,
            "port_count": self.ports.count(),
            "cidrs": self.cidrs,
            "public": self.public,
            "source": self.source,
        }


def normal_protocol(value: Value) -> Value:
    """tcp, udp, icmp, icmpv6, all, or the provider's own word in small letters."""
    text = as_text(value)
    return _PROTOCOLS.get(text.lower(), text.lower()) if isinstance(text, str) else "all" if text is None else text


def port_range(protocol: Value, first: Value, last: Value) -> Ports:
    """Ports of a rule with two numbers; all where the protocol is all or no port is written."""
    if protocol == "all":
        return ALL_PORTS
    if protocol in _WITHOUT_PORTS:
        return NO_PORTS
    low, high = as_number(first), as_number(last)
    if (low is None and high is None) or low == -1:
        return ALL_PORTS
    return Ports(_port(low if low is not None else high), _port(high if high is not None else low))


def port_text(protocol: Value, text: Value) -> Ports:
    """Ports of a rule that writes them as text: `22`, `8000-9000`, `*`."""
    if protocol in _WITHOUT_PORTS:
        return NO_PORTS
    written = as_text(text)
    if isinstance(written, Unknown):
        return Ports(written, written)
    if not isinstance(written, str) or written in ("", "*") or protocol == "all":
        return ALL_PORTS
    first, _, last = written.partition("-")
    return port_range(protocol, first, last or first)


def _port(value: object) -> Port:
    return value if isinstance(value, Unknown) else int(str(value)) if str(value).isdigit() else None


def is_anyone(cidr: Value) -> Truth:
    """Whether an address range takes in strangers: 0.0.0.0/0, ::/0, their halves, `*`, `Internet`, `0.0.0.0`."""
    if isinstance(cidr, Unknown):
        return _unknown_range(cidr)
    if not isinstance(cidr, str):
        return False
    if cidr.strip().lower() in _EVERYONE:
        return True
    try:
        return _is_wide(ip_network(cidr.strip(), strict=False))
    except ValueError:
        return False


def _is_wide(network: IPv4Network | IPv6Network) -> bool:
    if network.num_addresses == 1 and network.network_address.is_unspecified:
        return True  # written without a length, and meant as everything
    if isinstance(network, IPv4Network):
        return network.prefixlen < _WIDEST_PRIVATE[4]
    return network.prefixlen < _WIDEST_PRIVATE[6] and not network.subnet_of(_UNIQUE_LOCAL)


def _unknown_range(cidr: Unknown) -> Truth:
    """A known prefix length is enough to rule strangers out: `${var.office}/32`."""
    length = _PREFIX_LENGTH.search(cidr.suffix)
    return False if length and int(length[1]) >= max(_WIDEST_PRIVATE.values()) else cidr


def is_public(cidrs: Value) -> Truth:
    """Whether some range of a list takes in strangers."""
    return any_item(cidrs, is_anyone)


def opened(rules: Iterable[FirewallRule], inbound: bool) -> tuple[Value, ...]:
    """Shapes of the rules that open something in one direction, those left out that a stronger rule closes again."""
    known = list(rules)
    return tuple(_opened(known, inbound))


def _opened(rules: list[FirewallRule], inbound: bool) -> Iterator[Value]:
    denials = [rule for rule in rules if rule.allow is False and rule.public is True]
    for rule in rules:
        applies = all_of((rule.allow, _is_direction(rule, inbound), not any(_closes(other, rule) for other in denials)))
        if isinstance(applies, Unknown):
            yield rule.shape() | {"public": all_of((rule.public, applies))}
        elif applies:
            yield rule.shape()


def _is_direction(rule: FirewallRule, inbound: bool) -> Truth:
    return rule.inbound if isinstance(rule.inbound, Unknown) else rule.inbound is inbound


def _closes(other: FirewallRule, rule: FirewallRule) -> bool:
    """Whether `other`, which denies to everyone, surely does so before `rule` and for all that `rule` allows."""
    if other.inbound != rule.inbound:
        return False
    if other.protocol not in ("all", rule.protocol) or not _spans(other.ports, rule.ports):
        return False
    before, after = as_number(other.priority), as_number(rule.priority)
    if before is None or after is None or isinstance(before, Unknown) or isinstance(after, Unknown):
        return False
    return before < after


def _spans(wide: Ports, narrow: Ports) -> bool:
    if wide in (ALL_PORTS, NO_PORTS):
        return True
    bounds = (wide.first, narrow.first, narrow.last, wide.last)
    if any(not isinstance(bound, int) for bound in bounds):
        return False
    first, low, high, last = (int(str(bound)) for bound in bounds)
    return first <= low and high <= last


def public_only(shapes: tuple[Value, ...]) -> tuple[Value, ...]:
    """Those that are open to everyone; one that may be keeps its first port, its last is unknown."""
    return tuple(_public_shape(shape) for shape in shapes if _may_be_public(shape))


def _may_be_public(shape: Value) -> bool:
    return not isinstance(shape, dict) or shape["public"] is not False


def _public_shape(shape: Value) -> Value:
    if not isinstance(shape, dict) or shape["public"] is True:
        return shape
    return shape | {"to_port": shape["public"]}


def any_public(shapes: tuple[Value, ...]) -> Truth:
    """Whether some rule is open to everyone."""
    return any_of(_publicness(shape) for shape in shapes)


def _publicness(shape: Value) -> Truth:
    answer = shape["public"] if isinstance(shape, dict) else shape
    return answer if isinstance(answer, bool | Unknown) else False
