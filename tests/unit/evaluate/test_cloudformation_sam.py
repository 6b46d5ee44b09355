"""SAM templates, and that nothing of the translator is loaded for others."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cloudformation_case import estate, messages, resources, unknown

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
        "ServerlessRestApi": 9,
    }
    syntax = found["Fetch"].syntax
    places = [syntax.locate(path) for path in [("Environment", "Variables", "STAGE"), ("Runtime",)]]
    assert [place.line if place else None for place in places] == [16, 5]


def test_a_resource_that_sam_refuses_is_an_error_and_the_rest_is_translated() -> None:
    found = estate(
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Bad: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Handler: a.b, Runtime: python3.12, Events: {E: {Type: Nope}}}}
          Good: {Type: AWS::Serverless::SimpleTable}
        """
    )
    assert [message.split(":")[0] for message in messages(found)] == ["4 SAM refuses this"]
    assert {resource.name: resource.type for resource in found.resources} == {
        "Good": "AWS::DynamoDB::Table",
        "Bad": "AWS::Serverless::Function",
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
