"""Intrinsic functions, each in the forms that templates write them in."""

from __future__ import annotations

from decimal import Decimal
from textwrap import indent

import pytest
from cloudformation_case import estate, messages, resources, unknown

from srm_lint.model.value import Reference, Unknown, Value

SURROUNDINGS = """
Parameters:
  Env: {Type: String, Default: prod}
  Count: {Type: Number, Default: 3}
  List: {Type: CommaDelimitedList, Default: "a, b,c"}
  Ports: {Type: List<Number>, Default: "80,443"}
  Open: {Type: String}
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
  Image: {Type: "AWS::SSM::Parameter::Value<String>", Default: /image}
Mappings:
  Sizes:
    prod: {type: m5.large, zones: [x, y], count: 4, ratio: 1.50, on: true}
Conditions:
  Yes: !Equals [!Ref Env, prod]
  No: !Not [!Condition Yes]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  R:
    Type: AWS::SSM::Parameter
    Properties:
      Value:
"""


def value_of(expression: str) -> Value:
    """What an expression, written below a property, comes to."""
    return resources(SURROUNDINGS + indent(expression, "        "))["R"].values.get("Value", "absent")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("!Ref Env", "prod"),
        ("{Ref: Count}", "3"),
        ("!Ref List", ("a", "b", "c")),
        ("!Ref Ports", ("80", "443")),
        ("!Ref AWS::NoValue", "absent"),
        ('!Sub "${Env}-$Env-{Env}-$${Env}"', "prod-$Env-{Env}-$prod"),
        ('!Sub "${!Env} ${!aws:username} ${}"', "${Env} ${aws:username} ${}"),
        ('!Sub ["${Env}/${x}", {Env: own, x: !Join ["", [1, true]]}]', "own/1true"),
        ('!Sub "${List}"', "a,b,c"),
        ('{"Fn::Join": ["-", [a, !Ref Count, !Ref "AWS::NoValue", !Ref List]]}', "a-3-a,b,c"),
        ('!Join [",", !Ref List]', "a,b,c"),
        ("!Select [1, !Ref List]", "b"),
        ('!Select ["2", [!Ref Open, x, y]]', "y"),
        ('!Split [".", a.b.]', ("a", "b", "")),
        ('!Select [0, !Split ["/", !Select [1, !Split ["//", "https://host/path"]]]]', "host"),
        ("!FindInMap [Sizes, !Ref Env, type]", "m5.large"),
        ("!FindInMap [Sizes, !Ref Env, zones]", ("x", "y")),
        ('!Join [":", !FindInMap [Sizes, prod, zones]]', "x:y"),
        ('!Sub ["${c} ${r} ${o}", {c: !FindInMap [Sizes, prod, count], r: !FindInMap [Sizes, prod, ratio], o: true}]', "4 1.5 true"),
        ("!FindInMap [Sizes, dev, type, {DefaultValue: t3.nano}]", "t3.nano"),
        ("!Base64 plain", "cGxhaW4="),
        ('!Base64 {"Fn::Sub": "${Env}"}', "cHJvZA=="),
        ('!Cidr ["10.0.0.0/16", 2, 8]', ("10.0.0.0/24", "10.0.1.0/24")),
        ('!Cidr ["10.0.0.0/24", "2"]', None),
        ('!Cidr ["2001:db8::/56", 1, 64]', ("2001:db8::/64",)),
        ("!If [Yes, a, b]", "a"),
        ("!If [No, a, !Ref AWS::NoValue]", "absent"),
        ("- !If [No, a, !Ref AWS::NoValue]\n- b", ("b",)),
        ("!If [Yes, [a, !If [No, x, y]], b]", ("a", "y")),
        ("{a: !If [No, 1, !Ref AWS::NoValue], b: [1, 2.50]}", {"b": (1, Decimal("2.5"))}),
        ("{Fn::Length: !Ref List}", 3),
        ("{Fn::ToJsonString: {a: [1, true, null, 1.5], b: !Ref Env}}", '{"a":[1,true,null,1.5],"b":"prod"}'),
    ],
)  # fmt: skip
def test_known_values(expression: str, value: Value) -> None:
    if value is None:
        assert isinstance(value_of(expression), Unknown)
    else:
        assert value_of(expression) == value


@pytest.mark.parametrize(
    ("expression", "reason", "addresses"),
    [
        ("!Ref Bucket", "`Ref` of Bucket is known after deployment", ["Bucket"]),
        ("!GetAtt Bucket.Arn", "attribute `Arn` of Bucket is known after deployment", ["Bucket"]),
        ("!GetAtt [Bucket, Arn]", "attribute `Arn` of Bucket is known after deployment", ["Bucket"]),
        ('{"Fn::GetAtt": Bucket.Arn}', "attribute `Arn` of Bucket is known after deployment", ["Bucket"]),
        ('!Select [1, !Split [":", !GetAtt Bucket.Arn]]', "attribute `Arn` of Bucket is known after deployment", ["Bucket"]),
        ("!Base64 {'Fn::Sub': '${Bucket}'}", "`Ref` of Bucket is known after deployment", ["Bucket"]),
        ("!Ref Open", "parameter `Open` has no value", []),
        ("!Select [0, !Ref Subnets]", "parameter `Subnets` has no value", []),
        ("!Ref Image", "parameter `Image` is read from Systems Manager in deployment", []),
        ("!Ref AWS::Region", "`AWS::Region` is known only in deployment", []),
        ("!FindInMap [Sizes, !Ref Open, type]", "looked up in a mapping: parameter `Open` has no value", []),
        ('!GetAZs ""', "the availability zones depend on the account", []),
        ("!ImportValue vpc", "export `vpc` of another stack", ["export:vpc"]),
        ('!ImportValue {"Fn::Sub": "${Env}-vpc"}', "export `prod-vpc` of another stack", ["export:prod-vpc"]),
        ("{Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}", "made by the macro `AWS::Include` in deployment", []),
        ("'{{resolve:secretsmanager:db:SecretString:password}}'", "read from Secrets Manager in deployment", []),
        ('!Join ["", ["{{resolve:ssm:", !Ref Env, "}}"]]', "read from Systems Manager in deployment", []),
    ],
)  # fmt: skip
def test_unknown_values(expression: str, reason: str, addresses: list[str]) -> None:
    value = unknown(value_of(expression))
    assert (value.reason, [reference.address for reference in value.references]) == (reason, addresses)


def test_a_parameter_without_value_says_what_settles_it() -> None:
    assert unknown(value_of("!Ref Open")).settle == ("set parameter `Open`, declared at t.yaml:7",)


def test_known_parts_of_a_text_survive() -> None:
    value = unknown(value_of('!Join ["", ["arn:", !Sub "${Env}:${Bucket.Arn}", "/*"]]'))
    assert (value.prefix, value.suffix, value.never_null) == ("arn:prod:", "/*", True)
    assert value.references == (Reference("Bucket", "Arn"),)


def test_the_known_start_of_a_text_survives_base64() -> None:
    value = unknown(value_of("!Base64 {'Fn::Sub': 'start ${Bucket}'}"))
    assert (value.prefix, value.never_null) == ("c3RhcnQg", True)


def test_known_parts_of_json_text_survive() -> None:
    value = unknown(value_of('{"Fn::ToJsonString": {"Resource": !Sub "${Bucket.Arn}/*", "Effect": "Allow"}}'))
    assert (value.prefix, value.suffix) == ('{"Resource":"', '/*","Effect":"Allow"}')


@pytest.mark.parametrize("place", ["user:{{resolve:ssm-secure:pw:1}}@host", "{{resolve:secretsmanager:${Open}}}"])
def test_dynamic_references_are_never_kept(place: str) -> None:
    assert "resolve" not in repr(value_of(f"!Sub '{place}'"))


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("!Ref Nobody", "there is no parameter or resource `Nobody`"),
        ("!Ref AWS::Nothing", "there is no pseudo parameter `AWS::Nothing`"),
        ("!GetAtt Nobody.Arn", "there is no resource `Nobody`"),
        ("!GetAtt Bucket", "wrong arguments: `Fn::GetAtt` takes a logical id and an attribute"),
        ('!Sub "${Nobody.Arn}"', "there is no resource `Nobody`"),
        ("!Join a", "wrong arguments: `Fn::Join` takes a delimiter and a list"),
        ('!Join [",", a]', "wrong arguments: `Fn::Join` takes a delimiter and a list of texts"),
        (f"!Select ['{'9' * 5000}', [a]]", f"`Fn::Select` asks for item {'9' * 5000} of a list of 1"),
        ("!Select [3, [a]]", "`Fn::Select` asks for item 3 of a list of 1"),
        ("!Split [a]", "wrong arguments: `Fn::Split` takes a delimiter and a text"),
        ("!FindInMap [None, a, b]", "there is no mapping `None`"),
        ("!FindInMap [Sizes, prod, none]", "there is no key `none` in mapping `Sizes`"),
        ("!If [Nobody, a, b]", "there is no condition `Nobody`"),
        ("!If [Yes, a]", "wrong arguments: `Fn::If` takes a condition and two values"),
        ("!Frobnicate x", "`Fn::Frobnicate` is no intrinsic function"),
        ("{Fn::Join: ['', [a]], b: c}", "`Fn::Join` must be the only key of its map"),
        ("!Equals [a, a]", "`Fn::Equals` can only stand in a condition"),
        ('!Cidr ["10.0.0.0/24", 9, 8]', "`Fn::Cidr` cannot make 9 blocks with 8 host bits out of 10.0.0.0/24"),
        ('!Cidr ["::/0", 9999999999, 0]', "`Fn::Cidr` cannot make 9999999999 blocks with 0 host bits out of ::/0"),
        ("!Cidr [x, 1, 8]", "`Fn::Cidr` cannot make 1 blocks with 8 host bits out of x"),
    ],
)
def test_wrong_use_is_an_error_with_its_line(expression: str, message: str) -> None:
    line = SURROUNDINGS.count("\n") + 1
    found = estate(SURROUNDINGS + indent(expression, "        "))
    assert messages(found) == [f"{line} {message}"]
    assert next(resource for resource in found.resources if resource.name == "R").type == "AWS::SSM::Parameter"
