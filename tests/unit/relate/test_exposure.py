"""Who can reach what, by network and by policy."""

import json

import pytest
from estate_makers import attribute, estate, resource, variable

from srm_lint.model.value import Unknown, concatenate
from srm_lint.relate import relate

ANY = ("0.0.0.0/0",)


def exposure(subject, *others):
    return relate(estate(subject, *others)).fact(subject, "exposure")


def shown(rules):
    """Protocol and ports of each rule; "?" for what is unknown."""
    return [
        "?" if isinstance(rule, Unknown) else (rule["protocol"], rule["from_port"], rule["to_port"]) for rule in rules
    ]


def ingress(**values):
    return {"protocol": "tcp", "from_port": 22, "to_port": 22, **values}


@pytest.mark.parametrize(
    "others_and_group",
    [
        (resource("aws_security_group.g", {"ingress": (ingress(cidr_blocks=ANY),)}),),
        (
            resource("aws_security_group.g"),
            resource(
                "aws_security_group_rule.r",
                ingress(type="ingress", cidr_blocks=ANY, security_group_id=attribute("aws_security_group.g.id")),
            ),
        ),
        (
            resource("aws_security_group.g"),
            resource(
                "aws_vpc_security_group_ingress_rule.r",
                {
                    "ip_protocol": "6",
                    "from_port": "22",
                    "to_port": 22,
                    "cidr_ipv6": "::/0",
                    "security_group_id": attribute("aws_security_group.g.id"),
                },
            ),
        ),
        (
            resource(
                "G",
                {
                    "SecurityGroupIngress": (
                        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": "22", "CidrIp": "0.0.0.0/0"},
                    )
                },
                type="AWS::EC2::SecurityGroup",
            ),
        ),
        (
            resource("G", type="AWS::EC2::SecurityGroup"),
            resource(
                "R",
                {
                    "IpProtocol": "tcp",
                    "FromPort": 22,
                    "ToPort": 22,
                    "CidrIp": "0.0.0.0/0",
                    "GroupId": attribute("G.GroupId"),
                },
                type="AWS::EC2::SecurityGroupIngress",
            ),
        ),
        (
            resource("azurerm_network_security_group.g"),
            resource(
                "azurerm_network_security_rule.r",
                {
                    "direction": "Inbound",
                    "access": "Allow",
                    "protocol": "Tcp",
                    "source_address_prefix": "Internet",
                    "destination_port_range": "22",
                    "network_security_group_name": attribute("azurerm_network_security_group.g.name"),
                },
            ),
        ),
        (
            resource(
                "google_compute_firewall.f", {"allow": ({"protocol": "tcp", "ports": ("22",)},), "source_ranges": ANY}
            ),
        ),
    ],
    ids=lambda group: "-".join(item.type for item in group),
)
def test_an_open_port(others_and_group):
    facts = exposure(*others_and_group)
    assert shown(facts["public_ingress"]) == [("tcp", 22, 22)]
    assert facts["public_egress"] == ()


@pytest.mark.parametrize(
    ("cidr", "public"),
    [
        ("0.0.0.0/0", True),
        ("0.0.0.0/1", True),
        ("128.0.0.0/1", True),
        ("::/0", True),
        ("8000::/1", True),
        ("0.0.0.0/32", True),
        ("/0", True),
        ("10.0.0.0/8", False),
        ("203.0.113.7/32", False),
        ("fc00::/7", False),
        ("2001:db8::/32", False),
        (concatenate([variable("ip"), "/32"]), False),
        (concatenate([variable("ip"), "/0"]), None),
        (variable("cidr"), None),
    ],
)
def test_ranges_that_take_in_strangers(cidr, public):
    (rule,) = exposure(resource("aws_security_group.g", {"ingress": (ingress(cidr_blocks=(cidr,)),)}))["ingress"]
    assert rule["public"] is public if public is not None else isinstance(rule["public"], Unknown)


@pytest.mark.parametrize(
    ("written", "protocol", "ports"),
    [
        ({"protocol": "-1", "from_port": 0, "to_port": 0}, "all", (0, 65535)),
        ({"protocol": -1}, "all", (0, 65535)),
        ({"protocol": "all"}, "all", (0, 65535)),
        ({"protocol": "TCP", "from_port": "80", "to_port": "90"}, "tcp", (80, 90)),
        ({"protocol": "icmp", "from_port": 8, "to_port": 0}, "icmp", (None, None)),
        ({"protocol": "17", "from_port": 53, "to_port": 53}, "udp", (53, 53)),
    ],
)
def test_protocols_and_ports(written, protocol, ports):
    (rule,) = exposure(resource("aws_security_group.g", {"ingress": ({**written, "cidr_blocks": ANY},)}))[
        "public_ingress"
    ]
    assert (rule["protocol"], (rule["from_port"], rule["to_port"])) == (protocol, ports)
    first, last = ports
    assert rule["port_count"] == (None if first is None else last - first + 1)


def test_a_rule_that_may_be_public_keeps_its_first_port_only():
    group = resource("aws_security_group.g", {"ingress": (ingress(cidr_blocks=variable("cidrs")),)})
    (rule,) = exposure(group)["public_ingress"]
    assert rule["from_port"] == 22
    assert isinstance(rule["to_port"], Unknown)


def test_the_group_a_rule_lets_in_does_not_get_the_rule():
    rule = resource(
        "aws_security_group_rule.r",
        ingress(
            type="ingress",
            security_group_id=attribute("aws_security_group.a.id"),
            source_security_group_id=attribute("aws_security_group.b.id"),
        ),
    )
    inside, outside = resource("aws_security_group.a"), resource("aws_security_group.b")
    assert len(exposure(inside, outside, rule)["ingress"]) == 1
    assert exposure(outside, inside, rule)["ingress"] == ()


def test_an_access_list_is_read_in_order():
    deny = {
        "rule_no": 90,
        "action": "deny",
        "protocol": "tcp",
        "from_port": 0,
        "to_port": 1024,
        "cidr_block": "0.0.0.0/0",
    }
    allow = {
        "rule_no": 100,
        "action": "allow",
        "protocol": "-1",
        "from_port": 0,
        "to_port": 0,
        "cidr_block": "0.0.0.0/0",
    }
    ssh = {**allow, "protocol": "tcp", "from_port": 22, "to_port": 22}
    found = exposure(resource("aws_network_acl.a", {"ingress": (deny, allow, ssh)}))["public_ingress"]
    assert shown(found) == [("all", 0, 65535)]


def test_an_azure_rule_with_several_ranges_and_a_denial_before():
    rule = {"direction": "Inbound", "protocol": "*", "source_address_prefix": "*"}
    group = resource(
        "azurerm_network_security_group.g",
        {
            "security_rule": (
                {**rule, "access": "Allow", "priority": 200, "destination_port_ranges": ("22", "3000-4000")},
                {**rule, "access": "Deny", "priority": 100, "destination_port_range": "22"},
                {
                    **rule,
                    "access": "Allow",
                    "priority": 300,
                    "direction": "Outbound",
                    "destination_address_prefix": "*",
                    "destination_port_range": "*",
                },
            )
        },
    )
    facts = exposure(group)
    assert shown(facts["public_ingress"]) == [("all", 3000, 4000)]
    assert shown(facts["public_egress"]) == [("all", 0, 65535)]


def test_an_instance_stands_behind_its_groups():
    group = resource("aws_security_group.g", {"ingress": (ingress(cidr_blocks=ANY),)})
    values = {"vpc_security_group_ids": (attribute("aws_security_group.g.id"),), "associate_public_ip_address": True}
    facts = exposure(resource("aws_instance.i", values), group)
    assert shown(facts["public_ingress"]) == [("tcp", 22, 22)]
    assert facts["reachable"] is True
    hidden = exposure(resource("aws_instance.i", values | {"vpc_security_group_ids": variable("groups")}), group)
    assert isinstance(hidden["reachable"], Unknown)


@pytest.mark.parametrize(
    ("subject", "others", "expected"),
    [
        (resource("aws_instance.i", {"associate_public_ip_address": False}), (), False),
        (resource("aws_instance.i"), (), None),
        (
            resource("aws_instance.i", {"subnet_id": attribute("aws_subnet.s.id")}),
            (resource("aws_subnet.s", {"map_public_ip_on_launch": True}),),
            True,
        ),
        (resource("aws_instance.i", {"subnet_id": attribute("aws_subnet.s.id")}), (resource("aws_subnet.s"),), False),
        (
            resource("aws_instance.i", {"associate_public_ip_address": False}),
            (resource("aws_eip.e", {"instance": attribute("aws_instance.i.id")}),),
            True,
        ),
        (resource("aws_db_instance.d"), (), False),
        (resource("aws_db_instance.d", {"publicly_accessible": True}), (), True),
        (resource("D", {"PubliclyAccessible": "true"}, type="AWS::RDS::DBInstance"), (), True),
        (resource("D", type="AWS::RDS::DBInstance"), (), None),
        (resource("aws_lb.l"), (), True),
        (resource("aws_lb.l", {"internal": True}), (), False),
        (resource("L", {"Scheme": "internal"}, type="AWS::ElasticLoadBalancingV2::LoadBalancer"), (), False),
        (resource("google_compute_instance.i", {"network_interface": ({"access_config": ({},)},)}), (), True),
        (resource("google_compute_instance.i", {"network_interface": ({"network": "default"},)}), (), False),
    ],
)
def test_public_address(subject, others, expected):
    found = exposure(subject, *others)["public_address"]
    assert found is expected if expected is not None else isinstance(found, Unknown)


def test_an_azure_machine_through_its_interface():
    machine = resource(
        "azurerm_linux_virtual_machine.m", {"network_interface_ids": (attribute("azurerm_network_interface.n.id"),)}
    )
    others = (
        resource(
            "azurerm_network_interface.n",
            {"ip_configuration": ({"public_ip_address_id": attribute("azurerm_public_ip.p.id")},)},
        ),
        resource("azurerm_public_ip.p"),
        resource(
            "azurerm_network_interface_security_group_association.a",
            {
                "network_interface_id": attribute("azurerm_network_interface.n.id"),
                "network_security_group_id": attribute("azurerm_network_security_group.g.id"),
            },
        ),
        resource(
            "azurerm_network_security_group.g",
            {
                "security_rule": (
                    {
                        "direction": "Inbound",
                        "access": "Allow",
                        "protocol": "Tcp",
                        "source_address_prefix": "*",
                        "destination_port_range": "3389",
                    },
                )
            },
        ),
    )
    facts = exposure(machine, *others)
    assert (facts["public_address"], shown(facts["public_ingress"])) == (True, [("tcp", 3389, 3389)])


def test_a_google_instance_behind_firewalls_of_its_network():
    instance = resource(
        "google_compute_instance.i",
        {
            "tags": ("web",),
            "network_interface": ({"network": attribute("google_compute_network.n.id"), "access_config": ({},)},),
        },
    )
    network = resource("google_compute_network.n")
    allow = {"network": attribute("google_compute_network.n.name"), "source_ranges": ANY}
    web = resource(
        "google_compute_firewall.web",
        {**allow, "allow": ({"protocol": "tcp", "ports": ("80",)},), "target_tags": ("web",)},
    )
    other = resource("google_compute_firewall.db", {**allow, "allow": ({"protocol": "tcp"},), "target_tags": ("db",)})
    off = resource("google_compute_firewall.off", {**allow, "allow": ({"protocol": "tcp"},), "disabled": True})
    assert shown(exposure(instance, network, web, other, off)["public_ingress"]) == [("tcp", 80, 80)]


def test_a_google_firewall_without_any_source_takes_in_everyone():
    tagged = {"allow": ({"protocol": "tcp"},), "source_tags": ("web",)}
    assert shown(
        exposure(resource("google_compute_firewall.f", {"allow": ({"protocol": "tcp"},)}))["public_ingress"]
    ) == [("tcp", 0, 65535)]
    assert exposure(resource("google_compute_firewall.f", tagged))["public_ingress"] == ()


PUBLIC = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]})


def test_public_policy_of_a_bucket():
    bucket = resource("aws_s3_bucket.b")
    policy = resource("aws_s3_bucket_policy.p", {"bucket": attribute("aws_s3_bucket.b.id"), "policy": PUBLIC})
    block = {"bucket": attribute("aws_s3_bucket.b.id"), "restrict_public_buckets": True}
    assert exposure(bucket, policy)["public_policy"] is True
    assert exposure(bucket, policy, resource("aws_s3_bucket_public_access_block.x", block))["public_policy"] is False
    elsewhere = resource("aws_s3_bucket_policy.p", {"bucket": variable("bucket"), "policy": PUBLIC})
    assert isinstance(exposure(bucket, elsewhere)["public_policy"], Unknown)
    assert exposure(bucket)["public_policy"] is False


def test_public_policy_of_a_queue_and_a_google_bucket():
    assert exposure(resource("aws_sqs_queue.q", {"policy": PUBLIC}))["public_policy"] is True
    bucket = resource("google_storage_bucket.b", {"name": "b"})
    member = resource("google_storage_bucket_iam_member.m", {"bucket": "b", "role": "r", "member": "allUsers"})
    assert exposure(bucket, member)["public_policy"] is True


def test_public_acl():
    bucket = resource("aws_s3_bucket.b")
    acl = resource("aws_s3_bucket_acl.a", {"bucket": attribute("aws_s3_bucket.b.id"), "acl": "public-read"})
    ignored = resource(
        "aws_s3_bucket_public_access_block.x", {"bucket": attribute("aws_s3_bucket.b.id"), "ignore_public_acls": True}
    )
    assert exposure(bucket, acl)["public_acl"] is True
    assert exposure(bucket, acl, ignored)["public_acl"] is False
    assert exposure(resource("aws_sqs_queue.q"))["public_acl"] is None
