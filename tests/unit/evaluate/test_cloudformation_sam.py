"""SAM templates, and that nothing of the translator is loaded for others."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path as FilePath

import pytest
from cloudformation_case import estate, messages, resources, unknown

from srm_lint.model.resource import Path

FUNCTION = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    Timeout: 5
Parameters: {Stage: {Type: String, Default: dev}}
Resources:
  Table: {Type: AWS::Serverless::SimpleTable}
  Fetch:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src
      Handler: app.handler
      Environment:
        Variables: {STAGE: !Ref Stage, TABLE: !Ref Table}
      Events:
        Get: {Type: Api, Properties: {Path: /, Method: get}}
"""


def test_sam_resources_become_what_the_service_makes_of_them() -> None:
    found = resources(FUNCTION)
    types = {name: resource.type for name, resource in found.items() if "Deployment" not in name}
    assert types == {
        "Table": "AWS::DynamoDB::Table",
        "Fetch": "AWS::Lambda::Function",
        "FetchRole": "AWS::IAM::Role",
        "FetchGetPermissionProd": "AWS::Lambda::Permission",
        "ServerlessRestApi": "AWS::ApiGateway::RestApi",
        "ServerlessRestApiProdStage": "AWS::ApiGateway::Stage",
    }
    function = found["Fetch"].values
    assert (function["Runtime"], function["Handler"]) == ("python3.12", "app.handler")
    code = function["Code"]
    assert isinstance(code, dict)
    assert unknown(code["S3Bucket"]).reason == "uploaded or published before deployment"


def test_findings_point_at_the_template_as_written() -> None:
    found = resources(FUNCTION)
    assert {name: found[name].location.line for name in ("Table", "Fetch", "FetchRole", "ServerlessRestApi")} == {
        "Table": 9,
        "Fetch": 10,
        "FetchRole": 10,
        "ServerlessRestApi": 18,
    }
    syntax = found["Fetch"].syntax
    places = [syntax.locate(path) for path in [("Environment", "Variables", "STAGE"), ("Runtime",)]]
    assert [place.line if place else None for place in places] == [16, 5]


@pytest.mark.parametrize(
    ("broken", "line", "type"),
    [
        ("{Type: AWS::Serverless::Api, Properties: {TracingEnabled: true}}", 4, "AWS::ApiGateway::RestApi"),
        ("{Type: AWS::Serverless::Function, Properties: {Tracing: Active}}", 4, "AWS::Lambda::Function"),
        ("{Type: AWS::Serverless::LayerVersion}", 4, "AWS::Lambda::LayerVersion"),
        ("{Type: AWS::Serverless::StateMachine}", 4, "AWS::StepFunctions::StateMachine"),
        ("{Type: AWS::Serverless::SimpleTable, Properties: {Nope: 1}}", 4, "AWS::DynamoDB::Table"),
        (
            "{Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: x, Policies: 5}}",
            4,
            "AWS::Serverless::Function",
        ),
        (
            "{Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: x, Events: {\n    E: {Type: Nope}}}}",
            5,
            "AWS::Lambda::Function",
        ),
        (
            "{Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: x, Events: {\n    E: {Type: SNS}}}}",
            5,
            "AWS::Lambda::Function",
        ),
    ],
)
def test_what_sam_refuses_costs_no_more_than_it_has_to(broken: str, line: int, type: str) -> None:
    found = estate(
        "\nTransform: AWS::Serverless-2016-10-31\n"
        f"Resources:\n  Bad: {broken}\n  Good: {{Type: AWS::Serverless::SimpleTable}}\n"
    )
    assert [message.split(":")[0] for message in messages(found)] == [f"{line} SAM refuses this"]
    types = {resource.type for resource in found.resources if resource.as_written().address == "Bad"}
    assert type in types, types
    assert {resource.name: resource.type for resource in found.resources}["Good"] == "AWS::DynamoDB::Table"


def test_a_global_that_sam_does_not_know_is_an_error_where_it_is_written() -> None:
    found = estate(
        """
        Transform: AWS::Serverless-2016-10-31
        Globals:
          Function: {Runtime: python3.12, Handler: a.b,
            Colour: red}
        Resources:
          Fetch: {Type: AWS::Serverless::Function}
        """
    )
    assert [message.split(":")[0] for message in messages(found)] == ["5 SAM refuses this"]
    assert {resource.name: resource.type for resource in found.resources}["Fetch"] == "AWS::Lambda::Function"


def test_what_breaks_the_translator_is_found_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from samtranslator.model.sam_resources import SamSimpleTable

    translate = SamSimpleTable.to_cloudformation

    def breaks(table: SamSimpleTable, **given: object) -> object:
        if table.logical_id == "T5":
            raise TypeError("broken")
        return translate(table, **given)

    monkeypatch.setattr(SamSimpleTable, "to_cloudformation", breaks)
    tables = "\n".join(f"  T{number}: {{Type: AWS::Serverless::SimpleTable}}" for number in range(10))
    found = estate(f"Transform: AWS::Serverless-2016-10-31\nResources:\n{tables}\n")
    kept = [resource.name for resource in found.resources if resource.type != "AWS::DynamoDB::Table"]
    assert kept == ["T5"]
    assert messages(found) == ["8 SAM refuses this: the translator failed: TypeError: broken"]


def test_more_events_than_the_translator_can_take_are_said_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("srm_lint.evaluate.cloudformation.sam._MAXIMUM_EVENTS", 3)
    functions = "\n".join(
        f"  F{number}x: {{Type: AWS::Serverless::Function, Properties: {{Handler: a.b, Runtime: x, Events: "
        f"{{E: {{Type: HttpApi, Properties: {{Path: /p{number}, Method: get}}}}}}}}}}"
        for number in range(5)
    )
    found = estate(f"Transform: AWS::Serverless-2016-10-31\nResources:\n{functions}\n")
    assert messages(found) == ["6 from here on events of APIs are not looked at: there are 5, more than 3"]
    types = Counter(resource.type for resource in found.resources)
    assert (types["AWS::Lambda::Function"], types["AWS::Lambda::Permission"]) == (5, 3)


@pytest.mark.parametrize(
    ("made", "path", "written"),
    [
        ("Fetch", ("TracingConfig", "Mode"), ("Tracing",)),
        ("Fetch", ("DeadLetterConfig", "TargetArn"), ("DeadLetterQueue", "TargetArn")),
        ("Fetch", ("Environment", "Variables", "A"), ("Environment", "Variables", "A")),
        ("Fetch", ("Nothing",), None),
        ("FetchRole", ("ManagedPolicyArns", 0), ("Policies", 0)),
        ("FetchRole", ("DeletionPolicy",), ("DeletionPolicy",)),
        ("ServerlessRestApiProdStage", ("TracingEnabled",), ("TracingEnabled",)),
    ],
)
def test_properties_by_the_name_they_have_in_the_source(made: str, path: Path, written: Path | None) -> None:
    resource = resources(FUNCTION)[made]
    assert resource.written is not None
    assert resource.written.path(path) == written


def test_what_a_resource_was_made_from() -> None:
    written = {
        resource.name: (resource.as_written().address, resource.as_written().type)
        for resource in estate(FUNCTION).resources
        if "Deployment" not in resource.name
    }
    function, api = ("Fetch", "AWS::Serverless::Function"), ("ServerlessRestApi", "AWS::Serverless::Api")
    assert written == {
        "Table": ("Table", "AWS::Serverless::SimpleTable"),
        "Fetch": function,
        "FetchRole": function,
        "FetchGetPermissionProd": function,
        "ServerlessRestApi": api,
        "ServerlessRestApiProdStage": api,
    }


def test_applications_by_local_path_are_followed_and_published_ones_are_noted() -> None:
    found = estate(
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Local: {Type: AWS::Serverless::Application, Properties: {Location: ./app.yaml, Parameters: {Name: x}}}
          Published:
            Type: AWS::Serverless::Application
            Properties:
              Location: {ApplicationId: "arn:aws:serverlessrepo:us-east-1:1:applications/a", SemanticVersion: 1.0.0}
        """,
        app="""
        Parameters: {Name: {Type: String}}
        Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}}
        """,
    )
    queue = next(resource for resource in found.resources if resource.address == "Local.Q")
    assert queue.values == {"QueueName": "x"}
    assert [(diagnostic.line, diagnostic.code) for diagnostic in found.diagnostics] == [
        (5, "nested-template-not-found")
    ]


@pytest.mark.programs(FilePath(sys.executable).name)
@pytest.mark.parametrize(
    ("template", "is_loaded"),
    [
        ("Resources: {T: {Type: AWS::SNS::Topic}}", False),
        ("{Transform: AWS::LanguageExtensions, Resources: {T: {Type: AWS::SNS::Topic}}}", False),
        ("{Transform: AWS::Serverless-2016-10-31, Resources: {T: {Type: AWS::Serverless::SimpleTable}}}", True),
    ],
)
def test_the_translator_is_loaded_for_sam_alone(template: str, is_loaded: bool) -> None:
    program = f"""
import sys
sys.path.insert(0, {__file__.rpartition("/")[0]!r})
from cloudformation_case import estate
assert estate({template!r}).resources
heavy = {{"samtranslator", "boto3", "cfnlint"}} & sys.modules.keys()
print(sorted(heavy))
"""
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert ("samtranslator" in output) is is_loaded
    assert "cfnlint" not in output


@pytest.mark.parametrize(
    ("type", "auth", "made"),
    [
        ("Api", "{DefaultAuthorizer: AWS_IAM}", "AWS::ApiGateway::RestApi"),
        ("HttpApi", "{EnableIamAuthorizer: true}", "AWS::ApiGatewayV2::Api"),
    ],
)
def test_a_definition_that_is_included_in_deployment_is_one(type: str, auth: str, made: str) -> None:
    found = estate(
        f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  It:
    Type: AWS::Serverless::{type}
    Properties:
      StageName: live
      Auth: {auth}
      DefinitionBody: {{"Fn::Transform": {{Name: AWS::Include, Parameters: {{Location: "s3://b/k"}}}}}}
"""
    )
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["macro-not-evaluated"]
    [api] = [resource for resource in found.resources if resource.type == made]
    assert "macro" in unknown(api.values["Body"]["Fn::Transform"]).reason
