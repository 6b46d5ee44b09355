"""Templates that import what others export: values, links by reference, and what cannot be told."""

from __future__ import annotations

import time

import pytest
from cloudformation_case import TextTree, unknown

from srm_lint.evaluate.cloudformation import Inputs, Root, evaluate_together, exchange
from srm_lint.model.resource import Estate
from srm_lint.model.source import Level
from srm_lint.model.value import Unknown, Value

NETWORK = """
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
Outputs:
  Id: {Value: !Ref Vpc, Export: {Name: %s}}
  Range: {Value: 10.0.0.0/16, Export: {Name: net-range}}
"""
APP = """
Parameters: {Net: {Type: String%s}}
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {VpcId: {"Fn::ImportValue": %s}}
"""


def together(parameters: dict[str, dict[str, Value]] | None = None, **templates: str) -> dict[str, Estate]:
    """The first world of each template, by name. Templates are given by their name without `.yaml`."""
    tree = TextTree({f"{name}.yaml": text for name, text in templates.items()})
    given = parameters or {}
    roots = [Root(f"{name}.yaml", tree, Inputs(given.get(name, {}))) for name in templates]
    return {name: worlds[0] for name, worlds in zip(templates, evaluate_together(roots), strict=True)}


def value(estate: Estate, address: str, name: str) -> Value:
    [found] = [resource for resource in estate.resources if resource.address == address]
    return found.values[name]


def comes_from(value: Value) -> list[str]:
    return [f"{reference.address}.{reference.attribute}" for reference in unknown(value).references]


def neighbours(estate: Estate) -> list[str]:
    """Addresses, with a question mark where it is not sure that the template has to do with this one."""
    return [each.address + "?" * isinstance(each.exists, Unknown) for each in estate.neighbours]


def test_an_import_is_the_value_of_the_export_of_its_name() -> None:
    found = together(network=NETWORK % "net-vpc", app=APP % ("", "net-vpc"))
    assert comes_from(value(found["app"], "Group", "VpcId")) == ["network.yaml:Vpc.Ref"]
    assert neighbours(found["app"]) == ["network.yaml:Vpc"]
    assert neighbours(found["network"]) == ["app.yaml:Group"]
    assert comes_from(found["network"].neighbours[0].values["VpcId"]) == ["network.yaml:Vpc.Ref"]


def test_a_known_text_is_imported_as_it_is() -> None:
    app = "Resources: {R: {Type: AWS::EC2::SecurityGroupIngress, Properties: {CidrIp: !ImportValue net-range}}}"
    assert value(together(network=NETWORK % "x", app=app)["app"], "R", "CidrIp") == "10.0.0.0/16"


@pytest.mark.parametrize(
    ("exported", "imported", "given", "sure"),
    [
        pytest.param('!Sub "${AWS::StackName}-vpc"', '!Sub "${Net}-vpc"', {}, False, id="both known in part"),
        pytest.param('!Sub "${AWS::StackName}-vpc"', "prod-vpc", {}, False, id="name of the stack not known"),
        pytest.param("prod-vpc", '!Sub "${Net}-vpc"', {}, False, id="parameter without a value"),
        pytest.param("prod-vpc", "!Ref Net", {}, False, id="nothing of the name known"),
        pytest.param('!Sub "${AWS::StackName}-id"', '!Sub "${Net}-vpc"', {}, None, id="other end"),
        pytest.param('!Sub "net-${AWS::StackName}"', '!Sub "app-${Net}"', {}, None, id="other start"),
        pytest.param("prod-vpc", "dev-vpc", {}, None, id="other name"),
        pytest.param("prod-vpc", '!Sub "${Net}-vpc"', {"app": {"Net": "prod"}}, True, id="parameter given"),
        pytest.param(
            '!Sub "${AWS::StackName}-vpc"', "prod-vpc", {"network": {"AWS::StackName": "prod"}}, True, id="stack given"
        ),
        pytest.param('!Sub "${AWS::Region}-vpc"', '!Sub "${AWS::Region}-vpc"', {}, True, id="the same region"),
        pytest.param('!Sub "${AWS::StackName}"', '!Sub "${AWS::StackName}"', {}, False, id="not the same stack"),
    ],
)
def test_names_meet(exported: str, imported: str, given: dict[str, dict[str, Value]], sure: bool | None) -> None:
    found = together(given, network=NETWORK % exported, app=APP % ("", imported))
    imported_value = unknown(value(found["app"], "Group", "VpcId"))
    linked = comes_from(imported_value) == ["network.yaml:Vpc.Ref"]
    assert linked == (sure is not None)
    assert neighbours(found["app"]) == {True: ["network.yaml:Vpc"], False: ["network.yaml:Vpc?"], None: []}[sure]
    assert neighbours(found["network"]) == {True: ["app.yaml:Group"], False: ["app.yaml:Group?"], None: []}[sure]
    assert sure is None or bool(imported_value.settle) == (not sure)


def test_of_a_template_that_may_be_another_only_what_an_import_would_connect_is_a_neighbour() -> None:
    more = "  Other: {Type: AWS::SNS::Topic}\n"
    network = (NETWORK % '!Sub "${AWS::StackName}-vpc"').replace("Outputs", more + "Outputs")
    found = together(network=network, app=APP % ("", '!Sub "${Net}-vpc"') + more)
    assert neighbours(found["app"]) == ["network.yaml:Vpc?"]
    assert neighbours(found["network"]) == ["app.yaml:Group?"]


def test_what_may_be_connected_with_a_sure_neighbour_is_one_that_may_be() -> None:
    maybe = APP % ("", '!Sub "${Net}-vpc"') + "  Other: {Type: AWS::SNS::Topic}\n"
    found = together(network=NETWORK % "net-vpc", app=APP % ("", "net-vpc"), maybe=maybe)
    assert neighbours(found["app"]) == ["network.yaml:Vpc", "maybe.yaml:Group?"]
    assert neighbours(found["maybe"]) == ["network.yaml:Vpc?"]


def test_it_says_why_and_what_would_tell() -> None:
    found = together(network=NETWORK % '!Sub "${AWS::StackName}-vpc"', app=APP % ("", '!Sub "${Net}-vpc"'))
    imported = unknown(value(found["app"], "Group", "VpcId"))
    assert imported.reason == "it may be an export of network.yaml: parameter `Net` has no value"
    assert imported.settle == (
        "set parameter `Net`, declared at app.yaml:2",
        "give `AWS::StackName` in the parameters of the templates that export",
    )


def test_an_export_of_two_templates_comes_from_either() -> None:
    found = together(eu=NETWORK % "vpc", us=NETWORK % "vpc", app=APP % ("", "vpc"))
    imported = unknown(value(found["app"], "Group", "VpcId"))
    assert comes_from(imported) == ["eu.yaml:Vpc.Ref", "us.yaml:Vpc.Ref"]
    assert (imported.reason, imported.settle) == (
        "export `vpc` is in eu.yaml and us.yaml",
        ("check eu.yaml and us.yaml one by one",),
    )
    assert neighbours(found["app"]) == ["eu.yaml:Vpc?", "us.yaml:Vpc?"]
    assert neighbours(found["eu"]) == ["app.yaml:Group?"]


def test_the_name_that_is_the_same_goes_before_one_that_may_be() -> None:
    found = together(eu=NETWORK % "vpc", us=NETWORK % '!Ref "AWS::StackName"', app=APP % ("", "vpc"))
    assert comes_from(value(found["app"], "Group", "VpcId")) == ["eu.yaml:Vpc.Ref"]
    assert neighbours(found["us"]) == []


def test_what_nobody_exports_stays_unknown() -> None:
    found = together(network=NETWORK % "other", app=APP % ("", "vpc"))
    assert comes_from(value(found["app"], "Group", "VpcId")) == ["export:vpc."]


def test_what_differs_between_the_worlds_of_the_exporting_template_is_unknown() -> None:
    network = """
    Parameters: {Env: {Type: String}}
    Conditions: {Prod: !Equals [!Ref Env, prod]}
    Resources:
      A: {Type: AWS::EC2::VPC, Condition: Prod}
      B: {Type: AWS::EC2::VPC}
    Outputs: {Id: {Value: !If [Prod, !Ref A, !Ref B], Export: {Name: vpc}}}
    """
    found = together(network=network, app=APP % ("", "vpc"))
    imported = unknown(value(found["app"], "Group", "VpcId"))
    assert comes_from(imported) == ["network.yaml:A.Ref", "network.yaml:B.Ref"]
    assert imported.settle == ("set parameter `Env`, declared at network.yaml:2",)
    assert neighbours(found["app"]) == ["network.yaml:A?", "network.yaml:B"]


def test_templates_that_import_from_each_other() -> None:
    pair = """
    Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !ImportValue %s}}}
    Outputs:
      Mine: {Value: !GetAtt Bucket.Arn, Export: {Name: %s}}
      Circle: {Value: !ImportValue %s, Export: {Name: %s}}
    """
    found = together(a=pair % ("b", "a", "b-circle", "a-circle"), b=pair % ("a", "b", "a-circle", "b-circle"))
    assert comes_from(value(found["a"], "Bucket", "BucketName")) == ["b.yaml:Bucket.Arn"]
    assert comes_from(value(found["b"], "Bucket", "BucketName")) == ["a.yaml:Bucket.Arn"]
    circle = "Resources: {R: {Type: T::T::T, Properties: {P: !ImportValue a-circle}}}"
    found = together(a=pair % ("b", "a", "b-circle", "a-circle"), b=pair % ("a", "b", "a-circle", "b-circle"), c=circle)
    assert unknown(value(found["c"], "R", "P")).reason.endswith(".yaml:Circle depends on itself")


def test_nested_stacks_export_and_import() -> None:
    root = """
    Resources:
      Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: network.yaml}}
      App: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: app.yaml}}
    """
    app = APP % (", Default: x", "vpc")
    tree = TextTree({"root.yaml": root, "network.yaml": NETWORK % "vpc", "app.yaml": app, "user.yaml": app})
    [inside], [user] = evaluate_together([Root(path, tree, Inputs()) for path in ("root.yaml", "user.yaml")])
    assert comes_from(value(inside, "App.Group", "VpcId")) == ["root.yaml:Network.Vpc.Ref"]
    assert comes_from(value(user, "Group", "VpcId")) == ["root.yaml:Network.Vpc.Ref"]
    assert neighbours(inside) == ["user.yaml:Group"]
    assert "root.yaml:Network.Vpc" in neighbours(user)


def test_a_value_passes_through_several_templates() -> None:
    relay = "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: !ImportValue vpc, Export: {Name: again}}}"
    found = together(network=NETWORK % "vpc", relay=relay, app=APP % ("", "again"))
    assert comes_from(value(found["app"], "Group", "VpcId")) == ["network.yaml:Vpc.Ref"]
    assert neighbours(found["app"]) == ["network.yaml:Vpc", "relay.yaml:T"]


def test_a_secret_is_not_handed_to_another_template() -> None:
    secret = """
    Parameters: {Password: {Type: String, NoEcho: true, Default: hunter2}}
    Resources: {T: {Type: AWS::SNS::Topic}}
    Outputs: {O: {Value: !Sub "x-${Password}", Export: {Name: secret}}}
    """
    app = "Resources: {R: {Type: T::T::T, Properties: {P: !ImportValue secret}}}"
    found = together(secret=secret, app=app)
    assert unknown(value(found["app"], "R", "P")).reason == "secret.yaml:O holds a parameter with NoEcho"


def test_items_of_an_exported_list_are_told_apart() -> None:
    network = """
    Resources: {A: {Type: AWS::EC2::Subnet}, B: {Type: AWS::EC2::Subnet}}
    Outputs: {Ids: {Value: !Join [",", [!Ref A, !Ref B]], Export: {Name: subnets}}}
    """
    app = """
    Resources:
      Group:
        Type: AWS::RDS::DBSubnetGroup
        Properties: {SubnetIds: !Split [",", !ImportValue subnets], First: !Select [0, !Split [",", !ImportValue subnets]]}
    """
    found = together(network=network, app=app)["app"]
    ids = value(found, "Group", "SubnetIds")
    assert isinstance(ids, tuple)
    assert [comes_from(item) for item in ids] == [["network.yaml:A.Ref"], ["network.yaml:B.Ref"]]
    assert comes_from(value(found, "Group", "First")) == ["network.yaml:A.Ref"]


def test_imports_that_may_mean_too_many_exports_are_left_out_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_MOST_POSSIBLE", 2)
    networks = dict.fromkeys("ab", NETWORK % '!Sub "${AWS::StackName}-vpc"')
    found = together(**networks, first=APP % ("", '!Sub "${Net}-vpc"'), second=APP % ("", '!Sub "${Net}-vpc"'))
    assert neighbours(found["first"]) == ["a.yaml:Vpc?", "b.yaml:Vpc?"]
    assert neighbours(found["second"]) == []
    assert [(item.file, item.code, item.level) for item in found["second"].diagnostics] == [
        ("second.yaml", "too-large", Level.ERROR)
    ]


def test_a_long_chain_of_exports_ends() -> None:
    link = "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: !ImportValue n%d, Export: {Name: n%d}}}"
    chain = {f"t{999 - number}": link % (number - 1, number) for number in range(1, 200)}
    app = "Resources: {R: {Type: T::T::T, Properties: {P: !ImportValue n199}}}"
    found = together(
        app=app, **chain, zero="Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: x, Export: {Name: n0}}}"
    )
    assert "too many templates" in unknown(value(found["app"], "R", "P")).reason


@pytest.mark.parametrize(
    ("output", "imported"),
    [
        ("{Value: true, Export: {Name: n}}", "true"),
        ("{Value: [1, 2], Export: {Name: n}}", "1,2"),
        ("{Value: {A: 1}, Export: {Name: n}}", "t.yaml:O is no text"),
        ('{Value: !Ref "AWS::NoValue", Export: {Name: n}}', "t.yaml:O is no text"),
        ("{Value: x, Export: [n]}", "export `n` of another stack"),
        ("{Export: {Name: n}}", "export `n` of another stack"),
        ("[Export]", "export `n` of another stack"),
    ],
)
def test_what_is_no_proper_export(output: str, imported: str) -> None:
    template = f"Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs: {{O: {output}}}"
    app = "Resources: {R: {Type: T::T::T, Properties: {P: !ImportValue n}}}"
    found = value(together(t=template, app=app)["app"], "R", "P")
    assert (found.reason if isinstance(found, Unknown) else found) == imported


def test_many_names_that_are_known_in_part_are_compared_by_their_ends() -> None:
    names = range(1_500)
    exporter = "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs:\n" + "".join(
        f"  O{i}: {{Value: v{i}, Export: {{Name: !Sub '${{AWS::StackName}}-{i}'}}}}\n" for i in names
    )
    importer = "Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      Tags:\n" + "".join(
        f"      - !ImportValue {{'Fn::Sub': '${{AWS::StackName}}-{i}'}}\n" for i in names
    )
    started = time.process_time()
    found = together(app=importer, net=exporter)
    assert time.process_time() - started < 5
    assert unknown(value(found["app"], "T", "Tags")[7]).reason.startswith("it may be an export of net.yaml")
