"""Whole templates by grammar, as values that can be written as JSON and as YAML with long and with short forms."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import yaml
from hypothesis import strategies as st


class Fn(msgspec.Struct, frozen=True):
    """A call of an intrinsic function, `Ref` and `Condition` included."""

    name: str
    argument: Any


def as_json(template: dict) -> str:
    """The template in JSON."""
    return json.dumps(_long(template))


def as_yaml(template: dict) -> str:
    """The template in YAML, functions in their long form."""
    return yaml.safe_dump(_long(template), sort_keys=False)


def as_short_yaml(template: dict) -> str:
    """The template in YAML, functions in their short form: `!Sub` and its like."""
    return "".join(f"{section}: {_short(content)}\n" for section, content in template.items())


def _long(node: Any) -> Any:
    if isinstance(node, Fn):
        return {node.name: _long(node.argument)}
    if isinstance(node, dict):
        return {key: _long(value) for key, value in node.items()}
    return [_long(item) for item in node] if isinstance(node, list) else node


def _short(node: Any) -> str:
    if isinstance(node, Fn):
        argument = ".".join(node.argument) if node.name == "Fn::GetAtt" else node.argument
        inner = _short(_long(argument) if isinstance(argument, Fn) else argument)  # YAML takes one tag for a value
        return f"!{node.name.removeprefix('Fn::')} {inner}"
    if isinstance(node, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_short(value)}" for key, value in node.items()) + "}"
    return f"[{', '.join(map(_short, node))}]" if isinstance(node, list) else json.dumps(node)


# Values by the kind that they are meant to have: t(ext), l(ist of texts), b(ool)

LEAVES = {
    "t": st.sampled_from(["x", "", "a/b", 7, Fn("Ref", "P"), Fn("Ref", "Q"), Fn("Ref", "E"), Fn("Ref", "AWS::Region"),
                          Fn("Ref", "AWS::NoValue"), Fn("Ref", "Key"), Fn("Fn::GetAtt", ["Key", "Arn"]), Fn("Fn::Sub", "a-${P}-${Key.Arn}-${!Q}"),
                          Fn("Fn::FindInMap", ["M", Fn("Ref", "AWS::Region"), "k"]), Fn("Fn::FindInMap", ["M", "x", "k"]),
                          Fn("Fn::ImportValue", "shared-id"), "{{resolve:ssm:/a/b:1}}", Fn("Fn::GetAtt", ["Child", "Outputs.O"])]),
    "l": st.sampled_from([[], ["0.0.0.0/0"], Fn("Ref", "L"), Fn("Fn::GetAZs", ""), Fn("Ref", "AWS::NoValue")]),
    "b": st.sampled_from([True, False, "true", Fn("Ref", "AWS::NoValue")]),
}  # fmt: skip
CONDITIONS = st.sampled_from(["C0", "C1", "C2"])


def values(kind: str, depth: int = 2) -> st.SearchStrategy[Any]:
    """Values of a kind, functions in functions."""
    if not depth:
        return LEAVES[kind]
    text, texts = st.deferred(lambda: values("t", depth - 1)), st.deferred(lambda: values("l", depth - 1))
    same = st.deferred(lambda: values(kind, depth - 1))
    chosen = st.builds(lambda *parts: Fn("Fn::If", list(parts)), CONDITIONS, same, same)
    forms = {
        "t": [
            st.builds(lambda items: Fn("Fn::Join", ["-", items]), texts),
            st.builds(lambda value: Fn("Fn::Sub", ["${V}/${AWS::AccountId}", {"V": value}]), text),
            st.builds(lambda items: Fn("Fn::Select", [0, items]), texts),
            st.builds(lambda value: Fn("Fn::Base64", value), text),
            st.builds(lambda value: Fn("Fn::ImportValue", Fn("Fn::Sub", ["shared-${V}", {"V": value}])), text),
        ],
        "l": [
            st.lists(text, min_size=1, max_size=3),
            st.builds(lambda value: Fn("Fn::Split", [",", value]), text),
            st.just(Fn("Fn::Cidr", ["10.0.0.0/16", 2, 8])),
        ],
        "b": [],
    }
    return st.one_of(LEAVES[kind], chosen, *forms[kind])


def conditions(depth: int = 2) -> st.SearchStrategy[Any]:
    """Conditions, in each other."""
    equal = st.builds(lambda a, b: Fn("Fn::Equals", [a, b]), _KNOWN, _KNOWN)
    if not depth:
        return equal
    inner = st.one_of(conditions(depth - 1), st.just(Fn("Condition", "C0")))
    return st.one_of(
        equal,
        st.builds(lambda a: Fn("Fn::Not", [a]), inner),
        st.builds(lambda a, b: Fn("Fn::And", [a, b]), inner, inner),
        st.builds(lambda a, b: Fn("Fn::Or", [a, b]), inner, inner),
    )


_KNOWN = st.sampled_from(
    ["x", "prod", "", Fn("Ref", "P"), Fn("Ref", "Q"), Fn("Ref", "E"), Fn("Ref", "AWS::Region"), Fn("Fn::Sub", "${P}-x")]
)


def _resource(type: str, **properties: Any) -> st.SearchStrategy[dict]:
    """A resource of which properties may be left out; "t" and the like stand for values."""
    given_values = {name: values(value) if isinstance(value, str) else value for name, value in properties.items()}
    attributes = {
        "Condition": CONDITIONS,
        "DeletionPolicy": st.sampled_from(["Retain", "Delete"]),
        "DependsOn": st.just("Key"),
    }
    return st.builds(
        lambda found, extra: {"Type": type, "Properties": found, **extra},
        st.fixed_dictionaries({}, optional=given_values),
        st.fixed_dictionaries({}, optional=attributes),
    )


def _maybe(node: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or one of two by a condition."""
    either = st.builds(lambda *parts: Fn("Fn::If", list(parts)), CONDITIONS, node, st.just(Fn("Ref", "AWS::NoValue")))
    return st.one_of(node, either)


_RULE = st.fixed_dictionaries(
    {"IpProtocol": values("t", 1), "CidrIp": values("t", 1), "FromPort": st.just(22), "ToPort": st.just(22)}
)
_STATEMENT = st.fixed_dictionaries(
    {"Effect": st.just("Allow"), "Action": values("l", 1), "Resource": values("t", 1), "Principal": st.just("*")}
)
RESOURCES = {
    "Bucket": _resource("AWS::S3::Bucket", BucketName="t", Tags=st.lists(_maybe(st.fixed_dictionaries({"Key": values("t", 1), "Value": values("t", 1)})), max_size=2),
                        VersioningConfiguration=_maybe(st.fixed_dictionaries({"Status": values("t", 1)}))),
    "Group": _resource("AWS::EC2::SecurityGroup", GroupDescription="t", SecurityGroupIngress=_maybe(st.lists(_maybe(_RULE), max_size=2))),
    "Database": _resource("AWS::RDS::DBInstance", StorageEncrypted="b", PubliclyAccessible="b", KmsKeyId="t", BackupRetentionPeriod="t", MultiAZ="b"),
    "Queue": _resource("AWS::SQS::Queue", QueueName="t", KmsMasterKeyId="t"),
    "Policy": _resource("AWS::SQS::QueuePolicy", Queues="l", PolicyDocument=st.fixed_dictionaries({"Statement": st.lists(_maybe(_STATEMENT), max_size=2)})),
    "Function": _resource("AWS::Lambda::Function", Role="t", Runtime="t", VpcConfig=_maybe(st.fixed_dictionaries({"SubnetIds": values("l", 1)}))),
}  # fmt: skip
FIXED = {
    "Key": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": True}},
    "Child": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "./child.yaml", "Parameters": {"P": Fn("Ref", "P")}}},
}  # fmt: skip
LOOP = {
    "Fn::ForEach::Topics": ["Name", ["One", "Two"], {"Topic${Name}": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": Fn("Fn::Sub", "t-${Name}")}}}]
}  # fmt: skip
PARAMETERS = {
    "P": {"Type": "String", "Default": "prod"},
    "Q": {"Type": "String"},
    "E": {"Type": "String", "AllowedValues": ["prod", "dev"]},
    "L": {"Type": "CommaDelimitedList", "Default": "a,b"},
    "S": {"Type": "String", "NoEcho": True, "Default": "hidden"},
}
CHILD = {
    "Parameters": {"P": {"Type": "String"}},
    "Resources": {"Inner": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": Fn("Ref", "P")}}},
    "Outputs": {"O": {"Value": Fn("Fn::GetAtt", ["Inner", "Arn"])}},
}
EXPORTER = {
    "Resources": {"Shared": {"Type": "AWS::KMS::Key"}},
    "Outputs": {"Id": {"Value": Fn("Fn::GetAtt", ["Shared", "Arn"]), "Export": {"Name": "shared-id"}}},
}


@st.composite
def templates(draw) -> dict:
    """A template with a child in `child.yaml`, which may import what another one exports."""
    resources = draw(st.fixed_dictionaries({}, optional=RESOURCES))
    loops = draw(st.booleans())
    rule = {"RuleCondition": draw(conditions(0)), "Assertions": [{"Assert": draw(conditions(0))}]}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        **({"Transform": "AWS::LanguageExtensions"} if loops else {}),
        "Parameters": PARAMETERS,
        "Mappings": {"M": {"us-east-1": {"k": "v"}, "x": {"k": "w"}}},
        "Conditions": {"C0": draw(conditions(0)), "C1": draw(conditions()), "C2": draw(conditions())},
        **draw(st.sampled_from([{}, {"Rules": {"R": rule}}])),
        "Resources": {**resources, **FIXED, **(LOOP if loops else {})},
        "Outputs": {"O": {"Value": draw(values("t")), "Condition": draw(CONDITIONS)}},
    }
