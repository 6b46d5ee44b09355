"""Arithmetic on IP address ranges."""

from __future__ import annotations

import ipaddress
import re

from srm_lint.evaluate.functions.signature import (
    INTEGER,
    NUMERIC,
    TEXT,
    Function,
    FunctionError,
    NotWorkedOutError,
    of_text,
)
from srm_lint.evaluate.typed import STRING, List, Number, RuntimeValue, list_type

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST_NEW_BITS = 32
_INT64 = 1 << 63


def _network(prefix: str) -> Network:
    """The range of an address with a prefix length, host bits cleared; octets may have leading zeros."""
    address, slash, length = prefix.partition("/")
    if not slash or not re.fullmatch(r"[0-9]{1,3}", length) or "%" in address:
        raise FunctionError(f"invalid CIDR expression: {prefix}")
    if ":" not in address:
        address = re.sub(r"\b0+(?=[0-9])", "", address)
    try:
        return ipaddress.ip_network(f"{address}/{int(length)}", strict=False)
    except ValueError as error:
        raise FunctionError(f"invalid CIDR expression: {prefix}") from error


def _mapped(network: Network) -> bool:
    """Whether this is an IPv4 range written as IPv6, which Go's library shows in ways of its own."""
    return network.version == 6 and int(network.network_address) >> 32 == 0xFFFF


def _whole(number: Number) -> int:
    if not isinstance(number, int):
        raise FunctionError("a whole number is required")
    return number


def _cidrhost(prefix: str, number: Number) -> RuntimeValue:
    host = _whole(number)
    network = _network(prefix)
    if _mapped(network) or abs(host) >= _INT64:
        raise NotWorkedOutError("this host number is not worked out")
    last = network.num_addresses - 1
    if (host if host >= 0 else -host - 1) > last:
        raise FunctionError(f"prefix of {network.prefixlen} does not accommodate a host numbered {host}")
    return str(network.network_address + (host if host >= 0 else last + 1 + host))


def _cidrnetmask(prefix: str) -> RuntimeValue:
    network = _network(prefix)
    if _mapped(network):
        raise NotWorkedOutError("the netmask of an IPv4 range written as IPv6 is not worked out")
    if network.version == 6:
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {prefix}")
    return str(network.netmask)


def _cidrsubnet(prefix: str, new_bits: int, number: Number) -> RuntimeValue:
    subnet = _whole(number)
    network = _network(prefix)
    if _mapped(network) or new_bits < 0 or subnet < 0:
        raise NotWorkedOutError("this subnet is not worked out")
    length = network.prefixlen + new_bits
    if length > network.max_prefixlen:
        raise FunctionError(f"insufficient address space to extend prefix of {network.prefixlen} by {new_bits}")
    if subnet >= 1 << new_bits:
        raise FunctionError(f"prefix extension of {new_bits} does not accommodate a subnet numbered {subnet}")
    return f"{network.network_address + (subnet << (network.max_prefixlen - length))}/{length}"


def _cidrsubnets(prefix: str, *new_bits: int) -> RuntimeValue:
    network = _network(prefix)
    if _mapped(network):
        raise NotWorkedOutError("this subnet is not worked out")
    first = int(network.network_address)
    if new_bits and first == 0:
        raise FunctionError("not enough remaining address space: Terraform counts from the range before the first")
    free = first
    subnets: list[RuntimeValue] = []
    for bits in new_bits:
        if not 1 <= bits <= _MOST_NEW_BITS:
            raise FunctionError(f"the prefix must be extended by 1 to {_MOST_NEW_BITS} bits")
        length = network.prefixlen + bits
        if length > network.max_prefixlen:
            raise FunctionError(f"would extend prefix to {length} bits, which is too long")
        size = 1 << (network.max_prefixlen - length)
        start = -(-free // size) * size
        free = start + size
        if free > first + network.num_addresses:
            raise FunctionError(f"not enough remaining address space for a subnet with a prefix of {length} bits")
        subnets.append(f"{network.network_address + (start - first)}/{length}")
    return List(tuple(subnets), STRING)


FUNCTIONS = {
    "cidrhost": Function(_cidrhost, (TEXT, NUMERIC), result=STRING),
    "cidrnetmask": of_text(_cidrnetmask),
    "cidrsubnet": Function(_cidrsubnet, (TEXT, INTEGER, NUMERIC), result=STRING),
    "cidrsubnets": Function(_cidrsubnets, (TEXT,), rest=INTEGER, result=list_type(STRING)),
}
