"""Nested stacks, loops, macros, and what a resource carries beside its values."""

from __future__ import annotations

import pytest
from cloudformation_case import estate, estates, messages, resources, unknown

from srm_lint.model.resource import Mode
from srm_lint.model.source import Level
from srm_lint.model.value import Reference, Unknown, member

PARENT = """
Parameters: {Env: {Type: String}}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters: {Name: !Sub "${Env}-x", Stage: !Ref Env, Arn: !GetAtt Bucket.Arn}
  User: {Type: AWS::SSM::Parameter, Properties: {Value: !GetAtt Child.Outputs.Topic}}
"""
CHILD = """
Parameters: {Name: {Type: String}, Stage: {Type: String}, Arn: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name, Arn: !Ref Arn}}
  OnlyProd: {Type: AWS::SNS::Topic, Condition: IsProd, Properties: {From: !Ref Topic}}
Outputs: {Topic: {Value: !Ref Topic}}
"""


def test_parameters_go_in_and_outputs_come_out() -> None:
    found = resources(PARENT, {"Env": "prod"}, child=CHILD)
    assert list(found) == ["Bucket", "Child", "User", "Child.Topic", "Child.OnlyProd"]
    assert found["Child.Topic"].values["TopicName"] == "prod-x"
    assert unknown(found["Child.Topic"].values["Arn"]).references == (Reference("Bucket", "Arn"),)
    assert unknown(found["User"].values["Value"]).references == (Reference("Child.Topic", "Ref"),)
    assert found["Child.OnlyProd"].references == (Reference("Child.Topic", "Ref"),)


def test_a_resource_of_a_nested_stack_tells_where_it_stands_and_who_called_it() -> None:
    topic = resources(PARENT, {"Env": "prod"}, child=CHILD)["Child.Topic"]
    [call] = topic.calls
    assert (topic.location.file, topic.location.line) == ("child.yaml", 5)
    assert (call.address, call.location.file, call.location.line, call.extent.end_line) == ("Child", "t.yaml", 5, 9)


def test_worlds_span_nested_stacks() -> None:
    found = estates(PARENT.replace("Bucket: {", "P: {Type: T::T::T, Condition: Prod}\n  Bucket: {")
                    .replace("Resources:", "Conditions: {Prod: !Equals [!Ref Env, prod]}\nResources:"), child=CHILD)  # fmt: skip
    assert [estate.world for estate in found] == [
        ("Prod is true", "Child.IsProd is true"),
        ("Prod is false", "Child.IsProd is false"),
    ]


def test_a_template_elsewhere_is_noted_and_its_outputs_are_unknown() -> None:
    found = estate(PARENT.replace("./child.yaml", "https://example.com/child.yaml"), {"Env": "prod"})
    [note] = found.diagnostics
    assert (note.level, note.code, note.line) == (Level.NOTE, "nested-template-not-found", 5)
    user = next(resource for resource in found.resources if resource.name == "User")
    assert unknown(user.values["Value"]).references == (Reference("Child", "Outputs.Topic"),)


def test_what_an_unread_stack_is_given_may_be_pointed_at_in_there() -> None:
    found = resources(
        """
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Far:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: "https://s3.amazonaws.com/b/t.yaml", Parameters: {Name: !Ref Bucket, Size: 3}}
        """
    )
    assert found["Far.template"].mode is Mode.UNREAD_MODULE
    assert {name: unknown(value).references for name, value in found["Far.template"].values.items()} == {
        "Name": (Reference("Bucket", "Ref"),)
    }


def test_a_template_that_is_missing_is_a_warning() -> None:
    [warning] = estate(PARENT, {"Env": "prod"}).diagnostics
    assert (warning.level, warning.message) == (
        Level.WARNING,
        "the template of nested stack `Child` was not read: child.yaml",
    )


def test_a_stack_nested_in_itself_ends() -> None:
    found = estate("Resources: {Me: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t.yaml}}}")
    assert len([resource for resource in found.resources if resource.mode is Mode.MANAGED]) == 11
    assert messages(found) == ["1 stack `Me` is nested too deep, in itself, or after too many others"]


def test_tags_of_a_stack_are_passed_on() -> None:
    found = resources(
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Child:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: ./child.yaml
              Tags: [{Key: owner, Value: shop}, {Key: stage, Value: live}]
          App:
            Type: AWS::Serverless::Application
            Properties: {Location: ./leaf.yaml, Tags: {owner: web}}
          Beside: {Type: AWS::SQS::Queue}
        """,
        child="""
        Resources:
          Q: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: stage, Value: test}]}}
          Leaf:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: ./leaf.yaml, Tags: [{Key: kind, Value: leaf}]}
        """,
        leaf="Resources: {T: {Type: AWS::SNS::Topic}}",
    )
    assert found["Child.Q"].tags == {"owner": "shop", "stage": "test"}
    assert found["Child.Leaf.T"].tags == {"owner": "shop", "stage": "live", "kind": "leaf"}
    assert found["App.T"].tags == {"lambda:createdBy": "SAM", "owner": "web"}
    assert found["Beside"].tags == {}


def test_a_long_chain_of_stacks_is_an_error_with_its_line() -> None:
    stacks = [
        f"  S{number}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: ./c.yaml, "
        f"Parameters: {{P: !GetAtt S{number - 1}.Outputs.O}}}}}}\n"
        for number in range(200, 0, -1)
    ]
    found = estate(
        f"Resources:\n{''.join(stacks)}  S0: {{Type: AWS::SNS::Topic}}\n",
        c="{Parameters: {P: {Type: String}}, Resources: {T: {Type: AWS::SNS::Topic}}, Outputs: {O: {Value: !Ref P}}}",
    )
    assert messages(found)[0] == "52 more than 50 stacks wait for each other's outputs here"


def test_a_nested_asset_of_the_cdk_is_followed() -> None:
    found = resources(
        """
        Resources:
          Child:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: !Sub "https://s3.${AWS::Region}.${AWS::URLSuffix}/x.json"}
            Metadata: {"aws:cdk:path": App/Child, "aws:asset:path": child.yaml, "aws:asset:property": TemplateURL}
        """,
        child="""
        Resources:
          Q: {Type: AWS::SQS::Queue, Metadata: {"aws:cdk:path": App/Child/Q/Resource}}
        """,
    )
    assert {address: resource.construct for address, resource in found.items()} == {
        "Child": "App/Child",
        "Child.Q": "App/Child/Q/Resource",
    }


def test_loops_are_unrolled() -> None:
    found = resources(
        """
        Transform: AWS::LanguageExtensions
        Parameters: {Names: {Type: CommaDelimitedList, Default: "a,b.c"}}
        Resources:
          Fn::ForEach::Outer:
            - Name
            - !Ref Names
            - Topic&{Name}:
                Type: AWS::SNS::Topic
                DependsOn: Queue1&{Name}
                Properties:
                  DisplayName: !Ref Name
                  Fn::ForEach::Flags: [F, [X, Y], {"Is${F}": !Sub "${F}-${Name}"}]
              Fn::ForEach::Inner:
                - Number
                - [1, 2]
                - Queue${Number}&{Name}: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Name}-${Number}"}}
        """
    )
    assert list(found) == ["Topica", "Queue1a", "Queue2a", "Topicbc", "Queue1bc", "Queue2bc"]
    assert found["Topicbc"].values == {"DisplayName": "b.c", "IsX": "X-b.c", "IsY": "Y-b.c"}
    assert found["Topicbc"].meta == {"DependsOn": "Queue1bc"}
    assert found["Queue2a"].values == {"QueueName": "a-2"}
    assert (found["Queue2a"].location.line, found["Topica"].location.line) == (17, 8)


def test_a_loop_over_something_unknown_keeps_its_resources_as_uncertain() -> None:
    found = resources(
        """
        Transform: AWS::LanguageExtensions
        Parameters: {Names: {Type: CommaDelimitedList}}
        Resources:
          Fn::ForEach::Topics:
            - Name
            - !Ref Names
            - Topic${Name}: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Name, FifoTopic: true}}
        """
    )
    topic = found["Topic${Name}"]
    assert unknown(topic.exists).settle == ("set parameter `Names`, declared at t.yaml:3",)
    assert unknown(topic.values["DisplayName"])
    assert topic.values["FifoTopic"] is True


def test_loops_that_grow_without_end_are_stopped() -> None:
    many = ", ".join(f"x{index}" for index in range(100))
    loop = f"Fn::ForEach::C: [C, [{many}], {{'T${{A}}${{B}}${{C}}': {{Type: AWS::SNS::Topic}}}}]"
    for name in ("B", "A"):
        loop = f"Fn::ForEach::{name}: [{name}, [{many}], {{{loop}}}]"
    found = estate(f"Transform: AWS::LanguageExtensions\nResources: {{{loop}}}")
    assert messages(found)[0] == "2 the loop makes more than 50000 values"


def test_macros_are_noted_once_and_may_make_anything() -> None:
    found = estate(
        """
        Transform: [MyMacro, AWS::LanguageExtensions]
        Resources:
          T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref MadeByMacro}}
        """
    )
    assert [(note.level, note.code) for note in found.diagnostics] == [(Level.NOTE, "macro-not-evaluated")]
    assert unknown(found.resources[0].values["DisplayName"])


def test_includes_are_noted_where_they_stand() -> None:
    include = "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k.yaml}}"
    found = estate(
        f"""
        Mappings: {{{include}}}
        Conditions: {{{include}}}
        Resources:
          {include}
          T:
            Type: AWS::SNS::Topic
            Properties:
              DisplayName: !If [Included, !FindInMap [Included, a, b], !Ref Included]
              {include}
        """
    )
    assert messages(found) == [
        f"{line} macro `AWS::Include` runs in the account: what it makes here is unknown" for line in (5, 10)
    ]
    addition, topic = found.resources
    assert addition.mode is Mode.UNREAD_MODULE
    assert all(unknown(topic.values[name]) for name in ("DisplayName", "Fn::Transform"))


INCLUDES = """
Transform: {Name: AWS::Include, Parameters: {Location: ./top.yaml}}
Resources:
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: resources.yaml}}
  T:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: written
      Fn::Transform: [{Name: AWS::Include, Parameters: {Location: properties.yaml}}]
"""


def test_included_files_beside_the_template_are_followed() -> None:
    found = estate(
        INCLUDES,
        top="Mappings: {M: {a: {b: 1}}}\nResources:\n  Top: {Type: AWS::SNS::Topic}\n",
        resources="\nQ:\n  Type: AWS::SQS::Queue\n  Properties:\n    QueueName: !FindInMap [M, a, b]\n",
        properties="{TopicName: included, DisplayName: !Ref Nowhere}",
    )
    values = {resource.name: resource.values for resource in found.resources}
    assert values["Q"] == {"QueueName": 1}
    assert values["T"]["TopicName"] == "written"
    assert "Top" in values
    queue = next(resource for resource in found.resources if resource.name == "Q")
    place = queue.syntax.locate(("QueueName",))
    assert place is not None
    assert (queue.location.file, queue.location.line, place.line) == ("resources.yaml", 2, 5)
    assert [(each.file, each.line, each.code) for each in found.diagnostics] == [
        ("properties.yaml", 1, "template-error")
    ]


@pytest.mark.parametrize(
    ("location", "code", "files"),
    [
        ("s3://bucket/a.yaml", "macro-not-evaluated", {}),
        ("!Ref Location", "macro-not-evaluated", {}),
        ("missing.yaml", "include-not-found", {}),
        (
            "a.yaml",
            "include-not-followed",
            {"a": "Fn::Transform: {Name: AWS::Include, Parameters: {Location: a.yaml}}"},
        ),
        ("a.yaml", "syntax-error", {"a": "{unclosed: "}),
        ("a.yaml", "syntax-error", {"a": "[a list]"}),
    ],
)
def test_what_cannot_be_included_is_said_and_may_be_anything(location: str, code: str, files: dict[str, str]) -> None:
    found = estate(
        f"""
        Parameters: {{Location: {{Type: String}}}}
        Resources:
          T:
            Type: AWS::SNS::Topic
            Properties: {{'Fn::Transform': {{Name: AWS::Include, Parameters: {{Location: {location}}}}}}}
        """,
        **files,
    )
    [topic] = found.resources
    assert code in {diagnostic.code for diagnostic in found.diagnostics}
    assert unknown(member(topic.values, "KmsMasterKeyId"))


def test_includes_that_grow_without_end_are_stopped() -> None:
    def of(name: str) -> str:
        call = f"Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: {name}.yaml}}}}"
        return "\n".join(f"a{number}: {{{call}}}" for number in range(20))

    files = {f"f{number}": of(f"f{number + 1}") for number in range(9)}
    metadata = "Fn::Transform: {Name: AWS::Include, Parameters: {Location: f0.yaml}}"
    found = estate(
        f"Resources:\n  T: {{Type: AWS::SNS::Topic, Metadata: {{{metadata}}}}}\n", **files, f9="a: [1, 2, 3]"
    )
    assert {diagnostic.code for diagnostic in found.diagnostics} >= {"include-not-followed"}


@pytest.mark.parametrize(
    ("body", "is_open"),
    [
        ("Properties: {'Fn::Transform': {Name: Macro}}", True),
        ("'Fn::Transform': {Name: Macro}", True),
        ("Properties: {Fn::ForEach::L: [X, !Ref Names, {A: b}]}", True),
        ("Properties: {TopicName: a}", False),
    ],
)
def test_what_is_not_written_in_an_open_map_is_unknown(body: str, is_open: bool) -> None:
    found = resources(
        f"""
        Transform: AWS::LanguageExtensions
        Parameters: {{Names: {{Type: CommaDelimitedList}}}}
        Resources:
          T: {{Type: AWS::SNS::Topic, {body}}}
        """
    )["T"]
    assert isinstance(member(found.values, "KmsMasterKeyId"), Unknown) is is_open
    assert isinstance(found.tags, Unknown) is is_open


def test_what_no_resource_depends_on_is_checked_as_well() -> None:
    found = estate(
        """
        Parameters: {Env: {Type: String, Default: test, AllowedValues: [dev, prod]}}
        Conditions: {Unused: !Equals [!Ref Nobody, x]}
        Resources:
          T: {Type: AWS::SNS::Topic, DependsOn: [Nothing]}
        Outputs:
          Arn: {Value: !GetAtt None.Arn}
        """
    )
    assert messages(found) == [
        "2 parameter `Env` may not be `test`: its AllowedValues are dev, prod",
        "3 there is no parameter or resource `Nobody`",
        "5 `DependsOn` names `Nothing`, which is no resource",
        "7 there is no resource `None`",
    ]


def test_what_a_resource_carries() -> None:
    found = resources(
        """
        Parameters: {Password: {Type: String, NoEcho: true, Default: hunter2}}
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Db:
            Type: AWS::RDS::DBInstance
            DependsOn: Topic
            DeletionPolicy: Snapshot
            UpdateReplacePolicy: Retain
            Properties:
              MasterUserPassword: !Ref Password
              Options: [{Name: plain}, {Name: !If [Always, !Sub "x-${Password}", y]}]
              Topic: !Sub "arn:${Topic.TopicArn}/${Topic}"
              Tags: [{Key: team, Value: core}, {Key: topic, Value: !Ref Topic}]
          Skill: {Type: Alexa::ASK::Skill}
          Cluster: {Type: "MongoDB::Atlas::Cluster", Properties: {Tags: {a: b}}}
        Conditions: {Always: !Equals [a, a]}
        """
    )
    database = found["Db"]
    assert database.meta == {"DependsOn": "Topic", "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Retain"}
    assert database.sensitive == (("MasterUserPassword",), ("Options", 1, "Name"))
    assert database.references == (Reference("Topic", "TopicArn"), Reference("Topic", "Ref"))
    assert isinstance(database.tags, dict)
    assert database.tags["team"] == "core"
    assert found["Cluster"].tags == {"a": "b"}
    assert {name: resource.provider for name, resource in found.items()} == {
        "Topic": "aws",
        "Db": "aws",
        "Skill": "aws",
        "Cluster": "mongodb",
    }


def test_attributes_are_found_where_they_are_written() -> None:
    found = resources(
        """
        Conditions: {Yes: !Equals [a, a]}
        Resources:
          B:
            Type: AWS::S3::Bucket
            DeletionPolicy: Retain
            Properties:
              Rules: !If
                - Yes
                - - !Ref AWS::NoValue
                  - Status: Enabled
                    Days: 3
                - [{Status: Disabled}]
              Name: !Sub "x"
        """
    )
    syntax = found["B"].syntax
    lines = {
        path: (place.line, place.column, place.end_line) if (place := syntax.locate(path)) else None
        for path in [("Rules",), ("Rules", 0), ("Rules", 0, "Days"), ("Rules", 7), ("Name", "deeper"), ("DeletionPolicy",), ("Nobody",)]
    }  # fmt: skip
    assert lines == {
        ("Rules",): (8, 7, 13),
        ("Rules", 0): (11, 13, 12),
        ("Rules", 0, "Days"): (12, 13, 12),
        ("Rules", 7): (8, 7, 13),
        ("Name", "deeper"): (14, 7, 14),
        ("DeletionPolicy",): (6, 5, 6),
        ("Nobody",): None,
    }
    assert (syntax.header().line, syntax.header().end_column, syntax.extent().end_line) == (4, 4, 14)


def test_outputs_that_hold_several_of_the_next_stack_end() -> None:
    """Eight stacks in each other, each of which asks twenty times for the output of the next."""
    calls = ", ".join(["!GetAtt S.Outputs.O"] * 20)
    files = {
        f"c{level}": "Resources: {S: {Type: AWS::CloudFormation::Stack, "
        f"Properties: {{TemplateURL: ./c{level + 1}.yaml}}}}}}\nOutputs: {{O: {{Value: !Select [0, [{calls}]]}}}}"
        for level in range(8)
    }
    files["c8"] = "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: told}}"
    root = """
    Resources:
      S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./c0.yaml}}
      T: {Type: AWS::SNS::Topic, Properties: {TopicName: !GetAtt S.Outputs.O}}
    """
    assert resources(root, **files)["T"].values == {"TopicName": "told"}
